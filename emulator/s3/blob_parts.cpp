#include "s3/blob_parts.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sendlab::s3 {

namespace {

void add_pieces(const blob_ptr& bytes, std::uint64_t offset, std::uint64_t size,
                std::vector<blob_piece>& to) {
    if (const auto* slice = dynamic_cast<const blob_slice*>(bytes.get()))
        return add_pieces(slice->whole(), slice->offset() + offset, size, to);
    const auto* joined = dynamic_cast<const joined_blob*>(bytes.get());
    if (!joined) {
        if (size > 0)
            to.push_back({bytes, offset, size});
        return;
    }
    for (const auto& part : joined->parts()) {
        const auto skipped = std::min(offset, part->size());
        const auto taken = std::min(size, part->size() - skipped);
        add_pieces(part, skipped, taken, to);
        offset -= skipped;
        size -= taken;
    }
}

} // namespace

std::vector<blob_piece> pieces_of(const blob_ptr& bytes) {
    std::vector<blob_piece> pieces;
    add_pieces(bytes, 0, bytes->size(), pieces);
    return pieces;
}

blob_ptr blob_of(const std::vector<blob_piece>& pieces) {
    std::vector<blob_ptr> parts;
    for (const auto& [whole, offset, size] : pieces)
        parts.push_back(offset == 0 && size == whole->size()
                            ? whole
                            : std::make_shared<const blob_slice>(whole, offset, size));
    if (parts.empty())
        return std::make_shared<const memory_blob>(std::string{});
    return parts.size() == 1 ? parts.front() : std::make_shared<const joined_blob>(std::move(parts));
}

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
