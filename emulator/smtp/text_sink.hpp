// Collects the text of a message, up to the limit of its size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/memory_share.hpp"

namespace sendlab::smtp {

class text_sink {
public:
    /// Past the first 64 KiB a text's memory is a part of the pool's; null: nobody counts.
    explicit text_sink(memory_pool* memory = nullptr) : share_{memory} {}

    /// `limit` in octets. What is not kept is counted only.
    void start(std::uint64_t limit, bool keep) {
        text_.clear();
        limit_ = limit;
        size_ = 0;
        keep_ = keep;
        lacks_memory_ = false;
        if (!taken_)
            share_.give_back();
    }

    /// Spares growing where the client has said how much comes. It need not be true, so memory is only set aside
    /// for messages of a usual size.
    void expect(std::uint64_t size) {
        if (keep_ && size <= most_expected)
            text_.reserve(size);
    }

    void append(std::string_view part) {
        size_ += part.size();
        if (keep_ && !too_big() && !lacks_memory_)
            lacks_memory_ = size_ > everyones && !share_.take(part.size());
        if (keep_ && !too_big() && !lacks_memory_)
            text_ += part;
        else
            forget();
    }

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] bool too_big() const { return size_ > limit_; }
    /// The pool had no more: the text is forgotten.
    [[nodiscard]] bool lacks_memory() const { return lacks_memory_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    /// Without the memory that growing has left over. What it has of the pool it has until let_go().
    [[nodiscard]] std::string take() {
        taken_ = true;
        if (text_.capacity() - text_.size() > text_.size() / 8 + 64)
            text_.shrink_to_fit();
        return std::exchange(text_, {});
    }

    /// The text that was taken is somebody else's now.
    void let_go() {
        taken_ = false;
        share_.give_back();
    }

private:
    static constexpr std::uint64_t most_expected = 256 * 1024;
    static constexpr std::uint64_t everyones = 64 * 1024; // octets that need no share

    void forget() {
        text_ = {};
        share_.give_back();
    }

    memory_share share_;
    std::string text_;
    std::uint64_t limit_ = 0;
    std::uint64_t size_ = 0;
    bool keep_ = true;
    bool lacks_memory_ = false;
    bool taken_ = false;
};

} // namespace sendlab::smtp
