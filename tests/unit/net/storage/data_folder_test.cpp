#include "net/storage/data_folder.hpp"

#include <filesystem>
#include <fstream>
#include <map>

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "net/http/spool.hpp"
#include "unit/net/storage/temporary_folder.hpp"

namespace sendlab {
namespace {

namespace fs = std::filesystem;
using net::data_folder;
using net::storage_error;

/// An emulator with one shelf of plain records.
struct process {
    boost::asio::io_context io{1};
    std::map<std::string, storage::record> records{};
    std::vector<std::string> log{};
    data_folder folder;

    explicit process(const std::string& path)
        : folder{io, path, [this](std::string_view line) { log.emplace_back(line); }} {
        folder.restore(
            {{"plain",
              [this](const std::string& key) {
                  const auto found = records.find(key);
                  return found == records.end() ? std::nullopt : std::optional{found->second};
              },
              [this](const std::string& key, const storage::record& kept) { records[key] = kept; }}});
    }

    void put(const std::string& key, storage::record kept) {
        records[key] = std::move(kept);
        folder.mark("plain", key);
    }

    /// What waiting for all that is marked came to.
    std::optional<bool> wait() {
        std::optional<bool> outcome;
        folder.wait([&](bool kept) { outcome = kept; });
        io.restart();
        io.run();
        return outcome;
    }
};

blob_ptr in_file(const std::string& text, const std::string& folder) {
    net::spool bytes{0, 0, folder};
    bytes.append(text);
    return bytes.finish();
}

std::vector<std::string> files_of(const data_folder& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{folder.body_folder()})
        names.push_back(entry.path().filename().string());
    return names;
}

std::string complaint(const std::string& path) {
    try {
        process at{path};
    } catch (const storage_error& error) {
        return error.what();
    }
    return "";
}

TEST_CASE("An answer waits until what was marked before it is kept, without close() too") {
    const temporary_folder place;
    {
        process first{place.path()};
        first.put("a", {"1", {std::make_shared<const memory_blob>("bytes")}});
        bool early = false;
        first.folder.wait([&](bool) { early = true; });
        CHECK_FALSE(early);
        CHECK(first.wait() == true);
        CHECK(early);
        CHECK(first.folder.starts() == 1);
    }
    process second{place.path()};
    CHECK(second.folder.starts() == 2);
    REQUIRE(second.records.contains("a"));
    CHECK(second.records["a"].value == "1");
    CHECK(to_string(*second.records["a"].bodies.at(0)) == "bytes");
}

TEST_CASE("Where nothing has changed no answer waits") {
    const temporary_folder place;
    process at{place.path()};
    bool now = false;
    at.folder.wait([&](bool kept) { now = kept; });
    CHECK(now);
}

TEST_CASE("close() keeps what was not written yet") {
    const temporary_folder place;
    {
        process first{place.path()};
        first.put("a", {"1"});
        first.folder.close();
    }
    CHECK(process{place.path()}.records.contains("a"));
}

TEST_CASE("close() while a batch is being written keeps it and what came after, each once") {
    const temporary_folder place;
    {
        process first{place.path()};
        first.put("a", {"1", {std::make_shared<const memory_blob>(std::string(2 << 20, 'x'))}});
        first.io.run_one(); // the batch is on its way, too long to be written at once
        first.put("b", {"2"});
        first.folder.close();
    }
    process second{place.path()};
    CHECK(second.records.size() == 2);
    second.records.clear();
    second.folder.mark_all();
    CHECK(second.wait() == true);
    second.folder.close();
}

TEST_CASE(
    "A body in a file of the folder gets a name, without being copied, and its file goes with the record") {
    const temporary_folder place;
    const std::string text(100'000, 'x');
    {
        process first{place.path()};
        first.put("a", {"1", {in_file(text, first.folder.body_folder())}});
        CHECK(first.wait() == true);
        CHECK(files_of(first.folder).size() == 1);
    }
    process second{place.path()};
    const auto bytes = second.records.at("a").bodies.at(0);
    CHECK_FALSE(bytes->in_memory());
    second.records.erase("a");
    second.folder.mark("plain", "a");
    CHECK(second.wait() == true);
    CHECK(files_of(second.folder).empty());
    CHECK(to_string(*bytes) == text); // whoever has it reads on
}

TEST_CASE("A long batch is written while the next one gathers") {
    const temporary_folder place;
    {
        process first{place.path()};
        first.put("a", {"1", {std::make_shared<const memory_blob>(std::string(2 << 20, 'x'))}});
        std::vector<std::string> order;
        first.folder.wait([&](bool kept) { order.emplace_back(kept ? "long" : "lost"); });
        first.io.run_one();
        first.put("b", {"2"});
        first.folder.wait([&](bool kept) { order.emplace_back(kept ? "next" : "lost"); });
        first.io.run();
        CHECK(order == std::vector<std::string>{"long", "next"});
    }
    process second{place.path()};
    CHECK(second.records.size() == 2);
}

TEST_CASE("A body in a file elsewhere is copied") {
    const temporary_folder place;
    const temporary_folder elsewhere;
    {
        process first{place.path()};
        first.put("a", {"1", {in_file("far away", fs::exists("/dev/shm") ? "/dev/shm" : elsewhere.path())}});
        CHECK(first.wait() == true);
    }
    process second{place.path()};
    CHECK(to_string(*second.records.at("a").bodies.at(0)) == "far away");
}

TEST_CASE("Files that no record names are removed at the start") {
    const temporary_folder place;
    { process first{place.path()}; }
    std::ofstream{place / "bodies/17"} << "left over";
    std::ofstream{place / "bodies/18.new"} << "unfinished";
    process second{place.path()};
    CHECK(files_of(second.folder).empty());
}

TEST_CASE("A file that is missing or not whole is told with its record") {
    const temporary_folder place;
    {
        process first{place.path()};
        first.put("a", {"1", {in_file("some bytes", first.folder.body_folder())}});
        CHECK(first.wait() == true);
    }
    fs::resize_file(place / "bodies/1", 3);
    CHECK(complaint(place.path()) ==
          place.path() + ": the record \"a\" of plain is damaged: body 1 is not whole");
    fs::remove(place / "bodies/1");
    CHECK(complaint(place.path()).find("cannot open") != std::string::npos);
}

TEST_CASE("One folder serves one emulator") {
    const temporary_folder place;
    const process first{place.path()};
    CHECK(complaint(place.path()) == place.path() + ": another emulator uses the folder");
}

TEST_CASE("What cannot be written is refused, and kept once it can be") {
    const temporary_folder place;
    process at{place.path()};
    fs::remove(place / "bodies");
    std::ofstream{place / "bodies"} << "in the way";
    const temporary_folder elsewhere;
    at.put("a", {"1", {in_file("x", elsewhere.path())}});
    CHECK(at.wait() == false);
    CHECK(at.wait() == false);
    REQUIRE(at.log.size() == 1);
    CHECK(at.log[0].find("calls that change something are refused") != std::string::npos);
    fs::remove(place / "bodies");
    fs::create_directory(place / "bodies");
    CHECK(at.wait() == true);
    CHECK(at.log.size() == 2);
}

} // namespace
} // namespace sendlab
