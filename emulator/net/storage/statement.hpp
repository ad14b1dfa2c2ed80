// One statement of SQL, prepared once. Only database.cpp and statement.cpp see SQLite.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace sendlab::net {

/// What SQLite says of its last error, as storage_error.
[[noreturn]] void fail(sqlite3* database, const std::string& doing);

/// Parameters are set from the first on, columns read likewise. What bytes point to is used until step() or run() returns.
class statement {
public:
    statement(sqlite3* database, const char* sql);

    statement& set(std::int64_t value);
    statement& set_text(std::string_view text);
    statement& set_bytes(std::string_view bytes);
    statement& set_null();
    /// To the end, which has no rows; ready for the next values.
    void run();
    /// To the next row; false at the end, and ready for the next values.
    bool step();

    [[nodiscard]] std::int64_t number(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::optional<std::string_view> bytes(int column) const;

private:
    struct finalize {
        void operator()(sqlite3_stmt* prepared) const;
    };

    void check(int outcome, const char* doing);
    void reset();

    sqlite3* database_;
    std::unique_ptr<sqlite3_stmt, finalize> prepared_;
    int next_ = 1;
};

} // namespace sendlab::net
