#include "scenario/document.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"

namespace sendlab::scenario {

namespace {

using nlohmann::json;

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Moves a position over a piece of text.
void advance(position& where, std::string_view passed) {
    for (const char c : passed) {
        if (c == '\n')
            where = {where.line + 1, 1};
        else if (!is_continuation(c))
            ++where.column;
    }
}

position position_at(std::string_view text, std::size_t offset) {
    position where{1, 1};
    advance(where, text.substr(0, offset));
    return where;
}

/// How long the UTF-8 sequence at the front is, 0 if it is not well-formed (RFC 3629, section 4).
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    const unsigned least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80; // no overlong forms,
    const unsigned most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;  // surrogates, nor above U+10FFFF
    if (lead < 0xC2 || lead > 0xF4 || byte(1) < least || byte(1) > most)
        return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (std::size_t i = 2; i < length; ++i)
        if (byte(i) < 0x80 || byte(i) > 0xBF)
            return 0;
    return length;
}

/// The next character that is neither white space, nor part of a comment, nor one of `also`.
std::size_t skip_blank(std::string_view text, std::size_t at, std::string_view also = {}) {
    for (;;) {
        while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' ||
                                    text[at] == '\n' || also.find(text[at]) != also.npos))
            ++at;
        if (text.substr(at, 2) == "//")
            at = std::min(text.find_first_of("\r\n", at), text.size());
        else if (text.substr(at, 2) == "/*")
            at = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
        else
            return at;
    }
}

std::size_t token_end(std::string_view text, std::size_t at) {
    if (text[at] == '"') {
        while (text[++at] != '"')
            at += text[at] == '\\';
        return at + 1;
    }
    const auto end = text.find_first_not_of("+-.0123456789Eabcdefghijklmnopqrstuvwxyz", at);
    return std::max(at + 1, std::min(end, text.size()));
}

/// Walks through the text from one event of the parser to the next. The parser has already found the tokens
/// to be right.
class token_cursor {
public:
    explicit token_cursor(std::string_view text) : text_{text} {}

    /// Where the next token begins; the cursor then stands behind it.
    position next() {
        const auto begin = skip_blank(text_, end_, ",:");
        advance(where_, text_.substr(end_, begin - end_));
        const auto found = where_;
        end_ = token_end(text_, begin);
        advance(where_, text_.substr(begin, end_ - begin));
        return found;
    }

    [[nodiscard]] std::size_t end() const { return end_; }

private:
    std::string_view text_;
    std::size_t end_ = 0;
    position where_{1, 1};
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

/// "[json.exception...] parse error at line 1, column 2: syntax error while parsing object key - unexpected
/// '}'; last read: '{}'; expected string literal" in plain words, without what was last read.
std::string plain_words(std::string text) {
    const std::string_view lead = text.find(" - ") == text.npos ? "] " : " - ";
    text.erase(0, text.find(lead) + lead.size());
    if (const auto from = text.find("; last read: '"); from != text.npos) {
        const auto behind = text.rfind("'; expected ");
        text.erase(from, behind == text.npos ? text.npos : behind + 1 - from);
    }
    constexpr std::pair<std::string_view, std::string_view> wordings[] = {
        {"; expected", ", expected"},
        {"; missing", ", expected"},
        {"string: missing closing quote", "text, expected a closing quotation mark"},
        {"number overflow parsing", "too large a number, expected one below 1.8e308 instead of"},
        {"unexpected end of input", "the file ends here"},
        {"invalid literal", "this is not JSON"},
        {", expected string literal", ", expected a key in double quotes"},
        {", expected '[', '{', or a literal", ", expected a value"},
        {", expected end of input", ", expected nothing more"},
        {", expected ']'", ", expected ',' or ']'"},
        {", expected '}'", ", expected ',' or '}'"},
        {" literal", ""},
    };
    for (const auto& [from, to] : wordings)
        replace_all(text, from, to);
    return text == "this is not JSON" ? text + ", expected a value (texts stand in double quotes)" : text;
}

/// Where the token begins that the parser, having read so many characters, complains of.
std::size_t complaint_offset(std::string_view text, std::size_t read, std::size_t token_length,
                             std::string_view what) {
    const auto says = [&](std::string_view words) { return what.find(words) != what.npos; };
    auto at = std::min(read == 0 ? 0 : read - 1, text.size());
    if (says("unexpected string") || says("unexpected number") || says("missing closing quote") ||
        says("number overflow"))
        at -= std::min(at, token_length - (at < text.size() ? 1 : 0));
    else if (says("invalid literal") || says("unexpected true") || says("unexpected false") ||
             says("unexpected null"))
        while (at > 0 && std::isalpha(static_cast<unsigned char>(text[at - 1])))
            --at;
    return at;
}

/// Builds the tree from the parser's events.
class tree_builder final : public json::json_sax_t {
public:
    tree_builder(std::string_view text, const std::string& file, problems& found)
        : text_{text}, file_{file}, problems_{found}, cursor_{text} {}

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(json::number_integer_t value) override { return add(static_cast<double>(value)); }
    bool number_unsigned(json::number_unsigned_t value) override { return add(std::uint64_t{value}); }
    bool number_float(json::number_float_t value, const json::string_t&) override { return add(value); }
    bool string(json::string_t& value) override { return add(std::move(value)); }
    bool binary(json::binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(node::object{}); }
    bool start_array(std::size_t) override { return open(node::list{}); }
    bool end_array() override { return close(); }

