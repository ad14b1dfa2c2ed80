// What is wrong with a scenario file, where, and what was expected instead.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace sendlab::scenario {

/// A place in a text. Both count from 1, columns in characters; line 0 means the file as a whole.
struct position {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend bool operator==(const position&, const position&) = default;
};

struct problem {
    std::string file; // as it was named to us: the scenario, or a file that it names
    position where;
    std::string path; // of the key: "lambda.timeout", "faults[2].at"; empty where the text is no JSON
    std::string what; // "\"20m\" is out of range, expected a duration from 1ns to 15m such as \"3s\""

    friend bool operator==(const problem&, const problem&) = default;
};

/// Every problem of a file, in the order of the file; never empty where it stands for a failure.
using problems = std::vector<problem>;

/// "file:line:column: path: what", one line. Control characters in what the file says are already escaped.
std::string to_string(const problem& p);
std::ostream& operator<<(std::ostream& out, const problem& p);

} // namespace sendlab::scenario
