#include "lambda/environment_pool.hpp"

#include <cassert>
#include <utility>

namespace sendlab::lambda {

std::unique_ptr<environment> environment_pool::take() {
    if (idle_.empty())
        return nullptr;
    auto place = std::move(idle_.back());
    idle_.pop_back();
    return place;
}

void environment_pool::put_back(std::unique_ptr<environment> place, time_point now) {
    assert(place && (idle_.empty() || idle_.back()->idle_since <= now));
    place->idle_since = now;
    idle_.push_back(std::move(place));
}

std::unique_ptr<environment> environment_pool::take_expired(time_point now) {
    if (idle_.empty() || now - idle_.front()->idle_since < keep_warm_)
        return nullptr;
    return take_oldest();
}

std::unique_ptr<environment> environment_pool::take_oldest() {
    if (idle_.empty())
        return nullptr;
    auto place = std::move(idle_.front());
    idle_.pop_front();
    return place;
}

} // namespace sendlab::lambda
