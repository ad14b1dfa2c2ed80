#include "net/storage/statement.hpp"

#include <sqlite3.h>

#include "net/storage/storage_error.hpp"

namespace sendlab::net {

void fail(sqlite3* database, const std::string& doing) {
    throw storage_error{doing + ": " + sqlite3_errmsg(database)};
}

void statement::finalize::operator()(sqlite3_stmt* prepared) const {
    sqlite3_finalize(prepared);
}

statement::statement(sqlite3* database, const char* sql) : database_{database} {
    sqlite3_stmt* made = nullptr;
    const auto outcome = sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    prepared_.reset(made);
    check(outcome, "cannot use the database");
}

void statement::check(int outcome, const char* doing) {
    if (outcome != SQLITE_OK)
        fail(database_, doing);
}

statement& statement::set(std::int64_t value) {
    check(sqlite3_bind_int64(prepared_.get(), next_++, value), "cannot use the database");
    return *this;
}

statement& statement::set_text(std::string_view text) {
    check(sqlite3_bind_text64(prepared_.get(), next_++, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8),
          "cannot use the database");
    return *this;
}

statement& statement::set_bytes(std::string_view bytes) {
    const auto* begin = bytes.data() ? bytes.data() : ""; // a null pointer would be NULL
    check(sqlite3_bind_blob64(prepared_.get(), next_++, begin, bytes.size(), SQLITE_STATIC),
          "cannot use the database");
    return *this;
}

statement& statement::set_null() {
    check(sqlite3_bind_null(prepared_.get(), next_++), "cannot use the database");
    return *this;
}

void statement::run() {
    while (step()) {
    }
}

bool statement::step() {
    const auto outcome = sqlite3_step(prepared_.get());
    if (outcome == SQLITE_ROW)
        return true;
    const std::string problem = outcome == SQLITE_DONE ? "" : sqlite3_errmsg(database_);
    reset();
    if (!problem.empty())
        throw storage_error{"the database cannot be used: " + problem};
    return false;
}

void statement::reset() {
    sqlite3_reset(prepared_.get());
    sqlite3_clear_bindings(prepared_.get());
    next_ = 1;
}

std::int64_t statement::number(int column) const {
    return sqlite3_column_int64(prepared_.get(), column);
}

std::optional<std::string_view> statement::bytes(int column) const {
    if (sqlite3_column_type(prepared_.get(), column) == SQLITE_NULL)
        return std::nullopt;
    const auto* begin = static_cast<const char*>(sqlite3_column_blob(prepared_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(prepared_.get(), column));
    return begin ? std::string_view{begin, size} : std::string_view{""};
}

} // namespace sendlab::net
