#include "net/storage/database.hpp"

#include <array>
#include <fstream>

#include <catch2/catch.hpp>

#include "net/storage/storage_error.hpp"
#include "unit/net/storage/temporary_folder.hpp"

namespace sendlab {
namespace {

using net::database;
using net::storage_error;
using storage::batch;

blob_ptr bytes(std::string text) {
    return std::make_shared<const memory_blob>(std::move(text));
}

std::vector<std::string> keys_in(database& file, std::string_view kind) {
    std::vector<std::string> keys;
    file.read_records(kind,
                      [&](const std::string& key, const std::string&, const auto&) { keys.push_back(key); });
    return keys;
}

std::string complaint(const std::string& path, net::migrations format) {
    try {
        database{path, format};
    } catch (const storage_error& error) {
        return error.what();
    }
    return "";
}

void make_with_a_record(const std::string& path, net::migrations format) {
    database file{path, format};
    batch made;
    made.rows = {{"a", "1", "old", {}}};
    file.write(made);
}

TEST_CASE("What was written is there when the file is opened again") {
    const temporary_folder folder;
    batch made;
    made.new_bodies = {{3, bytes(std::string{"with\0zero", 9})}, {4, bytes("")}};
    made.rows = {{"a", std::string{"k\0ey", 4}, "value", {3, 4}}, {"b", "other", "", {}}};
    {
        database file{folder / "db"};
        CHECK(file.note_start() == 1);
        file.write(made);
    }
    database file{folder / "db"};
    CHECK(file.note_start() == 2);
    CHECK(keys_in(file, "a") == std::vector{std::string{"k\0ey", 4}});
    file.read_records("a", [](const std::string&, const std::string& value, const auto& ids) {
        CHECK(value == "value");
        CHECK(ids == std::vector<storage::body_id>{3, 4});
    });
    CHECK(file.read_body(3)->bytes == std::string("with\0zero", 9));
    CHECK(file.read_body(4)->bytes == "");
    CHECK_FALSE(file.read_body(5));

    batch gone;
    gone.rows = {{"a", std::string{"k\0ey", 4}, std::nullopt, {}}};
    gone.gone_bodies = {{3, nullptr}, {4, nullptr}};
    file.write(gone);
    CHECK(keys_in(file, "a").empty());
    CHECK(keys_in(file, "b").size() == 1);
    CHECK_FALSE(file.read_body(3));
}

TEST_CASE("A batch of which a part cannot be written leaves nothing") {
    const temporary_folder folder;
    database file{folder / "db"};
    batch first;
    first.new_bodies = {{1, bytes("x")}};
    first.rows = {{"a", "1", "x", {1}}};
    file.write(first);
    batch second;
    second.rows = {{"a", "2", "y", {}}};
    second.new_bodies = {{2, bytes("y")}, {1, bytes("an id twice")}};
    CHECK_THROWS_AS(file.write(second), storage_error);
    CHECK(keys_in(file, "a") == std::vector<std::string>{"1"});
    CHECK_FALSE(file.read_body(2));
    second.new_bodies.pop_back();
    file.write(second);
    CHECK(keys_in(file, "a").size() == 2);
}

TEST_CASE("An older format is brought up to date, one migration after the other") {
    const temporary_folder folder;
    const std::array old{net::data_format()[0]};
    make_with_a_record(folder / "db", old);
    const std::array newer{old[0], "UPDATE record SET kind = 'b'", "UPDATE record SET value = kind || '3'"};
    database file{folder / "db", newer};
    CHECK(keys_in(file, "a").empty());
    file.read_records(
        "b", [](const std::string&, const std::string& value, const auto&) { CHECK(value == "b3"); });
    CHECK(keys_in(file, "b").size() == 1);
}

TEST_CASE("A migration that fails leaves the older format as it was") {
    const temporary_folder folder;
    const std::array old{net::data_format()[0]};
    make_with_a_record(folder / "db", old);
    const std::array broken{old[0], "UPDATE record SET kind = 'b'", "UPDATE no_such_table SET x = 1"};
    CHECK(complaint(folder / "db", broken).find("no such table") != std::string::npos);
    database file{folder / "db", old};
    CHECK(keys_in(file, "a").size() == 1);
}

TEST_CASE("A newer format is refused, and told by its number") {
    const temporary_folder folder;
    const std::array newer{net::data_format()[0], "CREATE TABLE later (x)"};
    { database file{folder / "db", newer}; }
    const std::array known{net::data_format()[0]};
    CHECK(complaint(folder / "db", known) ==
          "its format is version 2, this Sendlab knows 1: use the newer Sendlab that wrote it");
}

TEST_CASE("What is no database of Sendlab's is refused") {
    const temporary_folder folder;
    std::ofstream{folder / "text"} << std::string(5000, 'x');
    CHECK(complaint(folder / "text", net::data_format()).find("file is not a database") != std::string::npos);
    const std::array foreign{"PRAGMA application_id = 5; PRAGMA user_version = 1; CREATE TABLE record (x)"};
    { database file{folder / "db", foreign}; }
    CHECK(complaint(folder / "missing/db", net::data_format()).find("unable to open") != std::string::npos);
}

TEST_CASE("A damaged database is refused") {
    const temporary_folder folder;
    {
        database file{folder / "db"};
        batch made;
        for (int i = 0; i < 500; ++i)
            made.rows.push_back({"a", std::to_string(i), std::string(300, 'x'), {}});
        file.write(made);
    }
    {
        std::fstream file{folder / "db", std::ios::in | std::ios::out | std::ios::binary};
        for (int page = 4; page < 20; ++page) {
            file.seekp(page * 4096);
            file << std::string(200, '\x5a');
        }
    }
    CHECK(complaint(folder / "db", net::data_format()).find("damaged") != std::string::npos);
}

} // namespace
} // namespace sendlab
