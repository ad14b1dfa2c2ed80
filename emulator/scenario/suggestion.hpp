// The word that somebody may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sendlab::scenario {

/// How many single characters have to be inserted, deleted, replaced or swapped with their neighbour to make
/// one word of the other (Damerau-Levenshtein, optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of the known words, empty if none is near.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

/// `unknown key "tmeout", did you mean "timeout"?`; where no word is near, `unknown key "x", expected one of
/// a, b, c`.
std::string unknown_word(std::string_view kind, std::string_view word,
                         std::span<const std::string_view> known);

} // namespace sendlab::scenario
