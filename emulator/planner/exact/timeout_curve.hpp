// The probability that an attempt at a file times out, for files of 1, 2, 3, ... e-mails, and that an e-mail is not sent
// in it: computed, not counted.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/exact/attempt_figures.hpp"
#include "planner/exact/attempt_model.hpp"

namespace sendlab::planner::exact {

/// In which state an attempt finds its environment.
enum class environment : std::size_t {
    ready, // by an earlier attempt
    fresh, // new: its start-up work, but not its Init, is part of the time limit
    reset, // after an attempt that was killed: both are
};

struct figure {
    double value = 0;
    double error = 0; // of the computation, at most; absolute
};

class timeout_curve {
public:
    /// Beyond so many sums are not computed.
    static constexpr std::uint32_t most_emails = 2'000;

    static constexpr double finest = 1e-4;

    /// For files of up to `largest` e-mails. Errors stay below `precision` of probabilities from 1e-8 on where the
    /// latencies' laws are smooth; each figure says its own.
    timeout_curve(const attempt_model& model, std::uint32_t largest, unsigned threads,
                  double precision = finest);

    /// The files for which the figures hold; less than asked for where a limit of sends in flight would begin to matter,
    /// or sums become too many.
    [[nodiscard]] std::uint32_t largest() const { return largest_; }
    /// P(an attempt at a file of so many e-mails times out).
    [[nodiscard]] figure times_out(std::uint32_t emails, environment found) const;
    /// P(the e-mail at this position of its file, from 1, is not accepted in one attempt), in an environment that is
    /// ready.
    [[nodiscard]] figure not_accepted(std::uint32_t position) const;

private:
    [[nodiscard]] figure at(std::uint32_t emails, column what) const;
    [[nodiscard]] std::uint32_t last_that_holds() const;

    std::uint32_t largest_;
    std::vector<double> values_; // `columns` a file size
    std::vector<double> errors_;
};

} // namespace sendlab::planner::exact
