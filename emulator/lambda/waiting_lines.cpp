#include "lambda/waiting_lines.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

namespace sendlab::lambda {

void waiting_lines::join(deployed_function& function, event_slot event) {
    auto* own = find(function);
    if (!own)
        own = &lines_.emplace_back(line{&function, {}});
    own->places.push_back({event, joined_++});
}

std::span<const waiting_lines::line> waiting_lines::oldest_first() {
    const auto first_number = [](const line& l) {
        return l.places.empty() ? std::numeric_limits<std::uint64_t>::max() : l.places.front().number;
    };
    std::ranges::sort(lines_, {}, first_number);
    const auto empty = std::ranges::find_if(lines_, [](const line& l) { return l.places.empty(); });
    return {lines_.begin(), empty};
}

event_slot waiting_lines::leave(const deployed_function& function) {
    auto* own = find(function);
    assert(own && !own->places.empty());
    const auto first = own->places.front();
    own->places.pop_front();
    return first.event;
}

void waiting_lines::disband(const deployed_function& function) {
    std::erase_if(lines_, [&](const line& l) { return l.function == &function; });
}

waiting_lines::line* waiting_lines::find(const deployed_function& function) {
    const auto own = std::ranges::find(lines_, &function, &line::function);
    return own == lines_.end() ? nullptr : &*own;
}

} // namespace sendlab::lambda
