// What tests ask of a world, with an answer that says why not. Matchers for Catch2 (sendlab/catch.hpp) and assertions
// for GoogleTest (sendlab/gtest.hpp) are made of these.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sendlab/world.hpp"

namespace sendlab {

/// Whether it holds, and what was found.
struct check {
    bool holds = false;
    std::string found; // "reader7@example.com got 3 mails: at 0.4s (attempt 1), at 1m3.4s (attempt 2), ..."

    [[nodiscard]] explicit operator bool() const { return holds; }
};

/// This recipient has got exactly one mail.
[[nodiscard]] check delivered_once(const world& in, std::string_view recipient);
/// Each recipient that got mail got one, and no e-mail of an upload file is missing.
[[nodiscard]] check everyone_once(const world& in);
/// So many attempts were killed at the time limit.
[[nodiscard]] check timed_out(const world& in, std::size_t attempts);
/// The bill is below so many dollars.
[[nodiscard]] check costs_below(const world& in, double dollars);

} // namespace sendlab
