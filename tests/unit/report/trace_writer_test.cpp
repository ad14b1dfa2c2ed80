#include "report/trace_writer.hpp"

#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "pipeline/ledger.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using nlohmann::json;
using pipeline::event_kind;

namespace {

/// A trace that is read back when it is complete.
class traced {
public:
    traced& at(duration when) {
        now_ = virtual_epoch + when;
        return *this;
    }
    traced& event(event_kind kind, std::uint64_t subject, std::uint64_t a = 0, std::uint64_t b = 0) {
        writer_->write({now_, kind, subject, a, b});
        return *this;
    }
    traced& attempt(event_kind kind, std::uint64_t file, std::uint64_t number, std::uint64_t environment) {
        return event(kind, file, 0, number << 32 | environment);
    }
    traced& send(event_kind kind, std::uint64_t email, std::uint64_t file, std::uint64_t attempt) {
        return event(kind, email, file, attempt << 32);
    }
    traced& name(std::uint64_t file, std::string_view key) {
        writer_->name_file(file, key);
        return *this;
    }

    json close() {
        writer_.reset();
        return json::parse(out_.str());
    }

private:
    std::ostringstream out_;
    std::unique_ptr<report::trace_writer> writer_ = std::make_unique<report::trace_writer>(out_);
    time_point now_ = virtual_epoch;
};

std::vector<json> with_phase(const json& trace, const std::string& phase) {
    std::vector<json> out;
    for (const auto& event : trace)
        if (event["ph"] == phase)
            out.push_back(event);
    return out;
}

json slice(const json& trace, const std::string& name) {
    for (const auto& event : with_phase(trace, "X"))
        if (event["name"] == name)
            return event;
    FAIL("no slice " << name);
    return {};
}

/// No two slices of a thread overlap, or one lies inside the other.
bool nests(const json& trace) {
    const auto slices = with_phase(trace, "X");
    for (const auto& a : slices)
        for (const auto& b : slices) {
            if (a == b || a["pid"] != b["pid"] || a["tid"] != b["tid"])
                continue;
            const double a_end = a["ts"].get<double>() + a["dur"].get<double>();
            if (b["ts"] > a["ts"] && b["ts"] < a_end &&
                b["ts"].get<double>() + b["dur"].get<double>() > a_end)
                return false;
        }
    return true;
}

} // namespace

TEST_CASE("an attempt is a slice of its environment, named by its file and told by its outcome") {
    const auto trace = traced{}
                           .name(3, "a.json")
                           .at(1s)
                           .attempt(event_kind::attempt_started, 3, 1, 7)
                           .at(4s)
                           .attempt(event_kind::attempt_timed_out, 3, 1, 7)
                           .close();
    const auto attempt = slice(trace, "a.json attempt 1");
    CHECK(attempt["ts"] == 1e6);
    CHECK(attempt["dur"] == 3e6);
    CHECK(attempt["cname"] == "terrible");
    CHECK(attempt["args"]["detail"] == "timed out, 0 accepted");
    bool named = false;
    for (const auto& event : with_phase(trace, "M"))
        named |= event["name"] == "thread_name" && event["tid"] == attempt["tid"] &&
                 event["args"]["name"] == "environment 7";
    CHECK(named);
}

TEST_CASE("sends that overlap stand in rows of their own, and rows are used again") {
    const auto trace = traced{}
                           .attempt(event_kind::attempt_started, 3, 1, 0)
                           .send(event_kind::send_started, 10, 3, 1)
                           .send(event_kind::send_started, 11, 3, 1)
                           .at(80ms)
                           .send(event_kind::send_accepted, 10, 3, 1)
                           .at(100ms)
                           .send(event_kind::send_answered, 10, 3, 1)
                           .send(event_kind::send_started, 12, 3, 1)
                           .at(150ms)
                           .send(event_kind::send_failed, 11, 3, 1)
                           .send(event_kind::send_accepted, 12, 3, 1)
                           .at(200ms)
                           .send(event_kind::send_answered, 12, 3, 1)
                           .attempt(event_kind::attempt_succeeded, 3, 1, 0)
                           .close();
    CHECK(nests(trace));
    CHECK(slice(trace, "e-mail 10")["tid"] != slice(trace, "e-mail 11")["tid"]);
    CHECK(slice(trace, "e-mail 10")["tid"] == slice(trace, "e-mail 12")["tid"]);
    CHECK(slice(trace, "e-mail 10")["args"]["detail"] == "accepted");
    CHECK(slice(trace, "e-mail 11")["args"]["detail"] == "failed");
    CHECK(slice(trace, "file 3 attempt 1")["args"]["detail"] == "succeeded, 2 accepted");
}

