#include "cli/vary.hpp"

#include <algorithm>
#include <string_view>

#include "cli/command.hpp"

namespace sendlab::cli {

namespace {

std::vector<std::string> split_outside_of_brackets(std::string_view text) {
    std::vector<std::string> parts(1);
    int depth = 0;
    bool quoted = false;
    for (const char c : text) {
        quoted ^= c == '"';
        depth += !quoted && (c == '{' || c == '[') ? 1 : !quoted && (c == '}' || c == ']') ? -1 : 0;
        if (c == ',' && depth == 0 && !quoted)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    return parts;
}

std::vector<scenario::assignment> choices_of(const std::string& words) {
    const auto sign = words.find('=');
    const auto wrong = [&] {
        return usage_error{"--vary " + words + ": expected KEY=V1,V2,..., such as lambda.memory_mb=128,512"};
    };
    if (sign == 0 || sign == std::string::npos)
        throw wrong();
    std::vector<scenario::assignment> out;
    for (auto& value : split_outside_of_brackets(std::string_view{words}.substr(sign + 1))) {
        if (value.empty())
            throw wrong();
        out.push_back({words.substr(0, sign), std::move(value)});
    }
    return out;
}

} // namespace

std::vector<std::vector<scenario::assignment>> combinations_of(const std::vector<std::string>& words) {
    std::vector<std::vector<scenario::assignment>> out(1);
    std::vector<std::string> keys;
    for (const auto& word : words) {
        const auto choices = choices_of(word);
        const auto& key = choices.front().key;
        if (key == "application.emails_per_file")
            throw usage_error{"--vary " + key + ": --emails-per-file says which values to try"};
        if (std::ranges::find(keys, key) != keys.end())
            throw usage_error{"--vary " + key + ": given twice, expected all its values at once"};
        keys.push_back(key);
        std::vector<std::vector<scenario::assignment>> longer;
        for (const auto& so_far : out) {
            for (const auto& choice : choices) {
                longer.push_back(so_far);
                longer.back().push_back(choice);
            }
        }
        out = std::move(longer);
        if (out.size() > most_combinations)
            throw usage_error{"--vary: more than 10000 combinations, expected fewer"};
    }
    return out;
}

} // namespace sendlab::cli
