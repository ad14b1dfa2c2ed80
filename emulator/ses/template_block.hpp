// A template, read: what template_text keeps between reading and rendering.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ses/template_text.hpp"

namespace sendlab::ses {

/// One piece of a template; a block has pieces inside.
struct template_text::block {
    enum class kind { root, text, variable, partial, if_, unless, each, with, section, inverted };

    kind what = kind::root;
    std::string value; // of a text: the text; of a partial: its name; else the path, as it was written
    std::vector<block> inside;
    std::vector<block> otherwise;                       // behind {{else}}
    std::map<std::string, std::vector<block>> partials; // defined inside; in the root only
};

/// Reads a template. Errors are of kind syntax.
[[nodiscard]] result<template_text::block, template_error> read_template(std::string_view text);

} // namespace sendlab::ses
