#include "ses/suppression_list.hpp"

#include "base/ascii.hpp"
#include "ses/address.hpp"

namespace sendlab::ses {

namespace {

std::string key_of(std::string_view address) {
    return ascii::lower_case(bare_address(address));
}

} // namespace

std::string_view to_string(suppression_reason why) {
    return why == suppression_reason::bounce ? "BOUNCE" : "COMPLAINT";
}

void suppression_list::put(std::string_view address, suppression_reason why, time_point now) {
    const auto key = key_of(address);
    entries_[key] = {key, why, now};
}

const suppressed_address* suppression_list::find(std::string_view address) const {
    const auto found = entries_.find(key_of(address));
    return found == entries_.end() ? nullptr : &found->second;
}

bool suppression_list::remove(std::string_view address) {
    return entries_.erase(key_of(address)) > 0;
}

} // namespace sendlab::ses
