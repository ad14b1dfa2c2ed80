#include "scenario/scenario.hpp"

#include <sys/stat.h>

#include "base/random_source.hpp"
#include "pipeline/article_defaults.hpp"
#include "reading.hpp"
#include "scenario/keys.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;
using scenario::assignment;

namespace {

/// Every key with its value as text: equal for equal settings, since each default has a text of its own.
void tell(const std::vector<scenario::key>& keys, const std::string& path, lines& out) {
    for (const auto& k : keys) {
        if (k.keys.empty())
            out.push_back(path + k.name + " = " + k.preset);
        tell(k.keys, path + k.name + '.', out);
    }
}

lines values_of(scenario::scenario s) {
    lines out;
    tell(keys_of(s), "", out);
    return out;
}

pipeline::settings assigned(std::vector<assignment> assignments, std::string_view text = "{}") {
    const auto read = scenario::parse(text, "x.json", ".", assignments);
    if (!read)
        FAIL(to_string(read.error().front()));
    return read->settings;
}

} // namespace

TEST_CASE("{} is the pipeline of the article") {
    const auto read = read_scenario("{}");
    auto article = pipeline::article_defaults();
    article.name = "x"; // the file's
    const auto values = values_of(read);
    CHECK(values == values_of({"x.json", {}, article, {}}));
    for (const auto& value : values)
        if (!value.starts_with("expect") && !value.starts_with("faults[]"))
            CHECK_FALSE(value.ends_with("= ")); // else the comparison says nothing
}

TEST_CASE("the article's defaults are today's AWS in the function's own region") {
    const auto s = pipeline::article_defaults();
    const auto median = [](const latency& l) { return l.at(0.5); };
    const auto p99 = [](const latency& l) { return l.at(0.99); };
    CHECK(std::chrono::round<std::chrono::milliseconds>(median(s.ses.send_latency)) == 60ms);
    CHECK(std::chrono::round<std::chrono::milliseconds>(p99(s.ses.send_latency)) == 300ms);
    CHECK(std::chrono::round<std::chrono::milliseconds>(median(s.s3.put_latency)) == 40ms);
    CHECK(std::chrono::round<std::chrono::milliseconds>(median(s.s3.get_latency)) == 25ms);
    CHECK(std::chrono::round<std::chrono::milliseconds>(median(s.s3.notification_delay)) == 100ms);
    CHECK(std::chrono::round<std::chrono::milliseconds>(median(s.lambda.function.dispatch_delay)) == 30ms);
    CHECK(std::chrono::round<std::chrono::milliseconds>(median(s.lambda.handler.cold_start)) == 142ms);
    CHECK(s.smtp.round_trip == latency{230ms});
    CHECK(s.lambda.handler.cpu_start == 45ms);
    CHECK(s.lambda.handler.cpu_per_email == 2600us);
    CHECK(s.lambda.function.timeout == 3s);
    CHECK(s.lambda.function.memory_mb == 128);
    CHECK(s.ses.account.rate == 0);
    CHECK(s.application.emails_per_file == 25);
}

TEST_CASE("keys set what they are named after") {
    const auto s = settings_of(R"({
        "name": "n", "seed": 18446744073709551615, "duration": "1h", "region": "eu-west-1",
        "application": {"mode": "sync", "emails_per_file": 7, "priority_emails": 0},
        "s3": {"bucket": "my-bucket", "expire_after_days": 0},
        "lambda": {"timeout": "10s", "memory_mb": 512, "max_retries": 1, "retry_delays": ["5s"], "queue": "queue",
                   "reserved_concurrency": 50, "billing_step": "100ms", "bill_init": false, "cold_start": "1s",
                   "handler": {"model": "deadline-aware", "transport": "smtp", "errors": "finish", "sdk_retries": 0}},
        "ses": {"rate": "14/s", "burst": 20, "daily_quota": 50000, "accepted_at": 1, "verified": ["example.org"]},
        "smtp": {"rtt": "30ms", "reuse_connections": true},
        "prices": {"ses_per_thousand_emails": 0.2}})");
    CHECK(s.name == "n");
    CHECK(s.seed == 18446744073709551615U);
    CHECK(s.length == 1h);
    CHECK(s.lambda.account.region == "eu-west-1");
    CHECK(s.ses.account.region == "eu-west-1");
    CHECK(s.application.mode == pipeline::application_mode::sync);
    CHECK(s.application.emails_per_file == 7);
    CHECK(s.s3.bucket == "my-bucket");
    CHECK(s.lambda.function.timeout == 10s);
    CHECK(s.lambda.function.retry_delays == std::vector{latency{5s}});
    CHECK(s.lambda.function.on_throttle == lambda::throttle_policy::queue);
    CHECK(s.lambda.function.reserved_concurrency == 50U);
    CHECK(s.lambda.function.billing_step == 100ms);
    CHECK(s.lambda.handler.cold_start == latency{1s});
    CHECK(s.lambda.handler.model == pipeline::handler_model::deadline_aware);
    CHECK(s.lambda.handler.transport == pipeline::send_transport::smtp);
    CHECK(s.lambda.handler.errors == pipeline::on_send_error::finish);
    CHECK(s.ses.account.rate == 14);
    CHECK(s.ses.account.daily_quota == 50'000);
    CHECK(s.ses.verified == lines{"example.org"});
    CHECK(s.smtp.reuse_connections);
    CHECK(s.prices.ses_per_thousand_emails == 0.2);
}

