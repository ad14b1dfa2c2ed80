// A scenario file: what a run is told, and what is expected of it. Its keys: docs/scenarios.md.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "pipeline/settings.hpp"
#include "scenario/expectation.hpp"
#include "scenario/problem.hpp"

namespace sendlab::scenario {

struct scenario {
    std::string path;   // as it was named
    std::string schema; // "$schema", for editors only
    pipeline::settings settings;
    std::vector<expectation> expectations;
};

/// A key that the command line sets, instead of the file: {"lambda.memory_mb", "512"}. The value is JSON, or
/// text that needs no quotation marks: 3s.
struct assignment {
    std::string key;
    std::string value;
};

inline constexpr std::uintmax_t most_scenario_bytes = 16 * 1024 * 1024;

/// Reads a file. On failure, every problem that it has.
result<scenario, problems> load(const std::filesystem::path& path,
                                std::span<const assignment> assignments = {});

/// Reads a text; `name` is what problems call it, and files that it names are looked up in `folder`. A
/// scenario without a name of its own takes the stem of this one.
result<scenario, problems> parse(std::string_view text, const std::string& name,
                                 const std::filesystem::path& folder = ".",
                                 std::span<const assignment> assignments = {});

} // namespace sendlab::scenario
