#include "storage/book.hpp"

#include <map>
#include <memory>

#include <catch2/catch.hpp>

namespace sendlab {
namespace {

using storage::batch;
using storage::record;

/// A shelf of plain records, and a book that has it.
struct library {
    std::map<std::string, record> records{};
    storage::book book{};

    library() {
        book.add({"plain",
                  [this](const std::string& key) {
                      const auto found = records.find(key);
                      return found == records.end() ? std::nullopt : std::optional{found->second};
                  },
                  {}});
    }

    void put(const std::string& key, record kept) {
        records[key] = std::move(kept);
        book.mark("plain", key);
    }
    void drop(const std::string& key) {
        records.erase(key);
        book.mark("plain", key);
    }
    batch commit() {
        auto made = book.next();
        book.settle(made, true);
        return made;
    }
};

blob_ptr bytes(std::string text) {
    return std::make_shared<const memory_blob>(std::move(text));
}

TEST_CASE("A record that changes twice is written once, as it is then") {
    library at;
    at.put("a", {"first"});
    at.put("a", {"second"});
    const auto made = at.commit();
    REQUIRE(made.rows.size() == 1);
    CHECK(made.rows[0].kind == "plain");
    CHECK(made.rows[0].key == "a");
    CHECK(made.rows[0].value == "second");
    CHECK(at.book.clean());
}

TEST_CASE("A record that is marked but has not changed is not written") {
    library at;
    at.put("a", {"same", {bytes("x")}});
    at.commit();
    at.book.mark("plain", "a");
    CHECK(at.commit().empty());
}

TEST_CASE("A record that came and went between two commits leaves nothing") {
    library at;
    at.put("a", {"short", {bytes("x")}});
    at.drop("a");
    const auto made = at.commit();
    CHECK(made.empty());
    CHECK(made.new_bodies.empty());
}

TEST_CASE("A record that goes is deleted, with the bodies that only it names") {
    library at;
    const auto shared = bytes("shared");
    at.put("a", {"1", {shared, bytes("own")}});
    at.put("b", {"2", {shared}});
    const auto both = at.commit();
    REQUIRE(both.new_bodies.size() == 2);
    at.drop("a");
    const auto one = at.commit();
    REQUIRE(one.rows.size() == 1);
    CHECK_FALSE(one.rows[0].value);
    REQUIRE(one.gone_bodies.size() == 1);
    CHECK(one.gone_bodies[0].id == both.rows[0].bodies[1]);
    at.drop("b");
    CHECK(at.commit().gone_bodies.size() == 1);
}

TEST_CASE("A body that moves from one record to another is neither written again nor deleted") {
    library at;
    const auto moved = bytes("moved");
    at.put("a", {"1", {moved}});
    at.commit();
    at.drop("a");
    at.put("b", {"2", {moved}});
    const auto made = at.commit();
    CHECK(made.rows.size() == 2);
    CHECK(made.new_bodies.empty());
    CHECK(made.gone_bodies.empty());
    at.drop("b");
    CHECK(at.commit().gone_bodies.size() == 1);
}

TEST_CASE("New bytes under an old key replace the old ones") {
    library at;
    at.put("a", {"1", {bytes("old")}});
    const auto first = at.commit();
    at.put("a", {"1", {bytes("new")}});
    const auto second = at.commit();
    REQUIRE(second.new_bodies.size() == 1);
    REQUIRE(second.gone_bodies.size() == 1);
    CHECK(second.gone_bodies[0].id == first.new_bodies[0].id);
    CHECK(second.new_bodies[0].id != first.new_bodies[0].id);
}

TEST_CASE("What could not be kept is tried again with what changes next, under new ids") {
    library at;
    at.put("a", {"1", {bytes("x")}});
    const auto lost = at.book.next();
    at.put("b", {"2"});
    at.book.settle(lost, false);
    const auto made = at.commit();
    CHECK(made.rows.size() == 2);
    REQUIRE(made.new_bodies.size() == 1);
    CHECK(made.new_bodies[0].id != lost.new_bodies[0].id);
}

TEST_CASE("A deletion that could not be kept is tried again") {
    library at;
    at.put("a", {"1", {bytes("x")}});
    at.commit();
    at.drop("a");
    at.book.settle(at.book.next(), false);
    const auto made = at.commit();
    REQUIRE(made.rows.size() == 1);
    CHECK(made.gone_bodies.size() == 1);
}

TEST_CASE("Records from before are known: unchanged ones are not written, and ids go on") {
    library at;
    const auto old = bytes("old");
    at.records["a"] = {"1", {old}};
    at.book.note_kept("plain", "a", "1", {{7, old}});
    at.book.mark("plain", "a");
    CHECK(at.commit().empty());
    at.put("b", {"2", {bytes("new")}});
    CHECK(at.commit().new_bodies.at(0).id > 7);
    at.drop("a");
    CHECK(at.commit().gone_bodies.at(0).id == 7);
}

TEST_CASE("Marking everything finds what changed without being told") {
    library at;
    at.put("a", {"1"});
    at.put("b", {"2"});
    at.commit();
    at.records.erase("a");
    at.book.mark_all();
    const auto made = at.commit();
    REQUIRE(made.rows.size() == 1);
    CHECK(made.rows[0].key == "a");
}

} // namespace
} // namespace sendlab
