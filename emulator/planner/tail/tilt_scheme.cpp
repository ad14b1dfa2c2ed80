#include "planner/tail/tilt_scheme.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/portable_math.hpp"
#include "pipeline/handlers/attempt_costs.hpp"
#include "smtp/round_trips.hpp"

namespace sendlab::planner::tail {

namespace {

using pipeline::send_transport;
using pipeline::settings;

constexpr double most_tilted = 300;  // tilt x limit
constexpr int halvings = 36;         // golden sections
constexpr double least_share = 1e-9; // of the bound: sizes and scores that add less are left to their own law

/// The longest time of a cell stands for all of it: else a cell in which only some times pass the limit would hardly be
/// drawn, and be worth too much.
double end_of(std::size_t cell) {
    return std::min(edges.at[cell + 1], 1 - 0x1p-53);
}

/// What depends on the tilt in the bounds for e-mails 1, 2, ...
struct bound_terms {
    double first = 0; // logarithm of that for e-mail 1
    double step = 0;  // from one to the next, while places are free
    double late_step = 0;
    double entry = 0;

    /// Logarithm of the sum over all.
    [[nodiscard]] double log_sum(std::uint32_t emails, std::uint32_t places) const {
        if (places == 1)
            return first + (emails - 1.0) * late_step;
        const auto free = std::min(emails, places);
        const double last_free = first + (free - 1.0) * step;
        const double last =
            emails > places ? last_free + entry + (emails - places - 1.0) * late_step : last_free;
        double sum = geometric(free, step) * portable::exp(last_free - last);
        if (emails > places)
            sum += geometric(emails - places, late_step);
        return last + portable::log(sum);
    }

    /// 1 + e^-x + e^-2x + ..., n terms.
    static double geometric(std::uint32_t n, double x) {
        const double q = portable::exp(-x);
        return x < 1e-12 ? n : (1 - portable::exp(-x * n)) / (1 - q);
    }
};

class tilt_search {
public:
    tilt_search(const time_model& model, std::uint32_t emails, double score)
        : model_{model}, emails_{emails} {
        for (const auto& law : model.once)
            once_.push_back(times(law, 1, 0, 0));
        for (const auto& part : model.parts)
            parts_.push_back(times(part.law, part.times, score, model.correlation));
    }

    tilt best() const {
        const double theta = minimum();
        const auto terms = at(theta);
        tilt out{.once = {},
                 .parts = {},
                 .step = portable::exp(terms.step),
                 .late_step = portable::exp(terms.late_step),
                 .entry = portable::exp(terms.entry),
                 .log_bound = std::min(0.0, terms.log_sum(emails_, model_.places))};
        for (const auto& each : once_)
            out.once.emplace_back(each, theta);
        for (const auto& each : parts_)
            out.parts.push_back({tilted_law{each, theta}, tilted_law{each, theta / model_.places}});
        return out;
    }

private:
    [[nodiscard]] cell_times times(const distribution& law, double factor, double score,
                                   double correlation) const {
        cell_times out{};
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const double u = end_of(cell);
            const double time =
                correlation == 0 ? law.quantile(u)
                                 : law.at_normal(std::sqrt(correlation) * score +
                                                 std::sqrt(1 - correlation) * portable::normal_quantile(u));
            out[cell] = std::min(factor * time, model_.limit);
        }
        return out;
    }

    [[nodiscard]] bound_terms at(double theta) const {
        const double shared = theta / model_.places;
        bound_terms out;
        out.step = theta * model_.cpu_per_email;
        double earlier = shared * model_.send_constant;
        out.first = out.step + theta * (model_.send_constant - model_.limit);
        for (const auto& each : once_)
            out.first += log_mean_exp(each, theta);
        for (const auto& each : parts_) {
            out.first += log_mean_exp(each, theta);
            earlier += log_mean_exp(each, shared);
        }
        out.late_step = out.step + earlier;
        out.entry = out.step + model_.places * earlier;
        return out;
    }

