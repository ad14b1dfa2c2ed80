#include "planner/estimate.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "base/random_source.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

constexpr int interval_trials = 600;
/// Nominal 95 %; a trial series this long may fall short by two standard deviations of its own.
constexpr double fair_coverage = 0.93;

class dice {
public:
    explicit dice(std::uint64_t seed) : stream_{seed, "estimate_test"} {}
    double uniform() { return stream_.uniform(next_++); }
    bool chance(double p) { return uniform() < p; }
    double exponential() { return -std::log(uniform()); }
    /// 1, 2, 3, ... with this mean.
    std::uint64_t geometric(double mean) {
        std::uint64_t n = 1;
        while (!chance(1 / mean))
            ++n;
        return n;
    }

private:
    random_stream stream_;
    std::uint64_t next_ = 0;
};

bool covers(const estimate& e, double truth) {
    return e.bounds.low <= truth && truth <= e.bounds.high;
}

/// The share of seeded trials in which the interval over `clusters` clusters covers the truth.
template<class AddCluster>
double coverage(std::uint64_t clusters, double truth, const AddCluster& add_cluster) {
    int covered = 0;
    for (int trial = 0; trial < interval_trials; ++trial) {
        dice luck{static_cast<std::uint64_t>(trial)};
        cluster_counts sums;
        for (std::uint64_t i = 0; i < clusters; ++i)
            add_cluster(luck, sums);
        covered += covers(counted_clustered(sums, 0.95), truth);
    }
    return static_cast<double>(covered) / interval_trials;
}

} // namespace

