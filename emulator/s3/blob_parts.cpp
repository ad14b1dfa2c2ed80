#include "s3/blob_parts.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sendlab::s3 {

joined_blob::joined_blob(std::vector<blob_ptr> parts) : parts_{std::move(parts)} {
    ends_.reserve(parts_.size());
    for (const auto& part : parts_)
        ends_.push_back(size() + part->size());
}

std::optional<std::string_view> joined_blob::in_memory() const {
    return parts_.size() == 1 ? parts_.front()->in_memory() : std::nullopt;
}

std::size_t joined_blob::read(std::uint64_t offset, std::span<char> into) const {
    std::size_t filled = 0;
    auto part = static_cast<std::size_t>(std::ranges::upper_bound(ends_, offset) - ends_.begin());
    while (part < parts_.size() && filled < into.size()) {
        const auto start = part == 0 ? 0 : ends_[part - 1];
        filled += parts_[part]->read(offset + filled - start, into.subspan(filled));
        if (offset + filled < ends_[part])
            break;
        ++part;
    }
    return filled;
}

blob_slice::blob_slice(blob_ptr whole, std::uint64_t offset, std::uint64_t size)
    : whole_{std::move(whole)}, offset_{offset}, size_{size} {
    assert(offset <= whole_->size() && size <= whole_->size() - offset);
}

std::optional<std::string_view> blob_slice::in_memory() const {
    const auto all = whole_->in_memory();
    if (!all)
        return std::nullopt;
    return all->substr(static_cast<std::size_t>(offset_), static_cast<std::size_t>(size_));
}

std::size_t blob_slice::read(std::uint64_t offset, std::span<char> into) const {
    if (offset >= size_)
        return 0;
    const auto most = std::min<std::uint64_t>(into.size(), size_ - offset);
    return whole_->read(offset_ + offset, into.first(static_cast<std::size_t>(most)));
}

} // namespace sendlab::s3