TEST_CASE("a sequential handler has one send in flight without being told") {
    CHECK(settings_of("{}").lambda.handler.max_in_flight == 50);
    CHECK(settings_of(R"({"lambda": {"handler": {"model": "sequential"}}})").lambda.handler.max_in_flight ==
          1);
}

TEST_CASE("a scenario without a name has its file's") {
    CHECK(scenario::parse("{}", "some/folder/burst.json")->settings.name == "burst");
    CHECK(scenario::parse(R"({"name": "own"})", "some/folder/burst.json")->settings.name == "own");
}

TEST_CASE("all problems are told in one go, in the order of the file") {
    CHECK(
        problems_of("{\n"
                    "  \"sead\": 1,\n"
                    "  \"lambda\": {\"timeout\": 3, \"memory_mb\": \"128\", \"max_retries\": 3},\n"
                    "  \"ses\": {\"rate\": \"14\", \"errors\": -0.1, \"sandbox\": 1},\n"
                    "  \"lambda\": [],\n"
                    "  \"application\": {\"mode\": \"asinc\", \"emails_per_file\": 0}\n"
                    "}\n") ==
        lines{
            R"(x.json:2:3: unknown key "sead", did you mean "seed"?)",
            R"(x.json:3:25: lambda.timeout: 3 has no unit, expected a duration from 1ns to 15m such as "3s")",
            R"(x.json:3:41: lambda.memory_mb: "128" is not a whole number, expected a whole number from 128 to 10240)",
            "x.json:3:63: lambda.max_retries: 3 is out of range, expected a whole number from 0 to 2",
            R"(x.json:4:19: ses.rate: "14" is not a rate, expected a rate above 0 such as "14/s" or "unlimited")",
            "x.json:4:35: ses.errors: -0.1 is out of range, expected a probability from 0 to 1",
            "x.json:4:52: ses.sandbox: 1 is neither true nor false, expected true or false",
            R"(x.json:5:3: key "lambda" stands twice, expected it once (before in line 3))",
            "x.json:5:13: lambda: a list is no object, expected an object",
            R"(x.json:6:27: application.mode: unknown word "asinc", did you mean "async"?)",
            "x.json:6:55: application.emails_per_file: 0 is out of range, expected a whole number from 1 to "
            "1000000",
        });
}

TEST_CASE("every value outside its range is told with the range") {
    const std::pair<std::string, std::string> cases[] = {
        {R"("lambda": {"timeout": "901s"})", "expected a duration from 1ns to 15m such as \"3s\""},
        {R"("lambda": {"timeout": "0s"})", "expected a duration from 1ns to 15m such as \"3s\""},
        {R"("lambda": {"memory_mb": 10241})", "expected a whole number from 128 to 10240"},
        {R"("lambda": {"memory_mb": 128.5})", "expected a whole number from 128 to 10240"},
        {R"("lambda": {"max_event_age": "59s"})", "expected a duration from 1m to 6h such as \"6h\""},
        {R"("lambda": {"max_event_age": "7h"})", "expected a duration from 1m to 6h such as \"6h\""},
        {R"("lambda": {"billing_step": "10ms"})", "did you mean \"1ms\"?"},
        {R"("lambda": {"name": "a b"})", "expected a function name such as \"LambdaEmailSender\""},
        {R"("lambda": {"concurrency": 0})", "expected a whole number from 1 to 1000000"},
        {R"("ses": {"correlation": 1.1})", "expected a number from 0 to 1"},
        {R"("ses": {"accepted_at": -1})", "expected a number from 0 to 1"},
        {R"("ses": {"rate": "0/s"})", "expected a rate above 0 such as \"14/s\" or \"unlimited\""},
        {R"("s3": {"bucket": "A"})", "expected a bucket name such as \"async-emails\""},
        {R"("s3": {"duplicate_events": 2})", "expected a probability from 0 to 1"},
        {R"("application": {"recipients_per_email": 51})", "expected a whole number from 1 to 50"},
        {R"("application": {"bounce_share": 1.01})", "expected a probability from 0 to 1"},
        {R"("prices": {"lambda_per_gb_second": -1})", "expected a price in US dollars"},
        {R"("duration": "100h30")", "expected a duration from 1ns to 3650d such as \"10m\""},
        {R"("seed": -1)", "expected a whole number"},
        {R"("seed": 1.5)", "expected a whole number"},
        {R"("name": 5)", "expected a text such as \"followers-burst\""},
    };
    for (const auto& [member, expected] : cases) {
        const auto found = problems_of('{' + member + '}');
        REQUIRE(found.size() == 1);
        INFO(found.front());
        CHECK(found.front().ends_with(expected));
    }
}

