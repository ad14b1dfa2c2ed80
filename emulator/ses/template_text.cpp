#include "ses/template_text.hpp"

#include <cstdint>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "ses/template_block.hpp"

namespace sendlab::ses {

namespace {

using nlohmann::json;
using block = template_text::block;
using blocks = std::vector<block>;

constexpr std::size_t longest_output = 16 << 20;
constexpr int deepest_partial = 16;
constexpr std::uint32_t most_steps = 2'000'000; // loops in loops may write nothing, and yet never end

/// What a path is looked up in: a value, and what surrounds it.
struct scope {
    const json* value = nullptr;
    const scope* outer = nullptr;
    std::size_t index = 0; // in a loop
    std::size_t count = 0; // of the loop; 0 outside of one
    std::string key{};
};

/// The segments of "a.b", "a/b", "[a b].c".
std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        const bool literal = path.front() == '[';
        const auto end = std::min(literal ? path.find(']') : path.find_first_of("./"), path.size());
        segments.emplace_back(path.substr(literal, end - literal));
        path.remove_prefix(end);
        if (literal && !path.empty())
            path.remove_prefix(1);
        if (!path.empty() && (path.front() == '.' || path.front() == '/'))
            path.remove_prefix(1);
    }
    return segments;
}

const json* member_of(const json* value, const std::string& name) {
    if (value->is_object()) {
        const auto found = value->find(name);
        return found == value->end() ? nullptr : &*found;
    }
    if (!value->is_array() || name.empty() || name.size() > 9 ||
        name.find_first_not_of("0123456789") != std::string::npos)
        return nullptr;
    const auto index = std::stoul(name);
    return index < value->size() ? &(*value)[index] : nullptr;
}

/// Null if there is no such value.
const json* look_up(std::string_view path, const scope* here) {
    while (path.starts_with("../")) {
        path.remove_prefix(3);
        if (here->outer)
            here = here->outer;
    }
    if (path == "." || path == ".." || path == "this")
        return here->value;
    for (const std::string_view prefix : {"this.", "this/", "./"})
        if (path.starts_with(prefix))
            path.remove_prefix(prefix.size());
    const json* value = here->value;
    for (const auto& name : segments_of(path))
        if (value = member_of(value, name); !value)
            return nullptr;
    return value;
}

/// {{@index}} and its like.
std::optional<std::string> loop_variable(std::string_view path, const scope* here) {
    while (here && here->count == 0)
        here = here->outer;
    if (!here)
        return std::nullopt;
    if (path == "@index")
        return std::to_string(here->index);
    if (path == "@key")
        return here->key.empty() ? std::to_string(here->index) : here->key;
    if (path == "@first")
        return here->index == 0 ? "true" : "false";
    if (path == "@last")
        return here->index + 1 == here->count ? "true" : "false";
    return std::nullopt;
}

bool is_true(const json* value) {
    if (!value || value->is_null())
        return false;
    if (value->is_boolean())
        return value->get<bool>();
    if (value->is_number())
        return value->get<double>() != 0;
    if (value->is_string() || value->is_array())
        return value->is_string() ? !value->get_ref<const std::string&>().empty() : !value->empty();
    return true;
}

std::string text_of(const json& value) {
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_null())
        return {};
    return json_text(value);
}

class renderer {
public:
    explicit renderer(const block& root) : root_{root} {}

    result<std::string, template_error> render(const json& data) {
        const scope top{&data};
        write(root_.inside, top);
        if (error_)
            return *error_;
        return std::move(out_);
    }

private:
    void fail(template_error::kind why, std::string what) {
        if (!error_)
            error_ = template_error{why, std::move(what)};
    }

    void append(std::string_view text) {
        if (out_.size() + text.size() > longest_output)
            return fail(template_error::kind::too_long, "the rendered text is longer than 16 MiB");
        out_ += text;
    }

    void write(const blocks& pieces, const scope& here) {
        for (const auto& piece : pieces) {
            if (error_)
                return;
            write(piece, here);
        }
    }

    void count_step() {
        if (++steps_ > most_steps)
            fail(template_error::kind::too_long, "the template takes too many steps to render");
    }

    void write(const block& piece, const scope& here) {
        count_step();
        switch (piece.what) {
        case block::kind::root:
        case block::kind::text:
            return append(piece.value);
        case block::kind::variable:
            return write_variable(piece.value, here);
        case block::kind::partial:
            return write_partial(piece.value, here);
        default:
            return write_block(piece, here);
        }
    }

    void write_variable(const std::string& path, const scope& here) {
        if (path.front() == '@') {
            const auto value = loop_variable(path, &here);
            return value ? append(*value) : fail(template_error::kind::missing_attribute, path);
        }
        const auto* const value = look_up(path, &here);
        return value ? append(text_of(*value)) : fail(template_error::kind::missing_attribute, path);
    }

    void write_partial(const std::string& name, const scope& here) {
        const auto found = root_.partials.find(name);
        if (found == root_.partials.end() || depth_ == deepest_partial)
            return fail(template_error::kind::missing_attribute, name);
        ++depth_;
        write(found->second, here);
        --depth_;
    }

    void write_block(const block& piece, const scope& here) {
        const auto* const value = condition(piece.value, here);
        switch (piece.what) {
        case block::kind::if_:
            return write(is_true(value) ? piece.inside : piece.otherwise, here);
        case block::kind::unless:
        case block::kind::inverted:
            return write(is_true(value) ? piece.otherwise : piece.inside, here);
        case block::kind::each:
            return write_loop(piece, value, here);
        default: // with and section
            if (piece.what == block::kind::section && value && value->is_array())
                return write_loop(piece, value, here);
            if (!is_true(value))
                return write(piece.otherwise, here);
            return write(piece.inside, value->is_boolean() ? here : scope{value, &here});
        }
    }

    const json* condition(const std::string& path, const scope& here) {
        static const json yes = true;
        static const json no = false;
        if (path.front() != '@')
            return look_up(path, &here);
        const auto value = loop_variable(path, &here);
        return value && *value != "false" && *value != "0" ? &yes : &no;
    }

    void write_loop(const block& piece, const json* values, const scope& here) {
        if (!values || !values->is_structured() || values->empty())
            return write(piece.otherwise, here);
        std::size_t index = 0;
        for (const auto& item : values->items()) {
            count_step();
            if (error_)
                return;
            const scope inner{&item.value(), &here, index++, values->size(),
                              values->is_object() ? item.key() : std::string{}};
            write(piece.inside, inner);
        }
    }

    const block& root_;
    std::string out_;
    int depth_ = 0;
    std::uint32_t steps_ = 0;
    std::optional<template_error> error_;
};

} // namespace

template_text::template_text(std::unique_ptr<const block> root) : root_{std::move(root)} {}
template_text::template_text(template_text&&) noexcept = default;
template_text::~template_text() = default;

result<template_text, template_error> template_text::parse(std::string_view text) {
    auto read = read_template(text);
    if (!read)
        return read.error();
    return template_text{std::make_unique<const block>(std::move(*read))};
}

result<std::string, template_error> template_text::render(const json& data) const {
    return renderer{*root_}.render(data);
}

} // namespace sendlab::ses
