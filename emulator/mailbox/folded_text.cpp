#include "mailbox/folded_text.hpp"

#include <glib.h>

#include "base/ascii.hpp"

namespace sendlab::mailbox {

namespace {

struct library_text {
    gchar* text;
    ~library_text() { g_free(text); }
};

} // namespace

std::string folded_text(std::string_view text) {
    if (ascii::is_ascii(text))
        return ascii::lower_case(text);
    const library_text valid{g_utf8_make_valid(text.data(), static_cast<gssize>(text.size()))};
    const library_text folded{g_utf8_casefold(valid.text, -1)};
    return folded.text;
}

} // namespace sendlab::mailbox
