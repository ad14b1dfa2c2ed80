// The scheduler against the simplest thing that does the same: a multimap, which keeps equal keys in the
// order in which they came. Both play the same script; events ask for further events and cancel others,
// as components do.

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;

namespace {

class reference_scheduler final : public scheduler {
public:
    [[nodiscard]] time_point now() const override { return now_; }

    timer_id run_at(time_point when, task&& event) override {
        events_.emplace(std::max(when, now_), std::pair{++last_, std::move(event)});
        return {last_, 1};
    }

    bool cancel(timer_id id) override {
        const auto found = std::ranges::find_if(events_, [&](auto& e) { return e.second.first == id.slot; });
        if (!id || found == events_.end())
            return false;
        events_.erase(found);
        return true;
    }

    void run(time_point limit = time_point::max()) {
        while (!events_.empty() && events_.begin()->first <= std::max(limit, now_)) {
            now_ = events_.begin()->first;
            auto event = std::move(events_.extract(events_.begin()).mapped().second);
            event();
        }
        if (!events_.empty())
            now_ = std::max(now_, limit);
    }

private:
    time_point now_ = virtual_epoch;
    std::uint32_t last_ = 0;
    std::multimap<time_point, std::pair<std::uint32_t, task>> events_;
};

enum class action : std::uint8_t { ask, cancel, run };
using script = std::vector<std::tuple<std::uint8_t, std::uint16_t>>;

/// Plays a script and notes all that can be seen of the scheduler.
template<class Scheduler>
class player {
public:
    std::vector<std::int64_t> play(const script& steps) {
        for (const auto& [kind, number] : steps)
            switch (static_cast<action>(kind % 3)) {
            case action::ask:
                ask(number);
                break;
            case action::cancel:
                cancel(number);
                break;
            case action::run:
                clock_.run(clock_.now() + duration{number % 16});
                note(clock_.now().time_since_epoch().count());
            }
        clock_.run();
        return seen_;
    }

private:
    void note(std::int64_t what) { seen_.push_back(what); }

    void ask(unsigned number) {
        const auto event = static_cast<unsigned>(ids_.size());
        ids_.push_back({});
        ids_[event] = clock_.run_after(duration{number % 8} - duration{1}, [this, event] { run(event); });
    }

    void cancel(unsigned number) {
        if (!ids_.empty())
            note(clock_.cancel(ids_[number % ids_.size()]));
    }

    void run(unsigned event) {
        note(event);
        note((clock_.now() - virtual_epoch).count());
        if (ids_.size() < 300 && event % 3 == 0)
            ask(event / 3);
        if (event % 4 == 0)
            cancel(event * 7 + 1);
    }

    Scheduler clock_;
    std::vector<timer_id> ids_;
    std::vector<std::int64_t> seen_;
};

} // namespace

TEST_CASE("the scheduler does what a multimap would do") {
    rc::prop("any script", [](const script& steps) {
        RC_ASSERT(player<virtual_scheduler>{}.play(steps) == player<reference_scheduler>{}.play(steps));
    });
}

TEST_CASE("the scheduler does what a multimap would do when most events are cancelled") {
    rc::prop("asks and cancels", [](std::vector<std::uint16_t> numbers, std::uint8_t more) {
        script steps;
        for (int round = 0; round <= more; ++round)
            for (const auto number : numbers) {
                steps.emplace_back(0, static_cast<std::uint16_t>(number + round));
                steps.emplace_back(1, static_cast<std::uint16_t>(steps.size()));
            }
        RC_ASSERT(player<virtual_scheduler>{}.play(steps) == player<reference_scheduler>{}.play(steps));
    });
}
