#include "mailbox/mailbox.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "mailbox/copies.hpp"
#include "mailbox/header_fields.hpp"

namespace sendlab::mailbox {

namespace {

/// Whoever wrote a message reserved more than it needed; kept by the thousand, that counts.
void shrink(std::shared_ptr<const std::string>& raw) {
    if (raw->capacity() > raw->size() + raw->size() / 8 + 64)
        raw = std::make_shared<const std::string>(*raw);
}

} // namespace

void mailbox::set_limits(retention limits) {
    limits_ = limits;
    if (!messages_.empty())
        enforce(messages_.back()->accepted);
}

std::uint64_t mailbox::identity_key_in(std::string_view raw) const {
    const auto value = unfolded(first_field(raw, copy_field_));
    return value.empty() ? 0 : identity_key_of(value);
}

std::uint64_t mailbox::accept(message incoming) {
    incoming.id = ++last_id_;
    if (mode_ == keeping::count_only)
        return last_id_;
    if (incoming.raw)
        incoming.size = incoming.raw->size();
    accepted_bytes_ += incoming.size;
    keep(std::move(incoming));
    const auto id = last_id_;
    const auto* const kept = messages_.back().get();
    const auto now = kept->accepted;
    tell(mailbox_event::accepted, kept);
    enforce(now);
    return id;
}

std::uint64_t mailbox::accept() {
    assert(mode_ == keeping::count_only);
    return ++last_id_;
}

void mailbox::keep(message&& incoming) {
    if (incoming.raw && incoming.message_id.empty())
        incoming.message_id = message_id_of(*incoming.raw);
    if (incoming.identity_key == 0)
        incoming.identity_key = identity_key_of(incoming, copy_field_);
    const bool has_place = incoming.origin && incoming.origin->position != origin::unknown_position;
    if (incoming.content_key == 0 && !has_place)
        incoming.content_key = content_key_of(incoming);
    if (mode_ == keeping::envelope_only)
        incoming.raw.reset();
    else if (incoming.raw)
        shrink(incoming.raw);
    bytes_ += incoming.size;
    unread_ += !incoming.read;
    messages_.push_back(std::make_unique<message>(std::move(incoming)));
}

void mailbox::enforce(time_point now) {
    while (limits_.messages > 0 && messages_.size() > limits_.messages)
        evict_oldest(evicted_.by_number);
    while (limits_.bytes > 0 && bytes_ > limits_.bytes)
        evict_oldest(evicted_.by_bytes);
    expire(now);
}

void mailbox::expire(time_point now) {
    while (limits_.age > duration::zero() && !messages_.empty() &&
           messages_.front()->accepted < now - limits_.age)
        evict_oldest(evicted_.by_age);
}

void mailbox::evict_oldest(std::uint64_t& counter) {
    ++counter;
    forget(*messages_.front());
    messages_.pop_front();
}

void mailbox::forget(const message& gone) {
    tell(mailbox_event::deleted, &gone);
    bytes_ -= gone.size;
    unread_ -= !gone.read;
}

std::vector<const message*> mailbox::list(std::size_t start, std::size_t limit) const {
    const auto first = std::min(start, messages_.size());
    const auto wanted = std::min(limit, messages_.size() - first);
    std::vector<const message*> found;
    found.reserve(wanted);
    for (std::size_t i = 0; i < wanted; ++i)
        found.push_back(messages_[messages_.size() - 1 - first - i].get());
    return found;
}

message* mailbox::find_kept(std::uint64_t id) const {
    const auto at = std::ranges::lower_bound(messages_, id, {}, [](const auto& m) { return m->id; });
    return at == messages_.end() || (*at)->id != id ? nullptr : at->get();
}

const message* mailbox::find(std::uint64_t id) const {
    return find_kept(id);
}

bool mailbox::set_read(std::uint64_t id, bool read) {
    auto* const kept = find_kept(id);
    if (!kept)
        return false;
    if (std::exchange(kept->read, read) != read) {
        read ? --unread_ : ++unread_;
        tell(mailbox_event::updated, kept);
    }
    return true;
}

bool mailbox::set_tags(std::uint64_t id, std::vector<std::string> tags) {
    auto* const kept = find_kept(id);
    if (!kept)
        return false;
    kept->tags = std::move(tags);
    tell(mailbox_event::updated, kept);
    return true;
}

std::size_t mailbox::remove(std::span<const std::uint64_t> ids) {
    std::vector<std::uint64_t> wanted(ids.begin(), ids.end());
    std::ranges::sort(wanted);
    const auto goes = [&](const std::unique_ptr<message>& m) {
        return std::ranges::binary_search(wanted, m->id);
    };
    for (const auto& m : messages_)
        if (goes(m))
            forget(*m);
    const auto removed = std::erase_if(messages_, goes);
    deleted_ += removed;
    return removed;
}

void mailbox::clear() {
    tell(mailbox_event::cleared, nullptr);
    deleted_ += messages_.size();
    messages_.clear();
    bytes_ = 0;
    unread_ = 0;
}

void mailbox::restore(const mailbox_history& history) {
    last_id_ = history.accepted;
    accepted_bytes_ = history.bytes;
    deleted_ = history.deleted;
    evicted_ = history.evicted;
}

void mailbox::restore(message kept) {
    assert(messages_.empty() || messages_.back()->id < kept.id);
    last_id_ = std::max(last_id_, kept.id);
    bytes_ += kept.size;
    unread_ += !kept.read;
    messages_.push_back(std::make_unique<message>(std::move(kept)));
}

std::uint64_t mailbox::subscribe(listener told) {
    listeners_.emplace(++last_subscription_, std::make_shared<listener>(std::move(told)));
    return last_subscription_;
}

void mailbox::tell(mailbox_event event, const message* about) {
    if (listeners_.empty())
        return;
    const auto present = listeners_; // a listener may remove itself, or others
    for (const auto& [subscription, told] : present)
        if (listeners_.contains(subscription))
            (*told)(event, about);
}

} // namespace sendlab::mailbox
