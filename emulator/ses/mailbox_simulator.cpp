#include <array>
#include <utility>

#include "ses/address.hpp"
#include "ses/ses_service.hpp"

namespace sendlab::ses {

bool is_simulator(std::string_view address) {
    return equal_in_any_case(split(bare_address(address)).domain, "simulator.amazonses.com");
}

disposition disposition_of(std::string_view address) {
    static constexpr std::array<std::pair<std::string_view, disposition>, 4> special{{
        {"bounce", disposition::bounced},
        {"complaint", disposition::complained},
        {"suppressionlist", disposition::suppressed},
        {"ooto", disposition::out_of_office},
    }};
    if (!is_simulator(address))
        return disposition::delivered;
    const auto local = split(bare_address(address)).local;
    const auto name = local.substr(0, local.find('+'));
    for (const auto& [word, what] : special)
        if (equal_in_any_case(name, word))
            return what;
    return disposition::delivered;
}

} // namespace sendlab::ses
