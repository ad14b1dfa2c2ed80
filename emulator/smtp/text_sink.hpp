// Collects the text of a message, up to the limit of its size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace sendlab::smtp {

class text_sink {
public:
    /// `limit` in octets. What is not kept is counted only.
    void start(std::uint64_t limit, bool keep) {
        text_.clear();
        limit_ = limit;
        size_ = 0;
        keep_ = keep;
    }

    /// Spares growing where the client has said how much comes. It need not be true, so memory is only set aside
    /// for messages of a usual size.
    void expect(std::uint64_t size) {
        if (keep_ && size <= most_expected)
            text_.reserve(size);
    }

    void append(std::string_view part) {
        size_ += part.size();
        if (keep_ && size_ <= limit_)
            text_ += part;
        else
            text_ = {}; // gives the memory back
    }

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] bool too_big() const { return size_ > limit_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    /// Without the memory that growing has left over.
    [[nodiscard]] std::string take() {
        if (text_.capacity() - text_.size() > text_.size() / 8 + 64)
            text_.shrink_to_fit();
        return std::exchange(text_, {});
    }

private:
    static constexpr std::uint64_t most_expected = 256 * 1024;

    std::string text_;
    std::uint64_t limit_ = 0;
    std::uint64_t size_ = 0;
    bool keep_ = true;
};

} // namespace sendlab::smtp
