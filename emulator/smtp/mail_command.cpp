#include "smtp/mail_command.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "smtp/parameters.hpp"
#include "smtp/path.hpp"
#include "smtp/text.hpp"

namespace sendlab::smtp {

namespace {

constexpr reply unknown_parameter{555, "5.5.4", "Parameter not known or not offered"};
constexpr reply too_big{552, "5.3.4", "Message is larger than SIZE allows"};

constexpr reply bad_value(std::string_view text) {
    return {501, "5.5.4", text};
}

using maybe_reply = std::optional<reply>;

/// The path and the parameters behind "FROM:" or "TO:"; blanks after the colon are overlooked.
struct arguments {
    std::string_view mailbox;
    std::vector<parameter> parameters;
};

reply path_reply(path_error error, path_use use) {
    switch (error) {
    case path_error::brackets:
        return {501, use == path_use::reverse ? "5.1.7" : "5.1.3", "The address must stand between < and >"};
    case path_error::local_part:
        return {501, use == path_use::reverse ? "5.1.7" : "5.1.3", "The local part has more than 64 octets"};
    case path_error::domain:
        return {501, use == path_use::reverse ? "5.1.7" : "5.1.3", "The domain has more than 255 octets"};
    case path_error::syntax:
        break;
    }
    return {501, use == path_use::reverse ? "5.1.7" : "5.1.3", "Not a mailbox by RFC 5321, section 4.1.2"};
}

result<arguments, reply> split(std::string_view text, std::string_view prefix, path_use use) {
    if (!begins_with_ignoring_case(text, prefix))
        return use == path_use::reverse ? reply{501, "5.5.4", "Syntax: MAIL FROM:<address> [parameters]"}
                                        : reply{501, "5.5.4", "Syntax: RCPT TO:<address> [parameters]"};
    text.remove_prefix(prefix.size());
    text.remove_prefix(std::min(text.size(), text.find_first_not_of(' ')));
    const auto found = parse_path(text, use);
    if (!found)
        return path_reply(found.error(), use);
    auto parameters = parse_parameters(found->rest);
    if (!parameters)
        return bad_value("Syntax of parameters: KEYWORD=value, each once");
    return arguments{found->mailbox, std::move(*parameters)};
}

maybe_reply mailbox_error(std::string_view mailbox, bool smtputf8) {
    if (ascii::is_ascii(mailbox))
        return std::nullopt;
    if (!smtputf8)
        return reply{553, "5.6.7", "An address that is not ASCII needs SMTPUTF8"};
    return is_utf8(mailbox) ? std::nullopt : maybe_reply{reply{501, "5.6.7", "The address is not UTF-8"}};
}

maybe_reply set_size(const parameter& p, const command_rules& rules, envelope& to) {
    const auto size = p.value ? parse_size(*p.value) : std::nullopt;
    if (!size)
        return bad_value("SIZE is a number of octets");
    to.declared_size = size;
    return *size > rules.message_limit ? maybe_reply{too_big} : std::nullopt;
}

maybe_reply set_body(const parameter& p, const command_rules& rules, envelope& to) {
    const auto value = p.value.value_or("");
    if (ascii::same_text(value, "7BIT"))
        to.body = body_type::seven_bit;
    else if (ascii::same_text(value, "8BITMIME"))
        to.body = body_type::eight_bit_mime;
    else if (ascii::same_text(value, "BINARYMIME") && rules.offered.contains(extension::binarymime))
        to.body = body_type::binary_mime;
    else
        return bad_value("BODY is 7BIT, 8BITMIME or, if it is offered, BINARYMIME");
    return std::nullopt;
}

maybe_reply set_smtputf8(const parameter& p, const command_rules&, envelope& to) {
    to.smtputf8 = true;
    return p.value ? maybe_reply{bad_value("SMTPUTF8 takes no value")} : std::nullopt;
}

maybe_reply set_submitter(const parameter& p, const command_rules&, envelope& to) {
    auto decoded = p.value ? xtext_decoded(*p.value) : std::nullopt;
    if (!decoded || decoded->empty())
        return bad_value("AUTH is <> or a mailbox in xtext");
    to.submitter = *decoded == "<>" ? "" : std::move(*decoded);
    return std::nullopt;
}

maybe_reply set_returns(const parameter& p, const command_rules&, envelope& to) {
    const auto value = p.value.value_or("");
    if (!ascii::same_text(value, "FULL") && !ascii::same_text(value, "HDRS"))
        return bad_value("RET is FULL or HDRS");
    to.returns = ascii::same_text(value, "FULL") ? dsn_return::full : dsn_return::headers;
    return std::nullopt;
}

maybe_reply set_envelope_id(const parameter& p, const command_rules&, envelope& to) {
    constexpr std::size_t longest = 100; // RFC 3461, section 4.4
    const auto value = p.value.value_or("");
    if (value.empty() || value.size() > longest || !xtext_decoded(value))
        return bad_value("ENVID is at most 100 characters of xtext");
    to.envelope_id = value;
    return std::nullopt;
}

/// "NEVER" alone, or some of the others.
maybe_reply set_notify(const parameter& p, const command_rules&, recipient& to) {
    constexpr std::array<std::pair<std::string_view, std::uint8_t>, 4> words{
        {{"NEVER", dsn_notify::never},
         {"SUCCESS", dsn_notify::success},
         {"FAILURE", dsn_notify::failure},
         {"DELAY", dsn_notify::delay}}};
    constexpr auto wrong = bad_value("NOTIFY is NEVER, or a list of SUCCESS, FAILURE and DELAY");
    auto rest = p.value.value_or("");
    for (bool more = true; more;) {
        const auto word = rest.substr(0, rest.find(','));
        const auto found =
            std::ranges::find_if(words, [&](auto& w) { return ascii::same_text(w.first, word); });
        if (found == words.end())
            return wrong;
        to.notify.bits |= found->second;
        more = word.size() < rest.size();
        rest.remove_prefix(more ? word.size() + 1 : word.size());
    }
    const bool never = (to.notify.bits & dsn_notify::never) != 0;
    return never && to.notify.bits != dsn_notify::never ? maybe_reply{wrong} : std::nullopt;
}

/// "rfc822;a+40b": a type, and an address in xtext. Under SMTPUTF8 it may be of type utf-8 and unencoded
/// (RFC 6533, section 3).
maybe_reply set_original(const parameter& p, const command_rules&, recipient& to) {
    constexpr std::size_t longest = 500; // RFC 3461, section 4.2
    const auto value = p.value.value_or("");
    const auto semicolon = value.find(';');
    const auto address = semicolon == value.npos ? std::string_view{} : value.substr(semicolon + 1);
    const bool unencoded = begins_with_ignoring_case(value, "utf-8;") && is_utf8(address);
    if (semicolon == 0 || address.empty() || value.size() > longest ||
        (!unencoded && !xtext_decoded(address)))
        return bad_value("ORCPT is a type of address, a semicolon, and the address in xtext");
    to.original = value;
    return std::nullopt;
}

template<class Target>
struct known_parameter {
    std::string_view keyword;
    extension of;
    maybe_reply (*set)(const parameter&, const command_rules&, Target&);
};

constexpr std::array<known_parameter<envelope>, 6> of_mail{{
    {"SIZE", extension::size, set_size},
    {"BODY", extension::eight_bit_mime, set_body},
    {"SMTPUTF8", extension::smtputf8, set_smtputf8},
    {"AUTH", extension::auth, set_submitter},
    {"RET", extension::dsn, set_returns},
    {"ENVID", extension::dsn, set_envelope_id},
}};

constexpr std::array<known_parameter<recipient>, 2> of_rcpt{{
    {"NOTIFY", extension::dsn, set_notify},
    {"ORCPT", extension::dsn, set_original},
}};

template<class Target, std::size_t N>
maybe_reply apply(const std::vector<parameter>& parameters,
                  const std::array<known_parameter<Target>, N>& table, const command_rules& rules,
                  Target& to) {
    for (const auto& p : parameters) {
        const auto known =
            std::ranges::find_if(table, [&](auto& k) { return ascii::same_text(k.keyword, p.keyword); });
        if (known == table.end() || !rules.extended || !rules.offered.contains(known->of))
            return unknown_parameter;
        if (const auto error = known->set(p, rules, to))
            return error;
    }
    return std::nullopt;
}

} // namespace

result<envelope, reply> parse_mail(std::string_view argument, const command_rules& rules) {
    const auto parts = split(argument, "FROM:", path_use::reverse);
    if (!parts)
        return parts.error();
    envelope made;
    if (const auto error = apply(parts->parameters, of_mail, rules, made))
        return *error;
    if (const auto error = mailbox_error(parts->mailbox, made.smtputf8))
        return *error;
    made.from = parts->mailbox;
    return made;
}

result<recipient, reply> parse_rcpt(std::string_view argument, const command_rules& rules, bool smtputf8) {
    const auto parts = split(argument, "TO:", path_use::forward);
    if (!parts)
        return parts.error();
    recipient made;
    if (const auto error = apply(parts->parameters, of_rcpt, rules, made))
        return *error;
    if (const auto error = mailbox_error(parts->mailbox, smtputf8))
        return *error;
    made.mailbox = parts->mailbox;
    return made;
}

} // namespace sendlab::smtp
