#include "scenario/fault_form.hpp"

#include "reading.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;
using faults::operation;

namespace {

faults::fault_settings fault_in(const std::string& fault) {
    const auto all = settings_of(R"({"faults": [)" + fault + "]}").faults;
    REQUIRE(all.size() == 1);
    return all.front();
}

std::string problem_of_fault(const std::string& fault) {
    const auto all = problems_of(R"({"faults": [)" + fault + "]}");
    REQUIRE(all.size() == 1);
    return all.front().substr(all.front().find(": ") + 2);
}

} // namespace

TEST_CASE("a fault has a window, a target and one effect") {
    const auto fault =
        fault_in(R"({"at": "2m", "for": "30s", "target": "ses.latency", "multiply": 5, "times": 7,
                                    "probability": 0.25, "attempt": 2})");
    CHECK(fault.when.at == 2min);
    CHECK(fault.when.for_ == 30s);
    CHECK(fault.when.target == operation::ses_send);
    CHECK(fault.when.probability == 0.25);
    CHECK(fault.when.attempt == 2U);
    CHECK(fault.when.times == 7U);
    CHECK(fault.what == decltype(fault.what){faults::multiply_latency{5}});
}

TEST_CASE("a fault lasts for ever, always strikes and begins at once unless it says otherwise") {
    const auto fault = fault_in(R"({"target": "s3.put", "outage": true})");
    CHECK(fault.when == faults::trigger{.target = operation::s3_put});
    CHECK(fault_in(R"({"target": "s3.put", "outage": true, "for": "ever"})").when.for_ == forever);
}

TEST_CASE("every effect can be asked for") {
    using effect = decltype(faults::fault_settings::what);
    const std::pair<std::string, effect> cases[] = {
        {R"({"target": "s3.get", "add": "200ms"})", faults::add_latency{latency{200ms}}},
        {R"({"target": "ses", "throttle": "14/s"})", faults::throttle_to{14, 0}},
        {R"({"burst": 3, "target": "ses", "throttle": "14/s"})", faults::throttle_to{14, 3}},
        {R"({"target": "lambda", "outage": true})", faults::outage{}},
        {R"({"target": "smtp", "drop": true})", faults::drop_connection{}},
        {R"({"target": "ses", "lose_answer": true})", faults::lose_answer{}},
        {R"({"target": "notification", "lose": true})", faults::lose_notification{}},
        {R"({"target": "notification", "duplicate": 2})", faults::duplicate_notification{2}},
        {R"({"target": "smtp.connect", "limit": 5})", faults::limit_to{5}},
        {R"({"target": "smtp.data", "bandwidth": "8KB"})", faults::narrow_link{8'000}},
        {R"({"target": "smtp.data", "reset_after": "64KB"})", faults::reset_after{64'000}},
        {R"({"target": "smtp.rcpt", "add": "30s"})", faults::add_latency{latency{30s}}},
    };
    for (const auto& [text, what] : cases)
        CHECK(fault_in(text).what == what);
}

TEST_CASE("what a code means depends on the target, wherever that stands") {
    using faults::failure;
    const auto failure_in = [](const std::string& fault) {
        return std::get<faults::fail_with>(fault_in(fault).what).what;
    };
    CHECK(failure_in(R"({"fail": "Throttling", "target": "ses"})") ==
          faults::injected_failure{failure::throttled, "Throttling"});
    CHECK(failure_in(R"({"target": "ses", "fail": "MessageRejected"})").kind == failure::rejected);
    CHECK(failure_in(R"({"fail": "MyError", "target": "lambda"})").kind == failure::function_error);
}

TEST_CASE("faults that make no sense are told with what would") {
    const std::pair<std::string, std::string> cases[] = {
        {R"({"multiply": 2})",
         R"(faults[0]: a fault without a target, expected one such as "target": "ses")"},
        {R"({"target": "ses"})",
         "faults[0]: a fault that does nothing, expected one of multiply, add, fail, throttle, "
         "outage, drop, lose_answer, lose, duplicate, limit, bandwidth, reset_after"},
        {R"({"target": "ses", "multiply": 2, "outage": true})",
         "faults[0]: a fault with multiply and outage, expected only one of them"},
        {R"({"target": "ses", "lose": true})",
         R"(faults[0]: "lose" does not apply to ses, only to notification)"},
        {R"({"target": "ses.latency", "outage": true})",
         R"(faults[0]: outage of "ses.latency", expected multiply or add)"},
        {R"({"target": "ses", "outage": false})", "faults[0].outage: false does not fit, expected true"},
        {R"({"target": "ses", "multiply": 0})",
         "faults[0].multiply: 0 is out of range, expected a number from 0.001 to 1e+06"},
        {R"({"target": "ses", "multiply": 2, "burst": 3})",
         "faults[0]: a burst without a rate, expected throttle beside it"},
        {R"({"target": "sess", "multiply": 2})",
         R"(faults[0].target: unknown word "sess", did you mean "ses"?)"},
        {R"({"target": "ses", "mutliply": 2})",
         R"(faults[0]: unknown key "mutliply", did you mean "multiply"?)"},
        {R"({"target": "ses", "multiply": 2, "probability": 1.5})",
         "faults[0].probability: 1.5 is out of range, expected a probability from 0 to 1"},
        {R"({"target": "ses", "multiply": 2, "attempt": 0})",
         "faults[0].attempt: 0 is out of range, expected a whole number from 1 to 3"},
        {R"({"target": "ses", "fail": "Throtling"})",
         R"(faults[0].fail: unknown error code "Throtling", did you mean "Throttling"?)"},
        {R"({"target": "ses", "fail": "<b>"})",
         R"(faults[0].fail: "<b>" is not an error code, expected an error code such as "Throttling")"},
        {R"({"target": "notification", "lose": true, "attempt": 1})",
         "faults[0]: a notification belongs to no attempt"},
        {R"({"target": "smtp", "bandwidth": "8KB"})",
         R"(faults[0]: "bandwidth" does not apply to smtp, only to smtp.data)"},
        {"5", "faults[0]: 5 is no object, expected an object"},
    };
    for (const auto& [fault, problem] : cases)
        CHECK(problem_of_fault(fault) == problem);
}

TEST_CASE("every fault of a list has its own problems") {
    CHECK(
        problems_of(
            R"({"faults": [{"target": "ses"}, {"target": "ses", "outage": true}, {"target": 7, "add": 1}]})")
            .size() == 3);
    CHECK(problems_of(R"({"faults": {"target": "ses"}})") ==
          lines{"x.json:1:12: faults: an object is no list, expected a list of faults"});
}