TEST_CASE("rules between keys are told at the key that breaks them") {
    const std::pair<std::string, std::string> cases[] = {
        {R"({"lambda": {"handler": {"model": "sequential", "max_in_flight": 5}}})",
         R"(x.json:1:65: lambda.handler.max_in_flight: 5 in a sequential handler, expected 1 or the model "parallel")"},
        {R"({"lambda": {"timeout": "1s", "handler": {"model": "deadline-aware", "deadline_margin": "1s"}}})",
         "x.json:1:88: lambda.handler.deadline_margin: 1s is not below lambda.timeout (1s), expected less"},
        {R"({"lambda": {"timeout": "400ms", "handler": {"model": "deadline-aware"}}})",
         "x.json:1:44: lambda.handler.deadline_margin: 500ms is not below lambda.timeout (400ms), expected "
         "less"},
        {R"({"lambda": {"backoff_initial": "10m"}})",
         "x.json:1:32: lambda.backoff_initial: 10m is above lambda.backoff_limit (5m), expected no more"},
        {R"({"lambda": {"retry_delays": []}})",
         "x.json:1:29: lambda.retry_delays: an empty list, expected a delay or max_retries 0"},
        {R"({"lambda": {"reserved_concurrency": 950}})",
         "x.json:1:37: lambda.reserved_concurrency: 950 of 1000, expected at least 100 to stay unreserved"},
        {R"({"lambda": {"on_failure": "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender"}})",
         "x.json:1:12: lambda: You can't specify the function as a destination for itself."},
        {R"({"ses": {"burst": 5}})",
         "x.json:1:19: ses.burst: a burst without a rate, expected ses.rate beside it"},
        {R"({"application": {"recipients_per_email": 20}, "ses": {"rate": "14/s"}})",
         "x.json:1:54: ses.burst: a burst of 14 never has room for an e-mail to 20 recipients, expected at "
         "least as many"},
        {R"({"application": {"recipients_per_email": 20}, "ses": {"max_recipients": 10}})",
         "x.json:1:42: application.recipients_per_email: 20 is more than ses.max_recipients (10), expected "
         "no more"},
        {R"({"application": {"requests": {"poisson": "1000000000/s"}}})",
         "x.json:1:30: application.requests: about 600,000,000,000 requests with 101 e-mails each, expected "
         "at most "
         "100,000,000 e-mails in a run"},
        {R"({"application": {"emails_per_request": {"pareto": {"minimum": 1, "shape": 1}}}})",
         "x.json:1:17: application.requests: about 1,200 requests with inf e-mails each, expected at most "
         "100,000,000 "
         "e-mails in a run"},
    };
    for (const auto& [text, problem] : cases)
        CHECK(problems_of(text) == lines{problem});
}

TEST_CASE("a thousand mistakes are told as a hundred and a number") {
    std::string text = "{\"k0\": 0";
    for (int i = 1; i < 1000; ++i)
        text += ",\n\"k" + std::to_string(i) + "\": 0";
    const auto found = problems_of(text + '}');
    REQUIRE(found.size() == 101);
    CHECK(found.front().starts_with("x.json:1:2: unknown key \"k0\""));
    CHECK(found.back() == "x.json: has 900 more problems");
}

TEST_CASE("the command line sets keys over those of the file") {
    CHECK(assigned({{"lambda.memory_mb", "512"}}).lambda.function.memory_mb == 512);
    CHECK(assigned({{"lambda.memory_mb", "512"}}, R"({"lambda": {"memory_mb": 256, "timeout": "5s"}})")
              .lambda.function.timeout == 5s);
    CHECK(assigned({{"lambda.timeout", "7s"}}).lambda.function.timeout == 7s);
    CHECK(assigned({{"lambda.handler.model", "sequential"}}).lambda.handler.max_in_flight == 1);
    CHECK(assigned({{"ses.latency", R"({"profile": "same-region"})"}}).ses.send_latency ==
          pipeline::article_defaults().ses.send_latency);
    const std::vector<assignment> expected{{"expect.delivery.p99", "<30s"}};
    CHECK(scenario::parse("{}", "x.json", ".", expected)->expectations.front().what->name == "delivery.p99");
}

