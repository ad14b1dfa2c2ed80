// HTTP as values: what a service is asked, and what it answers. The connection is net/'s.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/blob.hpp"

namespace sendlab::api {

/// Header fields in the order in which they came; names are compared without case (RFC 9110, section 5.1).
class http_fields {
public:
    using field = std::pair<std::string, std::string>;

    void add(std::string name, std::string value);
    /// Replaces all fields of this name by one.
    void set(std::string_view name, std::string value);
    /// The first of this name; empty if there is none.
    [[nodiscard]] std::string_view get(std::string_view name) const;
    /// Null if there is none: told apart from one that is empty.
    [[nodiscard]] const std::string* find(std::string_view name) const;

    [[nodiscard]] auto begin() const { return fields_.begin(); }
    [[nodiscard]] auto end() const { return fields_.end(); }

private:
    std::vector<field> fields_;
};

/// Complete: the body has arrived.
struct http_request {
    std::string method; // in upper case, as it came
    std::string target; // path and query as they came, percent-encoded: "/bucket/a%20b?uploads"
    http_fields fields;
    blob_ptr body; // never null; transfer coding removed, content coding not
    bool tls = false;
    std::string peer = "127.0.0.1"; // the client's address without its port

    /// Of the target: what stands before "?", and what stands after it; both as they came.
    [[nodiscard]] std::string_view path() const;
    [[nodiscard]] std::string_view query() const;
    /// The Host field without its port, in lower case.
    [[nodiscard]] std::string host() const;
};

/// The connection adds Content-Length, Date and Connection. The answer to HEAD has the body of GET, or a
/// Content-Length field of its own; its bytes are not sent.
struct http_response {
    unsigned status = 200;
    http_fields fields;
    blob_ptr body;                            // null: none
    std::uint64_t body_offset = 0;            // a part of the body (a range): where it begins
    std::optional<std::uint64_t> body_length; // and how long it is; nothing: to the end

    static http_response text(unsigned status, std::string_view content_type, std::string body);
};

/// Gives the answer: once, now or later, from the thread of the world. A call after the client has gone does
/// no harm.
using http_answer = std::function<void(http_response)>;

/// Name and value of each parameter of a query or form, percent- and plus-decoded, in order. A name without
/// "=" has an empty value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);
/// Percent-decoded; a "+" stays one. A "%" that no two hexadecimal digits follow stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text);

/// Something that answers requests: a service of AWS, an inspection API, the router in front of them.
class http_service {
public:
    virtual ~http_service() = default;
    virtual void handle(http_request request, http_answer answer) = 0;
};

/// A service of AWS behind the edge port. The router asks it for the name of what is wanted, so that the log
/// and faults can name it; a fault's error is made by the service in its own format.
class aws_service : public http_service {
public:
    /// "PutObject"; empty for a request that is none of the service's.
    [[nodiscard]] virtual std::string action_of(const http_request& request) const = 0;
    /// An error as the service would answer this request: `code` "Throttling", "SlowDown", "InternalError"...
    [[nodiscard]] virtual http_response failure(const http_request& request, unsigned status,
                                                std::string_view code, std::string_view message) const = 0;
};

} // namespace sendlab::api
