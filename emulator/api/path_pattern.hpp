// Paths of routes: "/api/v1/message/{}/raw", where {} stands for one segment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab::api {

/// What stands in place of each {}, percent-decoded; nothing if the path is another. Paths begin with "/".
[[nodiscard]] std::optional<std::vector<std::string>> match_path(std::string_view pattern,
                                                                 std::string_view path);

} // namespace sendlab::api
