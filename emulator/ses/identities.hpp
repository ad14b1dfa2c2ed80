// The addresses and domains that an account has verified (SES Developer Guide, "Verified identities").
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace sendlab::ses {

class identities {
public:
    /// An address ("a@b") or a domain ("b").
    void verify(std::string identity);

    /// Is the address verified, or its domain, or a domain above that? Local parts are case-sensitive,
    /// domains are not.
    [[nodiscard]] bool cover(std::string_view address) const;

private:
    struct order {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const;
    };
    std::set<std::string, order> verified_;
};

} // namespace sendlab::ses
