#include "planner/measured/handler_fit.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <queue>

#include "base/units.hpp"

namespace sendlab::planner {

namespace {

std::uint32_t most_at_once(const timed_attempt& attempt) {
    std::vector<std::pair<double, int>> changes;
    for (const auto& send : attempt.sends) {
        changes.emplace_back(send.began, 1);
        changes.emplace_back(send.began + send.took, -1);
    }
    std::ranges::sort(changes); // an end before a beginning at the same time
    int now = 0, most = 0;
    for (const auto& [when, change] : changes)
        most = std::max(most, now += change);
    return static_cast<std::uint32_t>(most);
}

double mean_of(const std::vector<double>& values) {
    return values.empty()
               ? 0
               : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Halving of the interval in which replays end as late, all together, as the attempts did: they end the later the more
/// CPU an e-mail takes.
double fit_cpu_per_email(const std::vector<timed_attempt>& attempts, std::uint32_t in_flight) {
    double measured = 0;
    for (const auto& attempt : attempts)
        measured += attempt.ran;
    const auto replayed = [&](double cpu) {
        double sum = 0;
        for (const auto& attempt : attempts)
            sum += replayed_end(attempt, cpu, in_flight);
        return sum;
    };
    double low = 0, high = 1;
    while (replayed(high) < measured && high < 1e6)
        high *= 2;
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        (replayed(middle) < measured ? low : high) = middle;
    }
    return low;
}

/// What the model says of an attempt, but for the start of an environment.
double modelled_warm(const timed_attempt& attempt, const handler_fit& fit) {
    return replayed_end(attempt, fit.cpu_per_email, fit.in_flight) - attempt.fetch.began + fit.cpu_per_file;
}

/// What a new environment takes longer than the others, wherever it does so: SDKs connect at their first call.
double fit_cpu_start(const std::vector<timed_attempt>& cold, const handler_fit& fit) {
    std::vector<double> longer;
    for (const auto& attempt : cold)
        longer.push_back(attempt.ran - modelled_warm(attempt, fit));
    return std::max(0.0, mean_of(longer));
}

void fit_times(const std::vector<timed_attempt>& attempts, handler_fit& out) {
    std::vector<timed_attempt> warm, cold;
    std::vector<double> before_fetch;
    for (const auto& attempt : attempts)
        (attempt.init ? cold : warm).push_back(attempt);
    for (const auto& attempt : warm)
        before_fetch.push_back(attempt.fetch.began);
    out.cpu_per_file = mean_of(before_fetch);
    out.cpu_per_email = fit_cpu_per_email(warm, out.in_flight);
    out.cpu_start = fit_cpu_start(cold, out);
}

std::vector<refitted> check_of(const std::vector<timed_attempt>& attempts, const handler_fit& fit) {
    std::map<std::uint32_t, refitted> groups;
    for (const auto& attempt : attempts) {
        auto& group = groups[attempt.emails];
        group.emails = attempt.emails;
        ++group.attempts;
        group.cold += attempt.init.has_value();
        group.measured += attempt.ran;
        group.modelled += modelled_warm(attempt, fit) + (attempt.init ? fit.cpu_start : 0);
    }
    std::vector<refitted> out;
    for (auto& [emails, group] : groups) {
        group.measured /= static_cast<double>(group.attempts);
        group.modelled /= static_cast<double>(group.attempts);
        out.push_back(group);
    }
    return out;
}

std::optional<calibration> cold_start_of(const std::vector<timed_attempt>& attempts) {
    measured_log log;
    for (const auto& attempt : attempts)
        if (attempt.init && *attempt.init > 0)
            log.cold_start.values.push_back(*attempt.init);
    auto calibrated = calibrate(log);
    return calibrated.empty() ? std::nullopt : std::optional{std::move(calibrated.front())};
}

std::string in_scenario_words(double milliseconds) {
    return exact_text(std::chrono::microseconds{static_cast<std::int64_t>(milliseconds * 1e3 + 0.5)});
}

} // namespace

double replayed_end(const timed_attempt& attempt, double cpu_per_email, std::uint32_t in_flight) {
    std::priority_queue<double, std::vector<double>, std::greater<>> ends;
    double at = attempt.fetch.began + attempt.fetch.took;
    double last = at;
    for (const auto& send : attempt.sends) {
        if (ends.size() >= in_flight) {
            at = std::max(at, ends.top());
            ends.pop();
        }
        at += cpu_per_email;
        ends.push(at + send.took);
        last = std::max(last, at + send.took);
    }
    return last;
}

result<handler_fit, too_little_data> fit_handler(const handler_measurement& measured) {
    const auto& attempts = measured.attempts;
    if (attempts.empty())
        return too_little_data{"no attempt ended well with a fetch and a send that the emulator saw"};
    const auto largest = std::ranges::max(attempts, {}, &timed_attempt::emails).emails;
    const auto tells = [](const timed_attempt& a) { return a.emails > 1 && !a.init; };
    if (std::ranges::none_of(attempts, tells))
        return too_little_data{
            "no file of several e-mails was sent in an environment that was there before: how sends "
            "follow one another is not known"};
    handler_fit out;
    for (const auto& attempt : attempts)
        out.in_flight = std::max(out.in_flight, most_at_once(attempt));
    out.sequential = out.in_flight == 1;
    out.in_flight_is_a_bound = out.in_flight == largest;
    fit_times(attempts, out);
    out.cold_start = cold_start_of(attempts);
    out.check = check_of(attempts, out);
    return out;
}

std::vector<std::string> handler_fit::settings(const pipeline::handler_settings& stated) const {
    using pipeline::handler_model;
    std::vector<std::string> out;
    const bool plain = stated.model == handler_model::sequential || stated.model == handler_model::parallel;
    if (plain)
        out.push_back(std::string{"lambda.handler.model="} + (sequential ? "sequential" : "parallel"));
    if (!sequential)
        out.push_back(
            "lambda.handler.max_in_flight=" +
            std::to_string(in_flight_is_a_bound ? std::max(in_flight, stated.max_in_flight) : in_flight));
    else if (!plain)
        out.emplace_back("lambda.handler.max_in_flight=1");
    out.push_back("lambda.handler.cpu_start=" + in_scenario_words(cpu_start));
    out.push_back("lambda.handler.cpu_per_file=" + in_scenario_words(cpu_per_file));
    out.push_back("lambda.handler.cpu_per_email=" + in_scenario_words(cpu_per_email));
    if (cold_start)
        out.push_back("lambda.cold_start=" + distribution_json(*cold_start));
    return out;
}

} // namespace sendlab::planner
