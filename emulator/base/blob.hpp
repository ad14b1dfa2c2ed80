// Bytes that do not change, wherever they are: in memory, or in a file when there are many.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace sendlab {

class blob {
public:
    virtual ~blob() = default;

    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// All of it, where it is in memory; valid as long as the blob.
    [[nodiscard]] virtual std::optional<std::string_view> in_memory() const = 0;
    /// Copies what begins at `offset`, as much as fits and there is; returns how much, 0 only at the end or
    /// for an empty span. A file that cannot be read any more throws std::system_error.
    [[nodiscard]] virtual std::size_t read(std::uint64_t offset, std::span<char> into) const = 0;
};

using blob_ptr = std::shared_ptr<const blob>;

class memory_blob final : public blob {
public:
    explicit memory_blob(std::string bytes) : bytes_{std::move(bytes)} {}

    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    [[nodiscard]] std::optional<std::string_view> in_memory() const override { return bytes_; }
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override;
    [[nodiscard]] const std::string& text() const { return bytes_; }

private:
    std::string bytes_;
};

/// A text that others have too.
class shared_blob final : public blob {
public:
    explicit shared_blob(std::shared_ptr<const std::string> text) : text_{std::move(text)} {}

    [[nodiscard]] std::uint64_t size() const override { return text_->size(); }
    [[nodiscard]] std::optional<std::string_view> in_memory() const override { return *text_; }
    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override;

private:
    std::shared_ptr<const std::string> text_;
};

/// Takes bytes in order and makes a blob of them. What is not finished leaves nothing behind.
class blob_writer {
public:
    virtual ~blob_writer() = default;
    /// A full disk throws std::system_error.
    virtual void append(std::string_view bytes) = 0;
    /// Once, at the end.
    [[nodiscard]] virtual blob_ptr finish() = 0;
};

/// Keeps everything in memory; net/ has one that moves to a file past a limit.
class memory_blob_writer final : public blob_writer {
public:
    void append(std::string_view bytes) override { bytes_ += bytes; }
    [[nodiscard]] blob_ptr finish() override { return std::make_shared<memory_blob>(std::move(bytes_)); }

private:
    std::string bytes_;
};

/// Gives the whole blob in order: at once where it is in memory, else in pieces of 64 KiB.
template<class Function>
void for_each_piece(const blob& bytes, Function&& take) {
    if (const auto all = bytes.in_memory()) {
        take(*all);
        return;
    }
    std::array<char, 65536> piece;
    std::uint64_t offset = 0;
    while (const auto got = bytes.read(offset, piece)) {
        take(std::string_view{piece.data(), got});
        offset += got;
    }
}

/// The whole blob as one string: for documents that are small by nature.
[[nodiscard]] std::string to_string(const blob& bytes);

} // namespace sendlab
