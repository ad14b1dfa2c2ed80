#include "scenario/suggestion.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "scenario/document.hpp"

namespace sendlab::scenario {

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> two_ago, previous, row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        two_ago = std::exchange(previous, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], two_ago[j - 2] + 1);
        }
    }
    return row.back();
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    constexpr std::size_t longest = 64;
    std::string_view best;
    if (word.size() > longest)
        return best;
    auto least = word.size() / 3 + 2;          // one slip in three letters, and one more
    constexpr std::size_t least_beginning = 4; // letters of a word that was left unfinished
    for (const auto candidate : known) {
        const bool begun = word.size() >= least_beginning && candidate.starts_with(word);
        const auto distance = begun ? 1 : edit_distance(word, candidate);
        if (distance < least && distance < candidate.size()) {
            least = distance;
            best = candidate;
        }
    }
    return best;
}

std::string unknown_word(std::string_view kind, std::string_view word,
                         std::span<const std::string_view> known) {
    auto text = "unknown " + std::string{kind} + ' ' + quote(word);
    if (const auto meant = nearest(word, known); !meant.empty())
        return text + ", did you mean " + quote(meant) + '?';
    text += ", expected one of";
    for (const auto candidate : known)
        text += ' ' + std::string{candidate} + ',';
    text.pop_back();
    return text;
}

} // namespace sendlab::scenario
