// Addresses that an account no longer sends to (SES Developer Guide, "Account-level suppression list"). Mail to
// one is accepted, and comes back as a hard bounce.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/time_types.hpp"

namespace sendlab::ses {

enum class suppression_reason { bounce, complaint };

/// "BOUNCE", "COMPLAINT"
[[nodiscard]] std::string_view to_string(suppression_reason why);

struct suppressed_address {
    std::string address; // in small letters
    suppression_reason why{};
    time_point since{};
};

class suppression_list {
public:
    /// Replaces an entry that there is.
    void put(std::string_view address, suppression_reason why, time_point now);
    /// Null if there is none.
    [[nodiscard]] const suppressed_address* find(std::string_view address) const;
    /// False if there is none.
    bool remove(std::string_view address);

    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] auto begin() const { return entries_.begin(); }
    [[nodiscard]] auto end() const { return entries_.end(); }

private:
    std::map<std::string, suppressed_address> entries_;
};

} // namespace sendlab::ses
