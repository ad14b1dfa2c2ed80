#include "api/ses_rest/query_form.hpp"

#include <charconv>
#include <cstdint>

#include "api/http.hpp"

namespace sendlab::api {

namespace {

constexpr std::size_t longest_list = 10'000;

/// The number that the text begins with, and how many digits it has; 0 digits for none.
std::pair<std::uint64_t, std::size_t> leading_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return {number, error == std::errc{} ? static_cast<std::size_t>(end - text.data()) : 0};
}

} // namespace

query_form::query_form(std::string_view form) {
    for (auto& [name, value] : parse_query(form))
        parameters_.insert_or_assign(std::move(name), std::move(value));
}

std::string_view query_form::get(std::string_view name) const {
    const auto* const found = find(name);
    return found ? std::string_view{*found} : std::string_view{};
}

const std::string* query_form::find(std::string_view name) const {
    const auto found = parameters_.find(name);
    return found == parameters_.end() ? nullptr : &found->second;
}

std::vector<std::string> query_form::structures(std::string_view name) const {
    const auto prefix = std::string{name} + ".member.";
    std::map<std::uint64_t, std::string> found;
    for (auto at = parameters_.lower_bound(prefix); at != parameters_.end() && at->first.starts_with(prefix);
         ++at) {
        const auto [number, digits] = leading_number(std::string_view{at->first}.substr(prefix.size()));
        if (digits > 0 && found.size() < longest_list)
            found.try_emplace(number, at->first.substr(0, prefix.size() + digits));
    }
    std::vector<std::string> beginnings;
    for (auto& [number, text] : found)
        beginnings.push_back(std::move(text));
    return beginnings;
}

std::vector<std::string> query_form::list(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& entry : structures(name))
        if (const auto* const value = find(entry))
            values.push_back(*value);
    return values;
}

bool query_form::has(std::string_view prefix) const {
    const auto at = parameters_.lower_bound(prefix);
    return at != parameters_.end() && at->first.starts_with(prefix);
}

} // namespace sendlab::api
