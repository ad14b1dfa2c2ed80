#include "api/live/faulty_code.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "base/json_text.hpp"

namespace sendlab::api::live {

namespace {

/// As a handler that throws would say it.
std::string error_of(const faults::injected_failure& fail) {
    std::string text = R"({"errorType":)";
    append_json_string(text, fail.code);
    return text + R"(,"errorMessage":"A fault of the scenario."})";
}

class faulty_handler final : public lambda::handler {
public:
    faulty_handler(scheduler& clock, faults::fault_set& faults, std::unique_ptr<lambda::handler> inner)
        : clock_{clock}, faults_{faults}, inner_{std::move(inner)} {}
    ~faulty_handler() override { clock_.cancel(delayed_); }

    void init(bool cold, std::function<void()> ready) override { inner_->init(cold, std::move(ready)); }

    void start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) override {
        const auto effect = effect_on(run);
        run_ = &run;
        done_ = std::move(done);
        fail_ = effect.fail;
        if (effect.extra_latency > duration::zero())
            delayed_ = clock_.run_after(effect.extra_latency, [this] { go_on(); });
        else
            go_on();
    }

    void terminate() override {
        clock_.cancel(std::exchange(delayed_, {}));
        inner_->terminate();
    }

    void write_log_to(lambda::log_sink sink) override { inner_->write_log_to(std::move(sink)); }
    [[nodiscard]] std::uint32_t peak_memory_mb() const override { return inner_->peak_memory_mb(); }

private:
    faults::effect effect_on(const lambda::invocation& run) {
        using faults::operation;
        if (!faults_.concerns(operation::lambda_attempt))
            return {};
        return faults_.apply({operation::lambda_attempt, clock_.now(), run.id.low, run.attempt});
    }

    void go_on() {
        delayed_ = {};
        const auto done = std::exchange(done_, nullptr);
        if (fail_)
            return done({false, error_of(*fail_)});
        inner_->start(*run_, done);
    }

    scheduler& clock_;
    faults::fault_set& faults_;
    std::unique_ptr<lambda::handler> inner_;
    const lambda::invocation* run_ = nullptr; // that is about to start
    std::function<void(lambda::handler_result)> done_;
    std::optional<faults::injected_failure> fail_;
    timer_id delayed_{};
};

} // namespace

lambda::handler_factory faulty_code::run(lambda::program what) {
    return [this, make = inner_.run(std::move(what))](std::uint64_t environment) {
        return std::make_unique<faulty_handler>(clock_, faults_, make(environment));
    };
}

} // namespace sendlab::api::live
