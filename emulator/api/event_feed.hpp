// What happens, as texts, to whoever listens: a page that stays up to date, a test that waits for a mail.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace sendlab::api {

/// Of one thread, as the world is.
class event_feed {
public:
    using text_ptr = std::shared_ptr<const std::string>; // one text for all listeners
    using listener = std::function<void(const text_ptr&)>;
    /// Ends with its destruction; it may outlive the feed.
    using subscription = std::shared_ptr<void>;

    /// `deliver` gets every text that is published from now on. It may not throw.
    [[nodiscard]] subscription subscribe(listener deliver);
    /// To all who listen now, in the order in which they came.
    void publish(std::string text);
    /// Saves making a text that nobody reads.
    [[nodiscard]] bool has_listeners() const { return !listeners_->empty(); }

private:
    using listener_map = std::map<std::uint64_t, std::shared_ptr<listener>>;

    std::shared_ptr<listener_map> listeners_ = std::make_shared<listener_map>();
    std::uint64_t last_ = 0;
};

} // namespace sendlab::api
