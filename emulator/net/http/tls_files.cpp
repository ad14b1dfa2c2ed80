#include "net/http/tls_files.hpp"

#include <cstdlib>
#include <ctime>
#include <memory>
#include <stdexcept>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "net/http/spool.hpp"

namespace sendlab::net {

namespace {

template<auto Free>
struct freed_by {
    template<class T>
    void operator()(T* thing) const {
        Free(thing);
    }
};
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;

constexpr long day = 24L * 60 * 60;
constexpr long authority_days = 10 * 365;
constexpr long certificate_days = 397; // what clients accept at most (CA/Browser Forum, Ballot SC31)
constexpr long renew_days = 30;

constexpr const char* names = "DNS:localhost,DNS:*.localhost,IP:127.0.0.1,IP:::1,"
                              "DNS:*.amazonaws.com,DNS:*.us-east-1.amazonaws.com,"
                              "DNS:*.s3.amazonaws.com,DNS:*.s3.us-east-1.amazonaws.com,"
                              "DNS:localhost.localstack.cloud,DNS:*.localhost.localstack.cloud,"
                              "DNS:*.s3.localhost.localstack.cloud";

struct pair {
    certificate_ptr certificate;
    key_ptr key;
};

void require(bool good, const char* what) {
    if (!good)
        throw std::runtime_error{std::string{"cannot make a certificate: "} + what};
}

bool expires_soon(const X509& certificate) {
    std::time_t limit = std::time(nullptr) + renew_days * day;
    return ::X509_cmp_time(X509_get0_notAfter(&certificate), &limit) <= 0;
}

certificate_ptr read_certificate(const std::string& path) {
    const bio_ptr file{BIO_new_file(path.c_str(), "r")};
    return certificate_ptr{file ? PEM_read_bio_X509(file.get(), nullptr, nullptr, nullptr) : nullptr};
}

key_ptr read_key(const std::string& path) {
    const bio_ptr file{BIO_new_file(path.c_str(), "r")};
    return key_ptr{file ? PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr) : nullptr};
}

/// Nothing in it unless both are there, fit and last for a while.
pair read_pair(const std::string& certificate, const std::string& key) {
    pair found{read_certificate(certificate), read_key(key)};
    const bool good = found.certificate && found.key && !expires_soon(*found.certificate) &&
                      X509_check_private_key(found.certificate.get(), found.key.get()) == 1;
    return good ? std::move(found) : pair{};
}

/// Under its own name only once it is complete.
void write_pem(const std::string& path, mode_t mode, const auto& write) {
    const auto unfinished = path + ".new";
    ::remove(unfinished.c_str());
    const owned_file file{::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)};
    require(static_cast<bool>(file), unfinished.c_str());
    const bio_ptr out{BIO_new_fd(file.descriptor(), BIO_NOCLOSE)};
    require(out && write(out.get()) == 1, unfinished.c_str());
    std::filesystem::rename(unfinished, path);
}

void write_pair(const pair& made, const std::string& certificate, const std::string& key) {
    write_pem(key, 0600, [&](BIO* out) {
        return PEM_write_bio_PrivateKey(out, made.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
    write_pem(certificate, 0644, [&](BIO* out) { return PEM_write_bio_X509(out, made.certificate.get()); });
}

void add_extension(X509& to, X509& issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, &issuer, &to, nullptr, nullptr, 0);
    const extension_ptr extension{X509V3_EXT_conf_nid(nullptr, &context, kind, value)};
    require(extension && X509_add_ext(&to, extension.get(), -1) == 1, value);
}

void set_serial(X509& certificate) {
    unsigned char bytes[16];
    require(RAND_bytes(bytes, sizeof bytes) == 1, "no randomness");
    bytes[0] &= 0x7f; // a positive number
    const std::unique_ptr<BIGNUM, freed_by<BN_free>> number{BN_bin2bn(bytes, sizeof bytes, nullptr)};
    require(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr, "serial");
}

/// A certificate with a key of its own, not signed yet.
pair begin_pair(const char* name, long days) {
    pair made{certificate_ptr{X509_new()}, key_ptr{EVP_EC_gen("P-256")}};
    require(made.certificate && made.key, "out of memory");
    auto& certificate = *made.certificate;
    X509_set_version(&certificate, X509_VERSION_3);
    set_serial(certificate);
    X509_gmtime_adj(X509_getm_notBefore(&certificate), -day); // clocks differ
    X509_gmtime_adj(X509_getm_notAfter(&certificate), days * day);
    X509_set_pubkey(&certificate, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(&certificate), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    return made;
}

pair make_authority() {
    auto made = begin_pair("Sendlab, for tests on this machine", authority_days);
    auto& certificate = *made.certificate;
    X509_set_issuer_name(&certificate, X509_get_subject_name(&certificate));
    add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
    require(X509_sign(&certificate, made.key.get(), EVP_sha256()) > 0, "signature");
    return made;
}

pair make_server_certificate(const pair& authority) {
    auto made = begin_pair("localhost", certificate_days);
    auto& certificate = *made.certificate;
    auto& issuer = *authority.certificate;
    X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer));
    add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature");
    add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth");
    add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
    add_extension(certificate, issuer, NID_authority_key_identifier, "keyid");
    add_extension(certificate, issuer, NID_subject_alt_name, names);
    require(X509_sign(&certificate, authority.key.get(), EVP_sha256()) > 0, "signature");
    return made;
}

bool signed_by(const pair& server, const pair& authority) {
    return server.certificate && X509_verify(server.certificate.get(), authority.key.get()) == 1;
}

/// A folder that somebody else owns could bring its own authority.
void make_private(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder.parent_path());
    ::mkdir(folder.c_str(), 0700);
    struct stat found {};
    if (::lstat(folder.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != ::geteuid())
        throw std::runtime_error{"no folder of this user: " + folder.string()};
}

/// Held until the descriptor is closed.
owned_file lock(const std::filesystem::path& folder) {
    make_private(folder);
    owned_file file{::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!file || ::flock(file.descriptor(), LOCK_EX) != 0)
        throw std::runtime_error{"cannot write in " + folder.string()};
    return file;
}

} // namespace

tls_files tls_files::in(const std::filesystem::path& folder) {
    return {folder / "ca.pem", folder / "ca.key", folder / "server.pem", folder / "server.key"};
}

tls_files tls_files::of_user() {
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::filesystem::path{value ? value : ""};
    };
    if (const auto cache = variable("XDG_CACHE_HOME"); cache.is_absolute())
        return in(cache / "sendlab");
    const auto home = variable("HOME");
    return home.is_absolute() ? in(home / ".cache" / "sendlab") : of_homeless();
}

tls_files tls_files::of_homeless() {
    return in(std::filesystem::temp_directory_path() / ("sendlab-" + std::to_string(::geteuid())));
}

void make_tls_files(const tls_files& files) {
    const auto held = lock(std::filesystem::path{files.authority}.parent_path());
    auto authority = read_pair(files.authority, files.authority_key);
    if (!authority.certificate) {
        authority = make_authority();
        write_pair(authority, files.authority, files.authority_key);
    }
    auto server = read_pair(files.certificate, files.key);
    if (!signed_by(server, authority))
        write_pair(make_server_certificate(authority), files.certificate, files.key);
}

} // namespace sendlab::net
