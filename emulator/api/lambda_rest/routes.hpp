// Which path is which operation (Lambda API Reference, "Actions").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/lambda_rest/operations.hpp"

namespace sendlab::api::lambda_api {

struct route {
    std::string_view method;
    std::string_view path; // "{}" stands for one segment
    std::string_view action;
    operation now = nullptr;
    late_operation later = nullptr;
};

struct route_match {
    const route* found = nullptr;
    std::vector<std::string> names; // what stood for "{}", percent-decoded
};

/// Nothing for a request that is no operation of Lambda's.
[[nodiscard]] std::optional<route_match> match(std::string_view method, std::string_view path);

} // namespace sendlab::api::lambda_api
