#include "report/run_report.hpp"

#include <array>
#include <charconv>

namespace sendlab::report {

std::string judged_expectation::condition() const {
    const bool bare = expected.find_first_of("<>=!") != 0; // a number alone means equality
    return metric + (bare ? " = " : " ") + expected;
}

std::string digest_text(std::uint64_t digest) {
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), digest, 16).ptr;
    const auto length = static_cast<std::size_t>(end - digits.begin());
    return std::string(digits.size() - length, '0') + std::string(digits.begin(), end);
}

} // namespace sendlab::report
