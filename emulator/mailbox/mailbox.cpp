#include "mailbox/mailbox.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace sendlab::mailbox {

std::uint64_t mailbox::accept(message incoming) {
    incoming.id = ++last_id_;
    if (mode_ == keeping::count_only)
        return last_id_;
    if (incoming.raw)
        incoming.size = incoming.raw->size();
    if (mode_ == keeping::envelope_only)
        incoming.raw.reset();
    messages_.push_back(std::move(incoming));
    return last_id_;
}

std::uint64_t mailbox::accept() {
    assert(mode_ == keeping::count_only);
    return ++last_id_;
}

std::vector<const message*> mailbox::list(std::size_t start, std::size_t limit) const {
    const auto first = std::min(start, messages_.size());
    const auto wanted = std::min(limit, messages_.size() - first);
    std::vector<const message*> found;
    found.reserve(wanted);
    for (std::size_t i = 0; i < wanted; ++i)
        found.push_back(&messages_[messages_.size() - 1 - first - i]);
    return found;
}

const message* mailbox::find(std::uint64_t id) const {
    if (messages_.empty() || id < messages_.front().id || id > last_id_)
        return nullptr;
    return &messages_[id - messages_.front().id];
}

} // namespace sendlab::mailbox
