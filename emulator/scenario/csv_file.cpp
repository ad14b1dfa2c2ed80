#include "scenario/csv_file.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "scenario/suggestion.hpp"
#include "scenario/text_file.hpp"

namespace sendlab::scenario {

namespace {

constexpr std::string_view blanks_and_quotes = " \t\r\"";

void split(std::string_view line, std::vector<std::string_view>& cells) {
    cells.clear();
    for (;;) {
        const auto comma = line.find(',');
        cells.push_back(ascii::trimmed(line.substr(0, comma), blanks_and_quotes));
        if (comma == line.npos)
            return;
        line.remove_prefix(comma + 1);
    }
}

/// Picks one column out of rows.
class column_reader {
public:
    column_reader(const std::optional<std::string>& name, std::string file, reader& in,
                  const std::function<std::optional<double>(std::string_view)>& parse,
                  std::string_view expected)
        : name_{name}, file_{std::move(file)}, in_{in}, parse_{parse}, expected_{expected} {}

    bool read(const csv_row& row) {
        const bool first = std::exchange(first_, false);
        if (first && !choose(row))
            return false;
        const auto cell = index_ < row.cells.size() ? row.cells[index_] : std::string_view{};
        if (const auto value = parse_(cell)) {
            values.push_back(*value);
            return true;
        }
        return first || fail(row, quote(cell) + " in column " + std::to_string(index_ + 1) + ", expected " +
                                      std::string{expected_});
    }

    std::vector<double> values;
    bool failed = false;

private:
    bool choose(const csv_row& row) {
        if (!name_)
            return row.cells.size() == 1 ||
                   fail(row, std::to_string(row.cells.size()) +
                                 " columns, expected one, or the name of one as \"column\"");
        const auto found = std::find(row.cells.begin(), row.cells.end(), *name_);
        if (found == row.cells.end())
            return fail(row, unknown_word("column", *name_, row.cells));
        index_ = static_cast<std::size_t>(found - row.cells.begin());
        return true;
    }

    bool fail(const csv_row& row, std::string what) {
        failed = true;
        in_.fail_in(file_, {row.line, 1}, std::move(what));
        return false;
    }

    const std::optional<std::string>& name_;
    std::string file_;
    reader& in_;
    const std::function<std::optional<double>(std::string_view)>& parse_;
    std::string_view expected_;
    bool first_ = true;
    std::size_t index_ = 0;
};

} // namespace

bool for_each_row(const node& named, const std::filesystem::path& path, reader& in,
                  const std::function<bool(const csv_row&)>& each) {
    const auto text = read_text_file(path, most_csv_bytes);
    if (!text) {
        in.fail(named, path.string() + ' ' + text.error().why);
        return false;
    }
    csv_row row;
    for (std::string_view rest = *text; !rest.empty();) {
        const auto line = ascii::trimmed(rest.substr(0, rest.find('\n')), blanks_and_quotes);
        rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
        ++row.line;
        if (line.empty() || line.starts_with('#'))
            continue;
        split(line, row.cells);
        if (!each(row))
            break;
    }
    return true;
}

std::optional<std::vector<double>>
read_column(const node& named, const std::string& file, const std::optional<std::string>& column, reader& in,
            const std::function<std::optional<double>(std::string_view)>& parse, std::string_view expected) {
    const auto path = in.locate(file);
    column_reader chosen{column, path.string(), in, parse, expected};
    if (!for_each_row(named, path, in, [&](const csv_row& row) { return chosen.read(row); }) || chosen.failed)
        return std::nullopt;
    if (chosen.values.empty())
        return in.fail_in(path.string(), {1, 1},
                          "no measurements, expected " + std::string{expected} + " in every line");
    return std::move(chosen.values);
}

} // namespace sendlab::scenario
