// For GoogleTest: EXPECT_TRUE(sendlab::holds(sendlab::delivered_once(world, "reader1@example.com"))).
// Include GoogleTest's own header first.
#pragma once

#include "sendlab/checks.hpp"

namespace sendlab {

/// The check as GoogleTest prints it where it does not hold.
[[nodiscard]] inline ::testing::AssertionResult holds(const check& asked) {
    return (asked ? ::testing::AssertionSuccess() : ::testing::AssertionFailure()) << asked.found;
}

} // namespace sendlab
