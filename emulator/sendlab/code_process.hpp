// A process that runs a handler in C++: behind Lambda's port for code, in front of the services of a world.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "lambda/handler.hpp"
#include "sendlab/cloud.hpp"
#include "sendlab/handler.hpp"

namespace sendlab {

using program = std::variant<handler_code, callback_code>;

class code_process final : public lambda::handler {
public:
    code_process(cloud& around, program code, std::uint64_t environment);
    ~code_process() override;

    void init(bool cold, std::function<void()> ready) override;
    void start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) override;
    void terminate() override;
    void write_log_to(lambda::log_sink sink) override { log_ = std::move(sink); }

private:
    class attempt_run;

    void run_code();
    void finish(lambda::handler_result result);

    cloud& cloud_;
    program code_;
    const std::uint64_t environment_;
    lambda::log_sink log_ = [](std::string_view) {};
    timer_id timer_;
    std::function<void()> ready_;
    std::function<void(lambda::handler_result)> done_;
    std::string failure_; // an error object, where a fault makes the attempt fail
    std::shared_ptr<attempt_run>
        run_; // what the code sees; calls on their way know by it whether it still lives
    std::optional<job> job_;
};

} // namespace sendlab