TEST_CASE("sends end with the attempt that is killed, each by what became of it") {
    const auto trace = traced{}
                           .attempt(event_kind::attempt_started, 3, 1, 0)
                           .send(event_kind::send_started, 10, 3, 1)
                           .send(event_kind::send_started, 11, 3, 1)
                           .send(event_kind::send_started, 12, 3, 1)
                           .at(2s)
                           .send(event_kind::send_accepted, 10, 3, 1)
                           .at(3s)
                           .send(event_kind::send_abandoned, 11, 3, 1)
                           .attempt(event_kind::attempt_timed_out, 3, 1, 0)
                           .at(4s)
                           .send(event_kind::send_accepted, 12, 3, 1)
                           .close();
    CHECK(slice(trace, "e-mail 10")["args"]["detail"] == "accepted, its answer was not heard");
    CHECK(slice(trace, "e-mail 11")["args"]["detail"] == "killed before it was accepted");
    CHECK(slice(trace, "e-mail 12")["args"]["detail"] == "still on its way");
    CHECK(slice(trace, "e-mail 12")["dur"] == 3e6);
    CHECK(with_phase(trace, "i").back()["name"] == "e-mail 12 accepted after its attempt had ended");
}

TEST_CASE("an arrow leads from an attempt that failed to its retry") {
    const auto trace = traced{}
                           .attempt(event_kind::attempt_started, 3, 1, 0)
                           .at(3s)
                           .attempt(event_kind::attempt_failed, 3, 1, 0)
                           .event(event_kind::retry_scheduled, 3, 0, 60'000'000'000)
                           .at(63s)
                           .attempt(event_kind::attempt_started, 3, 2, 1)
                           .at(64s)
                           .attempt(event_kind::attempt_succeeded, 3, 2, 1)
                           .close();
    const auto starts = with_phase(trace, "s");
    const auto ends = with_phase(trace, "f");
    REQUIRE(starts.size() == 1);
    REQUIRE(ends.size() == 1);
    CHECK(starts[0]["id"] == ends[0]["id"]);
    CHECK(starts[0]["tid"] == slice(trace, "file 3 attempt 1")["tid"]);
    CHECK(starts[0]["ts"] < 3e6);
    CHECK(ends[0]["tid"] == slice(trace, "file 3 attempt 2")["tid"]);
    CHECK(ends[0]["ts"] == 63e6);
    CHECK(with_phase(trace, "i").back()["name"] == "file 3 again after 1 min");
}

TEST_CASE("a delivery that is repeated while the first one runs has a slice of its own") {
    const auto trace = traced{}
                           .attempt(event_kind::attempt_started, 3, 1, 0)
                           .at(1s)
                           .attempt(event_kind::attempt_started, 3, 1, 1)
                           .at(2s)
                           .attempt(event_kind::attempt_succeeded, 3, 1, 1)
                           .at(3s)
                           .attempt(event_kind::attempt_succeeded, 3, 1, 0)
                           .close();
    const auto slices = with_phase(trace, "X");
    REQUIRE(slices.size() == 2);
    CHECK(slices[0]["tid"] != slices[1]["tid"]);
    CHECK(slices[0]["dur"] == 1e6);
    CHECK(slices[1]["dur"] == 3e6);
}

TEST_CASE("requests that overlap stand in rows of the application") {
    const auto trace = traced{}
                           .event(event_kind::request, 0, 25)
                           .at(100ms)
                           .event(event_kind::request, 1, 25)
                           .event(event_kind::priority_sent, 1, 0)
                           .at(200ms)
                           .event(event_kind::request_done, 0)
                           .at(300ms)
                           .event(event_kind::request_done, 1)
                           .close();
    CHECK(nests(trace));
    CHECK(slice(trace, "request 0")["tid"] != slice(trace, "request 1")["tid"]);
    CHECK(with_phase(trace, "i")[0]["tid"] == slice(trace, "request 1")["tid"]);
}

TEST_CASE("mail that is sent inside a request belongs to the application") {
    const auto trace = traced{}
                           .event(event_kind::request, 0, 1)
                           .send(event_kind::send_started, 0, pipeline::no_file, 1)
                           .at(1s)
                           .send(event_kind::send_answered, 0, pipeline::no_file, 1)
                           .event(event_kind::request_done, 0)
                           .close();
    CHECK(slice(trace, "e-mail 0")["pid"] == slice(trace, "request 0")["pid"]);
}

TEST_CASE("a trace that ends early closes what is open") {
    const auto trace = traced{}
                           .event(event_kind::request, 0, 25)
                           .attempt(event_kind::attempt_started, 3, 1, 0)
                           .send(event_kind::send_started, 10, 3, 1)
                           .at(1s)
                           .event(event_kind::environment_created, 1)
                           .close();
    CHECK(slice(trace, "file 3 attempt 1")["dur"] == 1e6);
    CHECK(slice(trace, "file 3 attempt 1")["args"]["detail"] == "unfinished, 0 accepted");
    CHECK(slice(trace, "e-mail 10")["dur"] == 1e6);
    CHECK(slice(trace, "request 0")["dur"] == 1e6);
}

TEST_CASE("an empty trace is an empty run's valid trace") {
    CHECK(with_phase(traced{}.close(), "X").empty());
}

TEST_CASE("events that nothing began are no reason to fail") {
    const auto trace = traced{}
                           .event(event_kind::request_done, 9)
                           .attempt(event_kind::attempt_succeeded, 9, 1, 0)
                           .send(event_kind::send_answered, 9, 9, 1)
                           .event(event_kind::priority_sent, 9)
                           .close();
    CHECK(with_phase(trace, "X").empty());
}
