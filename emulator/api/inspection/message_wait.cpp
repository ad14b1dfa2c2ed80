#include "api/inspection/message_wait.hpp"

#include <memory>

#include <nlohmann/json.hpp>

#include "api/inspection/mail_json.hpp"

namespace sendlab::api {

namespace {

using mailbox::mailbox_event;
using nlohmann::ordered_json;

/// Lives until it has answered: the subscription and the timer hold it.
class message_wait : public std::enable_shared_from_this<message_wait> {
public:
    message_wait(inspection_world& world, wait_request wanted, http_answer answer)
        : world_{world}, wanted_{std::move(wanted)}, answer_{std::move(answer)} {}

    void begin() {
        for (const auto* const kept : matching(world_.box, wanted_.query))
            found_.insert(kept->id);
        if (is_enough())
            return finish(200);
        const auto self = shared_from_this();
        subscription_ = world_.box.subscribe(
            [self](mailbox_event event, const mailbox::message* about) { self->on_event(event, about); });
        timer_ = world_.clock.run_after(wanted_.timeout, [self] { self->on_timeout(); });
        number_ = ++world_.last_wait;
        world_.waits.emplace(number_, [self] { self->finish(503); });
    }

private:
    /// Whether it stays at an exact number only the end of the time can tell, unless it is none already.
    [[nodiscard]] bool is_enough() const { return !wanted_.exact && found_.size() >= wanted_.count; }

    void on_event(mailbox_event event, const mailbox::message* about) {
        if (event == mailbox_event::cleared)
            found_.clear();
        else if (event == mailbox_event::deleted || !wanted_.query.matches(*about))
            found_.erase(about->id);
        else
            found_.insert(about->id);
        if (is_enough())
            finish(200);
    }

    void on_timeout() {
        const bool exactly = wanted_.exact && found_.size() == wanted_.count;
        finish(exactly ? 200 : 408);
    }

    void finish(unsigned status) {
        const auto self = shared_from_this(); // none of those that hold it does from here on
        world_.box.unsubscribe(subscription_);
        world_.clock.cancel(timer_);
        world_.waits.erase(number_);
        answer_(json_document(document(status), status));
    }

    [[nodiscard]] ordered_json document(unsigned status) const {
        auto messages = ordered_json::array();
        for (auto id = found_.rbegin(); id != found_.rend(); ++id)
            if (const auto* const kept = world_.box.find(*id))
                messages.push_back(summary_json(*kept));
        ordered_json out;
        if (status != 200)
            out["error"] = "waited for " + std::to_string(wanted_.count) + " messages, " +
                           std::to_string(messages.size()) + " match";
        out["wanted"] = wanted_.count;
        out["messages_count"] = messages.size();
        out["messages"] = std::move(messages);
        return out;
    }

    inspection_world& world_;
    const wait_request wanted_;
    const http_answer answer_;
    std::set<std::uint64_t> found_;
    std::uint64_t subscription_ = 0;
    std::uint64_t number_ = 0;
    timer_id timer_{};
};

} // namespace

void wait_for_messages(inspection_world& world, wait_request wanted, http_answer answer) {
    std::make_shared<message_wait>(world, std::move(wanted), std::move(answer))->begin();
}

} // namespace sendlab::api
