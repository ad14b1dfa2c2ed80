// Reading members of a request's JSON: a member that is absent or of another type counts as empty.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace sendlab::api {

/// Null if there is none.
[[nodiscard]] const nlohmann::json* member_of(const nlohmann::json& object, const char* name);
[[nodiscard]] std::string text_member(const nlohmann::json& object, const char* name);
[[nodiscard]] bool flag_member(const nlohmann::json& object, const char* name, bool otherwise);
/// The strings of a list.
[[nodiscard]] std::vector<std::string> texts_member(const nlohmann::json& object, const char* name);
/// The entries of a list; none if there is none.
[[nodiscard]] const nlohmann::json& list_member(const nlohmann::json& object, const char* name);
/// [{"Name": n, "Value": v}]: tags and header fields.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> pairs_member(const nlohmann::json& object,
                                                                            const char* name);

} // namespace sendlab::api
