// JSON documents of any shape: text to nlohmann's values and back. A source that calls parse() or dump() itself compiles
// a parser and a serialiser of its own, seconds of a build each; here both are compiled once.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace sendlab {

/// Arrays and objects in one another deeper than this are not read: copying and writing a value takes stack for
/// each level, and the text may come from anybody.
inline constexpr int deepest_json = 1'000;

/// The value that the whole text is (RFC 8259); one that `is_discarded()` where it is none, or nested too deeply.
[[nodiscard]] nlohmann::json json_value(std::string_view text);

/// The same with members in their order.
[[nodiscard]] nlohmann::ordered_json ordered_json_value(std::string_view text);

/// Whether json_value() can read the text, in constant memory.
[[nodiscard]] bool is_json(std::string_view text);

/// On one line; with an indent, on many. Always valid UTF-8: bytes that are none become U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::json& value, int indent = -1);
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& value, int indent = -1);

} // namespace sendlab
