#include "mailbox/search_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "mailbox/folded_text.hpp"
#include "mailbox/quick_look.hpp"
#include "mailbox/search_subject.hpp"

namespace sendlab::mailbox {

namespace {

using what = search_query::what;
using term = search_query::term;

struct named_filter {
    std::string_view name;
    what kind;
};

constexpr std::array<named_filter, 13> filters{{{"from:", what::from},
                                                {"to:", what::to},
                                                {"cc:", what::cc},
                                                {"bcc:", what::bcc},
                                                {"reply-to:", what::reply_to},
                                                {"addressed:", what::addressed},
                                                {"subject:", what::subject},
                                                {"message-id:", what::message_id},
                                                {"tag:", what::tag},
                                                {"larger:", what::larger},
                                                {"smaller:", what::smaller},
                                                {"before:", what::before},
                                                {"after:", what::after}}};

constexpr std::array<named_filter, 7> states{{{"is:read", what::read},
                                              {"is:unread", what::unread},
                                              {"is:tagged", what::tagged},
                                              {"has:attachment", what::attachment},
                                              {"has:attachments", what::attachment},
                                              {"has:inline", what::inlined},
                                              {"has:inlines", what::inlined}}};

/// Cuts at blanks that are not in quotation marks; the marks go.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool any = false;
    for (const char c : text) {
        const bool blank = !quoted && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
        if (!blank) {
            any = true;
            if (c == '"')
                quoted = !quoted;
            else
                word += c;
            continue;
        }
        if (any)
            words.push_back(std::exchange(word, {}));
        any = false;
    }
    if (any)
        words.push_back(std::move(word));
    return words;
}

/// "2mb", "100k", "5": with 1,024 bytes to a k.
std::optional<std::uint64_t> bytes_of(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number > std::uint64_t{1} << 40)
        return std::nullopt;
    const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    if (unit.empty() || unit == "b")
        return number;
    if (unit == "k" || unit == "kb")
        return number << 10;
    if (unit == "m" || unit == "mb")
        return number << 20;
    return std::nullopt;
}

/// Takes a number of at most `most`, and the one character of `after` that must follow it, if any is given.
std::optional<int> take_number(std::string_view& text, int most, std::string_view after = {}) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || text.front() == '-' || number > most)
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (after.empty())
        return number;
    if (text.empty() || after.find(text.front()) == std::string_view::npos)
        return std::nullopt;
    text.remove_prefix(1);
    return number;
}

/// Takes "12:30", as a time of day and as a zone's distance from UTC (RFC 3339, section 5.6).
std::optional<duration> take_hours_and_minutes(std::string_view& text) {
    const auto hours = take_number(text, 23, ":");
    const auto minutes = hours ? take_number(text, 59) : std::nullopt;
    if (!minutes)
        return std::nullopt;
    return std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
}

/// "12:30", "12:30:15.5", with "Z" or "+02:00" behind it or nothing: since midnight in UTC.
std::optional<duration> time_of_day(std::string_view text) {
    auto time = take_hours_and_minutes(text);
    if (!time)
        return std::nullopt;
    if (text.starts_with(':')) {
        text.remove_prefix(1);
        const auto second = take_number(text, 60);
        if (!second)
            return std::nullopt;
        *time += std::chrono::seconds{*second};
        if (text.starts_with('.'))
            text.remove_prefix(std::min(text.find_first_not_of("0123456789", 1), text.size()));
    }
    if (text.empty() || text == "z")
        return time;
    const int sign = text.front() == '+' ? -1 : text.front() == '-' ? 1 : 0;
    text.remove_prefix(1);
    const auto zone = take_hours_and_minutes(text);
    if (sign == 0 || !zone || !text.empty())
        return std::nullopt;
    return *time + sign * *zone;
}

/// "2026-01-31", "2026/01/31", with a time behind a blank or a "t".
std::optional<time_point> moment_of(std::string_view text) {
    const auto year = take_number(text, 2200, "-/");
    const auto month = year ? take_number(text, 12, "-/") : std::nullopt;
    const auto day = month ? take_number(text, 31) : std::nullopt;
    if (!day)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *year < 1970)
        return std::nullopt;
    const time_point midnight = std::chrono::sys_days{date};
    if (text.empty())
        return midnight;
    if (text.front() != ' ' && text.front() != 't')
        return std::nullopt;
    const auto time = time_of_day(text.substr(1));
    return time ? std::optional{midnight + *time} : std::nullopt;
}

bool read_value(term& out, std::string_view value) {
    if (out.kind == what::larger || out.kind == what::smaller) {
        const auto bytes = bytes_of(value);
        out.bytes = bytes.value_or(0);
        return bytes.has_value();
    }
    if (out.kind == what::before || out.kind == what::after) {
        const auto moment = moment_of(value);
        out.moment = moment.value_or(time_point{});
        return moment.has_value();
    }
    out.text = value;
    return true;
}

result<term, std::string> term_of(const std::string& word) {
    term out;
    auto text = folded_text(word);
    if (text.size() > 1 && (text.front() == '-' || text.front() == '!')) {
        out.negated = true;
        text.erase(0, 1);
    }
    for (const auto& state : states)
        if (text == state.name) {
            out.kind = state.kind;
            return out;
        }
    for (const auto& filter : filters)
        if (text.starts_with(filter.name)) {
            out.kind = filter.kind;
            if (!read_value(out, std::string_view{text}.substr(filter.name.size())))
                return word + ": not a size or a date that can be understood";
            return out;
        }
    out.text = std::move(text);
    return out;
}

bool is_ruled_out(const term& wanted, const message& kept) {
    switch (wanted.kind) {
    case what::text:
        return rules_out(kept, wanted.text, looked_into::everything);
    case what::from:
    case what::to:
    case what::cc:
    case what::bcc:
    case what::reply_to:
    case what::addressed:
    case what::subject:
        return rules_out(kept, wanted.text, looked_into::header);
    default:
        return false;
    }
}

bool holds(const term& wanted, search_subject& subject) {
    const auto& kept = subject.kept();
    switch (wanted.kind) {
    case what::read:
        return kept.read;
    case what::unread:
        return !kept.read;
    case what::tagged:
        return !kept.tags.empty();
    case what::larger:
        return kept.size > wanted.bytes;
    case what::smaller:
        return kept.size < wanted.bytes;
    case what::before:
        return kept.accepted < wanted.moment;
    case what::after:
        return kept.accepted >= wanted.moment;
    case what::tag:
        return subject.text_of(what::tag).find('\n' + wanted.text + '\n') != std::string::npos;
    case what::attachment:
        return !subject.mail().attachments.empty();
    case what::inlined:
        return !subject.mail().inlines.empty();
    default:
        return subject.text_of(wanted.kind).find(wanted.text) != std::string::npos;
    }
}

} // namespace

result<search_query, std::string> search_query::parse(std::string_view text) {
    search_query query;
    for (const auto& word : words_of(text)) {
        auto read = term_of(word);
        if (!read)
            return read.error();
        query.terms_.push_back(std::move(*read));
    }
    return query;
}

bool search_query::matches(const message& kept) const {
    search_subject subject{kept};
    for (const auto& wanted : terms_) {
        const bool is_held = !is_ruled_out(wanted, kept) && holds(wanted, subject);
        if (is_held == wanted.negated)
            return false;
    }
    return true;
}

} // namespace sendlab::mailbox
