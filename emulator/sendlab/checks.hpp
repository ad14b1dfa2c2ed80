// What tests ask of a world or of the live emulator, with an answer that says why not. Matchers for Catch2
// (sendlab/catch.hpp) and assertions for GoogleTest (sendlab/gtest.hpp) are made of these.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sendlab/world.hpp"

namespace sendlab {

/// Whether it holds, and what was found.
struct check {
    bool holds = false;
    std::string found; // "reader7@example.com got 3 mails: at 0.4s (attempt 1), at 1m3.4s (attempt 2), ..."

    [[nodiscard]] explicit operator bool() const { return holds; }
};

/// What has happened so far, in a world or in an emulator: both are handed to the checks as they are.
struct account {
    std::vector<received_mail> mailbox;
    totals count;
    bill cost;

    template<class Place>
    requires requires(const Place& in) {
        in.mailbox();
        in.count();
        in.cost();
    }
    account(const Place& in) : mailbox{in.mailbox()}, count{in.count()}, cost{in.cost()} {}
};

/// This recipient has got exactly one mail.
[[nodiscard]] check delivered_once(const account& in, std::string_view recipient);
/// Each recipient that got mail got one, and no e-mail of an upload file is missing.
[[nodiscard]] check everyone_once(const account& in);
/// So many attempts were killed at the time limit.
[[nodiscard]] check timed_out(const account& in, std::size_t attempts);
/// The bill is below so many dollars.
[[nodiscard]] check costs_below(const account& in, double dollars);

} // namespace sendlab
