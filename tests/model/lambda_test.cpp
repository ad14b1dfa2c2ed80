// Random invocations and changes of two functions: whatever comes, each event ends once, for a reason that there was, after
// no more attempts than allowed, and never do more run than may.
#include <array>
#include <ostream>

#include "model/lambda_audit.hpp"
#include "support/property.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::lambda::model {

namespace {

const std::vector<std::string> names{"first", "second"};
const std::string queue = "arn:aws:sqs:us-east-1:000000000000:";
const std::vector<duration> waits{0s, 10ms, 500ms, 1s, 3s, 59s, 1min, 2min, 10min, 6h};
const std::vector<behaviour> behaviours{{100ms, true}, {50ms, false}, {never, true}, {0s, true},
                                        {1s, true},    {2s, false},   {3s, true}};

enum class kind { invoke, invoke_many, wait, call, configure, remove, outage, new_code, last };
const std::array<const char*, static_cast<std::size_t>(kind::last)> words{
    "invoke", "invoke many", "wait", "call", "configure", "remove", "outage", "new code"};

struct operation {
    kind what{};
    std::array<unsigned, 3> n{};
};

std::ostream& operator<<(std::ostream& out, const operation& o) {
    return out << words.at(static_cast<std::size_t>(o.what)) << ' ' << o.n[0] << ' ' << o.n[1] << ' '
               << o.n[2] << '\n';
}

rc::Gen<operation> any_operation() {
    return rc::gen::apply(
        [](unsigned what, std::array<unsigned, 3> n) {
            return operation{static_cast<kind>(what), n};
        },
        rc::gen::oneOf(rc::gen::inRange(0U, 4U), rc::gen::inRange(0U, static_cast<unsigned>(kind::last))),
        rc::gen::container<std::array<unsigned, 3>>(rc::gen::inRange(0U, 4096U)));
}

/// An environment's code, which does as the event says.
class planned_handler final : public handler {
public:
    explicit planned_handler(scheduler& clock) : clock_{clock} {}
    ~planned_handler() override { planned_handler::terminate(); }

    void init(bool, std::function<void()> ready) override { ready(); }
    void start(const invocation& run, std::function<void(handler_result)> done) override {
        const auto& plan = static_cast<const planned_event&>(*run.event);
        const auto [after, succeeds] = plan.attempts.at(run.attempt - 1);
        timer_ =
            clock_.run_after(after, [done = std::move(done), ok = succeeds] { done({.succeeded = ok}); });
    }
    void terminate() override { clock_.cancel(std::exchange(timer_, {})); }

private:
    scheduler& clock_;
    timer_id timer_;
};

function_config config_of(const std::string& name, const operation& o) {
    function_config config;
    config.name = name;
    config.timeout = o.n[1] % 2 ? 3s : 1s;
    config.maximum_retry_attempts = o.n[1] / 2 % 3;
    const std::array<std::optional<std::uint32_t>, 5> reserved{std::nullopt, std::nullopt, 1U, 2U, 0U};
    config.reserved_concurrency = reserved.at(o.n[1] / 6 % 5);
    const std::array<duration, 3> ages{6h, 90s, 60s};
    config.maximum_event_age = ages.at(o.n[2] % 3);
    config.on_throttle = o.n[2] / 3 % 3 ? throttle_policy::backoff : throttle_policy::queue;
    config.keep_warm = o.n[2] / 9 % 2 ? 10min : 1s;
    config.on_success = o.n[2] / 18 % 2 ? queue + "success" : "";
    config.on_failure = o.n[2] / 36 % 2 ? queue + "failure" : "";
    config.dead_letter_target = o.n[2] / 72 % 2 ? queue + "dead-letters" : "";
    return config;
}

class laboratory {
public:
    explicit laboratory(std::uint32_t concurrency)
        : account_{.concurrency = concurrency}, service_{clock_, random_source{1}, account_, audit_} {
        audit_.account_limit = concurrency;
        audit_.executions = [this] { return service_.concurrent_executions(); };
        audit_.unreserved = [this] { return service_.unreserved_concurrency(); };
        for (const auto& name : names)
            deploy(name, {});
    }

    void play(const operation& o) {
        change(o);
        clock_.run(clock_.now()); // what has begun has started before the next change
        audit_.check_records();
        RC_ASSERT(audit_.problem == "");
        RC_ASSERT(service_.events_pending() == audit_.open());
    }

