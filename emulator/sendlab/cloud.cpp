#include "sendlab/cloud.hpp"

#include <cassert>
#include <utility>

#include "api/live/live_report.hpp"
#include "api/live/put_event.hpp"
#include "api/live/upload_file.hpp"
#include "pipeline/store_config.hpp"

namespace sendlab {

cloud::cloud(pipeline::settings from)
    : scenario{std::move(from)},
      store{clock, random, pipeline::store_config_of(scenario)},
      ses{clock, random, scenario.ses.account},
      conditions{clock, scenario},
      log{clock, SIZE_MAX},
      started_{clock.now()},
      functions_{clock, random, scenario.lambda.account, log},
      notifications_{clock, conditions.faults(),
                     [this](const s3::notification& n, std::uint32_t copy) { deliver(n, copy); }} {
    functions_.write_logs(true);
    conditions.on_lambda_outage([this](bool available) { functions_.set_service_available(available); });
    mail.subscribe([this](mailbox::mailbox_event event, const mailbox::message* message) {
        if (event == mailbox::mailbox_event::accepted && message->origin)
            log.note_mail(message->origin->request_id, message->origin->attempt, message->id);
    });
    for (const auto& identity : scenario.ses.verified)
        ses.verify_identity(identity);
    [[maybe_unused]] const auto created = store.create_bucket(scenario.s3.bucket);
    assert(created.has_value());
    store.on_notification([this](const s3::notification& n) { notifications_.send(n); });
}

void cloud::deploy(const lambda::handler_factory& code) {
    const auto& function = scenario.lambda.function;
    if (std::exchange(deployed_, true)) {
        [[maybe_unused]] const auto updated = functions_.update_function(function, code);
        assert(updated.has_value());
        return;
    }
    const auto arn = functions_.create_function(function, code);
    assert(arn.has_value());
    s3::notification_rule rule;
    rule.id = "EmailSender";
    rule.function_arn = *arn;
    rule.events = {"s3:ObjectCreated:*"};
    [[maybe_unused]] const auto configured =
        store.put_notification_configuration(scenario.s3.bucket, {{rule}});
    assert(configured.has_value());
}

void cloud::put_object(const std::string& bucket, const std::string& key, std::string bytes,
                       std::uint32_t ancestors) {
    s3::object_store::put_request request;
    request.bucket = bucket;
    request.key = key;
    request.body = s3::body{std::make_shared<memory_blob>(std::move(bytes))};
    request.tag = ancestors;
    [[maybe_unused]] const auto put = store.put_object(std::move(request));
    assert(put.has_value());
}

void cloud::deliver(const s3::notification& n, std::uint32_t copy) {
    const auto object = store.get_object(n.record->bucket, n.record->key);
    const auto emails = object ? api::live::emails_in(*(*object)->body.bytes()) : 0;
    (void)functions_.invoke_async(n.function_arn,
                                  std::make_shared<api::live::put_event>(n.function_arn, n.record, emails),
                                  n.entity, copy);
}

pipeline::run_result cloud::result() {
    const api::live::live_parts parts{clock, log, conditions, mail, calls_, pulse_, {}};
    return live_result(parts, scenario, started_);
}

} // namespace sendlab
