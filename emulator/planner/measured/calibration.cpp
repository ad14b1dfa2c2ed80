#include "planner/measured/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "base/number_text.hpp"
#include "planner/measured/pareto_tail.hpp"

namespace sendlab::planner {

namespace {

constexpr std::size_t few = 100;
constexpr double surprising_drift = 4; // standard deviations
constexpr double surprising_tail = 3;
constexpr double implausible_ms = 1; // for a call over a network

std::string ms_text(double ms) {
    return number_text(ms) + " ms";
}

/// Ranks of values, from 1; equal values share their mean rank.
std::vector<double> ranks_of(const std::vector<double>& values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        for (std::size_t i = begin; i < end; ++i)
            ranks[order[i]] = 0.5 * static_cast<double>(begin + end + 1);
        begin = end;
    }
    return ranks;
}

/// How many standard deviations the rank correlation of a value with its place lies from 0 (C. Spearman, American
/// Journal of Psychology 15 (1904)).
double drift_of(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    if (n < 10)
        return 0;
    const auto ranks = ranks_of(values);
    const double middle = (n + 1) / 2;
    double together = 0, of_ranks = 0, of_places = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        const double place = static_cast<double>(i) + 1 - middle, rank = ranks[i] - middle;
        together += place * rank;
        of_places += place * place;
        of_ranks += rank * rank;
    }
    return of_ranks == 0 ? 0 : together / std::sqrt(of_places * of_ranks) * std::sqrt(n - 1);
}

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

void warn_of_drift(calibration& out, const std::vector<double>& values) {
    const double drift = drift_of(values);
    if (std::abs(drift) < surprising_drift)
        return;
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    out.warnings.push_back(std::string{"Drift: later values are "} + (drift > 0 ? "larger" : "smaller") +
                           " (median of the first half " + ms_text(median_of({values.begin(), half})) +
                           ", of the second " + ms_text(median_of({half, values.end()})) +
                           "): one law does not hold for all of them.");
}

void warn_of_size(calibration& out) {
    if (out.n < few)
        out.warnings.push_back(
            "Few: " + count_text(out.n, "value") +
            ". The fitted law may be far off, and EMAILS_PER_FILE with it; measure 1,000.");
    const double beyond = 3.0 / static_cast<double>(out.n);
    if (!out.chosen() && out.n > 0)
        out.warnings.push_back(
            "No family fits: the measured quantiles stand in the model. Nothing in it is larger than " +
            ms_text(out.largest) +
            (beyond < 1 ? ", though up to " + odds_text(beyond) + " may be." : ", though most may be."));
}

/// Does the best law that is used have enough beyond its 99 % point?
void warn_of_tail(calibration& out) {
    const auto* law = out.chosen();
    if (!law || out.n < few)
        return;
    const double point = law->distribution_of().quantile(0.99);
    const auto beyond = static_cast<double>(out.sorted.end() - std::ranges::upper_bound(out.sorted, point));
    const double expected = 0.01 * static_cast<double>(out.n);
    if (beyond > expected + surprising_tail * std::sqrt(expected))
        out.warnings.push_back("Tail: " + count_text(static_cast<std::uint64_t>(beyond), "value") +
                               " above " + ms_text(point) + ", where the fitted law expects " +
                               number_text(expected) + ": time-outs are more frequent than it says.");
}

void warn_of_steps(calibration& out) {
    std::size_t different = 1;
    for (std::size_t i = 1; i < out.sorted.size(); ++i)
        different += out.sorted[i] != out.sorted[i - 1];
    if (out.n >= few && different * 20 < out.n)
        out.warnings.push_back("Rounded: only " + count_text(different, "different value") +
                               ". What lies between them is not known; log more digits.");
}

void warn_of_unit(calibration& out) {
    if (out.what == "latency" && out.p50 < implausible_ms)
        out.warnings.push_back(
            "Unit: half of the values are below " + ms_text(implausible_ms) +
            ". Bare numbers are milliseconds: were these seconds? A unit behind each (0.06s) says it.");
}

calibration of(const std::string& what, const measurements& measured) {
    calibration out{
        .what = what, .n = measured.values.size(), .cut_off = measured.cut_off, .sorted = measured.values};
    std::ranges::sort(out.sorted);
    const auto at = [&](double share) {
        const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(out.n)));
        return out.sorted[std::clamp<std::size_t>(rank, 1, out.n) - 1];
    };
    out.mean = std::accumulate(out.sorted.begin(), out.sorted.end(), 0.0) / static_cast<double>(out.n);
    out.smallest = out.sorted.front(), out.largest = out.sorted.back();
    out.p50 = at(0.5), out.p90 = at(0.9), out.p99 = at(0.99);
    if (measured.cut_off == 0)
        out.fits = fit_laws(out.sorted), out.tail = fit_tail(out.sorted);
    else
        out.warnings.push_back(
            "Cut off: " + count_text(measured.cut_off) + " of " + count_text(out.n, "attempt") +
            " ended at the time limit, and would have taken longer; no law is fitted. Measure with "
            "a longer limit.");
    out.invocations = std::set<std::uint64_t>(measured.groups.begin(), measured.groups.end()).size();
    if (const double together = correlation_inside_groups(measured.values, measured.groups);
        measured.groups.size() == measured.values.size() && std::isfinite(together))
        out.correlation = together;
    warn_of_size(out);
    warn_of_tail(out);
    warn_of_drift(out, measured.values);
    warn_of_steps(out);
    warn_of_unit(out);
    return out;
}

} // namespace

std::vector<std::pair<double, double>> calibration::quantiles() const {
    constexpr std::size_t most_points = 200;
    const auto steps = std::min(n - 1, most_points);
    std::vector<std::pair<double, double>> out;
    for (std::size_t i = 0; i <= steps; ++i) {
        // Denser towards the ends, where the time limit is decided: x^2 (3 - 2 x), without a table.
        const double x = steps == 0 ? 0.5 : static_cast<double>(i) / static_cast<double>(steps);
        const double share = n > most_points + 1 ? x * x * (3 - 2 * x) : x;
        const auto rank = static_cast<std::size_t>(share * static_cast<double>(n - 1) + 0.5);
        const double at = (static_cast<double>(rank) + 0.5) / static_cast<double>(n);
        if (out.empty() || at > out.back().first)
            out.emplace_back(at, sorted[rank]);
    }
    return out;
}

std::vector<calibration> calibrate(const measured_log& log) {
    std::vector<calibration> out;
    for (const auto& [what, measured] :
         {std::pair{"latency", &log.latency}, std::pair{"attempt", &log.attempt},
          std::pair{"cold_start", &log.cold_start}}) {
        if (!measured->values.empty())
            out.push_back(of(what, *measured));
    }
    return out;
}

} // namespace sendlab::planner
