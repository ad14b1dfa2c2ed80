#include "scenario/distribution_form.hpp"

#include "reading.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

constexpr double ms = 1e6;

latency latency_in(const std::string& value, const std::filesystem::path& folder = ".") {
    return settings_of(R"({"ses": {"latency": )" + value + "}}", folder).ses.send_latency;
}

distribution size_in(const std::string& value) {
    return settings_of(R"({"application": {"email_size": )" + value + "}}").application.email_size;
}

/// Problems of a latency, without the file and the line.
lines problems_in(const std::string& value, const std::filesystem::path& folder = ".") {
    auto all = problems_of(R"({"ses": {"latency": )" + value + "}}", folder);
    for (auto& line : all)
        if (line.starts_with("x.json:1:"))
            line.erase(0, line.find(' ') + 1);
    return all;
}

} // namespace

TEST_CASE("a latency is a duration or one of the families") {
    using d = distribution;
    CHECK(latency_in(R"("60ms")") == latency{60ms});
    CHECK(latency_in(R"({"constant": "60ms"})") == latency{60ms});
    CHECK(latency_in(R"({"uniform": ["20ms", "80ms"]})") == latency{d::uniform(20 * ms, 80 * ms)});
    CHECK(latency_in(R"({"exponential": "60ms"})") == latency{d::exponential(60 * ms)});
    CHECK(latency_in(R"({"exponential": {"mean": "60ms"}})") == latency{d::exponential(60 * ms)});
    CHECK(latency_in(R"({"normal": {"mean": "60ms", "deviation": "5ms"}})") ==
          latency{d::normal(60 * ms, 5 * ms)});
    CHECK(latency_in(R"({"lognormal": {"p99": "300ms", "p50": "60ms"}})") ==
          latency{d::lognormal_by_percentiles(60 * ms, 300 * ms)});
    CHECK(latency_in(R"({"gamma": {"shape": 2, "scale": "30ms"}})") == latency{d::gamma(2, 30 * ms)});
    CHECK(latency_in(R"({"gamma": {"shape": 2, "mean": "60ms"}})") == latency{d::gamma(2, 30 * ms)});
    CHECK(latency_in(R"({"weibull": {"shape": 0.8, "scale": "60ms"}})") == latency{d::weibull(0.8, 60 * ms)});
    CHECK(latency_in(R"({"pareto": {"minimum": "40ms", "shape": 2.5}})") == latency{d::pareto(2.5, 40 * ms)});
    CHECK(latency_in(
              R"({"mixture": [{"weight": 9, "constant": "1ms"}, {"exponential": "1s", "weight": 1}]})") ==
          latency{d::mixture({{9, d::constant(ms)}, {1, d::exponential(1000 * ms)}})});
    CHECK(latency_in(R"({"empirical": {"samples": ["3ms", "1ms"]}})") == latency{d::empirical({3 * ms, ms})});
    CHECK(latency_in(R"({"empirical": {"quantiles": {"0.99": "9ms", "0.5": "2ms"}}})") ==
          latency{d::quantiles({{0.5, 2 * ms}, {0.99, 9 * ms}})});
}

TEST_CASE("mu is the logarithm of milliseconds, bytes or pieces") {
    CHECK(latency_in(R"({"lognormal": {"mu": 0, "sigma": 0.5}})").base().quantile(0.5) == Approx(1 * ms));
    CHECK(size_in(R"({"lognormal": {"mu": 9, "sigma": 0.5}})").quantile(0.5) == Approx(8103.08));
}

