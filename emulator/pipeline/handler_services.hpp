// What a handler's process can reach: the bucket, the mail provider, the time. The models of
// pipeline/handlers stand on it, and so do handlers that users write in C++.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "lambda/handler.hpp"
#include "pipeline/context.hpp"
#include "pipeline/mail_link.hpp"
#include "pipeline/mail_provider.hpp"
#include "pipeline/object_fetch.hpp"
#include "pipeline/progress_store.hpp"
#include "pipeline/uploader.hpp"

namespace sendlab::pipeline {

class handler_services {
public:
    handler_services(const context& run, s3::object_store& store, mail_provider& provider, uploader& client)
        : world{run}, uploads{client}, store_{store}, provider_{provider} {}

    /// A client of S3 that gets upload files.
    [[nodiscard]] object_fetch fetcher(fetch_listener& listener) {
        return {world, store_, fetches, listener};
    }
    /// A client of the mail provider.
    [[nodiscard]] mail_link connect(send_listener& listener) const { return {world, provider_, listener}; }

    /// The provider itself, for a handler that plays whole attempts.
    [[nodiscard]] mail_provider& provider() const { return provider_; }
    /// Which of the run's attempts an environment runs now.
    [[nodiscard]] attempt_number attempt_of(std::uint64_t environment) const {
        return attempts_.at(environment);
    }
    void set_attempt(std::uint64_t environment, attempt_number attempt) {
        if (environment >= attempts_.size())
            attempts_.resize(environment + 1, no_attempt);
        attempts_[environment] = attempt;
    }

    const context world;
    uploader& uploads;
    progress_store progress;
    std::uint64_t fetches = 0; // GetObject requests, failed ones included: each is billed

private:
    s3::object_store& store_;
    mail_provider& provider_;
    std::vector<attempt_number> attempts_; // by environment
};

/// What the draws of an attempt are keyed by: its number, and which delivery of its event it belongs to.
std::uint32_t attempt_key(const lambda::invocation& run);

} // namespace sendlab::pipeline
