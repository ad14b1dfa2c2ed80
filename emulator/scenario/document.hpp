// JSON text (RFC 8259, with // and /* */ comments) as a tree whose nodes know where they stand.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "scenario/problem.hpp"

namespace sendlab::scenario {

struct member;

/// One JSON value.
struct node {
    using list = std::vector<node>;
    using object = std::vector<member>; // in the order of the file

    /// A whole number of 0 or more keeps all its 64 bits; every other number is a double.
    std::variant<std::nullptr_t, bool, std::uint64_t, double, std::string, list, object> value;
    position where;

    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value); }
    [[nodiscard]] const list* items() const { return std::get_if<list>(&value); }
    [[nodiscard]] const object* members() const { return std::get_if<object>(&value); }
    [[nodiscard]] bool is_number() const;
    /// Of a number.
    [[nodiscard]] double number() const;
    /// For error texts: the value as it may be written in JSON, long ones shortened; "a list", "an object".
    [[nodiscard]] std::string written() const;
};

struct member {
    std::string name;
    position where;
    node value;
};

/// As JSON writes a string; shortened to about `most` bytes.
std::string quote(std::string_view text, std::size_t most = 40);

/// What makes a text unfit before its grammar is looked at, and where.
struct flaw {
    position where;
    std::string what;
};
/// Emptiness, a byte order mark, a NUL byte, anything that is not UTF-8.
std::optional<flaw> unreadable(std::string_view text);

inline constexpr std::size_t deepest_nesting = 64;
inline constexpr std::size_t most_values = 1'000'000;

/// The text's value; nothing where it is not JSON, and the first reason is added to `found`. NUL bytes, a
/// byte order mark and anything that is not UTF-8 are refused. Keys that stand twice in an object are
/// problems too, and all of them are told, but there is a value to read on with.
std::optional<node> parse_document(std::string_view text, const std::string& file, problems& found);

} // namespace sendlab::scenario
