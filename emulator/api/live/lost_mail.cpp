#include "api/live/lost_mail.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "mailbox/copies.hpp"
#include "pipeline/upload_file.hpp"
#include "s3/object_store.hpp"

namespace sendlab::api::live {

namespace {

constexpr std::uint64_t largest_file = 8ULL * 1024 * 1024;
constexpr std::size_t most_recipients = 1000; // shown of a file

using recipients = std::vector<std::string>;             // sorted
using counts = std::map<recipients, std::uint64_t>;      // of distinct e-mails
using object_name = std::pair<std::string, std::string>; // bucket and key

recipients sorted(recipients of) {
    std::ranges::sort(of);
    return of;
}

/// Distinct e-mails of handlers, by the file from which they came.
std::map<std::string, counts> accepted_by_file(const mailbox::mailbox& mail) {
    auto kept = mail.list(0, mail.count());
    std::erase_if(kept, [](const mailbox::message* m) { return !m->origin; });
    std::ranges::reverse(kept);
    std::set<const mailbox::message*> again;
    for (const auto& copied : mailbox::find_copies(kept, mailbox::copy_rule::automatic))
        again.insert(copied.messages.begin() + 1, copied.messages.end());
    std::map<std::string, counts> out;
    for (const auto* m : kept)
        if (!again.contains(m))
            ++out[m->origin->file_key][sorted(m->recipients)];
    return out;
}

std::map<object_name, std::vector<const recorded_invocation*>> files_of(const invocation_log& log) {
    std::map<object_name, std::vector<const recorded_invocation*>> out;
    for (const auto& i : log.invocations())
        if (i->emails > 0)
            out[{i->bucket, i->key}].push_back(i.get());
    std::erase_if(out, [](const auto& file) {
        return !std::ranges::all_of(file.second, [](const auto* i) { return i->over(); });
    });
    return out;
}

std::vector<pipeline::uploaded_email> emails_in(s3::object_store& store, const object_name& name) {
    const auto found = store.get_object(name.first, name.second);
    if (!found || (*found)->body.size() > largest_file)
        return {};
    auto read = pipeline::read_upload(to_string(*(*found)->body.bytes()));
    return read ? std::move(read->emails) : std::vector<pipeline::uploaded_email>{};
}

bool take(counts& from, const recipients& who) {
    const auto found = from.find(who);
    if (found == from.end() || found->second == 0)
        return false;
    --found->second;
    return true;
}

/// E-mails that no message of the file is.
file_with_losses unclaimed(const recorded_invocation& last,
                           const std::vector<pipeline::uploaded_email>& emails, counts& accepted) {
    file_with_losses out{.last = &last, .emails = emails.size()};
    for (const auto& email : emails)
        if (!take(accepted, sorted(email.to)))
            out.lost.push_back({email.to, email.subject});
    return out;
}

nlohmann::ordered_json as_json(const file_with_losses& file) {
    using nlohmann::ordered_json;
    auto shown = ordered_json::array();
    for (const auto& email : file.lost) {
        if (shown.size() == most_recipients)
            break;
        shown.push_back({{"to", email.to}, {"subject", email.subject}});
    }
    return {
        {"bucket", file.last->bucket},        {"key", file.last->key}, {"state", to_string(file.last->state)},
        {"invocation", file.last->id.text()}, {"emails", file.emails}, {"lost", file.lost.size()},
        {"recipients", std::move(shown)}};
}

} // namespace

std::vector<file_with_losses> find_losses(const live_parts& parts, s3::object_store& store) {
    if (parts.mail.mode() == mailbox::keeping::count_only || parts.mail.evicted().total() > 0)
        return {};
    auto accepted = accepted_by_file(parts.mail);
    std::vector<file_with_losses> out;
    for (const auto& [name, invocations] : files_of(parts.invocations))
        out.push_back(unclaimed(*invocations.back(), emails_in(store, name), accepted[name.second]));
    counts left; // that no file has claimed
    for (const auto& [key, of_file] : accepted)
        for (const auto& [who, n] : of_file)
            left[who] += n;
    for (auto& file : out)
        std::erase_if(file.lost, [&](const lost_email& email) { return take(left, sorted(email.to)); });
    std::erase_if(out, [](const file_with_losses& file) { return file.lost.empty(); });
    return out;
}

void add_loss_routes(own_api& api, const live_parts& parts, s3::object_store& store) {
    api.add("GET", "/_sendlab/lost", [parts, &store](const routed_request&) {
        std::uint64_t lost = 0;
        auto files = nlohmann::ordered_json::array();
        for (const auto& file : find_losses(parts, store)) {
            lost += file.lost.size();
            files.push_back(as_json(file));
        }
        const nlohmann::ordered_json document{{"lost", lost}, {"files", std::move(files)}};
        return json_response(200, json_text(document));
    });
}

} // namespace sendlab::api::live
