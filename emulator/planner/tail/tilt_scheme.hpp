// How to draw attempts so that time-outs are frequent and none of them is worth much more than another.
//
// Sends begin in order, and while one waits for a place all m places are taken. So e-mail j is answered no later than
//     fetch + j CPU + (the sends before it) / m + its own send        (R. L. Graham, SIAM J. Appl. Math. 17 (1969)),
// and an attempt times out only if that passes the limit for some j. Drawn from a mixture over j under which each time t
// in this sum is exp(tilt t) likelier than it is, cut off at the limit, a time-out is worth at most the sum over j of
// Chernoff's bounds: weights are bounded, and by little more than the probability. Which j, which size of file and which
// shared score: each as often as its share of that bound says.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pipeline/settings.hpp"
#include "planner/exact/timeout_curve.hpp"
#include "planner/tail/tilted_law.hpp"

namespace sendlab::planner::tail {

/// Files of some value of EMAILS_PER_FILE, attempted in environments of one state.
struct situation {
    std::span<const double> sizes; // P(a file holds so many e-mails), for 1, 2, ...
    exact::environment found = exact::environment::ready;
};

/// A send's time is that of one or two draws.
inline constexpr std::size_t most_parts = 2;

/// What is known of an attempt's times, in nanoseconds.
struct time_model {
    double limit = 0;               // less what every attempt spends
    std::vector<distribution> once; // the fetch, and Init
    struct part {
        distribution law;
        double times; // a send takes it
    };
    std::vector<part> parts; // of a send
    double send_constant = 0;
    double cpu_per_email = 0;
    double correlation = 0; // of the parts' normal scores
    std::uint32_t places = 1;
};
time_model times_of(const pipeline::settings& scenario, exact::environment found);

/// The laws for files of one size and one cell of the shared score.
struct tilt {
    struct part {
        tilted_law critical;
        tilted_law earlier;
    };
    std::vector<tilted_law> once;
    std::vector<part> parts;
    double step = 1; // by what e-mail j + 1 is likelier to be the critical one than j: while places are free,
    double late_step = 1; // when they are not,
    double entry = 1;     // and from the last one to the first other one
    double log_bound = 0; // of P(time-out)
};

class tilt_scheme {
public:
    /// The scenario must outlive it.
    tilt_scheme(const pipeline::settings& scenario, const situation& what);
    tilt_scheme(const tilt_scheme&) = delete;
    tilt_scheme& operator=(const tilt_scheme&) = delete;

    [[nodiscard]] const pipeline::settings& scenario() const { return scenario_; }
    [[nodiscard]] exact::environment found() const { return found_; }

    /// How an attempt is drawn.
    struct choice {
        std::uint32_t emails = 1;
        std::uint8_t score_cell = 0;
        double weight = 1; // of these two
        const tilt* laws = nullptr;
    };
    [[nodiscard]] choice choose(double uniform) const;
    [[nodiscard]] bool has_score() const { return model_.correlation > 0; }
    [[nodiscard]] std::uint32_t places() const { return model_.places; }
    /// P(time-out) is at most about this.
    [[nodiscard]] double bound() const { return bound_; }

private:
    void add(std::uint32_t emails, double share);

    const pipeline::settings& scenario_;
    const exact::environment found_;
    const time_model model_;
    std::vector<choice> choices_;
    std::vector<double> up_to_; // shares of the choices
    std::vector<tilt> tilts_;
    double bound_ = 0;
};

} // namespace sendlab::planner::tail
