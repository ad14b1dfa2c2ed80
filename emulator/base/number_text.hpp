// Numbers as a person reads them, in every report alike. All of them are exact decimal roundings: the same
// text on every machine.
#pragma once

#include <cstdint>
#include <string>

#include "base/time_types.hpp"

namespace sendlab {

/// "1,234,567"
std::string count_text(std::uint64_t n);

/// "1 file", "1,200 files": the plural is the singular with an s.
std::string count_text(std::uint64_t n, const char* singular);

/// To so many significant digits, 1 to 17, without an exponent and without zeros at the end: "0.386", "12.5",
/// "2,600". "inf" and "nan" for what is not finite.
std::string number_text(double value, int digits = 3);

/// US dollars: "$1,234.56"; below a dollar three significant digits: "$0.125", "$0.000012"; "-$3.10".
std::string money_text(double dollars);

/// "0.386 %", of a probability or share.
std::string percent_text(double share);

/// A percentage that carries its n: "0.386 % of 40,000"; "0 of 40,000" for none.
std::string share_text(std::uint64_t part, std::uint64_t whole);

/// "1 in 2,600" (at most three significant digits); "never" for 0; "always" for 1; above one half a
/// percentage.
std::string odds_text(double probability);

/// Milliseconds as the shortest decimal that is exactly the duration: "3000", "0.25", "-1.5", "0.000001".
std::string milliseconds_text(duration length);
/// Seconds likewise: "3", "0.00025".
std::string seconds_text(duration length);

} // namespace sendlab
