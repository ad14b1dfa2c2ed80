// Matchers for Catch2, versions 2 and 3: REQUIRE_THAT(world, sendlab::delivered_once_to("reader1@example.com")).
// Include Catch2's own header first.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "sendlab/checks.hpp"

namespace sendlab {

#if defined(CATCH_VERSION_MAJOR) && CATCH_VERSION_MAJOR >= 3
using matcher_base = Catch::Matchers::MatcherBase<account>;
#else
using matcher_base = Catch::MatcherBase<account>;
#endif

class account_matcher final : public matcher_base {
public:
    account_matcher(std::string expected, std::function<check(const account&)> ask)
        : expected_{std::move(expected)}, ask_{std::move(ask)} {}

    bool match(const account& in) const override {
        const auto answer = ask_(in);
        found_ = answer.found;
        return answer.holds;
    }
    std::string describe() const override { return expected_ + "\n" + found_; }

private:
    std::string expected_;
    std::function<check(const account&)> ask_;
    mutable std::string found_; // Catch2 asks for the words after the match
};

inline account_matcher delivered_once_to(std::string recipient) {
    return {"delivered once to " + recipient,
            [recipient](const account& in) { return delivered_once(in, recipient); }};
}
inline account_matcher delivered_once_to_everyone() {
    return {"delivered once to everyone", everyone_once};
}
inline account_matcher timed_out_attempts(std::size_t attempts) {
    return {"timed out: " + std::to_string(attempts) + " attempts",
            [attempts](const account& in) { return timed_out(in, attempts); }};
}
inline account_matcher cost_below(double dollars) {
    return {"cost below $" + std::to_string(dollars),
            [dollars](const account& in) { return costs_below(in, dollars); }};
}

} // namespace sendlab
