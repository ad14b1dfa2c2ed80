// A property over random cases. What breaks it is shrunk, and printed with the seed and the command that repeats it.
#pragma once

#include <filesystem>
#include <iostream>
#include <string>
#include <utility>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace sendlab::test {

/// RC_PARAMS that try this failure, and its shrunk form, again.
inline std::string repetition_of(const rc::detail::FailureResult& failure, const std::string& name) {
    rc::detail::Configuration only;
    only.reproduce.emplace(name, failure.reproduce);
    return rc::detail::configToMinimalString(only);
}

/// RapidCheck's own listener tells how to repeat a failure once more, at the end of the process.
struct quiet_listener final : rc::detail::TestListener {
    void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
    void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
    void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override {}
};

/// `cases` of them, or as many as RC_PARAMS="max_success=20000 seed=7" says. One property a test case.
template<class Testable>
void for_all(int cases, Testable&& testable) {
    using namespace rc::detail;
    const auto name = Catch::getResultCapture().getCurrentTestName();
    auto params = configuration().testParams;
    if (params.maxSuccess == TestParams{}.maxSuccess)
        params.maxSuccess = cases;
    quiet_listener quiet;
    const auto result = checkTestable(std::forward<Testable>(testable), TestMetadata{name, name}, params,
                                      quiet, configuration().reproduce);
    if (result.template is<SuccessResult>()) {
        SUCCEED();
        return;
    }
    printResultMessage(result, std::cerr); // not through Catch, which would break the command's line
    if (result.template is<FailureResult>())
        std::cerr << "\n\nSeed " << params.seed << ". Again:\nRC_PARAMS=\""
                  << repetition_of(result.template get<FailureResult>(), name) << "\" "
                  << std::filesystem::read_symlink("/proc/self/exe").string() << " '" << name << "'\n";
    FAIL("it does not hold for all");
}

} // namespace sendlab::test
