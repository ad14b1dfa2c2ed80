// Text on its way to a stream: millions of small pieces become a few large writes.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "base/time_types.hpp"

namespace sendlab::report {

/// Errors are the stream's to keep: ask it after `flush`.
class output_buffer {
public:
    explicit output_buffer(std::ostream& out) : out_{out} { text_.reserve(capacity + 1024); }
    ~output_buffer() { flush(); }
    output_buffer(const output_buffer&) = delete;
    output_buffer& operator=(const output_buffer&) = delete;

    output_buffer& operator<<(std::string_view text) {
        text_ += text;
        return *this;
    }
    output_buffer& operator<<(char character) {
        text_ += character;
        return *this;
    }
    output_buffer& operator<<(std::unsigned_integral auto number) {
        char digits[20];
        text_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
        return *this;
    }

    /// `ns` as a decimal of so many places: (1'500, 3) is "1.500". Not negative.
    void decimal(std::int64_t ns, int places);
    /// Seconds with all nine places.
    void seconds(duration d) { decimal(d.count(), 9); }
    /// A JSON string; what is not UTF-8 becomes U+FFFD.
    void quoted(std::string_view text);

    /// Hands the text on once enough has come together: call it between records.
    void relieve() {
        if (text_.size() >= capacity)
            flush();
    }
    void flush();

private:
    static constexpr std::size_t capacity = 1 << 16;

    std::ostream& out_;
    std::string text_;
};

} // namespace sendlab::report
