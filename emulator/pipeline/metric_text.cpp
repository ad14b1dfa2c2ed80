#include "pipeline/metric_text.hpp"

#include <cmath>

#include "base/number_text.hpp"
#include "base/units.hpp"

namespace sendlab::pipeline {

std::string metric_text(metric_kind kind, double value) {
    if (!std::isfinite(value))
        return "none";
    switch (kind) {
    case metric_kind::count:
        return count_text(static_cast<std::uint64_t>(value));
    case metric_kind::time:
        return text(duration{static_cast<duration::rep>(value)});
    case metric_kind::money:
        return money_text(value);
    case metric_kind::ratio:
        break;
    }
    return number_text(value);
}

} // namespace sendlab::pipeline
