#include "api/event_feed.hpp"

#include <utility>
#include <vector>

namespace sendlab::api {

event_feed::subscription event_feed::subscribe(listener deliver) {
    const auto number = ++last_;
    listeners_->emplace(number, std::make_shared<listener>(std::move(deliver)));
    return {nullptr, [number, all = std::weak_ptr{listeners_}](std::nullptr_t) {
                if (const auto map = all.lock())
                    map->erase(number);
            }};
}

void event_feed::publish(std::string text) {
    const auto shared = std::make_shared<const std::string>(std::move(text));
    std::vector<std::shared_ptr<listener>>
        now; // one that hears it may end another's subscription, or its own
    for (const auto& [number, deliver] : *listeners_)
        now.push_back(deliver);
    for (const auto& deliver : now)
        (*deliver)(shared);
}

} // namespace sendlab::api
