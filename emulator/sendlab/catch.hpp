// Matchers for Catch2, versions 2 and 3: REQUIRE_THAT(world, sendlab::delivered_once_to("reader1@example.com")).
// Include Catch2's own header first.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "sendlab/checks.hpp"

namespace sendlab {

#if defined(CATCH_VERSION_MAJOR) && CATCH_VERSION_MAJOR >= 3
using matcher_base = Catch::Matchers::MatcherBase<world>;
#else
using matcher_base = Catch::MatcherBase<world>;
#endif

class world_matcher final : public matcher_base {
public:
    world_matcher(std::string expected, std::function<check(const world&)> ask)
        : expected_{std::move(expected)}, ask_{std::move(ask)} {}

    bool match(const world& in) const override {
        const auto answer = ask_(in);
        found_ = answer.found;
        return answer.holds;
    }
    std::string describe() const override { return expected_ + "\n" + found_; }

private:
    std::string expected_;
    std::function<check(const world&)> ask_;
    mutable std::string found_; // Catch2 asks for the words after the match
};

inline world_matcher delivered_once_to(std::string recipient) {
    return {"delivered once to " + recipient,
            [recipient](const world& in) { return delivered_once(in, recipient); }};
}
inline world_matcher delivered_once_to_everyone() {
    return {"delivered once to everyone", everyone_once};
}
inline world_matcher timed_out_attempts(std::size_t attempts) {
    return {"timed out: " + std::to_string(attempts) + " attempts",
            [attempts](const world& in) { return timed_out(in, attempts); }};
}
inline world_matcher cost_below(double dollars) {
    return {"cost below $" + std::to_string(dollars),
            [dollars](const world& in) { return costs_below(in, dollars); }};
}

} // namespace sendlab
