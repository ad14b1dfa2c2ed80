#include "report/timeline_page.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "web/page_files.hpp"

using namespace sendlab;
using namespace sendlab::report;
using namespace std::chrono_literals;
using nlohmann::json;
using pipeline::event_kind;

namespace {

constexpr std::uint64_t the_environment = 7, the_file = 3;

std::uint64_t in_attempt(std::uint64_t attempt) {
    return attempt << 32;
}

/// A file of two e-mails: the first attempt sends one and is killed, the second sends both.
struct told_run {
    timeline_recorder run{{.name = "a run", .command = "sendlab run x", .limit = 3s}, 1};

    told_run() {
        run.name_file(the_file, "</script><b>.json");
        tell(0s, event_kind::accepted_by_lambda, the_file);
        tell(1s, event_kind::environment_created, the_environment);
        attempt(2s, 1, {10}, event_kind::attempt_timed_out, 3s);
        tell(5s, event_kind::retry_scheduled, the_file, 0,
             static_cast<std::uint64_t>(duration{1min}.count()));
        attempt(65s, 2, {10, 11}, event_kind::attempt_succeeded, 1s);
    }

    void tell(duration at, event_kind kind, std::uint64_t subject, std::uint64_t a = 0, std::uint64_t b = 0) {
        run.write({virtual_epoch + at, kind, subject, a, b});
    }

    void attempt(duration at, std::uint64_t number, const std::vector<std::uint64_t>& emails, event_kind end,
                 duration ran) {
        tell(at, event_kind::attempt_started, the_file, 0, in_attempt(number) | the_environment);
        for (const auto email : emails) {
            tell(at, event_kind::send_started, email, the_file, in_attempt(number));
            tell(at + 100ms, event_kind::send_accepted, email, the_file, in_attempt(number));
            tell(at + 200ms, event_kind::send_answered, email, the_file, in_attempt(number));
        }
        tell(at + ran, end, the_file, 0, in_attempt(number) | the_environment);
    }

    [[nodiscard]] json read() const { return json::parse(run.json()); }
};

} // namespace

TEST_CASE("a recorded run has its attempts, and which e-mails they sent again") {
    const auto read = told_run{}.read();
    REQUIRE(read["invocations"].size() == 1);
    const auto& invocation = read["invocations"][0];
    CHECK(invocation["key"] == "</script><b>.json");
    CHECK(invocation["state"] == "succeeded");
    CHECK_FALSE(invocation.contains("next"));
    const auto& first = invocation["attempts"][0];
    CHECK(first["outcome"] == "timed_out");
    CHECK(first["init"] == 1000.0);
    CHECK(first["ran"] == 3000.0);
    CHECK(first["billed"] == 4000.0); // with its Init
    CHECK(first["calls"] == json::parse(R"([[0.0,200.0,"send",true,"answered",10]])"));
    CHECK(first["mails"] == json::parse("[[100.0,10]]"));
    const auto& second = invocation["attempts"][1];
    CHECK(second["cold"] == false);
    CHECK(second["mails"] == json::parse("[[100.0,10,1],[100.0,11]]"));
    CHECK(read["end"] == 66000.0);
}

TEST_CASE("invocations past the limit are counted, not kept") {
    told_run told;
    told.tell(70s, event_kind::accepted_by_lambda, 4);
    CHECK(told.read()["left_out"] == 1);
    CHECK(told.read()["invocations"].size() == 1);
}

TEST_CASE("the page of a run is one file, and no name in it ends an element") {
    if (embedded::page_files().empty())
        return;
    const auto page = timeline_page(timeline_recorder{{.name = "<a run>", .command = "</script>"}}).value() +
                      timeline_page(told_run{}.run).value();
    CHECK(page.find("&lt;a run>") != std::string::npos);
    CHECK(page.find("</script><b>") == std::string::npos);
    CHECK(page.find("\nimport ") == std::string::npos);
    CHECK(page.find("\nexport ") == std::string::npos);
    CHECK(page.find("src=") == std::string::npos);
    CHECK(page.find("default-src 'none'") != std::string::npos);
}
