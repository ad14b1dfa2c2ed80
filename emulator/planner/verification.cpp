#include "planner/verification.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/portable_math.hpp"
#include "pipeline/world.hpp"
#include "planner/for_each_index.hpp"
#include "planner/sweep.hpp"

namespace sendlab::planner {

using pipeline::metric_kind;
using pipeline::run_result;

namespace {

constexpr double surprising = 3; // standard deviations

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

struct comparable_figure {
    pipeline::metric what;
    std::uint64_t (*n)(const run_result&);
};

/// What a live run and a run of the model have in common; names are those of metrics where there is one.
const std::vector<comparable_figure>& comparable() {
    using enum metric_kind;
    using r = const run_result&;
    constexpr auto ended = [](r x) { return x.attempt_duration.n; };
    constexpr auto emails = [](r x) { return x.emails; };
    static const std::vector<comparable_figure> all{
        {{"duration.mean", time, "attempts: mean", [](r x) { return x.attempt_duration.mean_ns; }}, ended},
        {{"duration.p50", time, "attempts: median",
          [](r x) { return in_nanoseconds(x.attempt_duration.p50); }},
         ended},
        {{"duration.p90", time, "attempts: 90th percentile",
          [](r x) { return in_nanoseconds(x.attempt_duration.p90); }},
         ended},
        {{"duration.p99", time, "attempts: 99th percentile",
          [](r x) { return in_nanoseconds(x.attempt_duration.p99); }},
         ended},
        {{"duration.max", time, "attempts: the longest",
          [](r x) { return in_nanoseconds(x.attempt_duration.max); }},
         ended},
        {{"timeouts.share", ratio, "first attempts that timed out",
          [](r x) { return share(x.first_attempt_timeouts, x.first_attempts); }},
         [](r x) { return x.first_attempts; }},
        {{"errors.share", ratio, "attempts that ended with an error",
          [](r x) { return share(x.errors, x.attempts); }},
         [](r x) { return x.attempts; }},
        {{"duplicates.share", ratio, "duplicates, of the e-mails",
          [](r x) { return share(x.duplicates, x.emails); }},
         emails},
        {{"lost.share", ratio, "lost, of the e-mails", [](r x) { return share(x.lost, x.emails); }}, emails},
        {{"most_copies", count, "most copies of one e-mail",
          [](r x) { return static_cast<double>(x.most_copies); }},
         emails},
    };
    return all;
}

/// Of sorted values: ties count half, and neither end is reached.
double rank_score(const std::vector<double>& sorted, double value) {
    const auto [first, last] = std::ranges::equal_range(sorted, value);
    const auto below = static_cast<double>(first - sorted.begin());
    const auto equal = static_cast<double>(last - first);
    const auto n = static_cast<double>(sorted.size());
    return portable::normal_quantile((below + equal / 2 + 0.5) / (n + 1));
}

double normal_score(const std::vector<double>& sorted, double mean, double value) {
    double squares = 0;
    for (const double x : sorted)
        squares += (x - mean) * (x - mean);
    const double deviation = std::sqrt(squares / static_cast<double>(sorted.size()));
    return deviation == 0 ? 0 : (value - mean) / deviation;
}

held_figure held(const comparable_figure& figure, const run_result& observed,
                 const std::vector<run_result>& predicted, double tolerance) {
    const auto& what = figure.what;
    std::vector<double> sorted;
    for (const auto& run : predicted)
        sorted.push_back(what.value(run));
    std::ranges::sort(sorted);
    const auto at = [&](double p) {
        return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1) + 0.5)];
    };
    held_figure out{
        .name = what.name, .meaning = what.meaning, .kind = what.kind, .observed = what.value(observed)};
    out.n = figure.n(observed);
    out.predicted = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
    out.low = at(0.025), out.high = at(0.975);
    out.z = rank_score(sorted, out.observed);
    if (out.observed < sorted.front() || out.observed > sorted.back()) {
        const double distance = normal_score(sorted, out.predicted, out.observed);
        if (std::abs(distance) > std::abs(out.z))
            out.z = distance;
    }
    const bool small =
        what.kind == metric_kind::time && std::abs(out.observed - out.predicted) <= tolerance * out.predicted;
    if (std::abs(out.z) > surprising)
        out.how = small ? agreement::close : agreement::differs;
    return out;
}

