#include "mailbox/transfer_encoding.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <cstring>

namespace sendlab::mailbox {

namespace {

constexpr std::size_t longest_line = 998; // RFC 5322, section 2.1.1, without the CRLF
constexpr std::size_t encoded_line = 76;  // RFC 2045, sections 6.7 and 6.8
constexpr std::string_view end_of_line = "\r\n";

/// The lines of text between two LFs: one, unless there are CRs in it. After a last line end no line begins.
template<class Each>
void for_each_cr_line(std::string_view text, bool ended, Each each) {
    for (auto cr = text.find('\r'); cr != std::string_view::npos; cr = text.find('\r')) {
        each(text.substr(0, cr));
        text.remove_prefix(cr + 1);
    }
    if (ended || !text.empty())
        each(text);
}

/// Cuts text at LF, CR and CRLF, and calls `each` for every line, without its end.
template<class Each>
void for_each_line(std::string_view text, Each each) {
    const bool has_cr = text.find('\r') != std::string_view::npos;
    while (!text.empty()) {
        const auto lf = text.find('\n');
        const bool ended = lf != std::string_view::npos;
        auto line = text.substr(0, lf);
        text.remove_prefix(ended ? lf + 1 : text.size());
        if (!has_cr) {
            each(line);
            continue;
        }
        if (ended && line.ends_with('\r'))
            line.remove_suffix(1);
        for_each_cr_line(line, ended, each);
    }
}

bool has_high_bytes(std::string_view text) {
    std::uint64_t seen = 0;
    for (; text.size() >= sizeof seen; text.remove_prefix(sizeof seen)) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data(), sizeof eight);
        seen |= eight;
    }
    for (const char c : text)
        seen |= static_cast<unsigned char>(c) & 0x80U;
    return (seen & 0x8080808080808080) != 0;
}

bool has_long_line(std::string_view text) {
    bool found = false;
    for_each_line(text, [&](std::string_view line) { found = found || line.size() > longest_line; });
    return found;
}

constexpr auto quoting_table = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = 0; c < table.size(); ++c) {
        const bool printable = c >= ' ' && c <= '~' && c != '=';
        const bool layout = c == '\t' || c == '\r' || c == '\n';
        table[c] = !printable && !layout;
    }
    return table;
}();

/// Quoted-printable leaves the rest as it is, but for blanks at the end of a line. (Line ends are no part of
/// a line.)
bool needs_quoting(char c) {
    return quoting_table[static_cast<unsigned char>(c)] != 0;
}

void append_quoted(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += {'=', digits[byte >> 4], digits[byte & 15]};
}

/// One line of text as one line or more, all but the last of which end with a soft line break.
void append_quoted_line(std::string& out, std::string_view line) {
    const bool blank_at_end = line.ends_with(' ') || line.ends_with('\t');
    const auto plain_end = line.size() - (blank_at_end ? 1 : 0);
    auto room = encoded_line - 1; // for the = of a soft line break
    for (std::size_t at = 0; at < line.size();) {
        const auto most = line.substr(0, plain_end).substr(at, room);
        const auto run = static_cast<std::size_t>(std::ranges::find_if(most, needs_quoting) - most.begin());
        out.append(most, 0, run);
        room -= run;
        at += run;
        if (at == line.size())
            break;
        if (room < 3) {
            out += "=\r\n";
            room = encoded_line - 1;
        } else { // neither the room nor the line is at its end: here is something to be quoted
            append_quoted(out, line[at++]);
            room -= 3;
        }
    }
    out += end_of_line;
}

void append_plain(std::string& out, std::string_view text) {
    for_each_line(text, [&](std::string_view line) { out.append(line).append(end_of_line); });
}

std::size_t base64_size(std::size_t bytes) {
    return (bytes + 2) / 3 * 4;
}

char* write_base64(char* out, std::string_view bytes) {
    constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const auto byte = [&](std::size_t i) { return std::uint32_t{static_cast<unsigned char>(bytes[i])}; };
    const auto rest = bytes.size() % 3;
    for (; bytes.size() >= 3; bytes.remove_prefix(3)) {
        const auto group = byte(0) << 16 | byte(1) << 8 | byte(2);
        *out++ = digits[group >> 18];
        *out++ = digits[group >> 12 & 63];
        *out++ = digits[group >> 6 & 63];
        *out++ = digits[group & 63];
    }
    if (rest == 0)
        return out;
    const auto group = byte(0) << 16 | (rest == 2 ? byte(1) << 8 : 0);
    *out++ = digits[group >> 18];
    *out++ = digits[group >> 12 & 63];
    *out++ = rest == 2 ? digits[group >> 6 & 63] : '=';
    *out++ = '=';
    return out;
}

} // namespace

std::string_view to_string(transfer_encoding encoding) {
    switch (encoding) {
    case transfer_encoding::seven_bit:
        return "7bit";
    case transfer_encoding::eight_bit:
        return "8bit";
    case transfer_encoding::quoted_printable:
        return "quoted-printable";
    case transfer_encoding::base64:
        return "base64";
    }
    assert(false);
    return {};
}

transfer_encoding encoding_for(std::string_view text) {
    const bool ascii = !has_high_bytes(text) && text.find('\0') == std::string_view::npos;
    if (ascii && !has_long_line(text))
        return transfer_encoding::seven_bit;
    std::size_t quoted = 0;
    for (const char c : text)
        quoted += quoting_table[static_cast<unsigned char>(c)];
    return 6 * quoted <= text.size() ? transfer_encoding::quoted_printable : transfer_encoding::base64;
}

void append_text(std::string& out, std::string_view text, transfer_encoding encoding) {
    switch (encoding) {
    case transfer_encoding::seven_bit:
    case transfer_encoding::eight_bit:
        return append_plain(out, text);
    case transfer_encoding::quoted_printable:
        return for_each_line(text, [&](std::string_view line) { append_quoted_line(out, line); });
    case transfer_encoding::base64:
        std::string canonical;
        append_plain(canonical, text);
        return append_base64_lines(out, canonical);
    }
}

void append_base64_lines(std::string& out, std::string_view bytes) {
    constexpr std::size_t line_bytes = encoded_line / 4 * 3;
    const auto lines = (bytes.size() + line_bytes - 1) / line_bytes;
    const auto begin = out.size();
    out.resize(begin + base64_size(bytes.size()) + lines * end_of_line.size());
    auto* at = out.data() + begin;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(line_bytes, bytes.size()))) {
        at = write_base64(at, bytes.substr(0, line_bytes));
        at = std::ranges::copy(end_of_line, at).out;
    }
    assert(at == out.data() + out.size());
}

void append_base64(std::string& out, std::string_view bytes) {
    const auto begin = out.size();
    out.resize(begin + base64_size(bytes.size()));
    write_base64(out.data() + begin, bytes);
}

} // namespace sendlab::mailbox
