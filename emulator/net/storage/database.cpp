#include "net/storage/database.hpp"

#include <array>
#include <charconv>

#include <sqlite3.h>

#include "net/storage/storage_error.hpp"

namespace sendlab::net {

namespace {

constexpr std::int64_t application_id = 0x53656e64; // "Send": in the header of the file

// Version 1. `bodies`: ids in decimal with a space between. A body without bytes is in a file of its own.
constexpr const char* first_version = R"sql(
    CREATE TABLE start (number INTEGER PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE record (kind TEXT NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, bodies TEXT NOT NULL,
                         PRIMARY KEY (kind, key)) WITHOUT ROWID;
    CREATE TABLE body (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, bytes BLOB);
)sql";

constexpr std::array steps{first_version};

std::string text_of(const std::vector<storage::body_id>& ids) {
    std::string text;
    for (const auto id : ids)
        text += (text.empty() ? "" : " ") + std::to_string(id);
    return text;
}

std::vector<storage::body_id> ids_of(std::string_view text) {
    std::vector<storage::body_id> ids;
    const auto* const end = text.data() + text.size();
    for (const auto* at = text.data(); at < end; ++at) {
        storage::body_id id = 0;
        const auto [behind, wrong] = std::from_chars(at, end, id);
        if (wrong != std::errc{})
            throw storage_error{"the database is damaged: a record names no body"};
        ids.push_back(id);
        at = behind;
    }
    return ids;
}

std::int64_t number_of(sqlite3* file, const char* sql) {
    statement query{file, sql};
    const auto number = query.step() ? query.number(0) : 0;
    query.run();
    return number;
}

std::string set_version(std::size_t version) {
    return "PRAGMA application_id = " + std::to_string(application_id) +
           "; PRAGMA user_version = " + std::to_string(version);
}

} // namespace

migrations data_format() {
    return steps;
}

void database::close::operator()(sqlite3* open) const {
    sqlite3_close(open);
}

database::database(const std::string& path, migrations format) {
    sqlite3* open = nullptr;
    const auto outcome =
        sqlite3_open_v2(path.c_str(), &open, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    file_.reset(open);
    if (outcome != SQLITE_OK)
        fail(open, "cannot open the database");
    check_format(format);
    // A commit is in the kernel's hands when it returns: a process that is killed loses nothing of it. The disk is waited
    // for now and then only, so that of a machine that loses power the last commits may be missing, but no part of one.
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = NORMAL");
}

database::~database() = default;

void database::execute(const char* sql) {
    if (sqlite3_exec(file_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(file_.get(), "the database cannot be used");
}

void database::check_format(migrations format) {
    const auto version = static_cast<std::size_t>(number_of(file_.get(), "PRAGMA user_version"));
    const bool is_new = version == 0 && number_of(file_.get(), "SELECT count(*) FROM sqlite_schema") == 0;
    if (!is_new && number_of(file_.get(), "PRAGMA application_id") != application_id)
        throw storage_error{"the database is not one of Sendlab's"};
    if (version > format.size())
        throw storage_error{"its format is version " + std::to_string(version) + ", this Sendlab knows " +
                            std::to_string(format.size()) + ": use the newer Sendlab that wrote it"};
    statement check{file_.get(), "PRAGMA quick_check(1)"};
    if (!check.step() || check.bytes(0) != "ok")
        throw storage_error{"the database is damaged: " + std::string{check.bytes(0).value_or("")}};
    check.run();
    if (version == format.size())
        return;
    execute("BEGIN IMMEDIATE");
    for (const auto* step : format.subspan(version))
        execute(step);
    execute(set_version(format.size()).c_str());
    execute("COMMIT");
}

statement& database::prepared(std::optional<statement>& place, const char* sql) {
    return place ? *place : place.emplace(file_.get(), sql);
}

std::uint64_t database::note_start() {
    execute("INSERT INTO start SELECT coalesce(max(number), 0) + 1 FROM start;"
            "DELETE FROM start WHERE number < (SELECT max(number) FROM start)");
    return static_cast<std::uint64_t>(number_of(file_.get(), "SELECT max(number) FROM start"));
}

void database::read_records(std::string_view kind, const record_reader& take) {
    statement query{file_.get(), "SELECT key, value, bodies FROM record WHERE kind = ? ORDER BY key"};
    query.set_text(kind);
    while (query.step())
        take(std::string{query.bytes(0).value_or("")}, std::string{query.bytes(1).value_or("")},
             ids_of(query.bytes(2).value_or("")));
}

std::optional<database::kept_body> database::read_body(storage::body_id id) {
    auto& query = prepared(get_body_, "SELECT size, bytes FROM body WHERE id = ?");
    query.set(static_cast<std::int64_t>(id));
    if (!query.step())
        return std::nullopt;
    kept_body found{static_cast<std::uint64_t>(query.number(0)), std::nullopt};
    if (const auto bytes = query.bytes(1))
        found.bytes.emplace(*bytes);
    query.run();
    return found;
}

std::vector<storage::body_id> database::bodies_in_files() {
    std::vector<storage::body_id> ids;
    statement query{file_.get(), "SELECT id FROM body WHERE bytes IS NULL ORDER BY id"};
    while (query.step())
        ids.push_back(static_cast<storage::body_id>(query.number(0)));
    return ids;
}

void database::write(const storage::batch& changes) {
    execute("BEGIN IMMEDIATE");
    try {
        write_rows(changes);
        execute("COMMIT");
    } catch (const storage_error&) {
        if (sqlite3_get_autocommit(file_.get()) == 0) // some errors have rolled it back themselves
            sqlite3_exec(file_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

void database::write_rows(const storage::batch& changes) {
    auto& put_body = prepared(put_body_, "INSERT INTO body (id, size, bytes) VALUES (?, ?, ?)");
    for (const auto& [id, bytes] : changes.new_bodies) {
        put_body.set(static_cast<std::int64_t>(id)).set(static_cast<std::int64_t>(bytes->size()));
        const auto memory = bytes->in_memory();
        memory ? put_body.set_bytes(*memory) : put_body.set_null();
        put_body.run();
    }
    auto& put = prepared(put_record_, "REPLACE INTO record (kind, key, value, bodies) VALUES (?, ?, ?, ?)");
    auto& drop = prepared(drop_record_, "DELETE FROM record WHERE kind = ? AND key = ?");
    for (const auto& row : changes.rows) {
        const auto bodies = text_of(row.bodies);
        if (row.value)
            put.set_text(row.kind).set_bytes(row.key).set_bytes(*row.value).set_text(bodies).run();
        else
            drop.set_text(row.kind).set_bytes(row.key).run();
    }
    auto& drop_body = prepared(drop_body_, "DELETE FROM body WHERE id = ?");
    for (const auto& gone : changes.gone_bodies)
        drop_body.set(static_cast<std::int64_t>(gone.id)).run();
}

} // namespace sendlab::net
