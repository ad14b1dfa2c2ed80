// Archives, good and bad.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "net/sandbox/private_folder.hpp"
#include "net/sandbox/unzip.hpp"
#include "unit/lambda/result_text.hpp"

namespace fs = std::filesystem;
using namespace sendlab::net::sandbox;
using sendlab::memory_blob;

namespace {

struct entry {
    std::string name;
    std::string text;
    unsigned type = AE_IFREG;
    unsigned mode = 0644;
};

std::string zip_of(const std::vector<entry>& entries) {
    std::string bytes(4'000'000, '\0');
    std::size_t used = 0;
    auto* const archive = ::archive_write_new();
    ::archive_write_set_format_zip(archive);
    ::archive_write_open_memory(archive, bytes.data(), bytes.size(), &used);
    for (const auto& e : entries) {
        auto* const head = ::archive_entry_new();
        ::archive_entry_set_pathname(head, e.name.c_str());
        ::archive_entry_set_filetype(head, e.type);
        ::archive_entry_set_perm(head, e.mode);
        ::archive_entry_set_size(head, static_cast<la_int64_t>(e.text.size()));
        if (e.type == AE_IFLNK)
            ::archive_entry_set_symlink(head, e.text.c_str());
        ::archive_write_header(archive, head);
        if (e.type == AE_IFREG)
            ::archive_write_data(archive, e.text.data(), e.text.size());
        ::archive_entry_free(head);
    }
    ::archive_write_close(archive);
    ::archive_write_free(archive);
    bytes.resize(used);
    return bytes;
}

std::string text_of(const fs::path& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

struct target {
    private_folder outer{fs::temp_directory_path(), "sendlab-test-"};
    fs::path folder = outer.path() / "code";
    target() { fs::create_directory(folder); }

    auto take(const std::string& zip, const archive_limits& limits = {}) {
        return unzip(memory_blob{zip}, folder, limits);
    }
    void refuses(const std::string& zip, const std::string& message, const archive_limits& limits = {}) {
        const auto done = take(zip, limits);
        REQUIRE_FALSE(done);
        CHECK(done.error().message == message);
    }
};

const std::string damaged =
    "Could not unzip uploaded file. Please check your file, then try to upload again.";

} // namespace

TEST_CASE_METHOD(target, "files and folders are unpacked, write-protected, executables still executable",
                 "[unzip]") {
    REQUIRE(take(zip_of({{"index.js", "code"},
                         {"lib/deep/er.js", "more"},
                         {"empty", "", AE_IFDIR, 0755},
                         {"bootstrap", "#!", AE_IFREG, 0755}})));
    CHECK(text_of(folder / "index.js") == "code");
    CHECK(text_of(folder / "lib/deep/er.js") == "more");
    CHECK(fs::is_directory(folder / "empty"));
    const auto mode = [&](const char* name) {
        return static_cast<unsigned>(fs::status(folder / name).permissions());
    };
    CHECK((mode("index.js") & 0333) == 0);
    CHECK((mode("lib") & 0222) == 0);
    CHECK((mode("bootstrap") & 0111) == 0111);
}

TEST_CASE_METHOD(target, "no name leads out of the folder", "[unzip]") {
    for (const std::string name : {"../evil", "a/../../evil", "/tmp/sendlab-evil", "a/.."}) {
        INFO(name);
        refuses(zip_of({{name, "evil"}}), damaged);
        CHECK_FALSE(fs::exists(outer.path() / "evil"));
        CHECK_FALSE(fs::exists("/tmp/sendlab-evil"));
    }
}

TEST_CASE_METHOD(target, "links are refused", "[unzip]") {
    refuses(zip_of({{"link", "/etc", AE_IFLNK, 0777}, {"link/passwd", "root"}}), damaged);
}

TEST_CASE_METHOD(target, "what is no archive, is cut off or has nothing in it is refused", "[unzip]") {
    refuses("", damaged);
    refuses("this is no archive", damaged);
    const auto whole = zip_of({{"index.js", std::string(5000, 'x')}});
    refuses(whole.substr(0, whole.size() / 2), damaged);
    refuses(zip_of({}), damaged);
    refuses(zip_of({{"a", "file"}, {"a/b", "below a file"}}), damaged);
}

TEST_CASE_METHOD(target, "damage inside is noticed", "[unzip]") {
    auto zip = zip_of({{"index.js", "some text that is long enough to be looked at"}});
    const auto contents = std::size_t{30} + 8 + static_cast<unsigned char>(zip[28]); // behind header and name
    zip[contents + 10] = static_cast<char>(zip[contents + 10] ^ 0x55);
    CHECK_FALSE(take(zip));
}

TEST_CASE_METHOD(target, "an archive may be 50 MB, its contents 250 MB", "[unzip]") {
    CHECK(archive_limits{}.zipped == 50 * 1024 * 1024);
    CHECK(archive_limits{}.unpacked == 262'144'000);
    const auto bomb = zip_of({{"zeros", std::string(100'000, '\0')}, {"more", std::string(100'000, '\0')}});
    refuses(bomb, "Unzipped size must be smaller than 150000 bytes", {1'000'000, 150'000, 10});
    refuses(bomb, "Zipped size must be smaller than 100 bytes", {100, 150'000, 10});
    refuses(zip_of({{"a", ""}, {"b", ""}, {"c", ""}}), damaged, {1'000'000, 150'000, 2});
}
