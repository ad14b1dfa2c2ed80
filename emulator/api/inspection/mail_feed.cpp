#include "api/inspection/mail_feed.hpp"

#include <nlohmann/json.hpp>

#include "api/inspection/mail_json.hpp"
#include "base/json_value.hpp"
#include "mailbox/message_name.hpp"

namespace sendlab::api {

namespace {

using mailbox::mailbox_event;
using nlohmann::ordered_json;

constexpr duration between_statistics = std::chrono::milliseconds{250};

ordered_json event_json(mailbox_event event, const mailbox::message* about) {
    switch (event) {
    case mailbox_event::accepted:
        return {{"Type", "new"}, {"Data", summary_json(*about)}};
    case mailbox_event::updated:
        return {{"Type", "update"},
                {"Data",
                 {{"ID", mailbox::message_name(about->id)}, {"Read", about->read}, {"Tags", about->tags}}}};
    case mailbox_event::deleted:
        return {{"Type", "delete"}, {"Data", {{"ID", mailbox::message_name(about->id)}}}};
    case mailbox_event::cleared:
        break;
    }
    return {{"Type", "truncate"}, {"Data", nullptr}};
}

} // namespace

mail_feed::mail_feed(scheduler& clock, mailbox::mailbox& box, event_feed& into)
    : clock_{clock},
      box_{box},
      feed_{into},
      subscription_{box.subscribe(
          [this](mailbox_event event, const mailbox::message* about) { on_event(event, about); })} {}

mail_feed::~mail_feed() {
    box_.unsubscribe(subscription_);
    clock_.cancel(statistics_);
}

void mail_feed::on_event(mailbox_event event, const mailbox::message* about) {
    if (!feed_.has_listeners())
        return;
    feed_.publish(json_text(event_json(event, about)));
    if (!statistics_)
        statistics_ = clock_.run_after(between_statistics, [this] { publish_statistics(); });
}

void mail_feed::publish_statistics() {
    statistics_ = {};
    feed_.publish(json_text(ordered_json{
        {"Type", "stats"}, {"Data", {{"Total", box_.count()}, {"Unread", box_.unread()}, {"Version", ""}}}}));
}

} // namespace sendlab::api
