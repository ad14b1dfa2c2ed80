#include "planner/exact/convolution.hpp"

#include <catch2/catch.hpp>

#include "base/random_source.hpp"

using namespace sendlab;
using namespace sendlab::planner::exact;

namespace {

std::vector<double> noise(std::size_t n, std::uint64_t entity) {
    const random_stream draws{5, "noise"};
    std::vector<double> out;
    for (std::uint32_t i = 0; i < n; ++i)
        out.push_back(draws.uniform(entity, i) - 0.25);
    return out;
}

double term(const std::vector<double>& a, const std::vector<double>& b, std::size_t n) {
    double sum = 0;
    for (std::size_t i = 0; i <= n; ++i)
        sum += a[i] * b[n - i];
    return sum;
}

} // namespace

TEST_CASE("a convolution by transform is the convolution by sums, for both sequences and any length") {
    for (const std::size_t n : {1U, 2U, 3U, 64U, 65U, 129U}) {
        CAPTURE(n);
        const auto kernel = noise(n, 1);
        auto a = noise(n, 2), b = noise(n, 3);
        const auto first = a, second = b;
        convolution{kernel}.apply(a, b);
        for (std::size_t i = 0; i < n; ++i) {
            CHECK(a[i] == Approx(term(kernel, first, i)).margin(1e-13));
            CHECK(b[i] == Approx(term(kernel, second, i)).margin(1e-13));
        }
    }
}
