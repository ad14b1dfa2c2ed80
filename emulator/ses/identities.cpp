#include "ses/identities.hpp"

#include "ses/address.hpp"

namespace sendlab::ses {

bool identities::order::operator()(std::string_view a, std::string_view b) const {
    const auto x = split(a);
    const auto y = split(b);
    return x.local != y.local ? x.local < y.local : less_in_any_case(x.domain, y.domain);
}

void identities::verify(std::string identity) {
    verified_.insert(std::string{bare_address(identity)});
}

bool identities::cover(std::string_view address) const {
    const auto bare = bare_address(address);
    if (!has_domain(bare))
        return false;
    if (verified_.contains(bare))
        return true;
    for (auto domain = split(bare).domain;; domain.remove_prefix(domain.find('.') + 1)) {
        if (verified_.contains(domain))
            return true;
        if (domain.find('.') == std::string_view::npos)
            return false;
    }
}

} // namespace sendlab::ses
