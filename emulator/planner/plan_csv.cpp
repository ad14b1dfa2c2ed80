#include "planner/plan_csv.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <concepts>

namespace sendlab::planner {

namespace {

class csv_row {
public:
    csv_row& operator<<(std::string_view cell) {
        if (!text_.empty())
            text_ += ',';
        text_ += cell;
        return *this;
    }

    /// The shortest text that reads back as the same number; an empty cell for what is not finite.
    template<class Number>
    requires std::integral<Number> || std::floating_point<Number> csv_row& operator<<(Number value) {
        std::array<char, 32> buffer{};
        if (!std::isfinite(static_cast<double>(value)))
            return *this << std::string_view{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
        return *this << std::string_view{buffer.data(), end.ptr};
    }

    csv_row& operator<<(duration d) { return *this << static_cast<double>(d.count()) / 1e6; }

    [[nodiscard]] std::string line() const { return text_ + "\r\n"; }

private:
    std::string text_;
};

constexpr std::string_view header =
    "emails_per_file,safe,target,timeout_probability,low,high,method,k,n,clusters,effective_n,runs,files,"
    "emails,"
    "attempts,timeouts,duplicates,duplicates_per_million,lost,lost_per_million,cost_per_million,"
    "cost_per_million_100ms,attempt_p50_ms,attempt_p90_ms,attempt_p99_ms,delivery_p50_ms,delivery_p90_ms,"
    "delivery_p99_ms,expected_duplicates_per_million,expected_lost_per_million,counting_agrees,"
    "played,broken_expectations\r\n";

std::string broken_metrics(const judged_value& value) {
    std::string out;
    for (const auto& metric : value.broken)
        out += (out.empty() ? "" : " ") + metric;
    return out;
}

std::string row_of(const planned_value& value) {
    const auto& counts = value.counts;
    const auto& p = value.timeout_probability;
    csv_row row;
    row << counts.emails_per_file << (value.judged.is_safe() ? "yes" : "no")
        << to_string(value.judged.target);
    row << p.value() << p.bounds.low << p.bounds.high << to_string(p.method) << p.k << p.n << p.clusters
        << p.effective_n;
    row << counts.runs << counts.files << counts.emails << counts.attempts << counts.timeouts;
    row << counts.duplicates << counts.duplicates_per_million() << counts.lost << counts.lost_per_million();
    row << counts.cost_per_million() << counts.cost_per_million_100ms();
    for (const auto* times : {&counts.attempt_duration, &counts.delivery})
        row << times->p50() << times->p90() << times->p99();
    if (value.expected)
        row << value.expected->duplicates_per_million << value.expected->lost_per_million;
    else
        row << ""
            << "";
    row << (!value.counting_agrees ? "" : *value.counting_agrees ? "yes" : "no");
    row << p.played << broken_metrics(value.judged);
    return row.line();
}

} // namespace

std::string plan_csv(const plan& planned) {
    std::string out{header};
    for (const auto& value : planned.values)
        out += row_of(value);
    return out;
}

} // namespace sendlab::planner
