// Plans of one scenario with other settings beside each other: which are worth having, which is best, and what insisting on
// a setting costs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/plan.hpp"

namespace sendlab::planner {

struct setting {
    std::string key;   // "lambda.timeout"
    std::string value; // "10s", as the user wrote it
};

/// A combination of settings, planned.
struct variant {
    std::vector<setting> settings;
    plan planned;
    /// No other variant is at least as good in cost, duplicates, losses and delivery, and better in one of them.
    bool on_front = false;

    /// The cheapest safe value of EMAILS_PER_FILE, by which a variant is judged; null if nothing is safe.
    [[nodiscard]] const planned_value* choice() const;
};

/// The best that there is with one setting fixed.
struct setting_price {
    setting fixed;
    std::optional<double>
        more_per_million; // US dollars above the best variant's; nothing: no variant is safe with it
};

struct comparison {
    std::vector<variant> variants;     // in the order in which they were given
    std::optional<std::size_t> best;   // the cheapest; of equals, the one with fewer duplicates
    std::vector<setting_price> prices; // key by key, in the order of their values
};

comparison compare(std::vector<variant> variants);

/// A table with a row a variant, and sentences about the best one and the prices.
std::string comparison_text(const comparison& compared);
/// The sentences: the best combination, and what insisting on a setting costs where there is a best one.
std::string best_text(const comparison& compared);
std::string prices_text(const comparison& compared);
/// The table, for a page.
std::string comparison_table_html(const comparison& compared);
/// {"best": ..., "prices": [...], "variants": [{"settings": {...}, "on_front": ..., "plan": {...}}]}
std::string comparison_json(const comparison& compared);
/// A header and a row a variant.
std::string comparison_csv(const comparison& compared);

} // namespace sendlab::planner
