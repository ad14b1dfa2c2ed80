#include "net/http/tls_context.hpp"

#include <exception>
#include <utility>

#include <boost/asio/ssl/context.hpp>

namespace sendlab::net {

namespace ssl = boost::asio::ssl;

namespace {

std::unique_ptr<ssl::context> context_of(const tls_files& files) {
    make_tls_files(files);
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    context->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 |
                         ssl::context::no_tlsv1_1 | ssl::context::single_dh_use);
    context->use_certificate_chain_file(files.certificate);
    context->use_private_key_file(files.key, ssl::context::pem);
    ::SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS); // idle connections are many
    return context;
}

} // namespace

tls_context::tls_context(tls_files files) : files_{std::move(files)} {}

tls_context::~tls_context() = default;

ssl::context* tls_context::get() {
    if (context_ || !problem_.empty())
        return context_.get();
    try {
        context_ = context_of(files_);
    } catch (const std::exception& error) {
        problem_ = error.what();
    }
    return context_.get();
}

} // namespace sendlab::net