    /// With the outage over, and concurrency for all, nothing may be left.
    void finish() {
        service_.set_service_available(audit_.available = true);
        clock_.run();
        audit_.check_records();
        RC_ASSERT(audit_.problem == "");
        RC_ASSERT(audit_.open() == 0U);
        RC_ASSERT(audit_.answers_due() == 0);
        RC_ASSERT(service_.events_pending() == 0U);
        RC_ASSERT(service_.concurrent_executions() == 0U);
        RC_ASSERT(clock_.pending() == 0U);
    }

private:
    void change(const operation& o) {
        const auto& name = names[o.n[0] % names.size()];
        switch (o.what) {
        case kind::invoke:
            return invoke(name, o, 1);
        case kind::invoke_many:
            return invoke(name, o, 2 + o.n[1] % 5);
        case kind::wait:
            clock_.run(clock_.now() + waits[o.n[0] % waits.size()]);
            break;
        case kind::call:
            return call(name, o);
        case kind::configure:
            return configure(name, o);
        case kind::remove:
            return remove(name, o);
        case kind::outage:
            audit_.available = o.n[0] % 2 == 0;
            service_.set_service_available(audit_.available);
            break;
        default:
            if (const auto* config = service_.find_function(name))
                RC_ASSERT(service_.update_function(*config, code()).has_value());
        }
    }

    handler_factory code() {
        return [this](std::uint64_t) { return std::make_unique<planned_handler>(clock_); };
    }

    void deploy(const std::string& name, const operation& o) {
        auto made = std::make_shared<deployment>(deployment{config_of(name, o)});
        if (!can_reserve(made->config, 0))
            made->config.reserved_concurrency.reset();
        const auto answer = service_.create_function(made->config, code());
        RC_ASSERT(answer.has_value());
        deployed_[name] = made;
    }

    /// All but 100 may be reserved, and that is all that there is of a small account.
    [[nodiscard]] bool can_reserve(const function_config& config, std::uint32_t own) const {
        std::uint32_t reserved = 0;
        for (const auto& [name, one] : deployed_)
            reserved += one->config.reserved_concurrency.value_or(0);
        const auto least = std::min(account_.concurrency, 100U);
        return reserved - own + config.reserved_concurrency.value_or(0) <= account_.concurrency - least;
    }

    std::shared_ptr<planned_event> event_for(const std::string& name, unsigned number) {
        auto event = std::make_shared<planned_event>();
        event->target = deployed_.contains(name) ? deployed_.at(name) : nullptr;
        for (int i = 0; i < 3; ++i, number /= 7)
            event->attempts.push_back(behaviours[number % 7]);
        return event;
    }

    void invoke(const std::string& name, const operation& o, unsigned times) {
        for (unsigned i = 0; i < times; ++i) {
            const auto answer = service_.invoke_async(name, event_for(name, o.n[2] + 50 * i), ++last_entity_);
            RC_ASSERT(answer.has_value() == deployed_.contains(name));
        }
    }

    void call(const std::string& name, const operation& o) {
        auto event = event_for(name, o.n[2]);
        event->call = true;
        const auto answer = service_.invoke(name, event, ++last_entity_,
                                            [this](const call_result& result) { audit_.on_answer(result); });
        if (answer)
            return audit_.expect_answer();
        const bool full = event->target && service_.concurrent_executions() >=
                                               event->target->config.reserved_concurrency.value_or(
                                                   service_.unreserved_concurrency());
        RC_ASSERT((!event->target || !audit_.available || full));
    }

    void configure(const std::string& name, const operation& o) {
        const auto wanted = config_of(name, o);
        const auto found = deployed_.find(name);
        const bool possible = found != deployed_.end() &&
                              (!wanted.reserved_concurrency ||
                               can_reserve(wanted, found->second->config.reserved_concurrency.value_or(0)));
        if (possible) // at once: what waits in line may go within the call
            found->second->config = wanted;
        RC_ASSERT(service_.update_function(wanted).has_value() == possible);
    }

    void remove(const std::string& name, const operation& o) {
        const auto found = deployed_.extract(name);
        if (found)
            found.mapped()->deleted = true; // at once: what waits is given up within the call
        RC_ASSERT(service_.delete_function(name).has_value() == !found.empty());
        if (o.n[1] % 4 > 0)
            deploy(name, o);
    }

    virtual_scheduler clock_;
    audit audit_{clock_};
    account_config account_;
    std::map<std::string, std::shared_ptr<deployment>> deployed_;
    std::uint64_t last_entity_ = 0;
    lambda_service service_;
};

} // namespace

TEST_CASE("every event of the asynchronous queue ends once, for a reason, within its limits") {
    test::for_all(5000, [] {
        laboratory lab{*rc::gen::element(2U, 102U, 1000U)};
        for (const auto& operation : *rc::gen::container<std::vector<operation>>(any_operation()))
            lab.play(operation);
        lab.finish();
    });
}

} // namespace sendlab::lambda::model
