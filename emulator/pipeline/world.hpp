// The whole pipeline as one deterministic world: application -> S3 -> Lambda -> SES or SMTP, on a virtual
// clock.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "lambda/handler.hpp"
#include "mailbox/mailbox.hpp"
#include "pipeline/journal.hpp"
#include "pipeline/run_result.hpp"
#include "pipeline/settings.hpp"

namespace sendlab::pipeline {

class handler_services;

/// What stays outside of the settings: who listens, and who may end the run early.
struct run_options {
    journal_sink* journal = nullptr;              // told of every event
    const std::atomic<bool>* interrupt = nullptr; // when it turns true the run ends with what is known so far
    /// Called now and then with the e-mails accepted so far and the virtual time passed.
    std::function<void(std::uint64_t accepted, duration passed)> progress;
    /// Makes the handler of a new environment, instead of the scenario's handler model: a user's own code in
    /// C++.
    std::function<std::unique_ptr<lambda::handler>(handler_services&, std::uint64_t environment)> handler;
    /// An event an attempt where the scenario allows it (handlers/whole_attempt.hpp): the same books several times as
    /// fast, a journal and a digest without single sends.
    bool whole_attempts = false;
    /// Keeps the messages of a run with bodies; null: they are made and forgotten.
    mailbox::mailbox* mailbox = nullptr;
    std::size_t stories = 3; // how many of the worst files the result tells about
};

/// Runs the scenario from its first request until the pipeline is empty.
run_result run(const settings& scenario, const run_options& options = {});

} // namespace sendlab::pipeline
