// How long something takes.
#pragma once

#include <cstdint>
#include <memory>

#include "base/distribution.hpp"
#include "base/time_types.hpp"

namespace sendlab {

struct measurement;

/// A distribution of nanoseconds, with an optional part that grows with size.
class latency {
public:
    latency() : latency{duration::zero()} {}
    /// 0 or more.
    explicit latency(duration always);
    explicit latency(distribution nanoseconds, double nanoseconds_per_kb = 0);

    /// The latency at uniform number `u` for something of `bytes` bytes (1 KB = 1,000 bytes), rounded to
    /// nanoseconds; `forever` at most.
    [[nodiscard]] duration at(double u, std::uint64_t bytes = 0) const {
        return rounded(base_.quantile(u) + size_part(bytes));
    }
    /// The same at a standard normal score.
    [[nodiscard]] duration at_normal(double z, std::uint64_t bytes = 0) const {
        return rounded(base_.at_normal(z) + size_part(bytes));
    }
    /// May be infinite (Pareto).
    [[nodiscard]] double mean_ns(std::uint64_t bytes = 0) const { return base_.mean() + size_part(bytes); }
    [[nodiscard]] bool is_constant() const { return base_.is_constant(); }
    [[nodiscard]] const distribution& base() const { return base_; }
    [[nodiscard]] double ns_per_kb() const { return ns_per_kb_; }

    /// Null for what somebody just said.
    [[nodiscard]] const measurement* measured() const { return measured_.get(); }
    /// The same law, known from so much.
    [[nodiscard]] latency measured_as(const measurement& from) const;
    /// The same law, as if somebody just said so.
    [[nodiscard]] latency stated() const;

    friend bool operator==(const latency& a, const latency& b) {
        return a.base_ == b.base_ && a.ns_per_kb_ == b.ns_per_kb_;
    }

private:
    [[nodiscard]] double size_part(std::uint64_t bytes) const {
        return ns_per_kb_ * (static_cast<double>(bytes) * 1e-3);
    }
    [[nodiscard]] static duration rounded(double ns) {
        constexpr auto most = static_cast<double>(forever.count());
        return ns < most ? duration{static_cast<duration::rep>(ns + 0.5)} : forever;
    }

    distribution base_;
    double ns_per_kb_;
    std::shared_ptr<const measurement> measured_;
};

} // namespace sendlab
