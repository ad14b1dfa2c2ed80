#include "report/output_buffer.hpp"

#include <array>
#include <cassert>

#include "base/json_text.hpp"

namespace sendlab::report {

void output_buffer::decimal(std::int64_t ns, int places) {
    assert(ns >= 0 && places >= 1 && places < 19);
    std::array<char, 24> digits; // from the right
    auto at = digits.end();
    for (auto left = static_cast<std::uint64_t>(ns); left != 0 || digits.end() - at <= places + 1;
         left /= 10) {
        if (digits.end() - at == places)
            *--at = '.';
        *--at = static_cast<char>('0' + left % 10);
    }
    text_.append(at, digits.end());
}

void output_buffer::quoted(std::string_view text) {
    append_json_string(text_, text);
}

void output_buffer::flush() {
    out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    text_.clear();
}

} // namespace sendlab::report
