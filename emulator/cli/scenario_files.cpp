#include "cli/scenario_files.hpp"

#include <algorithm>
#include <filesystem>

#include "cli/command.hpp"

namespace sendlab::cli {

namespace {

namespace fs = std::filesystem;

bool is_scenario(const fs::path& file) {
    return file.extension() == ".json" && file.filename() != "scenario.schema.json";
}

std::vector<std::string> files_in(const std::string& folder) {
    std::error_code error;
    std::vector<std::string> files;
    for (fs::directory_iterator entry{folder, error}, end; !error && entry != end; entry.increment(error))
        if (is_scenario(entry->path()) && !entry->is_directory(error))
            files.push_back(entry->path().string());
    if (error)
        throw usage_error{"cannot read folder " + folder + ": " + error.message()};
    if (files.empty())
        throw usage_error{"no scenario in folder " + folder + ", expected *.json files"};
    std::ranges::sort(files);
    return files;
}

} // namespace

std::vector<scenario::assignment> assignments_of(const std::vector<std::string>& settings,
                                                 const std::optional<std::uint64_t>& seed) {
    std::vector<scenario::assignment> out;
    for (const auto& text : settings) {
        const auto sign = text.find('=');
        if (sign == 0 || sign == std::string::npos)
            throw usage_error{"--set " + text + ": expected KEY=VALUE, such as lambda.timeout=5s"};
        out.push_back({text.substr(0, sign), text.substr(sign + 1)});
    }
    if (seed)
        out.push_back({"seed", std::to_string(*seed)});
    return out;
}

std::string shell_word(const std::string& text) {
    constexpr std::string_view harmless =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
    if (!text.empty() && text.find_first_not_of(harmless) == std::string::npos)
        return text;
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return out + '\'';
}

std::string words_of(const std::vector<std::string>& settings) {
    std::string out;
    for (const auto& text : settings)
        out += " --set " + shell_word(text);
    return out;
}

std::vector<std::string> scenario_files(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const auto& path : paths) {
        std::error_code error;
        if (fs::is_directory(path, error))
            std::ranges::move(files_in(path), std::back_inserter(files));
        else
            files.push_back(path);
    }
    return files;
}

void refuse_overwriting(const std::string& output, const std::vector<std::string>& scenarios) {
    for (const auto& file : scenarios) {
        std::error_code ignored;
        if (!output.empty() && fs::equivalent(output, file, ignored))
            throw usage_error{"will not write over the scenario " + file};
    }
}

std::vector<scenario::scenario> load_scenarios(const std::vector<std::string>& files,
                                               const std::vector<scenario::assignment>& assignments) {
    std::vector<scenario::scenario> scenarios;
    std::string problems;
    for (const auto& file : files) {
        auto loaded = scenario::load(file, assignments);
        if (loaded) {
            scenarios.push_back(std::move(*loaded));
            continue;
        }
        for (const auto& problem : loaded.error())
            problems += to_string(problem) + '\n';
    }
    if (!problems.empty())
        throw invalid_input{problems};
    return scenarios;
}

} // namespace sendlab::cli
