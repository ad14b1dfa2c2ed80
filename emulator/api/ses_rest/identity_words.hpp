// What both protocols say about an identity.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/random_source.hpp"
#include "ses/identities.hpp"

namespace sendlab::api {

/// The token of a domain's TXT record: 44 characters that follow from the domain.
[[nodiscard]] std::string verification_token(const std::string& domain);
/// The three tokens of a domain's DKIM records, of 32 characters each.
[[nodiscard]] std::array<std::string, 3> dkim_tokens(const std::string& domain);

/// What an identity keeps of its settings under this name; `otherwise` if there is nothing.
[[nodiscard]] std::string_view setting(const ses::identity& known, std::string_view name,
                                       std::string_view otherwise);
/// Its policies are kept among the settings, under names that begin so.
inline constexpr std::string_view policy_prefix = "Policy:";

} // namespace sendlab::api
