#include "planner/plan_choice.hpp"

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"

namespace sendlab::planner {

result<plan_choice, not_a_plan> read_choice(std::string_view text) {
    try {
        const auto document = json_value(text);
        plan_choice out;
        out.source = document.at("source").get<std::string>();
        out.settings = document.at("set").get<std::vector<std::string>>();
        out.seed = document.at("seed").get<std::uint64_t>();
        const auto& best = document.at("recommendation").at("largest_safe");
        if (!best.is_null())
            out.emails_per_file = best.get<std::uint32_t>();
        return out;
    } catch (const nlohmann::json::exception&) {
        return not_a_plan{};
    }
}

} // namespace sendlab::planner
