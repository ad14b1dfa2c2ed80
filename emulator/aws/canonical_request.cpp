#include "aws/canonical_request.hpp"

#include <algorithm>

#include "aws/uri_encoding.hpp"
#include "base/ascii.hpp"

namespace sendlab::aws {

namespace {

void append_trimmed(std::string& out, std::string_view value) {
    bool blank = false;
    const auto start = out.size();
    for (const char c : value) {
        if (c == ' ' || c == '\t') {
            blank = out.size() > start;
            continue;
        }
        if (blank)
            out += ' ';
        blank = false;
        out += c;
    }
}

std::string canonical_path(std::string_view path, path_encoding encoding) {
    auto encoded = uri_encoded(path, slashes::kept);
    if (encoding == path_encoding::twice)
        encoded = uri_encoded(encoded, slashes::kept);
    return encoded.empty() ? "/" : encoded;
}

std::string canonical_query(const signed_request::pairs& query) {
    signed_request::pairs encoded;
    for (const auto& [name, value] : query)
        if (name != "X-Amz-Signature")
            encoded.emplace_back(uri_encoded(name), uri_encoded(value));
    std::ranges::sort(encoded);
    std::string text;
    for (const auto& [name, value] : encoded) {
        if (!text.empty())
            text += '&';
        text += name + '=' + value;
    }
    return text;
}

} // namespace

const std::string* find_parameter(const signed_request::pairs& query, std::string_view name) {
    const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
    return found == query.end() ? nullptr : &found->second;
}

std::string canonical_value(const signed_request::pairs& headers, std::string_view lower_case_name) {
    std::string value;
    bool first = true;
    for (const auto& [name, text] : headers) {
        if (ascii::lower_case(name) != lower_case_name)
            continue;
        if (!first)
            value += ',';
        first = false;
        append_trimmed(value, text);
    }
    return value;
}

std::string canonical_request(const signed_request& request, std::span<const std::string> signed_headers,
                              path_encoding encoding) {
    std::string text = request.method + '\n' + canonical_path(request.path, encoding) + '\n' +
                       canonical_query(request.query) + '\n';
    std::string names;
    for (const auto& name : signed_headers) {
        text += name + ':' + canonical_value(request.headers, name) + '\n';
        names += (names.empty() ? "" : ";") + name;
    }
    return text + '\n' + names + '\n' + request.payload_hash;
}

} // namespace sendlab::aws
