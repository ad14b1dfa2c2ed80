#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.hpp"
#include "ses/template_block.hpp"

namespace sendlab::ses {

namespace {

using block = template_text::block;

constexpr int deepest = 50;

std::string_view trimmed_left(std::string_view text) {
    while (!text.empty() && ascii::is_blank(text.front()))
        text.remove_prefix(1);
    return text;
}

std::string_view trimmed_right(std::string_view text) {
    while (!text.empty() && ascii::is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// The first word, and the rest of the text.
std::pair<std::string_view, std::string_view> cut_word(std::string_view text) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if(text, ascii::is_blank) - text.begin());
    return {text.substr(0, end), ascii::trimmed(text.substr(end))};
}

bool is_path(std::string_view text) {
    const auto fits = [](char c) {
        return !ascii::is_blank(c) && std::string_view{"{}()'\"=;&#!|"}.find(c) == std::string_view::npos;
    };
    return !text.empty() && (text.front() == '[' || std::ranges::all_of(text, fits));
}

std::string unquoted(std::string_view text) {
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return std::string{quoted ? text.substr(1, text.size() - 2) : text};
}

std::optional<block::kind> helper_of(std::string_view name) {
    static constexpr std::pair<std::string_view, block::kind> helpers[] = {{"if", block::kind::if_},
                                                                           {"unless", block::kind::unless},
                                                                           {"each", block::kind::each},
                                                                           {"with", block::kind::with}};
    for (const auto& [known, kind] : helpers)
        if (name == known)
            return kind;
    return std::nullopt;
}

/// Recursive descent over "{{...}}". A failure is noted once and ends the reading.
class reader {
public:
    explicit reader(std::string_view text) : rest_{text} {}

    result<block, template_error> read() {
        block root;
        root.inside = read_until({}, 0);
        if (!failure_.empty())
            return template_error{template_error::kind::syntax, failure_};
        root.partials = std::move(partials_);
        return root;
    }

private:
    using blocks = std::vector<block>;

    void fail(std::string what) {
        if (failure_.empty())
            failure_ = std::move(what);
        rest_ = {};
    }

    /// Everything up to {{/end}} or an {{else}}; with an empty `end` up to the end of the text. What ended it
    /// is left in closing_.
    blocks read_until(std::string_view end, int depth) {
        blocks found;
        closing_ = {};
        if (depth > deepest)
            fail("blocks are nested too deeply");
        while (!rest_.empty() && closing_.empty()) {
            read_text(found);
            if (!rest_.empty())
                read_tag(found, end, depth);
        }
        if (closing_.empty() && !end.empty())
            fail("expected {{/" + std::string{end} + "}}");
        return found;
    }

    void read_text(blocks& found) {
        const auto open = std::min(rest_.find("{{"), rest_.size());
        auto text = rest_.substr(0, open);
        rest_.remove_prefix(open);
        if (std::exchange(eats_blanks_, false))
            text = trimmed_left(text);
        if (rest_.starts_with("{{~") || rest_.starts_with("{{{~"))
            text = trimmed_right(text);
        if (text.ends_with('\\') && !rest_.empty()) { // \{{ is no tag
            add_text(found, text.substr(0, text.size() - 1));
            add_text(found, rest_.substr(0, 2));
            rest_.remove_prefix(2);
            return read_text(found);
        }
        add_text(found, text);
    }

    static void add_text(blocks& found, std::string_view text) {
        if (!text.empty())
            found.push_back({block::kind::text, std::string{text}, {}, {}, {}});
    }

    /// What stands between the braces, without them and the ~.
    std::string_view take_tag() {
        std::string_view open = "{{";
        std::string_view close = "}}";
        if (rest_.starts_with("{{!--")) {
            open = "{{!--";
            close = "--}}";
        } else if (rest_.starts_with("{{{")) {
            open = "{{{";
            close = "}}}";
        }
        const auto end = rest_.find(close, open.size());
        if (end == std::string_view::npos) {
            fail("a tag is not closed");
            return {};
        }
        auto tag = open.size() == 5 ? std::string_view{"!"} : rest_.substr(open.size(), end - open.size());
        rest_.remove_prefix(end + close.size());
        if (tag.starts_with('~'))
            tag.remove_prefix(1);
        if (tag.ends_with('~')) {
            tag.remove_suffix(1);
            eats_blanks_ = true;
        }
        return ascii::trimmed(tag);
    }

