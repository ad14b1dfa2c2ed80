// JSON from strangers: libraries write nested values by recursion, so what is nested without measure must not
// come in.
#pragma once

#include <string_view>

namespace sendlab::ses {

/// Are more than `deepest` objects and arrays open at once, somewhere in the text?
[[nodiscard]] constexpr bool is_nested_deeper(std::string_view json, int deepest) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '{' || c == '['))
            ++depth;
        else if (!quoted && (c == '}' || c == ']'))
            --depth;
        if (depth > deepest)
            return true;
    }
    return false;
}

inline constexpr int deepest_json = 100;

} // namespace sendlab::ses
