#include "net/live/live_smtp.hpp"

#include <utility>

#include "net/live/client_environment.hpp"
#include "smtp/auth.hpp"

namespace sendlab::net {

namespace {

constexpr std::string_view secret_access_key = "test"; // what signatures are checked with, too

sendlab::smtp::session_settings session_of(const smtp_surroundings& around, const smtp_config& config) {
    const auto& region = around.ses.account().region;
    auto session = config.as_ses ? sendlab::smtp::ses_settings(region) : sendlab::smtp::session_settings{};
    if (config.as_ses)
        session.credentials = [password = smtp_password_in(region)](
                                  std::string_view, std::string_view given) { return given == password; };
    for (const auto keyword : config.hidden)
        session.extensions.hide(keyword);
    session.line_ends = config.line_ends;
    session.keep_text = config.as_ses || around.mail.mode() != mailbox::keeping::count_only;
    return session;
}

smtp::server_settings server_of(const smtp_surroundings& around, const smtp_config& config,
                                const std::string& host) {
    smtp::server_settings server;
    server.address = host;
    server.port = config.port;
    server.tls_port = config.tls_port;
    server.connections = config.connections;
    server.session = session_of(around, config);
    server.gate = around.gate;
    return server;
}

} // namespace

std::string smtp_password_in(std::string_view region) {
    return sendlab::smtp::ses_smtp_password(secret_access_key, region);
}

live_smtp::live_smtp(const smtp_surroundings& around, const smtp_config& config, const std::string& host)
    : clock_{around.clock},
      functions_{around.functions},
      log_{around.log},
      reception_{around.clock, around.ses, around.mail, config.as_ses},
      limits_{around.clock, {.messages_per_session = config.messages_per_session}, &around.faults},
      server_{around.io,
              around.clock,
              server_of(around, config, host),
              [this](sendlab::smtp::received_message&& message) { return accept(std::move(message)); },
              around.tls,
              &limits_} {
    server_.on_session_start([this](const sendlab::smtp::session& begun, const smtp::client_facts& client) {
        on_start(begun, client);
    });
    around.faults.on_attempt([this](std::uint64_t session) {
        const auto found = handlers_.find(session);
        const auto origin =
            found == handlers_.end() ? std::nullopt : functions_.origin_in(found->second.environment);
        return origin ? std::optional{origin->attempt} : std::nullopt;
    });
    around.faults.on_crowd([this] { return static_cast<std::uint32_t>(server_.counters().open); });
    server_.on_session_end([this](const sendlab::smtp::session& over, const smtp::client_facts& client) {
        on_end(over, client);
    });
}

sendlab::smtp::accept_result live_smtp::accept(sendlab::smtp::received_message&& message) {
    auto line = "SMTP mail from <" + message.envelope.from + "> to " +
                std::to_string(message.envelope.recipients.size()) + " => ";
    std::optional<mailbox::origin> origin;
    if (const auto found = handlers_.find(message.session); found != handlers_.end()) {
        origin = functions_.origin_in(found->second.environment);
        charge(found->first, found->second);
    }
    auto result = reception_.accept(std::move(message), std::move(origin));
    line += result.error ? std::to_string(result.error->code) + " (" + result.error->text + ')'
                         : "250 " + result.id;
    log_(line);
    return result;
}

void live_smtp::on_start(const sendlab::smtp::session& begun, const smtp::client_facts& client) {
    auto environment = environment_of_client(client.port, port());
    if (!environment && tls_port())
        environment = environment_of_client(client.port, *tls_port());
    if (environment)
        handlers_.emplace(begun.id(), handler_session{*environment});
}

/// The attempt that sends now has waited since the session's last mail, or since its beginning; and will wait for the
/// answer.
void live_smtp::charge(std::uint64_t session, handler_session& of) {
    const auto caller = functions_.log().latest_in(of.environment);
    const auto* const client = server_.client_of(session);
    if (!caller || !client)
        return;
    caller->attempt->smtp_connections += of.round_trips == 0;
    const auto with_answer = client->round_trips + 1;
    caller->attempt->smtp_round_trips += with_answer - of.round_trips;
    of.round_trips = with_answer;
}

void live_smtp::on_end(const sendlab::smtp::session& over, const smtp::client_facts& client) {
    handlers_.erase(over.id());
    sessions_.add(over, client.round_trips, clock_.now());
    if (over.answer_in_doubt())
        log_("SMTP session " + std::to_string(over.id()) +
             ": a mail was accepted, but its client may not know, and may send it again");
}

api::live::smtp_counts live_smtp::counts() const {
    const auto& now = server_.counters();
    return {now.connections, now.turned_away, now.open, now.timed_out, now.answers_in_doubt};
}

} // namespace sendlab::net
