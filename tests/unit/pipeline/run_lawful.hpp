// A run in which every e-mail is accounted for.
#pragma once

#include <catch2/catch.hpp>

#include "pipeline/world.hpp"

namespace sendlab::test {

inline pipeline::run_result run_lawful(const pipeline::settings& scenario) {
    auto result = pipeline::run(scenario);
    for (const auto& law : result.laws) {
        INFO(law.text);
        CHECK(law.holds);
    }
    CHECK(result.pending == 0);
    return result;
}

} // namespace sendlab::test
