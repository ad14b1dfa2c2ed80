#include "smtp/reply.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::smtp {

namespace {

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

void append_line(std::string& out, const reply& what, bool with_status, bool last, std::string_view text) {
    out += static_cast<char>('0' + what.code / 100);
    out += static_cast<char>('0' + what.code / 10 % 10);
    out += static_cast<char>('0' + what.code % 10);
    out += last ? ' ' : '-';
    if (with_status && !what.status.empty())
        out.append(what.status) += ' ';
    const auto begin = out.size();
    out += text;
    std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), is_control, ' ');
    out += "\r\n";
}

} // namespace

void append_reply(std::string& out, const reply& what, bool with_status) {
    assert(what.code >= 200 && what.code < 600);
    auto rest = what.text;
    for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
        append_line(out, what, with_status, false, rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    append_line(out, what, with_status, true, rest);
}

} // namespace sendlab::smtp
