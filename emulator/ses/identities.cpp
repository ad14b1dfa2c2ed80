#include "ses/identities.hpp"

#include "ses/address.hpp"

namespace sendlab::ses {

bool identities::order::operator()(std::string_view a, std::string_view b) const {
    const auto x = split(a);
    const auto y = split(b);
    return x.local != y.local ? x.local < y.local : less_in_any_case(x.domain, y.domain);
}

identity& identities::verify(std::string_view name, time_point now) {
    const std::string bare{bare_address(name)};
    auto& known = known_[bare];
    if (known.name.empty()) {
        known.name = bare;
        known.created = now;
    }
    known.verified = true;
    return known;
}

bool identities::is_verified(std::string_view name) const {
    const auto found = known_.find(name);
    return found != known_.end() && found->second.verified;
}

bool identities::cover(std::string_view address) const {
    const auto bare = bare_address(address);
    if (!has_domain(bare))
        return false;
    if (is_verified(bare))
        return true;
    for (auto domain = split(bare).domain;; domain.remove_prefix(domain.find('.') + 1)) {
        if (is_verified(domain))
            return true;
        if (domain.find('.') == std::string_view::npos)
            return false;
    }
}

identity* identities::find(std::string_view name) {
    const auto found = known_.find(bare_address(name));
    return found == known_.end() ? nullptr : &found->second;
}

bool identities::remove(std::string_view name) {
    const auto found = known_.find(bare_address(name));
    if (found == known_.end())
        return false;
    known_.erase(found);
    return true;
}

} // namespace sendlab::ses
