#include "storage/ses_shelf.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "storage/document.hpp"

// Members' names, and the numbers of enumerators, are those of what is kept: whoever changes one changes the format.
namespace sendlab::ses {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(identity, name, verified, created, settings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(email_template, name, subject, text, html, created)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(suppressed_address, address, why, since)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(configuration_set, name, created, sending_enabled, options,
                                                event_destinations)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(send_data_point, timestamp, delivery_attempts, bounces,
                                                complaints, rejects)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(sent_minute, begin, recipients)

} // namespace sendlab::ses

namespace sendlab::storage {

namespace {

using nlohmann::json;
using ses::account_part;

constexpr const char* kind = "ses.account";

constexpr std::pair<account_part, const char*> names[] = {
    {account_part::sending, "sending"},
    {account_part::identity, "identities"},
    {account_part::mail_template, "templates"},
    {account_part::suppression, "suppressed"},
    {account_part::configuration, "configuration_sets"},
    {account_part::counters, "counters"},
};

account_part part_of(const std::string& key) {
    const auto* const found =
        std::ranges::find(names, key, [](const auto& name) { return std::string{name.second}; });
    if (found == std::end(names))
        throw damaged_record{"it is no part of an account"};
    return found->first;
}

/// The values of a map, or of what is walked through like one.
template<class Entries>
json values_of(const Entries& entries) {
    auto values = json::array();
    for (const auto& [name, value] : entries)
        values.push_back(value);
    return values;
}

json document_of(const ses::ses_service& from, account_part what) {
    switch (what) {
    case account_part::sending:
        return from.sending_enabled();
    case account_part::identity:
        return values_of(from.identities());
    case account_part::mail_template:
        return values_of(from.templates());
    case account_part::suppression:
        return values_of(from.suppressed());
    case account_part::configuration:
        return values_of(from.configuration_sets());
    case account_part::counters:
        return {{"points", from.statistics()}, {"minutes", from.sent_minutes()}};
    }
    return {};
}

void restore(ses::ses_service& to, account_part what, const json& from) {
    switch (what) {
    case account_part::sending:
        return to.set_sending_enabled(from.get<bool>());
    case account_part::identity:
        for (const auto& one : from.get<std::vector<ses::identity>>())
            to.identities().verify(one.name) = one;
        return;
    case account_part::mail_template:
        for (const auto& one : from.get<std::vector<ses::email_template>>())
            to.templates()[one.name] = one;
        return;
    case account_part::suppression:
        for (const auto& one : from.get<std::vector<ses::suppressed_address>>())
            to.suppressed().put(one.address, one.why, one.since);
        return;
    case account_part::configuration:
        for (const auto& one : from.get<std::vector<ses::configuration_set>>())
            to.configuration_sets()[one.name] = one;
        return;
    case account_part::counters:
        return to.restore(from.at("points").get<std::vector<ses::send_data_point>>(),
                          from.at("minutes").get<std::vector<ses::sent_minute>>());
    }
}

} // namespace

shelf shelf_of(ses::ses_service& ses) {
    return {kind, [&ses](const std::string& key) { return record{packed(document_of(ses, part_of(key)))}; },
            [&ses](const std::string& key, const record& kept) {
                restore(ses, part_of(key), unpacked(kept.value));
            }};
}

void watch(ses::ses_service& ses, mark_function mark) {
    ses.on_change([mark = std::move(mark)](account_part what) {
        mark(kind, std::ranges::find(names, what, &std::pair<account_part, const char*>::first)->second);
    });
}

} // namespace sendlab::storage
