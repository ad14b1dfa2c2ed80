#include "net/http/tls_files.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

using namespace sendlab;
using net::make_tls_files;
using net::tls_files;
namespace fs = std::filesystem;

namespace {

struct private_folder {
    fs::path path;

    private_folder() {
        std::string name = fs::temp_directory_path() / "sendlab-tls-XXXXXX";
        path = ::mkdtemp(name.data());
    }
    private_folder(const private_folder&) = delete;
    private_folder& operator=(const private_folder&) = delete;
    ~private_folder() { fs::remove_all(path); }
};

std::string content(const std::string& path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

fs::perms permissions(const fs::path& path) {
    return fs::status(path).permissions();
}

} // namespace

TEST_CASE("certificates are made once, for their owner only, and reused") {
    const private_folder above;
    const auto files = tls_files::in(above.path / "sendlab");
    make_tls_files(files);
    const auto authority = content(files.authority);
    const auto certificate = content(files.certificate);
    CHECK(authority.starts_with("-----BEGIN CERTIFICATE-----"));
    CHECK(certificate.starts_with("-----BEGIN CERTIFICATE-----"));
    CHECK(permissions(above.path / "sendlab") == fs::perms::owner_all);
    CHECK(permissions(files.key) == (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(permissions(files.authority_key) == (fs::perms::owner_read | fs::perms::owner_write));
    make_tls_files(files);
    CHECK(content(files.authority) == authority);
    CHECK(content(files.certificate) == certificate);
}

TEST_CASE("a damaged certificate is made again, and its authority stays") {
    const private_folder above;
    const auto files = tls_files::in(above.path / "sendlab");
    make_tls_files(files);
    const auto authority = content(files.authority);
    const auto certificate = content(files.certificate);
    std::ofstream{files.certificate} << "nonsense";
    make_tls_files(files);
    CHECK(content(files.authority) == authority);
    CHECK(content(files.certificate).starts_with("-----BEGIN CERTIFICATE-----"));
    CHECK(content(files.certificate) != certificate);
}

TEST_CASE("a new authority signs a new certificate") {
    const private_folder above;
    const auto files = tls_files::in(above.path / "sendlab");
    make_tls_files(files);
    const auto certificate = content(files.certificate);
    fs::remove(files.authority_key);
    make_tls_files(files);
    CHECK(content(files.certificate) != certificate);
}

TEST_CASE("a folder that cannot be made is told by its name") {
    const private_folder above;
    std::ofstream{above.path / "file"} << "in the way";
    CHECK_THROWS_WITH(make_tls_files(tls_files::in(above.path / "file")), Catch::Contains("file"));
}
