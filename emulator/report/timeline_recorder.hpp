// Listens to a run, and remembers what a timeline of it shows: invocations, their attempts, their sends.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "pipeline/journal.hpp"
#include "report/run_description.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::report {

class output_buffer;

class timeline_recorder final : public pipeline::journal_sink {
public:
    /// Remembers the first `most` invocations, and counts the others.
    explicit timeline_recorder(run_description run, std::size_t most = 20'000,
                               time_point start = virtual_epoch)
        : run_{std::move(run)}, most_{most}, start_{start} {}

    void name_file(std::uint64_t file, std::string_view key) override { keys_.emplace(file, key); }
    void write(const pipeline::journal_event& event) override;

    /// {"end": , "left_out": , "invocations": [...]}, as the page's timeline_model has them, with times in
    /// milliseconds from the start of the run.
    [[nodiscard]] std::string json() const;
    [[nodiscard]] const run_description& run() const { return run_; }

private:
    struct call {
        bool fetch = false; // else a send
        std::uint64_t email = 0;
        duration began{};
        std::optional<duration> took{};
        std::string_view end{}; // "answered", "failed", "abandoned"; empty: it has none
    };
    struct mail {
        duration at{};
        std::uint64_t email = 0;
        bool repeat = false; // it was accepted before, from whichever attempt
    };
    struct attempt {
        std::uint32_t number = 1;
        std::uint64_t environment = 0;
        std::optional<duration> init{}; // of a cold start
        duration start{};
        std::optional<duration> ran{};
        std::string_view outcome = "running";
        std::vector<call> calls{};
        std::vector<mail> mails{};
    };
    struct invocation {
        std::uint64_t file = 0;
        std::uint32_t delivery = 0;
        duration accepted{};
        std::string_view state = "queued";
        std::uint32_t throttles = 0;
        std::optional<duration> next{};
        std::string_view given_up{}; // why
        std::vector<attempt> attempts{};
    };

    static void write_calls(output_buffer& out, const attempt& of);
    static void write_mails(output_buffer& out, const attempt& of);
    void write_attempt(output_buffer& out, const attempt& a) const;
    void write_invocation(output_buffer& out, const invocation& i) const;
    void accept(const pipeline::journal_event& event);
    void start_attempt(invocation& of, const pipeline::journal_event& event);
    void end_attempt(invocation& of, const pipeline::journal_event& event);
    void note_send(attempt& by, const pipeline::journal_event& event);
    static void end_call(attempt& by, const pipeline::journal_event& event, duration at);
    [[nodiscard]] invocation* find(std::uint64_t file, std::uint32_t delivery);
    [[nodiscard]] attempt* sender_of(const pipeline::journal_event& event);
    [[nodiscard]] duration since_start(const pipeline::journal_event& event) const {
        return event.at - start_;
    }

    run_description run_;
    std::size_t most_;
    time_point start_;
    duration end_{};
    std::uint64_t left_out_ = 0;
    std::map<std::uint64_t, std::string> keys_;
    std::map<std::uint64_t, std::uint64_t> emails_;      // of a file
    std::map<std::uint64_t, duration> new_environments_; // that have run nothing yet, and when they were made
    std::vector<invocation> invocations_;
    std::map<std::pair<std::uint64_t, std::uint32_t>, std::size_t> places_; // file and delivery
    std::unordered_set<std::uint64_t> accepted_;                            // e-mails
};

} // namespace sendlab::report
