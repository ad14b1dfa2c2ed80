// Templates of an account, and what becomes of one when it meets its data.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time_types.hpp"
#include "ses/template_text.hpp"

namespace sendlab::ses {

struct email_template {
    std::string name;
    std::string subject;
    std::string text;
    std::string html;
    time_point created{};
};

/// By name; names are case-sensitive.
using email_templates = std::map<std::string, email_template, std::less<>>;

/// The largest template (Service quotas: 500 KB with text and HTML together).
inline constexpr std::size_t longest_template = 500 * 1024;

/// Why SES would not store it; nothing if it would. Names have at most 64 letters, digits, "-" and "_".
[[nodiscard]] std::optional<std::string> fault_of(const email_template& what);

struct rendered_template {
    std::string subject;
    std::string text;
    std::string html;
};

enum class rendering_failure { invalid_data, invalid_template, missing_attribute };

struct rendering_error {
    rendering_failure why{};
    std::string what; // in SES's words
};

/// `data`: a JSON object as text.
[[nodiscard]] result<rendered_template, rendering_error> render(const email_template& what,
                                                                std::string_view data);

/// The object with the members of the other, which win: a bulk entry's data over the default data. Text that
/// is no JSON object counts as an empty one.
[[nodiscard]] std::string merged_data(std::string_view defaults, std::string_view replacement);

} // namespace sendlab::ses
