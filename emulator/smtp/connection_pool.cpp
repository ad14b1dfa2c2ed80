#include "smtp/connection_pool.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::smtp {

connection_pool::connection_pool(pool_limits limits) : limits_{limits}, slots_(limits.connections) {
    assert(limits.connections > 0 && limits.messages_per_connection > 0);
}

std::optional<connection_pool::lease> connection_pool::acquire(sender who) {
    auto free = find(state::idle);
    if (!free)
        free = find(state::closed);
    if (free)
        return hand_out(*free);
    line_.push_back(who);
    return std::nullopt;
}

std::optional<connection_pool::turn> connection_pool::release(std::uint32_t connection, bool reusable) {
    auto& s = slots_.at(connection);
    assert(s.now == state::busy);
    s.now = reusable && s.messages < limits_.messages_per_connection ? state::idle : state::closed;
    --in_use_;
    if (line_.empty())
        return std::nullopt;
    const auto who = line_.front();
    line_.pop_front();
    return turn{who, hand_out(connection)};
}

bool connection_pool::withdraw(sender who) {
    const auto place = std::ranges::find(line_, who);
    if (place == line_.end())
        return false;
    line_.erase(place);
    return true;
}

std::uint32_t connection_pool::open() const {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(slots_, [](const slot& s) { return s.now != state::closed; }));
}

/// The lowest number, so that few connections do most of the work.
std::optional<std::uint32_t> connection_pool::find(state wanted) const {
    const auto found = std::ranges::find(slots_, wanted, &slot::now);
    if (found == slots_.end())
        return std::nullopt;
    return static_cast<std::uint32_t>(found - slots_.begin());
}

connection_pool::lease connection_pool::hand_out(std::uint32_t index) {
    auto& s = slots_[index];
    const bool fresh = s.now == state::closed;
    s.messages = fresh ? 1 : s.messages + 1;
    s.now = state::busy;
    ++in_use_;
    return {index, fresh};
}

} // namespace sendlab::smtp
