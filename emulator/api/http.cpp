#include "api/http.hpp"

#include <algorithm>
#include <memory>

#include "base/ascii.hpp"

namespace sendlab::api {

namespace {

std::string form_decoded(std::string text) {
    std::ranges::replace(text, '+', ' ');
    return percent_decoded(text);
}

} // namespace

void http_fields::add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
}

void http_fields::set(std::string_view name, std::string value) {
    std::erase_if(fields_, [&](const field& f) { return ascii::same_text(f.first, name); });
    add(std::string{name}, std::move(value));
}

const std::string* http_fields::find(std::string_view name) const {
    const auto found =
        std::ranges::find_if(fields_, [&](const field& f) { return ascii::same_text(f.first, name); });
    return found == fields_.end() ? nullptr : &found->second;
}

std::string_view http_fields::get(std::string_view name) const {
    const auto* found = find(name);
    return found ? std::string_view{*found} : std::string_view{};
}

std::string_view http_request::path() const {
    return std::string_view{target}.substr(0, target.find('?'));
}

std::string_view http_request::query() const {
    const auto mark = target.find('?');
    return mark == std::string::npos ? std::string_view{} : std::string_view{target}.substr(mark + 1);
}

std::string http_request::host() const {
    auto name = fields.get("Host");
    const auto bracket = name.rfind(']'); // an IPv6 address has colons of its own
    const auto colon = name.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket))
        name = name.substr(0, colon);
    std::string text{name};
    std::ranges::transform(text, text.begin(), ascii::lower);
    return text;
}

http_response http_response::text(unsigned status, std::string_view content_type, std::string body) {
    http_response response;
    response.status = status;
    response.fields.add("Content-Type", std::string{content_type});
    response.body = std::make_shared<memory_blob>(std::move(body));
    return response;
}

std::string percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() && ascii::hex_value(text[i + 1]) >= 0 &&
                            ascii::hex_value(text[i + 2]) >= 0;
        if (!escape) {
            decoded += text[i];
            continue;
        }
        decoded += static_cast<char>(ascii::hex_value(text[i + 1]) * 16 + ascii::hex_value(text[i + 2]));
        i += 2;
    }
    return decoded;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    for (std::size_t begin = 0; begin < query.size();) {
        const auto end = std::min(query.find('&', begin), query.size());
        const auto equals = std::min(query.find('=', begin), end);
        const auto value = std::min(equals + 1, end);
        if (end > begin)
            parameters.emplace_back(form_decoded(std::string{query.substr(begin, equals - begin)}),
                                    form_decoded(std::string{query.substr(value, end - value)}));
        begin = end + 1;
    }
    return parameters;
}

} // namespace sendlab::api
