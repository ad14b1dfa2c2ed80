#include "smtp/data_reader.hpp"

#include <cstring>

namespace sendlab::smtp {

namespace {

const char* find(const char* begin, const char* end, char wanted) {
    const auto* found = std::memchr(begin, wanted, static_cast<std::size_t>(end - begin));
    return found ? static_cast<const char*>(found) : end;
}

} // namespace

/// Where in the input we are. What stands between `copied` and `next` is text that the sink has not got yet:
/// so it gets few and long pieces, cut only where a dot is left out.
struct data_reader::cursor {
    const char* next;
    const char* const end;
    const char* copied;
    text_sink& into;
    const char* lf; // none stands between `next` and here

    void flush() {
        if (copied != next)
            into.append({copied, static_cast<std::size_t>(next - copied)});
        copied = next;
    }
    void leave_out_one() {
        flush();
        copied = ++next;
    }
    /// The next LF, or the end. Looked for once, however many CR stand before it: time stays linear.
    const char* next_lf() {
        if (lf < next || (lf != end && *lf != '\n'))
            lf = find(next, end, '\n');
        return lf;
    }
};

void data_reader::start(std::size_t longest_line) {
    place_ = place::line_start;
    longest_line_ = longest_line;
    line_octets_ = 0;
    flaws_ = {};
}

bool data_reader::read(std::string_view& input, text_sink& into) {
    cursor at{input.data(), input.data() + input.size(), input.data(), into, input.data()};
    bool ended = false;
    while (at.next != at.end && !ended)
        ended = step(at);
    at.flush();
    input.remove_prefix(static_cast<std::size_t>(at.next - input.data()));
    return ended;
}

bool data_reader::step(cursor& at) {
    switch (place_) {
    case place::line_start:
        if (*at.next == '.') {
            at.leave_out_one();
            place_ = place::behind_dot;
        } else {
            place_ = place::in_line;
        }
        return false;
    case place::in_line:
        read_line(at);
        return false;
    case place::behind_cr:
        read_behind_cr(at);
        return false;
    case place::behind_dot:
        if (*at.next == '\r') {
            at.leave_out_one();
            place_ = place::behind_dot_cr;
        } else {
            place_ = place::in_line;
        }
        return false;
    case place::behind_dot_cr:
        return read_behind_dot_cr(at);
    }
    return false;
}

/// To the end of the line, to a stray CR or LF, or to the end of input.
void data_reader::read_line(cursor& at) {
    const char* const begin = at.next;
    const char* const lf = at.next_lf();
    const char* const cr = find(begin, lf, '\r');
    if (cr != lf) { // a CR comes first: what is behind it decides
        at.next = cr + 1;
        line_octets_ += static_cast<std::size_t>(at.next - begin);
        place_ = place::behind_cr;
    } else if (lf != at.end) {
        flaws_.bare_lf = true;
        at.next = lf + 1;
        end_line(static_cast<std::size_t>(at.next - begin));
    } else {
        at.next = at.end;
        line_octets_ += static_cast<std::size_t>(at.next - begin);
    }
}

void data_reader::read_behind_cr(cursor& at) {
    if (*at.next == '\n') {
        ++at.next;
        end_line(1);
        place_ = place::line_start;
    } else {
        flaws_.bare_cr = true;
        place_ = place::in_line;
    }
}

bool data_reader::read_behind_dot_cr(cursor& at) {
    if (*at.next == '\n') {
        at.leave_out_one();
        return true;
    }
    at.into.append("\r"); // it was text after all; the dot was stuffing
    flaws_.bare_cr = true;
    line_octets_ += 1;
    place_ = place::in_line;
    return false;
}

void data_reader::end_line(std::size_t octets) {
    line_octets_ += octets;
    if (longest_line_ != 0 && line_octets_ > longest_line_)
        flaws_.long_line = true;
    line_octets_ = 0;
}

} // namespace sendlab::smtp