TEST_CASE("a part per KB may stand beside any latency") {
    CHECK(latency_in(R"({"constant": "60ms", "per_kb": "0.2ms"})").at(0.5, 10'000) == 62ms);
    CHECK(latency_in(R"({"per_kb": "1ms", "profile": "same-region"})").ns_per_kb() == 1 * ms);
    CHECK(problems_in(R"({"per_kb": "1ms"})") ==
          lines{"ses.latency: no distribution, expected one of constant, uniform, exponential, normal, "
                "lognormal, gamma, "
                "weibull, pareto, mixture, empirical, profile, measured"});
    CHECK(problems_in(R"({"constant": "60ms", "per_kb": 1})") ==
          lines{R"(ses.latency.per_kb: 1 has no unit, expected a duration from 0s to 1h such as "0.2ms")"});
}

TEST_CASE("a profile is asked for what its key is about, unless something else is said") {
    const auto profile = [](std::string_view name, profiled what) {
        return find_latency_profile(name, what)->latency();
    };
    CHECK(latency_in(R"({"profile": "same-region"})") == profile("same-region", profiled::ses_send_new));
    CHECK(latency_in(R"({"profile": "same-region", "what": "ses-send-reused"})") ==
          profile("same-region", profiled::ses_send_reused));
    CHECK(latency_in(R"({"profile": "singapore-to-virginia"})") ==
          profile("cross-region-singapore-virginia", profiled::ses_send_new));
    CHECK(settings_of(R"({"s3": {"get_latency": {"profile": "same-region"}}})").s3.get_latency ==
          profile("same-region", profiled::s3_get));
    CHECK(
        problems_in(R"({"profile": "same-regoin"})") ==
        lines{
            R"(ses.latency.profile: unknown profile of ses-send-new "same-regoin", did you mean "same-region"?)"});
    CHECK(problems_in(R"({"profile": "same-region", "what": "ses-send"})") ==
          lines{R"(ses.latency.profile: unknown latency "ses-send", did you mean "ses-send-new"?)"});
    CHECK(problems_in(R"({"constant": "1ms", "what": "s3-get"})")
              .front()
              .starts_with(R"(ses.latency: unknown distribution "what", expected one of constant)"));
}

TEST_CASE("sizes and counts know the same families, in their units") {
    CHECK(size_in("8000") == distribution::constant(8000));
    CHECK(size_in(R"("8KB")") == distribution::constant(8000));
    CHECK(size_in(R"({"uniform": [1000, "2KiB"]})") == distribution::uniform(1000, 2048));
    const auto s = settings_of(R"({"application": {"emails_per_request": {"uniform": [20, 5000]}}})");
    CHECK(s.application.emails_per_request == distribution::uniform(20, 5000));
    CHECK(
        problems_of(R"({"application": {"email_size": "8ms", "emails_per_request": "20"}})") ==
        lines{
            R"(x.json:1:32: application.email_size: "8ms" does not fit, expected a size such as "8KB")",
            R"(x.json:1:61: application.emails_per_request: "20" does not fit, expected a number of 0 or more)"});
    CHECK(
        problems_of(R"({"application": {"email_size": {"profile": "same-region"}}})")
            .front()
            .starts_with(
                R"(x.json:1:33: application.email_size: unknown distribution "profile", expected one of constant)"));
}

TEST_CASE("parameters that make no distribution are told with what would") {
    const std::pair<std::string, std::string> cases[] = {
        {"60", R"(ses.latency: 60 has no unit, expected a duration such as "30ms")"},
        {R"("-3s")", R"(ses.latency: "-3s" is negative, expected a duration such as "30ms")"},
        {R"("3 s")", R"(ses.latency: "3 s" does not fit, expected a duration such as "30ms")"},
        {"[]", R"(ses.latency: a list does not fit, expected a duration such as "30ms")"},
        {R"({"lognormal": {"p50": "90ms", "p99": "30ms"}})",
         R"(ses.latency.lognormal: p50 "90ms" and p99 "30ms", expected p50 above 0 and p99 not below it)"},
        {R"({"lognormal": {"p50": "90ms", "p95": "99ms"}})",
         R"(ses.latency.lognormal: an object does not fit, expected {"p50": ..., "p99": ...} or {"mu": ..., "sigma": ...})"},
        {R"({"lognormal": {"mu": 1, "sigma": -1}})",
         "ses.latency.lognormal: mu 1 and sigma -1.0, expected mu from -50 to 50 and sigma from 0 to 10"},
        {R"({"lognormal": "60ms"})",
         R"(ses.latency.lognormal: "60ms" does not fit, expected {"p50": ..., "p99": ...} or {"mu": ..., "sigma": ...})"},
        {R"({"exponential": "0s"})", R"(ses.latency.exponential: mean "0s", expected a mean above 0)"},
        {R"({"uniform": ["2s", "1s"]})",
         R"(ses.latency.uniform: from "2s" to "1s", expected the lower one first)"},
        {R"({"uniform": ["2s"]})",
         "ses.latency.uniform: a list does not fit, expected a list of two: [lowest, highest]"},
        {R"({"gamma": {"shape": "2", "scale": "1s"}})",
         R"(ses.latency.gamma.shape: "2" does not fit, expected a number without a unit)"},
        {R"({"pareto": {"minimum": "0s", "shape": 2}})",
         R"(ses.latency.pareto: minimum "0s" and shape 2, expected a minimum above 0 and a shape of at least 0.01)"},
        {R"({"mixture": []})",
         R"(ses.latency.mixture: a list is no list of parts, expected [{"weight": 0.9, "constant": ...}, ...])"},
        {R"({"mixture": [{"constant": "1s"}]})",
         R"(ses.latency.mixture[0]: an object has no weight, expected {"weight": ..., and a distribution})"},
        {R"({"mixture": [{"weight": 0, "constant": "1s"}]})",
         "ses.latency.mixture[0]: 0 does not fit, expected a weight above 0"},
        {R"({"lognorml": {"p50": "1s", "p99": "2s"}})",
         R"(ses.latency: unknown distribution "lognorml", did you mean "lognormal"?)"},
        {R"({"constant": "1s", "uniform": ["1s", "2s"]})",
         R"(ses.latency: "constant" and "uniform", expected only one of them)"},
        {R"({"empirical": {"quantiles": {"0.5": "2s", "0.9": "1s"}}})",
         "ses.latency.empirical: a larger share has a smaller value, expected both to rise"},
        {R"({"empirical": {"quantiles": {"p50": "2s"}}})",
         R"(ses.latency.empirical.p50: "p50" is not a share, expected a number from 0 to 1)"},
        {R"({"empirical": {"samples": []}})",
         "ses.latency.empirical: a list is no list of measurements, expected at least one"},
        {R"({"empirical": 5})",
         "ses.latency.empirical: 5 does not fit, expected \"file.csv\", {\"file\": ..., \"column\": "
         "...}, {\"quantiles\": {\"0.5\": ...}} or {\"samples\": [...]}"},
    };
    for (const auto& [value, problem] : cases)
        CHECK(problems_in(value) == lines{problem});
}

TEST_CASE("all parameters that are wrong are told at once") {
    CHECK(problems_in(R"({"normal": {"mean": 1, "deviation": "x"}})").size() == 2);
    CHECK(problems_in(R"({"empirical": {"samples": ["1s", 2, "x"]}})").size() == 2);
}

TEST_CASE("measurements are read from a file beside the scenario") {
    const scratch_folder folder;
    folder.write("bare.csv", "# measured in May\n12.5\n\n3\n1s\n");
    folder.write("sub/header.csv", "ms\r\n5\r\n7\r\n");
    folder.write("wide.csv", "time,latency,code\n1,5ms,200\n2,\"7ms\",500\n");
    const auto empirical = [](std::vector<double> samples) {
        return latency{distribution::empirical(std::move(samples))};
    };
    CHECK(latency_in(R"({"empirical": "bare.csv"})", folder.path()) ==
          empirical({12.5 * ms, 3 * ms, 1000 * ms}));
    CHECK(latency_in(R"({"empirical": "sub/header.csv"})", folder.path()) == empirical({5 * ms, 7 * ms}));
    CHECK(latency_in(R"({"empirical": {"file": "wide.csv", "column": "latency"}})", folder.path()) ==
          empirical({5 * ms, 7 * ms}));
}

TEST_CASE("mistakes in a file of measurements name its line") {
    const scratch_folder folder;
    folder.write("bad.csv", "5\n6\nfast\n");
    folder.write("short.csv", "a,b\n1,2\n3\n");
    folder.write("empty.csv", "# nothing\n");
    const auto in_folder = [&](const std::string& name) { return (folder.path() / name).string(); };
    const auto problems = [&](const std::string& value) { return problems_in(value, folder.path()); };
    CHECK(problems(R"({"empirical": "bad.csv"})") ==
          lines{in_folder("bad.csv") +
                R"(:3:1: ses.latency.empirical: "fast" in column 1, expected a duration such as "30ms")"});
    CHECK(problems(R"({"empirical": {"file": "short.csv", "column": "b"}})") ==
          lines{in_folder("short.csv") +
                R"(:3:1: ses.latency.empirical: "" in column 2, expected a duration such as "30ms")"});
    CHECK(problems(R"({"empirical": {"file": "short.csv", "column": "c"}})") ==
          lines{in_folder("short.csv") +
                R"(:1:1: ses.latency.empirical: unknown column "c", expected one of a, b)"});
    CHECK(problems(R"({"empirical": "short.csv"})") ==
          lines{in_folder("short.csv") +
                R"(:1:1: ses.latency.empirical: 2 columns, expected one, or the name of one as "column")"});
    CHECK(problems(R"({"empirical": "empty.csv"})") ==
          lines{in_folder("empty.csv") +
                ":1:1: ses.latency.empirical: no measurements, expected a duration such as "
                "\"30ms\" in every line"});
    CHECK(problems(R"({"empirical": "missing.csv"})") ==
          lines{"ses.latency.empirical: " + in_folder("missing.csv") +
                " cannot be read (No such file or directory), expected a file"});
}