TEST_CASE("independent files are judged by Clopper and Pearson") {
    const auto e = counted(3, 1'000, 0.95);
    CHECK(e.value() == 0.003);
    CHECK(e.bounds == clopper_pearson(3, 1'000, 0.95));
    CHECK(e.effective_n == 1'000);
    CHECK(to_string(e.method) == "clopper-pearson");
}

TEST_CASE("no time-out in n files still allows about 3.7 in n") {
    const auto e = counted(0, 100'000, 0.95);
    CHECK(e.bounds.low == 0);
    CHECK(e.bounds.high == Approx(-std::log(0.025) / 100'000).epsilon(1e-4));
}

TEST_CASE("intervals over independent files cover the truth") {
    const double p = GENERATE(1e-4, 1e-3, 0.02, 0.5);
    const auto n = GENERATE(std::uint64_t{300}, std::uint64_t{10'000});
    int covered = 0;
    for (int trial = 0; trial < interval_trials; ++trial) {
        dice luck{static_cast<std::uint64_t>(trial)};
        std::uint64_t k = 0;
        for (std::uint64_t i = 0; i < n; ++i)
            k += luck.chance(p);
        covered += covers(counted(k, n, 0.95), p);
    }
    CAPTURE(p, n);
    CHECK(covered >= fair_coverage * interval_trials);
}

TEST_CASE("clusters of one file are nearly as good as independent files") {
    cluster_counts sums;
    for (int i = 0; i < 10'000; ++i)
        sums.add(1, i < 30 ? 1 : 0);
    const auto clustered = counted_clustered(sums, 0.95);
    const auto plain = counted(30, 10'000, 0.95);
    CHECK(clustered.effective_n == Approx(10'000).epsilon(0.01));
    CHECK(clustered.bounds.low == Approx(plain.bounds.low).epsilon(0.01));
    CHECK(clustered.bounds.high == Approx(plain.bounds.high).epsilon(0.01));
    CHECK(to_string(clustered.method) == "clopper-pearson-clustered");
}

TEST_CASE("clusters that time out as a whole count as one observation each") {
    cluster_counts sums;
    for (int i = 0; i < 1'000; ++i)
        sums.add(20, i < 10 ? 20 : 0);
    const auto e = counted_clustered(sums, 0.95);
    CHECK(e.k == 200);
    CHECK(e.n == 20'000);
    CHECK(e.effective_n == Approx(1'000).epsilon(0.01));
    CHECK(e.bounds.high == Approx(clopper_pearson(10, 1'000, 0.95).high).epsilon(0.01));
}

TEST_CASE("without any time-out the clusters are what counts, not the files in them") {
    cluster_counts sums;
    for (int i = 0; i < 1'000; ++i)
        sums.add(50, 0);
    const auto e = counted_clustered(sums, 0.95);
    CHECK(e.bounds.low == 0);
    CHECK(e.bounds.high == Approx(clopper_pearson(0, 1'000, 0.95).high).epsilon(0.01));
}

TEST_CASE("one giant among the clusters is worth little more than one observation") {
    cluster_counts sums;
    for (int i = 0; i < 100; ++i)
        sums.add(1, 0);
    sums.add(10'000, 0);
    CHECK(counted_clustered(sums, 0.95).effective_n < 1.1);
}

TEST_CASE("too few clusters say nothing") {
    cluster_counts sums;
    for (std::uint64_t i = 0; i + 1 < fewest_clusters; ++i)
        sums.add(1'000, 1);
    CHECK(counted_clustered(sums, 0.95).bounds == interval{0, 1});
    sums.add(1'000, 1);
    CHECK(counted_clustered(sums, 0.95).bounds.high < 0.2);
}

TEST_CASE("all clusters timed out: the interval ends at 1") {
    cluster_counts sums;
    for (int i = 0; i < 100; ++i)
        sums.add(7, 7);
    const auto e = counted_clustered(sums, 0.95);
    CHECK(e.bounds.high == 1);
    CHECK(e.bounds.low > 0.9);
}

TEST_CASE("clustered intervals cover the truth of clusters that time out as a whole") {
    const auto clusters = GENERATE(std::uint64_t{30}, std::uint64_t{300}, std::uint64_t{2'000});
    const double struck = GENERATE(0.5, 3.0, 10.0);
    const double p = struck / static_cast<double>(clusters);
    CAPTURE(clusters, struck);
    CHECK(coverage(clusters, p, [p](dice& luck, cluster_counts& sums) {
              sums.add(20, luck.chance(p) ? 20 : 0);
          }) >= fair_coverage);
    CHECK(coverage(clusters, p, [p](dice& luck, cluster_counts& sums) {
              const auto size = luck.geometric(5);
              sums.add(size, luck.chance(p) ? size : 0);
          }) >= fair_coverage);
}

TEST_CASE("clustered intervals cover where large clusters are the ones that time out") {
    const auto clusters = GENERATE(std::uint64_t{300}, std::uint64_t{2'000});
    const double rate = GENERATE(1.0, 5.0, 20.0) / static_cast<double>(clusters);
    // A cluster of size m is struck with probability rate * m / 5; E m = 5, E m^2 = 45.
    const double truth = rate * 45 / 25;
    CAPTURE(clusters, rate);
    CHECK(coverage(clusters, truth, [rate](dice& luck, cluster_counts& sums) {
              const auto size = luck.geometric(5);
              sums.add(size, luck.chance(rate * static_cast<double>(size) / 5) ? size : 0);
          }) >= fair_coverage);
}

TEST_CASE("clustered intervals cover where a cluster only makes time-outs likelier") {
    const double mean = GENERATE(0.001, 0.01, 0.1);
    CAPTURE(mean);
    CHECK(coverage(300, mean, [mean](dice& luck, cluster_counts& sums) {
              const double p = 2 * mean * luck.uniform(); // uniform from 0 to twice the mean
              std::uint64_t hits = 0;
              for (int i = 0; i < 20; ++i)
                  hits += luck.chance(p);
              sums.add(20, hits);
          }) >= fair_coverage);
}

TEST_CASE("over busy periods the interval covers the truth of a queue") {
    // M/M/1: P(wait > t) = load exp(-(1 - load) t), in mean services. Waiting longer than `limit` is the
    // time-out.
    const double load = GENERATE(0.3, 0.6);
    const double limit = GENERATE(2.0, 6.0);
    const double truth = load * std::exp(-(1 - load) * limit);
    CAPTURE(load, limit);
    CHECK(coverage(2'000, truth, [load, limit](dice& luck, cluster_counts& sums) {
              double backlog = 0;
              std::uint64_t files = 0, late = 0;
              do {
                  ++files;
                  late += backlog > limit;
                  backlog += luck.exponential();
                  backlog -= luck.exponential() / load;
              } while (backlog > 0);
              sums.add(files, late);
          }) >= fair_coverage);
}

TEST_CASE("bounds can be foreseen for the case that nothing more times out") {
    const auto now = counted(5, 20'000, 0.95);
    CHECK(bounds_without_more_hits(now, 20'000, 0.95).high == Approx(now.bounds.high));
    CHECK(bounds_without_more_hits(now, 200'000, 0.95).high == Approx(clopper_pearson(5, 200'000).high));

    cluster_counts sums;
    for (int i = 0; i < 1'000; ++i)
        sums.add(20, 0);
    const auto clustered = counted_clustered(sums, 0.95);
    CHECK(bounds_without_more_hits(clustered, 200'000, 0.95).high ==
          Approx(clopper_pearson(0, 10'000).high).epsilon(0.01));
}

TEST_CASE("sums over clusters come out the same in any order") {
    cluster_counts a, b;
    a.add(3, 1);
    a.add(5, 0);
    b.add(2, 2);
    auto ab = a;
    ab += b;
    auto ba = b;
    ba += a;
    CHECK(ab == ba);
    CHECK(ab.trials_by_hits == 7);
    CHECK(ab.trials_squared == 38);
}

TEST_CASE("an interval keeps a limit, breaks it, or straddles it") {
    CHECK(verdict_of({0, 1e-4}, 1e-4) == verdict::kept);
    CHECK(verdict_of({0, 1.1e-4}, 1e-4) == verdict::undecided);
    CHECK(verdict_of({1e-4, 2e-4}, 1e-4) == verdict::undecided);
    CHECK(verdict_of({1.1e-4, 2e-4}, 1e-4) == verdict::broken);
    CHECK(to_string(verdict::kept) == "kept");
    CHECK(to_string(verdict::broken) == "broken");
    CHECK(to_string(verdict::undecided) == "undecided");
}
