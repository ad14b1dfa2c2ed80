// The part of Handlebars that SES's templates know (SES Developer Guide, "Advanced email personalization"):
// {{name}}, {{a.b}}, {{#if}}, {{#unless}}, {{#each}}, {{#with}}, {{else}}, {{else if}}, {{this}}, {{../a}},
// {{@index}} and its like, comments, {{~ ~}}, inline partials. As at SES nothing is escaped for HTML.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.hpp"

namespace sendlab::ses {

struct template_error {
    enum class kind {
        syntax,            // the template is none
        missing_attribute, // it wants something that the data does not have
        too_long           // what comes out has more than 16 MiB
    };
    kind why{};
    std::string what; // in a sentence; for a missing attribute its name

    friend bool operator==(const template_error&, const template_error&) = default;
};

class template_text {
public:
    [[nodiscard]] static result<template_text, template_error> parse(std::string_view text);
    template_text(template_text&&) noexcept;
    ~template_text();

    /// A variable without a value is an error; a condition or a loop without one is false, or empty.
    [[nodiscard]] result<std::string, template_error> render(const nlohmann::json& data) const;

    struct block; // a part of the template, as it was read

private:
    explicit template_text(std::unique_ptr<const block> root);

    std::unique_ptr<const block> root_;
};

} // namespace sendlab::ses
