#include "api/live/metrics_text.hpp"

#include <numeric>
#include <span>

#include "mailbox/copies.hpp"

namespace sendlab::api::live {

namespace {

using lambda::attempt_outcome;

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" ").append(type).append("\n");
}

void sample(std::string& out, std::string_view name, std::string_view labels, std::uint64_t value) {
    out.append(name);
    if (!labels.empty())
        out.append("{").append(labels).append("}");
    out.append(" ").append(std::to_string(value)).append("\n");
}

void single(std::string& out, std::string_view name, std::string_view type, std::string_view help,
            std::uint64_t value) {
    head(out, name, type, help);
    sample(out, name, {}, value);
}

void add_calls(std::string& out, const call_counts& calls) {
    head(out, "sendlab_calls_total", "counter", "Calls of AWS services that were answered.");
    for (const auto& [call, count] : calls) {
        const auto dot = call.first.find('.');
        sample(out, "sendlab_calls_total",
               "service=\"" + call.first.substr(0, dot) + "\",action=\"" + call.first.substr(dot + 1) +
                   "\",status=\"" + std::to_string(call.second) + '"',
               count);
    }
}

void add_attempts(std::string& out, const invocation_log& log) {
    head(out, "sendlab_attempts_total", "counter", "Attempts of invocations that have ended.");
    for (const auto& [name, outcome] :
         {std::pair{"succeeded", attempt_outcome::succeeded}, std::pair{"failed", attempt_outcome::failed},
          std::pair{"timed_out", attempt_outcome::timed_out}})
        sample(out, "sendlab_attempts_total", std::string{"outcome=\""} + name + '"', log.ended(outcome));
    single(out, "sendlab_cold_starts_total", "counter", "Environments that were started.", log.cold_starts());
}

void add_pending(std::string& out, const invocation_log& log) {
    std::uint64_t pending = 0, running = 0;
    for (const auto& i : log.invocations()) {
        pending += i->over() ? 0 : 1;
        running += i->state == invocation_state::running ? 1 : 0;
    }
    single(out, "sendlab_invocations_pending", "gauge", "Invocations that are not over.", pending);
    single(out, "sendlab_attempts_running", "gauge", "Attempts that run now.", running);
}

void add_mail(std::string& out, const mailbox::mailbox& mail) {
    single(out, "sendlab_messages_total", "counter", "Messages that SES and SMTP have accepted.",
           mail.accepted());
    single(out, "sendlab_messages_kept", "gauge", "Messages in the mailbox.", mail.count());
    head(out, "sendlab_messages_evicted_total", "counter", "Messages that the mailbox's limits took away.");
    const auto& evicted = mail.evicted();
    for (const auto& [limit, count] :
         {std::pair{"messages", evicted.by_number}, std::pair{"bytes", evicted.by_bytes},
          std::pair{"age", evicted.by_age}})
        sample(out, "sendlab_messages_evicted_total", std::string{"limit=\""} + limit + '"', count);
    const auto kept = mail.list(0, mail.count());
    const auto copies = mailbox::find_copies(kept, mailbox::copy_rule::automatic);
    const auto duplicates = std::accumulate(
        copies.begin(), copies.end(), std::uint64_t{0},
        [](std::uint64_t sum, const mailbox::copies& c) { return sum + c.messages.size() - 1; });
    single(out, "sendlab_duplicates", "gauge", "Messages in the mailbox that are copies of earlier ones.",
           duplicates);
}

void add_smtp(std::string& out, const smtp_counts& smtp) {
    single(out, "sendlab_smtp_connections_total", "counter", "Connections to the SMTP ports.",
           smtp.connections);
    single(out, "sendlab_smtp_connections_open", "gauge", "Those that are open.", smtp.open);
    single(out, "sendlab_smtp_connections_turned_away_total", "counter",
           "Those over the limit of connections.", smtp.turned_away);
    single(out, "sendlab_smtp_connections_timed_out_total", "counter", "Those that were idle for too long.",
           smtp.timed_out);
    single(out, "sendlab_smtp_answers_in_doubt_total", "counter",
           "Accepted mail whose client may not know, and may send it again.", smtp.answers_in_doubt);
}

} // namespace

std::string metrics_text(const live_parts& parts) {
    std::string out;
    add_calls(out, parts.calls);
    add_attempts(out, parts.invocations);
    add_pending(out, parts.invocations);
    add_mail(out, parts.mail);
    if (parts.smtp)
        add_smtp(out, parts.smtp());
    return out;
}

} // namespace sendlab::api::live