    bool key(json::string_t& name) override {
        auto& members = std::get<node::object>(open_.back()->value);
        members.push_back({std::move(name), cursor_.next(), {}});
        return true;
    }

    bool end_object() override {
        report_duplicates(*open_.back()->members());
        return close();
    }

    bool parse_error(std::size_t read, const std::string& token, const json::exception& error) override {
        const auto at = complaint_offset(text_, read, token.size(), error.what());
        const auto comma = skip_blank(text_, cursor_.end());
        if (comma < at && text_[comma] == ',' && skip_blank(text_, comma + 1) == at &&
            (text_.substr(at, 1) == "]" || text_.substr(at, 1) == "}"))
            return fail(comma, "a comma behind the last value, expected none");
        return fail(at, plain_words(error.what()));
    }

    node take() && { return std::move(root_); }

private:
    bool fail(std::size_t offset, std::string what) {
        problems_.push_back({file_, position_at(text_, offset), "", std::move(what)});
        return false;
    }

    node* add_node(decltype(node::value) value) {
        auto& into = open_.empty() ? root_ : place();
        into = {std::move(value), cursor_.next()};
        return &into;
    }

    node& place() {
        if (auto* items = std::get_if<node::list>(&open_.back()->value))
            return items->emplace_back();
        return std::get<node::object>(open_.back()->value).back().value;
    }

    template<class Value>
    bool add(Value value) {
        add_node(std::move(value));
        if (++values_ > most_values)
            return fail(cursor_.end(),
                        "more than " + std::to_string(most_values) + " values, expected fewer");
        return true;
    }

    template<class Container>
    bool open(Container empty) {
        open_.push_back(add_node(std::move(empty)));
        if (open_.size() > deepest_nesting)
            return fail(cursor_.end() - 1,
                        "nested too deeply, expected at most " + std::to_string(deepest_nesting) + " levels");
        return true;
    }

    bool close() {
        cursor_.next();
        open_.pop_back();
        return true;
    }

    void report_duplicates(const node::object& members) {
        std::vector<const member*> sorted(members.size());
        std::transform(members.begin(), members.end(), sorted.begin(), [](const member& m) { return &m; });
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const member* a, const member* b) { return a->name < b->name; });
        for (std::size_t i = 1; i < sorted.size(); ++i)
            if (sorted[i - 1]->name == sorted[i]->name)
                problems_.push_back({file_, sorted[i]->where, "",
                                     "key " + quote(sorted[i]->name) +
                                         " stands twice, expected it once (before in line " +
                                         std::to_string(sorted[i - 1]->where.line) + ')'});
    }

    std::string_view text_;
    const std::string& file_;
    problems& problems_;
    token_cursor cursor_;
    node root_;
    std::vector<node*> open_; // the way down to where values are added; only the last child of each is open
    std::size_t values_ = 0;
};

} // namespace

std::optional<flaw> unreadable(std::string_view text) {
    if (text.empty())
        return flaw{{1, 1}, "the file is empty, expected at least {}"};
    if (text.starts_with("\xEF\xBB\xBF"))
        return flaw{{1, 1}, "a byte order mark, expected plain UTF-8 without one"};
    for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
        length = utf8_length(text.substr(at));
        if (length == 0)
            return flaw{position_at(text, at), "a byte that is not UTF-8, expected text in UTF-8"};
        if (text[at] == '\0')
            return flaw{position_at(text, at), "a NUL byte, expected text in UTF-8"};
    }
    return std::nullopt;
}

bool node::is_number() const {
    return std::holds_alternative<std::uint64_t>(value) || std::holds_alternative<double>(value);
}

double node::number() const {
    const auto* whole = std::get_if<std::uint64_t>(&value);
    return whole ? static_cast<double>(*whole) : std::get<double>(value);
}

std::string node::written() const {
    if (text())
        return quote(*text());
    if (items())
        return "a list";
    if (members())
        return "an object";
    if (const auto* truth = std::get_if<bool>(&value))
        return *truth ? "true" : "false";
    if (const auto* whole = std::get_if<std::uint64_t>(&value))
        return std::to_string(*whole);
    return is_number() ? json_text(json(number())) : "null";
}

std::string quote(std::string_view text, std::size_t most) {
    if (text.size() <= most)
        return json_text(json(text));
    while (most > 0 && is_continuation(text[most]))
        --most;
    auto shortened = quote(text.substr(0, most), most);
    shortened.insert(shortened.size() - 1, "...");
    return shortened;
}

std::optional<node> parse_document(std::string_view text, const std::string& file, problems& found) {
    if (const auto reason = unreadable(text)) {
        found.push_back({file, reason->where, "", reason->what});
        return std::nullopt;
    }
    tree_builder builder{text, file, found};
    if (!json::sax_parse(text.begin(), text.end(), &builder, json::input_format_t::json, true, true))
        return std::nullopt;
    return std::move(builder).take();
}

} // namespace sendlab::scenario
