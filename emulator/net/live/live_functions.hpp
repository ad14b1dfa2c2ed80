// Lambda, live: functions whose code runs in child processes, invoked over HTTP and by what is put into
// buckets.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.hpp"
#include "api/live/invocation_log.hpp"
#include "api/live/scenario_conditions.hpp"
#include "faults/fault_set.hpp"
#include "mailbox/message.hpp"
#include "pipeline/settings.hpp"
#include "s3/object_store.hpp"
#include "storage/shelf.hpp"
#include "time/scheduler.hpp"

namespace sendlab::lambda {
class function_registry;
}

namespace boost::asio {
class io_context;
}

namespace sendlab::net {

/// What a scenario asks to be set up cannot be: the text says what and why.
struct setup_error : std::runtime_error {
    using runtime_error::runtime_error;
};

/// What functions stand on. All of it outlives them.
struct function_surroundings {
    boost::asio::io_context& io;
    scheduler& clock;
    const pipeline::settings& scenario;
    random_source random;
    s3::object_store& store;
    faults::fault_set& faults;
    std::uint32_t parallel_attempts = 0;   // see live_config
    std::size_t keep_invocations = 10'000; // as well
    std::string ca_bundle;
    std::function<void(std::string_view)> log;
};

class live_functions {
public:
    /// Takes the store's notifications.
    explicit live_functions(const function_surroundings& around);
    ~live_functions();

    [[nodiscard]] api::aws_service& front();
    [[nodiscard]] const lambda::function_registry& registry();
    [[nodiscard]] api::live::invocation_log& log();

    /// Whether a function, version or alias is there.
    [[nodiscard]] bool exists(std::string_view arn) const;
    /// Lambda itself is away: events wait.
    void set_available(bool available);
    /// Where handlers find the emulator.
    void set_endpoint(const std::string& url, std::uint16_t smtp_port);
    /// Creates the functions of the scenario's setup, or brings those that are there up to date, and the rules by
    /// which buckets invoke them. Throws setup_error.
    void set_up();
    /// What is kept of functions and their events; valid as long as the functions.
    [[nodiscard]] std::vector<storage::shelf> shelves();
    void watch(storage::mark_function mark);
    /// Deletes all functions and forgets what they did.
    void reset();

    /// Whether code runs, or is being started.
    [[nodiscard]] bool busy() const;
    /// Ends environments that have been idle for too long.
    void expire_idle();

    /// Who makes a call; the first attempt of nothing for whoever is no function.
    [[nodiscard]] api::live::scenario_conditions::caller caller_of(const api::http_request& request);
    [[nodiscard]] std::optional<mailbox::origin> origin_in(std::uint64_t environment);
    /// Which invocation sends a message; nothing for whoever is no function.
    [[nodiscard]] std::optional<mailbox::origin> origin_of(const api::http_request& request);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::net
