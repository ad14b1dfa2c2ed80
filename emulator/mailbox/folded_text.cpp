#include "mailbox/folded_text.hpp"

#include <algorithm>

#include <glib.h>

namespace sendlab::mailbox {

namespace {

struct release {
    gchar* text;
    ~release() { g_free(text); }
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::string folded_text(std::string_view text) {
    const bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii) {
        std::string out{text};
        std::ranges::transform(out, out.begin(), lower);
        return out;
    }
    const release valid{g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()))};
    const release folded{g_utf8_casefold(valid.text, -1)};
    return folded.text;
}

} // namespace sendlab::mailbox
