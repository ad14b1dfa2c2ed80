// A TLS context with a certificate for localhost that signs itself, made anew each time.
#pragma once

#include <memory>
#include <stdexcept>

#include <boost/asio/ssl/context.hpp>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace sendlab::support {

inline void use_self_signed_certificate(SSL_CTX* context) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> made{X509_new(), X509_free};
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 24 * 60 * 60);
    X509_set_pubkey(made.get(), key.get());
    auto* const name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"),
                               -1, -1, 0);
    X509_set_issuer_name(made.get(), name);
    if (X509_sign(made.get(), key.get(), EVP_sha256()) == 0 ||
        SSL_CTX_use_certificate(context, made.get()) != 1 || SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        throw std::runtime_error{"no certificate could be made"};
}

inline boost::asio::ssl::context self_signed_context() {
    boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
    use_self_signed_certificate(context.native_handle());
    return context;
}

} // namespace sendlab::support
