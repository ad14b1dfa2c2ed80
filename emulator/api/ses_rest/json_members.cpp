#include "api/ses_rest/json_members.hpp"

#include <nlohmann/json.hpp>

namespace sendlab::api {

using nlohmann::json;

const json* member_of(const json& object, const char* name) {
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_member(const json& object, const char* name) {
    const auto* const found = member_of(object, name);
    return found && found->is_string() ? found->get<std::string>() : std::string{};
}

bool flag_member(const json& object, const char* name, bool otherwise) {
    const auto* const found = member_of(object, name);
    return found && found->is_boolean() ? found->get<bool>() : otherwise;
}

const json& list_member(const json& object, const char* name) {
    static const json none = json::array();
    const auto* const found = member_of(object, name);
    return found && found->is_array() ? *found : none;
}

std::vector<std::string> texts_member(const json& object, const char* name) {
    std::vector<std::string> texts;
    for (const auto& entry : list_member(object, name))
        if (entry.is_string())
            texts.push_back(entry.get<std::string>());
    return texts;
}

std::vector<std::pair<std::string, std::string>> pairs_member(const json& object, const char* name) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& entry : list_member(object, name))
        pairs.emplace_back(text_member(entry, "Name"), text_member(entry, "Value"));
    return pairs;
}

} // namespace sendlab::api