    void read_tag(blocks& found, std::string_view end, int depth) {
        const auto tag = take_tag();
        if (tag.empty())
            return fail("an empty tag");
        switch (tag.front()) {
        case '!':
            return;
        case '#':
            return read_block(found, ascii::trimmed(tag.substr(1)), depth);
        case '/':
            return close(ascii::trimmed(tag.substr(1)), end);
        case '>':
            found.push_back({block::kind::partial, unquoted(ascii::trimmed(tag.substr(1))), {}, {}, {}});
            return;
        case '^':
            if (tag.size() > 1)
                return read_section(found, block::kind::inverted, ascii::trimmed(tag.substr(1)), depth);
            break;
        case '&':
            return add_variable(found, ascii::trimmed(tag.substr(1)));
        default:
            break;
        }
        if (tag == "^" || cut_word(tag).first == "else")
            return end.empty() ? fail("{{else}} outside of a block") : void(closing_ = tag);
        add_variable(found, tag);
    }

    void close(std::string_view name, std::string_view end) {
        if (end.empty() || name != end)
            return fail("{{/" + std::string{name} + "}} closes nothing");
        closing_ = "/";
    }

    void add_variable(blocks& found, std::string_view path) {
        if (!is_path(path))
            return fail("unknown helper in {{" + std::string{path} + "}}");
        found.push_back({block::kind::variable, std::string{path}, {}, {}, {}});
    }

    void read_block(blocks& found, std::string_view tag, int depth) {
        if (tag.starts_with('*'))
            return read_partial(ascii::trimmed(tag.substr(1)), depth);
        const auto [name, path] = cut_word(tag);
        if (const auto helper = helper_of(name)) {
            if (!is_path(path))
                return fail("{{#" + std::string{tag} + "}} wants the name of an attribute");
            found.push_back(read_body(*helper, path, name, depth));
        } else if (path.empty()) {
            read_section(found, block::kind::section, name, depth);
        } else {
            fail("unknown helper " + std::string{name});
        }
    }

    void read_section(blocks& found, block::kind kind, std::string_view path, int depth) {
        if (!is_path(path))
            return fail("{{#" + std::string{path} + "}} wants the name of an attribute");
        found.push_back(read_body(kind, path, path, depth));
    }

    /// Of a block that {{/name}} closes. {{else if x}} is an {{else}} with a block in it that is closed with
    /// this one.
    block read_body(block::kind kind, std::string_view path, std::string_view name, int depth) {
        block out{kind, std::string{path}, {}, {}, {}};
        out.inside = read_until(name, depth + 1);
        if (closing_.empty() || closing_ == "/")
            return closed(std::move(out));
        const auto condition = cut_word(closing_).second;
        if (condition.empty()) {
            out.otherwise = read_until(name, depth + 1);
            if (closing_ != "/")
                fail("two {{else}} in one block");
            return closed(std::move(out));
        }
        const auto [helper, inner_path] = cut_word(condition);
        const auto inner = helper_of(helper);
        if (!inner || !is_path(inner_path)) {
            fail("{{" + std::string{closing_} + "}} is no condition");
            return out;
        }
        out.otherwise.push_back(read_body(*inner, inner_path, name, depth + 1));
        return out;
    }

    block closed(block out) {
        closing_ = {};
        return out;
    }

    void read_partial(std::string_view tag, int depth) {
        const auto [word, name] = cut_word(tag);
        if (word != "inline" || name.empty())
            return fail("unknown decorator " + std::string{word});
        auto body = read_until("inline", depth + 1);
        if (closing_ != "/")
            return fail("expected {{/inline}}");
        closing_ = {};
        partials_[unquoted(name)] = std::move(body);
    }

    std::string_view rest_;
    std::string_view closing_; // "/" or an {{else}}; empty while the block goes on
    bool eats_blanks_ = false;
    std::string failure_;
    std::map<std::string, blocks> partials_;
};

} // namespace

result<template_text::block, template_error> read_template(std::string_view text) {
    return reader{text}.read();
}

} // namespace sendlab::ses
