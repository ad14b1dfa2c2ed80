// The verbs of the session: which may come when, and what they do (RFC 5321, section 4.1).
#include "base/ascii.hpp"
#include "smtp/session_impl.hpp"

#include <algorithm>
#include <utility>

#include "smtp/mail_command.hpp"
#include "smtp/text.hpp"

namespace sendlab::smtp {

namespace {

constexpr reply ok{250, "2.0.0", "Ok"};
constexpr reply unknown{500, "5.5.1", "Command not known"};
constexpr reply not_offered{502, "5.5.1", "Command not offered"};
constexpr reply no_argument{501, "5.5.4", "The command takes no argument"};
constexpr reply hello_first{503, "5.5.1", "EHLO comes first"};
constexpr reply ehlo_first{503, "5.5.1", "EHLO comes before AUTH"};
constexpr reply mail_first{503, "5.5.1", "MAIL comes first"};
constexpr reply rcpt_first{503, "5.5.1", "RCPT comes first"};
constexpr reply in_transaction{503, "5.5.1", "Not inside a mail transaction"};
constexpr reply no_recipients{554, "5.5.1", "No valid recipients"};

/// Without credentials, which the session log must not show.
std::string_view shown(std::string_view line) {
    if (!begins_with_ignoring_case(line, "AUTH"))
        return line;
    return line.substr(0, line.find(' ', std::min<std::size_t>(line.size(), 5)));
}

} // namespace

struct session::impl::verb {
    std::string_view name;
    handler run;
};

const session::impl::verb session::impl::verbs[] = {
    {"MAIL", &impl::mail}, {"RCPT", &impl::rcpt},         {"DATA", &impl::data}, {"BDAT", &impl::bdat},
    {"QUIT", &impl::quit}, {"RSET", &impl::rset},         {"EHLO", &impl::ehlo}, {"HELO", &impl::helo},
    {"AUTH", &impl::auth}, {"NOOP", &impl::noop},         {"HELP", &impl::help}, {"VRFY", &impl::vrfy},
    {"EXPN", &impl::expn}, {"STARTTLS", &impl::starttls},
};

void session::impl::run_command(std::string_view line) {
    const bool response = phase_ == phase::auth;
    log_.add(clock_.now(), session_log::speaker::client, response ? "(response)" : shown(line));
    if (response)
        return on_auth(auth_.respond(line));
    line = line.substr(0, line.find_last_not_of(' ') + 1); // trailing blanks mean nothing (4.1.1)
    const auto name = line.substr(0, line.find(' '));
    const auto found = std::ranges::find_if(verbs, [&](auto& v) { return ascii::same_text(v.name, name); });
    if (found == std::end(verbs))
        return error(unknown);
    line.remove_prefix(name.size());
    line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
    (this->*found->run)(line);
}

bool session::impl::offers(extension keyword) const {
    return settings_.extensions.contains(keyword);
}

/// The lines of the answer to EHLO, but for the host.
std::string session::impl::keywords() const {
    std::string lines;
    for (const auto keyword :
         {extension::pipelining, extension::eight_bit_mime, extension::smtputf8,
          extension::enhanced_status_codes, extension::dsn, extension::chunking, extension::binarymime})
        if (offers(keyword))
            lines.append("\n").append(to_string(keyword));
    if (offers(extension::size))
        lines += "\nSIZE " + std::to_string(settings_.limits.message);
    if (offers(extension::starttls) && settings_.tls_available && !tls_)
        lines += "\nSTARTTLS";
    if (offers(extension::auth) && (tls_ || !settings_.auth_needs_tls))
        lines += "\nAUTH PLAIN LOGIN";
    return lines;
}

void session::impl::hello(std::string_view name, bool extended) {
    if (name.empty() || !is_utf8(name))
        return error({501, "5.5.4", extended ? "Syntax: EHLO name" : "Syntax: HELO name"});
    const auto how = ask(stage::hello, name);
    if (!how.refused) {
        client_ = name;
        extended_ = extended;
        reset_transaction();
    }
    answer({250, "", settings_.host + (extended ? keywords() : "")}, how);
}

void session::impl::ehlo(std::string_view argument) {
    hello(argument, true);
}

void session::impl::helo(std::string_view argument) {
    hello(argument, false);
}

void session::impl::starttls(std::string_view argument) {
    if (!offers(extension::starttls) || !settings_.tls_available)
        return error(not_offered);
    if (!argument.empty())
        return error(no_argument);
    if (tls_)
        return error({503, "5.5.1", "TLS is there already"});
    const auto how = ask(stage::starttls);
    answer({220, "2.0.0", "Ready to start TLS"}, how, how.refused ? action::read : action::start_tls);
}

void session::impl::auth(std::string_view argument) {
    if (!offers(extension::auth))
        return error(not_offered);
    if (client_.empty() || !extended_)
        return error(ehlo_first);
    if (in_transaction_)
        return error(in_transaction);
    if (!user_.empty())
        return error({503, "5.5.1", "Authenticated already"});
    if (settings_.auth_needs_tls && !tls_)
        return error({538, "5.7.11", "Encryption required for requested authentication mechanism"});
    if (argument.empty())
        return error({501, "5.5.4", "Syntax: AUTH mechanism"});
    on_auth(auth_.start(argument));
}

void session::impl::on_auth(auth_exchange::outcome outcome) {
    phase_ = phase::command;
    switch (outcome) {
    case auth_exchange::outcome::challenge:
        phase_ = phase::auth;
        return answer({334, "", auth_.challenge()});
    case auth_exchange::outcome::complete:
        return on_credentials();
    case auth_exchange::outcome::unknown_mechanism:
        return error({504, "5.5.4", "Mechanisms are PLAIN and LOGIN"});
    case auth_exchange::outcome::not_base64:
        return error({501, "5.5.2", "Not base64"});
    case auth_exchange::outcome::malformed:
        return error({501, "5.5.2", "Not what the mechanism demands"});
    case auth_exchange::outcome::cancelled:
        return error({501, "5.7.0", "Authentication cancelled"});
    }
}

void session::impl::on_credentials() {
    const auto& [user, password] = auth_.credentials();
    if (settings_.credentials && !settings_.credentials(user, password))
        return error({535, "5.7.8", "Authentication Credentials Invalid"});
    const auto how = ask(stage::auth, user);
    if (!how.refused)
        user_ = user;
    answer({235, "2.7.0", "Authentication successful."}, how);
}

void session::impl::mail(std::string_view argument) {
    if (client_.empty())
        return error(hello_first);
    if (settings_.require_tls && !tls_)
        return error({530, "5.7.0", "Must issue a STARTTLS command first"});
    if (settings_.require_auth && user_.empty())
        return error({530, "5.7.0", "Authentication required"});
    if (in_transaction_)
        return error(in_transaction);
    auto parsed = parse_mail(argument, {settings_.extensions, settings_.limits.message, extended_});
    if (!parsed)
        return error(parsed.error());
    reset_transaction();
    envelope_ = std::move(*parsed);
    ++number_;
    const auto how = ask(stage::mail, envelope_.from);
    in_transaction_ = !how.refused;
    answer({250, "2.1.0", "Ok"}, how);
}

void session::impl::rcpt(std::string_view argument) {
    if (!in_transaction_)
        return error(mail_first);
    if (in_chunks_)
        return error(in_transaction);
    auto parsed =
        parse_rcpt(argument, {settings_.extensions, settings_.limits.message, extended_}, envelope_.smtputf8);
    if (!parsed) {
        ++tried_;
        return error(parsed.error());
    }
    if (envelope_.recipients.size() >= settings_.limits.recipients)
        return answer({452, "4.5.3", "Too many recipients"});
    const auto how = ask(stage::rcpt, parsed->mailbox);
    ++tried_;
    if (!how.refused)
        envelope_.recipients.push_back(std::move(*parsed));
    answer({250, "2.1.5", "Ok"}, how);
}

void session::impl::data(std::string_view argument) {
    if (!argument.empty())
        return error(no_argument);
    if (!in_transaction_)
        return error(mail_first);
    if (envelope_.recipients.empty())
        return error(tried_ == 0 ? rcpt_first : no_recipients);
    if (in_chunks_ || envelope_.body == body_type::binary_mime)
        return error({503, "5.5.1", "The text goes on with BDAT"});
    const auto how = ask(stage::data);
    if (!how.refused) {
        phase_ = phase::text;
        link_ = how.text;
        text_.expect(envelope_.declared_size.value_or(0));
    }
    answer({354, "", "End data with <CR><LF>.<CR><LF>"}, how);
}

/// The octets of the chunk follow at once, whatever is said to them; they must never be taken for commands.
void session::impl::bdat(std::string_view argument) {
    const auto parsed = parse_chunk(argument);
    if (!parsed)
        return error({501, "5.5.4", "Syntax: BDAT octets [LAST]"});
    chunk_refusal_.reset();
    if (!offers(extension::chunking))
        chunk_refusal_ = not_offered;
    else if (!in_transaction_)
        chunk_refusal_ = mail_first;
    else if (envelope_.recipients.empty())
        chunk_refusal_ = tried_ == 0 ? rcpt_first : no_recipients;
    if (!chunk_refusal_ && !std::exchange(in_chunks_, true)) {
        data_ = ask(stage::data);
        link_ = data_.text;
    }
    chunk_is_last_ = parsed->last;
    chunk_.start(parsed->octets);
    phase_ = phase::chunk;
    std::string_view nothing;
    read_text(nothing);
}

void session::impl::rset(std::string_view argument) {
    if (!argument.empty())
        return error(no_argument);
    reset_transaction();
    answer(ok, ask(stage::other));
}

void session::impl::noop(std::string_view /*argument*/) {
    answer(ok, ask(stage::other));
}

void session::impl::help(std::string_view /*argument*/) {
    answer({214, "2.0.0", "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY AUTH STARTTLS HELP QUIT\nRFC 5321"},
           ask(stage::other));
}

void session::impl::vrfy(std::string_view argument) {
    if (argument.empty())
        return error({501, "5.5.4", "Syntax: VRFY address"});
    answer({252, "2.1.5", "Every address is taken; none is verified"}, ask(stage::other));
}

void session::impl::expn(std::string_view /*argument*/) {
    error(not_offered);
}

void session::impl::quit(std::string_view argument) {
    if (!argument.empty())
        return error(no_argument);
    answer({221, "2.0.0", "Bye"}, ask(stage::quit), action::close);
}

} // namespace sendlab::smtp