    /// The bound's logarithm is convex in the tilt.
    [[nodiscard]] double minimum() const {
        constexpr double golden = 0.6180339887498949;
        const auto value = [&](double theta) { return at(theta).log_sum(emails_, model_.places); };
        double low = 0, high = most_tilted / model_.limit;
        double a = high - golden * (high - low), b = low + golden * (high - low);
        double at_a = value(a), at_b = value(b);
        for (int i = 0; i < halvings; ++i) {
            if (at_a < at_b) {
                high = b;
                b = a;
                at_b = at_a;
                at_a = value(a = high - golden * (high - low));
            } else {
                low = a;
                a = b;
                at_a = at_b;
                at_b = value(b = low + golden * (high - low));
            }
        }
        return (low + high) / 2;
    }

    const time_model& model_;
    std::uint32_t emails_;
    std::vector<cell_times> once_;
    std::vector<cell_times> parts_;
};

void describe_sends(time_model& model, const settings& s) {
    const double bytes = s.application.email_size.mean();
    if (s.lambda.handler.transport == send_transport::ses) {
        model.correlation = s.ses.correlation;
        model.parts = {{s.ses.send_latency.base(), 1}};
        model.send_constant = s.ses.send_latency.ns_per_kb() * 1e-3 * bytes;
        return;
    }
    const smtp::dialogue words{.tls = s.smtp.tls ? smtp::tls_mode::starttls : smtp::tls_mode::none,
                               .authentication =
                                   s.smtp.authentication ? smtp::auth_mode::plain : smtp::auth_mode::none};
    const double trips = words.round_trips(true, s.application.recipients_per_email);
    model.correlation = s.smtp.correlation;
    model.parts = {{s.smtp.round_trip.base(), trips}, {s.smtp.server_time.base(), 1}};
    model.send_constant = s.smtp.server_time.ns_per_kb() * 1e-3 * bytes;
}

} // namespace

time_model times_of(const settings& s, exact::environment found) {
    const auto& handler = s.lambda.handler;
    const auto memory = s.lambda.function.memory_mb;
    time_model model;
    auto work = handler.cpu_per_file;
    model.once = {s.s3.get_latency.base()};
    if (found != exact::environment::ready)
        work += handler.cpu_start;
    if (found == exact::environment::reset)
        model.once.push_back(handler.cold_start.base());
    model.limit =
        std::max(1.0, in_nanoseconds(s.lambda.function.timeout - pipeline::stretched(work, memory)));
    model.cpu_per_email = in_nanoseconds(pipeline::stretched(handler.cpu_per_email, memory));
    model.places = handler.max_in_flight;
    describe_sends(model, s);
    return model;
}

tilt_scheme::tilt_scheme(const settings& scenario, const situation& what)
    : scenario_{scenario}, found_{what.found}, model_{times_of(scenario, what.found)} {
    assert(model_.parts.size() <= most_parts);
    const auto sizes =
        static_cast<std::size_t>(std::ranges::count_if(what.sizes, [](double p) { return p > 0; }));
    tilts_.reserve(sizes * (has_score() ? cells : 1));
    for (std::uint32_t n = 1; n <= what.sizes.size(); ++n)
        if (const double share = what.sizes[n - 1]; share > 0)
            add(n, share);
    for (const double part : up_to_)
        bound_ += part;
    double sum = 0;
    for (std::size_t i = 0; i < choices_.size(); ++i) {
        // None is given up, however little it may add.
        const double chosen = (1 - least_share) * up_to_[i] / bound_ + least_share * choices_[i].weight;
        choices_[i].weight /= chosen;
        up_to_[i] = sum += chosen;
    }
}

/// Files of this size, with each cell of the shared score.
void tilt_scheme::add(std::uint32_t emails, double share) {
    const auto each = [&](std::size_t cell, double width, double score) {
        tilts_.push_back(tilt_search{model_, emails, score}.best());
        choices_.push_back({emails, static_cast<std::uint8_t>(cell), share * width, &tilts_.back()});
        up_to_.push_back(share * width * portable::exp(tilts_.back().log_bound));
    };
    if (!has_score())
        return each(0, 1, 0);
    for (std::size_t cell = 0; cell < cells; ++cell)
        each(cell, edges.width(cell), portable::normal_quantile(end_of(cell)));
}

tilt_scheme::choice tilt_scheme::choose(double uniform) const {
    const auto at = std::ranges::upper_bound(up_to_, uniform * up_to_.back());
    return choices_[std::min(static_cast<std::size_t>(at - up_to_.begin()), choices_.size() - 1)];
}

} // namespace sendlab::planner::tail
