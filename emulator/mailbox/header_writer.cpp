#include "mailbox/header_writer.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

#include "base/ascii.hpp"
#include "mailbox/encoded_word.hpp"

namespace sendlab::mailbox {

namespace {

constexpr std::size_t folding_column = longest_encoded_line; // RFC 5322 recommends 78
constexpr std::size_t longest_word = 900;                    // what a line of 998 octets holds in any case
constexpr std::size_t longest_plain_file_name = 60;
constexpr std::size_t longest_file_name_piece = 54;
constexpr std::string_view fold = "\r\n ";

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// The value with blanks in place of control characters; copied only where there are some.
class clean_text {
public:
    explicit clean_text(std::string_view value) : text_{value} {
        if (std::ranges::none_of(value, is_control))
            return;
        copy_ = value;
        std::ranges::replace_if(copy_, is_control, ' ');
        text_ = copy_;
    }
    clean_text(const clean_text&) = delete;
    clean_text& operator=(const clean_text&) = delete;

    operator std::string_view() const { return text_; }

private:
    std::string copy_;
    std::string_view text_;
};

bool has_long_word(std::string_view text) {
    for (auto end = text.find(' '); end != std::string_view::npos; end = text.find(' ')) {
        if (end > longest_word)
            return true;
        text.remove_prefix(end + 1);
    }
    return text.size() > longest_word;
}

/// What stands in the quotation marks of "a \"b\"": a "b".
std::string unquoted(std::string_view text) {
    if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"'))
        return std::string{text};
    std::string out;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size())
            ++i;
        out += text[i];
    }
    return out;
}

void append_quoted_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += '"';
}

void append_two_digits(std::string& out, unsigned n) {
    out += static_cast<char>('0' + n / 10);
    out += static_cast<char>('0' + n % 10);
}

/// Percent-encoded (RFC 2231, section 7, "attribute-char"), in pieces that fit into a line.
std::vector<std::string> encoded_pieces(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view kept =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$&+-.^_`|~";
    std::vector<std::string> pieces(1);
    for (const char c : text) {
        if (pieces.back().size() > longest_file_name_piece - 3)
            pieces.emplace_back();
        const auto byte = static_cast<unsigned char>(c);
        if (kept.find(c) != std::string_view::npos)
            pieces.back() += c;
        else
            pieces.back() += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return pieces;
}

void append_encoded_file_name(std::string& out, std::string_view file_name) {
    const auto pieces = encoded_pieces(file_name);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        out.append(i == 0 ? "" : ";").append(fold).append("filename*");
        if (pieces.size() > 1)
            out += std::to_string(i) + '*';
        out.append(i == 0 ? "=utf-8''" : "=").append(pieces[i]);
    }
}

} // namespace

void header_writer::begin(std::string_view name) {
    out_.append(name).append(": ");
}

std::size_t header_writer::column() const {
    const auto line_end = out_.rfind('\n');
    return line_end == std::string::npos ? out_.size() : out_.size() - line_end - 1;
}

void header_writer::plain(std::string_view name, std::string_view value) {
    begin(name);
    out_ += clean_text{value};
    end();
}

void header_writer::text(std::string_view name, std::string_view value) {
    const clean_text cleaned{value};
    const std::string_view clean = cleaned;
    begin(name);
    if (ascii::is_ascii(clean) && !has_long_word(clean))
        folded(clean);
    else
        append_encoded_words(out_, clean, column());
    end();
}

/// Breaks before a blank, never so that a line of blanks alone comes into being.
void header_writer::folded(std::string_view value) {
    while (!value.empty()) {
        const auto blanks = std::min(value.find_first_not_of(' '), value.size());
        const auto piece = value.substr(0, value.find(' ', blanks));
        if (blanks > 0 && blanks < piece.size() && column() + piece.size() > folding_column)
            out_ += "\r\n";
        out_ += piece;
        value.remove_prefix(piece.size());
    }
}

void header_writer::addresses(std::string_view name, std::span<const std::string> mailboxes) {
    if (mailboxes.empty())
        return;
    begin(name);
    address(mailboxes.front());
    for (const auto& mailbox : mailboxes.subspan(1)) {
        out_ += ',';
        out_ += column() + 2 + mailbox.size() > folding_column ? fold : fold.substr(2);
        address(mailbox);
    }
    end();
}

void header_writer::address(std::string_view mailbox) {
    const clean_text clean{mailbox};
    const auto text = ascii::trimmed(clean, " ");
    const auto open = text.rfind('<');
    if (open == std::string_view::npos || !text.ends_with('>')) {
        out_ += text;
        return;
    }
    const auto name = ascii::trimmed(text.substr(0, open), " ");
    const auto bare = text.substr(open);
    if (!name.empty()) {
        display_name(name);
        out_ += column() + 1 + bare.size() > folding_column ? fold : fold.substr(2);
    }
    out_ += bare;
}

void header_writer::display_name(std::string_view name) {
    constexpr std::string_view specials = "()<>[]:;@\\,.\"";
    const auto words = unquoted(name);
    if (!ascii::is_ascii(words) || has_long_word(words))
        append_encoded_words(out_, words, column());
    else if (words.find_first_of(specials) != std::string::npos)
        append_quoted_string(out_, words);
    else
        out_ += words;
}

void header_writer::date(std::string_view name, time_point when) {
    constexpr std::string_view days = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto midnight = std::chrono::floor<std::chrono::days>(when);
    const std::chrono::year_month_day date{midnight};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(when - midnight)};
    assert(static_cast<int>(date.year()) >= 1000);
    begin(name);
    out_.append(days.substr(3 * std::chrono::weekday{midnight}.c_encoding(), 3)).append(", ");
    append_two_digits(out_, static_cast<unsigned>(date.day()));
    out_ += ' ';
    out_.append(months.substr(3 * (static_cast<unsigned>(date.month()) - 1), 3)) += ' ';
    out_ += std::to_string(static_cast<int>(date.year())) + ' ';
    append_two_digits(out_, static_cast<unsigned>(time.hours().count()));
    out_ += ':';
    append_two_digits(out_, static_cast<unsigned>(time.minutes().count()));
    out_ += ':';
    append_two_digits(out_, static_cast<unsigned>(time.seconds().count()));
    out_ += " +0000";
    end();
}

void header_writer::attachment(std::string_view name, std::string_view disposition,
                               std::string_view file_name) {
    const clean_text cleaned{file_name};
    const std::string_view clean = cleaned;
    begin(name);
    out_.append(disposition).append(";");
    if (ascii::is_ascii(clean) && clean.size() <= longest_plain_file_name) {
        out_ += column() + clean.size() + 12 > folding_column ? fold : fold.substr(2);
        out_ += "filename=";
        append_quoted_string(out_, clean);
    } else {
        append_encoded_file_name(out_, clean);
    }
    end();
}

} // namespace sendlab::mailbox
