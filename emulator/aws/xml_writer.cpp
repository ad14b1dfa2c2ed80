#include "aws/xml_writer.hpp"

#include <cassert>
#include <utility>

namespace sendlab::aws {

std::string xml_escaped(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
                escaped += "&#" + std::to_string(static_cast<int>(c)) + ';';
            else
                escaped += c;
        }
    }
    return escaped;
}

xml_writer::xml_writer(std::string_view root, std::string_view name_space)
    : out_{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<"} {
    out_ += root;
    if (!name_space.empty())
        out_ += " xmlns=\"" + std::string{name_space} + '"';
    out_ += '>';
    open_.emplace_back(root);
}

xml_writer& xml_writer::open(std::string_view name) {
    out_ += '<';
    out_ += name;
    out_ += '>';
    open_.emplace_back(name);
    return *this;
}

xml_writer& xml_writer::close() {
    assert(!open_.empty());
    out_ += "</" + open_.back() + '>';
    open_.pop_back();
    return *this;
}

xml_writer& xml_writer::element(std::string_view name, std::string_view text) {
    open(name);
    out_ += xml_escaped(text);
    return close();
}

xml_writer& xml_writer::optional(std::string_view name, std::string_view text) {
    return text.empty() ? *this : element(name, text);
}

xml_writer& xml_writer::markup(std::string_view piece) {
    out_ += piece;
    return *this;
}

std::string xml_writer::finish() {
    while (!open_.empty())
        close();
    return std::move(out_);
}

} // namespace sendlab::aws