/// When requests begin, and how many files are there after each upload.
class file_counter final : public pipeline::journal_sink {
public:
    explicit file_counter(std::uint64_t wanted, std::atomic<bool>& enough)
        : wanted_{wanted}, enough_{enough} {}

    void write(const pipeline::journal_event& event) override {
        if (event.kind == pipeline::event_kind::request && !enough_)
            requests_.push_back(event.at);
        if (event.kind == pipeline::event_kind::file_uploaded && ++files_ == wanted_)
            enough_ = true;
    }
    [[nodiscard]] const std::vector<time_point>& requests() const { return requests_; }

private:
    std::uint64_t wanted_;
    std::atomic<bool>& enough_;
    std::uint64_t files_ = 0;
    std::vector<time_point> requests_;
};

void keep_first(pipeline::settings& scenario, std::size_t requests, duration length) {
    auto& arrivals = scenario.application.requests;
    if (auto* listed = std::get_if<pipeline::listed_arrivals>(&arrivals))
        listed->at.resize(std::min(listed->at.size(), requests));
    else if (auto* traced = std::get_if<pipeline::traced_arrivals>(&arrivals))
        traced->rows.resize(std::min(traced->rows.size(), requests));
    else
        scenario.length = std::min(scenario.length, length);
}

} // namespace

verification hold(const run_result& observed, const std::vector<run_result>& predicted, double tolerance) {
    verification out{.name = observed.name,
                     .seed = observed.seed,
                     .emails_per_file = observed.emails_per_file,
                     .files = observed.files,
                     .attempts = observed.attempts,
                     .emails = observed.emails,
                     .runs = predicted.size(),
                     .tolerance = tolerance};
    for (const auto& what : comparable())
        out.figures.push_back(held(what, observed, predicted, tolerance));
    return out;
}

verification_outcome verification::outcome() const {
    if (std::ranges::any_of(figures, [](const held_figure& f) { return f.how == agreement::differs; }))
        return verification_outcome::differs;
    return files < fewest_files ? verification_outcome::undecided : verification_outcome::agrees;
}

pipeline::settings first_files_of(pipeline::settings scenario, std::uint64_t files) {
    std::atomic<bool> enough = false;
    file_counter counter{files, enough};
    pipeline::run_options options;
    options.journal = &counter;
    options.interrupt = &enough;
    options.stories = 0;
    const auto counted = pipeline::run(scenario, options);
    if (const auto& requests = counter.requests(); enough && !requests.empty())
        keep_first(scenario, requests.size(), requests.back() - counted.started + duration{1});
    return scenario;
}

pipeline::settings as_it_is_live(pipeline::settings scenario) {
    constexpr std::uint32_t whole_processor_mb = 1769;
    auto& memory = scenario.lambda.function.memory_mb;
    memory = std::max(memory, whole_processor_mb);
    scenario.ses.correlation = scenario.smtp.correlation = 0;
    return scenario;
}

std::vector<run_result> predict(const pipeline::settings& scenario, std::uint64_t runs, unsigned threads,
                                const std::atomic<bool>& interrupt) {
    std::vector<run_result> out(runs);
    std::vector<char> complete(runs);
    for_each_index(runs, threads, [&](std::size_t r) {
        if (interrupt)
            return;
        auto with_seed = scenario;
        with_seed.seed = seed_of_run(scenario.seed, r);
        pipeline::run_options options;
        options.whole_attempts = true;
        options.interrupt = &interrupt;
        options.stories = 0;
        out[r] = pipeline::run(with_seed, options);
        complete[r] = !out[r].interrupted;
    });
    std::vector<run_result> finished;
    for (std::size_t r = 0; r < runs; ++r)
        if (complete[r])
            finished.push_back(std::move(out[r]));
    return finished;
}

std::string_view to_string(agreement how) {
    switch (how) {
    case agreement::agrees:
        return "agrees";
    case agreement::close:
        return "close";
    case agreement::differs:
        break;
    }
    return "differs";
}

std::string_view to_string(verification_outcome what) {
    switch (what) {
    case verification_outcome::agrees:
        return "agrees";
    case verification_outcome::differs:
        return "differs";
    case verification_outcome::undecided:
        break;
    }
    return "undecided";
}

} // namespace sendlab::planner
