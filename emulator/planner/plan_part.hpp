// A part of a plan, so that a sweep can be shared out: what was counted of some of its values, and of which question.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "planner/value_result.hpp"

namespace sendlab::planner {

/// What all parts of a plan have in common, as it was written on the command line.
struct plan_question {
    std::string path; // of the scenario
    std::vector<std::string> settings{};
    std::optional<std::uint64_t> seed{};
    std::string values; // "1..200"
    double max_timeout_probability = 1e-4;
    std::uint64_t samples = 200'000;
    bool ignore_expectations = false;
    bool count_only = false;
    bool drifts = false;
};

struct plan_part {
    std::string version; // of the program that counted
    /// Of the question, of the scenario's file and of what a first minute of it looks like.
    std::string fingerprint;
    plan_question question;
    std::vector<value_result> results{}; // of settled values
};

/// A JSON document that read_part() makes the same part of again, to the last bit.
std::string part_json(const plan_part& part);

struct part_error {
    std::string what;
};
result<plan_part, part_error> read_part(std::string_view text);

} // namespace sendlab::planner
