// TLS, once somebody asks for it: a start without TLS pays nothing.
#pragma once

#include <memory>
#include <string>

#include "net/http/tls_files.hpp"

namespace boost::asio::ssl {
class context;
}

namespace sendlab::net {

class tls_context {
public:
    /// Nothing is read or made before the first get().
    explicit tls_context(tls_files files);
    ~tls_context();

    /// Null where the files cannot be made or read; why stands in problem(). It is tried once.
    [[nodiscard]] boost::asio::ssl::context* get();
    [[nodiscard]] const std::string& problem() const { return problem_; }

private:
    tls_files files_;
    std::unique_ptr<boost::asio::ssl::context> context_;
    std::string problem_;
};

} // namespace sendlab::net
