#include "base/blob.hpp"

#include <algorithm>

namespace sendlab {

namespace {

std::size_t copy(const std::string& from, std::uint64_t offset, std::span<char> into) {
    return offset >= from.size() ? 0 : from.copy(into.data(), into.size(), static_cast<std::size_t>(offset));
}

} // namespace

std::size_t memory_blob::read(std::uint64_t offset, std::span<char> into) const {
    return copy(bytes_, offset, into);
}

std::size_t shared_blob::read(std::uint64_t offset, std::span<char> into) const {
    return copy(*text_, offset, into);
}

std::string to_string(const blob& bytes) {
    if (const auto all = bytes.in_memory())
        return std::string{*all};
    std::string text(static_cast<std::size_t>(bytes.size()), '\0');
    std::size_t filled = 0;
    while (const auto got = bytes.read(filled, std::span{text}.subspan(filled)))
        filled += got;
    text.resize(filled);
    return text;
}

} // namespace sendlab