TEST_CASE("mistakes on the command line have no place in the file") {
    const auto problem = [](const assignment& a) {
        return to_string(scenario::parse("{}", "x.json", ".", std::vector{a}).error().front());
    };
    CHECK(problem({"lambda.memory_mb", "1"}) ==
          "x.json: lambda.memory_mb: 1 is out of range, expected a whole number from 128 to 10240");
    CHECK(problem({"lambda.memory", "512"}) ==
          R"(x.json: lambda: unknown key "memory", did you mean "memory_mb"?)");
    CHECK(problem({"", "1"}).starts_with(R"(x.json: unknown key "", expected one of)"));
}

TEST_CASE("what is no scenario file is refused with a clear word") {
    const scratch_folder folder;
    const auto refusal = [&](const std::string& name) {
        const auto read = scenario::load(folder.path() / name);
        REQUIRE_FALSE(read.has_value());
        REQUIRE(read.error().size() == 1);
        return to_string(read.error().front()).substr((folder.path() / name).string().size());
    };
    CHECK(refusal("missing.json") == ": cannot be read (No such file or directory), expected a file");
    CHECK(refusal("") == ": is a directory, expected a file");
    folder.write("empty.json", "");
    CHECK(refusal("empty.json") == ":1:1: the file is empty, expected at least {}");
    folder.write("list.json", "[]");
    CHECK(refusal("list.json") == ":1:1: a list is no object, expected an object");
    REQUIRE(::mkfifo((folder.path() / "pipe").c_str(), 0600) == 0);
    CHECK(refusal("pipe") == ": is a device or a pipe, expected a file");
    CHECK(scenario::load("/dev/zero").error().front().what == "is a device or a pipe, expected a file");
}

TEST_CASE("a file of 200 MB is refused by its size") {
    const scratch_folder folder;
    const auto path = folder.write("noise.json", "");
    std::filesystem::resize_file(path, 200'000'000);
    CHECK(scenario::load(path).error().front().what == "has 200MB, expected at most 16MiB");
}

TEST_CASE("a scenario is loaded with the files beside it") {
    const scratch_folder folder;
    folder.write("data/measured.csv", "60ms\n");
    const auto path = folder.write("s.json", R"({"ses": {"latency": {"empirical": "data/measured.csv"}}})");
    const auto read = scenario::load(path);
    REQUIRE(read.has_value());
    CHECK(read->settings.ses.send_latency.at(0.5) == 60ms);
    CHECK(read->settings.name == "s");
}

TEST_CASE("noise is never a scenario, and never more than an error") {
    const random_stream random{1, "noise"};
    for (std::uint64_t i = 0; i < 2000; ++i) {
        std::string text;
        for (std::uint32_t j = 0; j < 1 + random.bits(i) % 60; ++j)
            text += static_cast<char>(random.bits(i, 1, j));
        REQUIRE_FALSE(scenario::parse(text, "x.json").has_value());
    }
}

TEST_CASE("a scenario with a slip is read or told, never more") {
    const std::string good =
        R"({"seed": 7, "application": {"requests": {"at": ["0s", "1.5s"]}, "email_size": {"lognormal":
        {"p50": "8KB", "p99": "60KB"}}}, "ses": {"latency": {"mixture": [{"weight": 1, "constant": "1ms"}, {"weight": 2,
        "empirical": {"quantiles": {"0.5": "1ms"}}}]}}, "faults": [{"target": "ses", "fail": "Throttling", "at": "2m"}],
        "expect": {"delivery.p99": "<30s", "lost": [0, "<5"]}} // end)";
    REQUIRE(problems_of(good).empty());
    constexpr std::string_view bytes = "{}[]\",:0-.\\/*e \n\x80\xFFsz";
    const random_stream random{1, "slips"};
    std::size_t read = 0, told = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        auto text = good;
        for (std::uint32_t slip = 0; slip <= random.bits(i) % 3; ++slip) {
            const auto at = random.bits(i, 1, slip) % text.size();
            const char byte = bytes[random.bits(i, 2, slip) % bytes.size()];
            switch (random.bits(i, 3, slip) % 3) {
            case 0:
                text[at] = byte;
                break;
            case 1:
                text.insert(at, 1, byte);
                break;
            default:
                text.erase(at, 1 + random.bits(i, 4, slip) % 20);
            }
        }
        const auto result = scenario::parse(text, "x.json");
        ++(result ? read : told);
        REQUIRE((result || !result.error().empty()));
    }
    CHECK(read > 0);
    CHECK(told > 1000);
    for (std::size_t length = 0; length + 8 < good.size(); length += 3)
        REQUIRE_FALSE(problems_of(good.substr(0, length)).empty());
}
