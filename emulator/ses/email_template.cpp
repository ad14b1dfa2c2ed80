#include "ses/email_template.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"

namespace sendlab::ses {

namespace {

using nlohmann::json;

constexpr std::size_t longest_name = 64;

bool fits_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::optional<std::string> syntax_fault(std::string_view part, std::string_view text) {
    const auto read = template_text::parse(text);
    if (read)
        return std::nullopt;
    return std::string{part} + " of the template is invalid: " + read.error().what;
}

rendering_error rendering_error_of(const template_error& error) {
    if (error.why == template_error::kind::missing_attribute)
        return {rendering_failure::missing_attribute,
                "Attribute '" + error.what + "' is not present in the rendering data."};
    return {rendering_failure::invalid_template, error.what};
}

} // namespace

std::optional<std::string> fault_of(const email_template& what) {
    if (what.name.empty())
        return "The template name must be specified.";
    if (what.name.size() > longest_name)
        return "Template name cannot exceed 64 characters.";
    if (!std::ranges::all_of(what.name, fits_name))
        return "Template name contains invalid characters.";
    if (what.subject.empty())
        return "The subject must be specified.";
    if (what.subject.size() + what.text.size() + what.html.size() > longest_template)
        return "Template size exceeds the maximum of 500 KB.";
    for (const auto& [part, text] :
         {std::pair{"Subject", &what.subject}, {"Text part", &what.text}, {"HTML part", &what.html}})
        if (auto fault = syntax_fault(part, *text))
            return fault;
    return std::nullopt;
}

result<rendered_template, rendering_error> render(const email_template& what, std::string_view data) {
    const auto values = json_value(data);
    if (!values.is_object())
        return rendering_error{rendering_failure::invalid_data, "Template rendering data is invalid"};
    rendered_template out;
    for (const auto& [from, into] :
         {std::pair{&what.subject, &out.subject}, {&what.text, &out.text}, {&what.html, &out.html}}) {
        const auto read = template_text::parse(*from);
        if (!read)
            return rendering_error_of(read.error());
        auto text = read->render(values);
        if (!text)
            return rendering_error_of(text.error());
        *into = std::move(*text);
    }
    return out;
}

std::string merged_data(std::string_view defaults, std::string_view replacement) {
    if (replacement.empty())
        return std::string{defaults};
    auto values = json_value(defaults);
    const auto winning = json_value(replacement);
    if (winning.is_discarded())
        return std::string{replacement}; // for render() to complain about
    if (!values.is_object())
        values = json::object();
    if (winning.is_object())
        values.update(winning);
    return json_text(values);
}

} // namespace sendlab::ses
