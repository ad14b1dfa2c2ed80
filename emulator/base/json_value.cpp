#include "base/json_value.hpp"

#include <nlohmann/json.hpp>

namespace sendlab {
namespace {

/// Of text that is JSON; of other text, anything.
bool is_shallow(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\')
            ++i; // what is escaped ends no string
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && (c == '[' || c == '{')) {
            if (++depth > deepest_json)
                return false;
        } else if (!quoted && (c == ']' || c == '}'))
            --depth;
    }
    return true;
}

template<typename Json>
std::string text_of(const Json& value, int indent) {
    return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

template<typename Json>
Json value_of(std::string_view text) {
    return is_shallow(text) ? Json::parse(text, nullptr, false) : Json(Json::value_t::discarded);
}

} // namespace

nlohmann::json json_value(std::string_view text) {
    return value_of<nlohmann::json>(text);
}

nlohmann::ordered_json ordered_json_value(std::string_view text) {
    return value_of<nlohmann::ordered_json>(text);
}

bool is_json(std::string_view text) {
    return is_shallow(text) && nlohmann::json::accept(text);
}

std::string json_text(const nlohmann::json& value, int indent) {
    return text_of(value, indent);
}

std::string json_text(const nlohmann::ordered_json& value, int indent) {
    return text_of(value, indent);
}

} // namespace sendlab
