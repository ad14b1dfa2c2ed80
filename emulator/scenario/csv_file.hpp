// Files of measurements: comma-separated values, a header if there is one, # for comments.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "scenario/reader.hpp"

namespace sendlab::scenario {

/// One line: its cells, white space and quotation marks around them taken off.
struct csv_row {
    std::uint32_t line = 0;
    std::vector<std::string_view> cells;
};

inline constexpr std::uintmax_t most_csv_bytes = 64 * 1024 * 1024;

/// Calls `each` with every line that is neither empty nor a comment, until it says false. False, and a
/// problem at `named`, if the file cannot be read.
bool for_each_row(const node& named, const std::filesystem::path& path, reader& in,
                  const std::function<bool(const csv_row&)>& each);

/// A column of numbers. `parse` reads a cell. The first line is a header if its cell is no number; without a
/// `column` the file may have one column only. Nothing, and a problem at the file's line, if that is not what
/// the file holds.
std::optional<std::vector<double>>
read_column(const node& named, const std::string& file, const std::optional<std::string>& column, reader& in,
            const std::function<std::optional<double>(std::string_view)>& parse, std::string_view expected);

} // namespace sendlab::scenario
