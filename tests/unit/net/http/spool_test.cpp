#include "net/http/spool.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <catch2/catch.hpp>

using namespace sendlab;
using net::spool;

namespace {

constexpr std::uint64_t limit = 1000;

blob_ptr spooled(const std::string& text, std::size_t step) {
    spool bytes{limit};
    for (std::size_t i = 0; i < text.size(); i += step)
        bytes.append(std::string_view{text}.substr(i, step));
    return bytes.finish();
}

std::string numbered(std::size_t size) {
    std::string text;
    while (text.size() < size)
        text += std::to_string(text.size()) + ' ';
    text.resize(size);
    return text;
}

class other_temporary_folder {
public:
    explicit other_temporary_folder(const char* path) { ::setenv("TMPDIR", path, 1); }
    other_temporary_folder(const other_temporary_folder&) = delete;
    other_temporary_folder& operator=(const other_temporary_folder&) = delete;
    ~other_temporary_folder() {
        if (before_.empty())
            ::unsetenv("TMPDIR");
        else
            ::setenv("TMPDIR", before_.c_str(), 1);
    }

private:
    std::string before_ = std::getenv("TMPDIR") ? std::getenv("TMPDIR") : "";
};

} // namespace

TEST_CASE("up to the limit bytes stay in memory, one more and they are in a file") {
    CHECK(spooled(numbered(limit), 7)->in_memory() == numbered(limit));
    const auto longer = spooled(numbered(limit + 1), 7);
    CHECK_FALSE(longer->in_memory());
    CHECK(longer->size() == limit + 1);
    CHECK(to_string(*longer) == numbered(limit + 1));
    CHECK(spooled("", 1)->size() == 0);
}

TEST_CASE("what comes after the move to a file is behind what was in memory") {
    for (const std::size_t step : {1UL, 999UL, 1001UL, 300'000UL}) {
        const auto text = numbered(700'000);
        CHECK(to_string(*spooled(text, step)) == text);
    }
}

TEST_CASE("where all together have what they may, a body past 64 KiB goes to a file") {
    memory_pool pool{100'000};
    memory_share one{&pool}, other{&pool};
    const auto text = numbered(90'000);
    const auto spooled_with = [](const std::string& bytes, memory_share& share) {
        spool to{1'000'000, 0, {}, &share};
        for (std::size_t i = 0; i < bytes.size(); i += 1000)
            to.append(std::string_view{bytes}.substr(i, 1000));
        return to.finish();
    };
    CHECK(spooled_with(text, one)->in_memory());
    const auto used = pool.used;
    CHECK(used >= 90'000 - 65'536);
    CHECK(spooled_with(numbered(65'000), other)->in_memory());
    CHECK(pool.used == used);
    const auto long_one = spooled_with(numbered(200'000), other);
    CHECK_FALSE(long_one->in_memory());
    CHECK(to_string(*long_one) == numbered(200'000));
    CHECK(pool.used == used);
    one.give_back();
    CHECK(pool.used == 0);
    CHECK(spooled_with(text, other)->in_memory());
}

TEST_CASE("any part of a file can be read, and nothing behind its end") {
    const auto text = numbered(5000);
    const auto bytes = spooled(text, 512);
    std::array<char, 100> piece{};
    CHECK(bytes->read(4321, piece) == piece.size());
    CHECK(std::string(piece.data(), piece.size()) == text.substr(4321, piece.size()));
    CHECK(bytes->read(4950, piece) == 50);
    CHECK(bytes->read(5000, piece) == 0);
    CHECK(bytes->read(9000, piece) == 0);
}

TEST_CASE("the file has no name") {
    const auto folder = std::filesystem::temp_directory_path() / "sendlab-spool-test";
    std::filesystem::create_directory(folder);
    {
        const other_temporary_folder elsewhere{folder.c_str()};
        const auto bytes = spooled(numbered(5000), 512);
        CHECK_FALSE(bytes->in_memory());
        CHECK(std::filesystem::is_empty(folder));
    }
    std::filesystem::remove(folder);
}

TEST_CASE("where no file can be made the writer hears of it") {
    const other_temporary_folder nowhere{"/nonexistent/folder"};
    spool bytes{limit};
    CHECK_THROWS_AS(bytes.append(numbered(limit + 1)), std::system_error);
}
