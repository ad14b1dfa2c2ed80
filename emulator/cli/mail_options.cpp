#include "cli/mail_options.hpp"

#include <algorithm>
#include <map>

#include <CLI/CLI.hpp>

#include "base/units.hpp"
#include "cli/usage.hpp"

namespace sendlab::cli {

namespace {

/// What a word stands for; the first one where there is no word.
template<class Value>
Value chosen(const std::string& option, const std::string& word,
             std::initializer_list<std::pair<std::string_view, Value>> choices) {
    if (word.empty())
        return choices.begin()->second;
    std::string all;
    for (const auto& [name, value] : choices) {
        if (name == word)
            return value;
        all.append(all.empty() ? "" : ", ").append(name);
    }
    throw usage_error{option + ": '" + word + "' is none of " + all};
}

template<class Read>
auto measured(const std::string& option, const std::string& text, Read read) {
    const auto value = read(text);
    if (!value)
        throw usage_error{option + ": '" + text + "' is not " + std::string{value.error().expected}};
    return *value;
}

std::vector<smtp::extension> keywords_of(const std::string& list) {
    std::vector<smtp::extension> keywords;
    for (std::size_t at = 0; at < list.size();) {
        const auto end = std::min(list.find(',', at), list.size());
        const auto word = list.substr(at, end - at);
        const auto keyword = smtp::parse_extension(word);
        if (!keyword)
            throw usage_error{"--smtp-hide: '" + word + "' is no keyword of EHLO that this server offers"};
        keywords.push_back(*keyword);
        at = end + 1;
    }
    return keywords;
}

} // namespace

void add_mail_options(CLI::App& command, mail_options& options) {
    constexpr auto group = "Mail";
    auto& smtp = options.smtp;
    const auto add = [&](const char* name, auto& into, const char* type, const char* help) {
        auto* option = command.add_option(name, into, help)->type_name(type)->group(group);
        if (type == std::string_view{"N"})
            option->check(whole_number());
    };
    command
        .add_flag("--smtp-ses", smtp.as_ses,
                  "SMTP as Amazon SES has it: TLS, its credentials, the account's rate and quota")
        ->group(group);
    add("--smtp-hide", options.hidden, "LIST", "Keywords not to offer: PIPELINING,CHUNKING,SIZE,...");
    add("--smtp-line-ends", options.line_ends, "refuse|keep", "LF or CR alone; refused by default");
    add("--smtp-connections", smtp.connections, "N", "At once; one more is told 421. 10000 by default");
    add("--smtp-session-messages", smtp.messages_per_session, "N", "Of a session; one more is told 421");
    add("--smtp-bandwidth", options.bandwidth, "SIZE", "Octets of a text a second: 8KB");
    add("--smtp-reset-after", options.reset, "SIZE", "Octets of a text, then the connection is reset: 64KB");
    add("--keep", options.mode, "everything|envelope|count", "How much of each mail is kept");
    add("--keep-messages", options.mailbox.limits.messages, "N", "Mails at most: the oldest go");
    add("--keep-bytes", options.bytes, "SIZE", "Of all mail at most; 1GB by default, 0 is no limit");
    add("--keep-for", options.age, "TIME", "No mail is kept longer: 1h");
    add("--copy-field", options.mailbox.copy_field, "NAME",
        "The field that says which e-mail a mail is; Message-ID by default");
}

net::smtp_config smtp_config_of(const mail_options& options) {
    auto config = options.smtp;
    config.hidden = keywords_of(options.hidden);
    config.line_ends = chosen<smtp::bare_line_ends>(
        "--smtp-line-ends", options.line_ends,
        {{"refuse", smtp::bare_line_ends::refuse}, {"keep", smtp::bare_line_ends::keep}});
    return config;
}

std::vector<faults::fault_settings> faults_of(const mail_options& options) {
    std::vector<faults::fault_settings> all;
    const auto add = [&](const char* option, auto what) {
        all.push_back({{faults::operation::smtp_data}, what});
        if (const auto problem = faults::problem_with(all.back()))
            throw usage_error{std::string{option} + ": " + *problem};
    };
    if (const auto& text = options.bandwidth; !text.empty())
        add("--smtp-bandwidth", faults::narrow_link{measured("--smtp-bandwidth", text, parse_size)});
    if (const auto& text = options.reset; !text.empty())
        add("--smtp-reset-after", faults::reset_after{measured("--smtp-reset-after", text, parse_size)});
    return all;
}

net::mailbox_config mailbox_config_of(const mail_options& options) {
    using mailbox::keeping;
    auto config = options.mailbox;
    config.mode = chosen<keeping>("--keep", options.mode,
                                  {{"everything", keeping::everything},
                                   {"envelope", keeping::envelope_only},
                                   {"count", keeping::count_only}});
    if (!options.bytes.empty())
        config.limits.bytes = options.bytes == "0" ? 0 : measured("--keep-bytes", options.bytes, parse_size);
    if (!options.age.empty())
        config.limits.age = measured("--keep-for", options.age, parse_duration);
    return config;
}

} // namespace sendlab::cli
