// The addresses and domains of an account (SES Developer Guide, "Verified identities").
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/time_types.hpp"

namespace sendlab::ses {

struct identity {
    std::string name; // an address ("a@b") or a domain ("b")
    bool verified = false;
    time_point created{};
    /// What an account may say about it: kept and answered, without effect on sending.
    std::map<std::string, std::string, std::less<>> settings{};

    [[nodiscard]] bool is_domain() const { return name.find('@') == std::string::npos; }
};

class identities {
public:
    /// An address or a domain. One that is there already becomes verified and keeps its settings. (The link
    /// of the verification mail, and the DNS, are taken for granted.)
    identity& verify(std::string_view name, time_point now = {});

    /// Is the address verified, or its domain, or a domain above that? Local parts are case-sensitive,
    /// domains are not.
    [[nodiscard]] bool cover(std::string_view address) const;

    /// Null if there is none.
    [[nodiscard]] identity* find(std::string_view name);
    /// False if there is none.
    bool remove(std::string_view name);

    [[nodiscard]] auto begin() const { return known_.begin(); }
    [[nodiscard]] auto end() const { return known_.end(); }

private:
    struct order {
        using is_transparent = void;
        bool operator()(std::string_view a, std::string_view b) const;
    };
    [[nodiscard]] bool is_verified(std::string_view name) const;

    std::map<std::string, identity, order> known_; // domains first, each sort by name
};

} // namespace sendlab::ses
