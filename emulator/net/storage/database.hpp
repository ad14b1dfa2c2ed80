// The file in which records and short bodies are kept: SQLite, with a write-ahead log.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/storage/statement.hpp"
#include "storage/book.hpp"

namespace sendlab::net {

/// From one version of the format to the next: the first makes an empty database one of version 1, and so on.
using migrations = std::span<const char* const>;
[[nodiscard]] migrations data_format();

class database {
public:
    /// Makes the file where it is not there, and brings an older one up to date, whole or not at all. Throws storage_error:
    /// what is no database of Sendlab's, is damaged, or of a version that is newer than the last migration.
    explicit database(const std::string& path, migrations format = data_format());
    ~database();
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    /// Counts one more start; how many there have been.
    std::uint64_t note_start();

    using record_reader =
        std::function<void(std::string key, std::string value, const std::vector<storage::body_id>& bodies)>;
    /// All of a kind, in the order of keys.
    void read_records(std::string_view kind, const record_reader& take);
    struct kept_body {
        std::uint64_t size = 0;
        std::optional<std::string> bytes; // nothing: in a file
    };
    [[nodiscard]] std::optional<kept_body> read_body(storage::body_id id);
    [[nodiscard]] std::vector<storage::body_id> bodies_in_files();

    /// All of it, or storage_error and nothing. Bodies that are not in memory are in files by now.
    void write(const storage::batch& changes);

private:
    struct close {
        void operator()(sqlite3* open) const;
    };

    void execute(const char* sql);
    void check_format(migrations format);
    void write_rows(const storage::batch& changes);
    [[nodiscard]] statement& prepared(std::optional<statement>& place, const char* sql);

    std::unique_ptr<sqlite3, close> file_;
    std::optional<statement> put_record_, drop_record_, put_body_, drop_body_, get_body_;
};

} // namespace sendlab::net
