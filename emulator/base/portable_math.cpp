#include "base/portable_math.hpp"

namespace sendlab::portable {

namespace {

using detail::polynomial;

/// e^(-y^2/2) with the relative accuracy of exp: the square of the upper half of y's bits is exact, and what
/// it leaves of y^2/2 is below 1e-4.
double gaussian(double y) {
    const double upper = std::bit_cast<double>(std::bit_cast<std::uint64_t>(y) & ~std::uint64_t{0x7ffffff});
    const double rest = 0.5 * (y - upper) * (y + upper);
    return exp(-0.5 * upper * upper) * (1.0 - rest * (1.0 - rest * (0.5 - rest * (1.0 / 6))));
}

/// P(Z > y) for 0.67448975 < y <= sqrt(32).
double tail_middle(double y) {
    constexpr double c[] = {9842.7148383839780218, 11602.651437647350124,  6848.1904505362823326,
                            2494.5375852903726711, 597.27027639480026226,  93.506656132177855979,
                            8.8831497943883759412, 0.39894151208813466764, 1.0765576773720192317e-8};
    constexpr double d[] = {19685.429676859990727, 38912.003286093271411, 34900.952721145977266,
                            18615.571640885098091, 6485.558298266760755,  1519.377599407554805,
                            235.38790178262499861, 22.266688044328115691, 1.0};
    return gaussian(y) * polynomial(y, c) / polynomial(y, d);
}

/// P(Z > y) for y > sqrt(32).
double tail_far(double y) {
    constexpr double p[] = {2.9112874951168792e-5, 0.001421619193227893466, 0.022235277870649807,
                            0.1274011611602473639, 0.21589853405795699,     0.02307344176494017303};
    constexpr double q[] = {7.29751555083966205e-5, 0.00378239633202758244, 0.0659881378689285515,
                            0.468238212480865118,   1.28426009614491121,    1.0};
    constexpr double inverse_sqrt_2pi = 0.398942280401432677939946;
    const double x = 1.0 / (y * y);
    return gaussian(y) * (inverse_sqrt_2pi - x * polynomial(x, p) / polynomial(x, q)) / y;
}

} // namespace

double normal_cdf(double z) {
    const double y = z < 0 ? -z : z;
    if (y <= 0.67448975) {
        constexpr double a[] = {18154.981253343561249, 1067.6894854603709582, 161.02823106855587881,
                                2.2352520354606839287, 0.065682337918207449113};
        constexpr double b[] = {45507.789335026729956, 10260.932208618978205, 976.09855173777669322,
                                47.20258190468824187, 1.0};
        const double x = z * z;
        return 0.5 + z * polynomial(x, a) / polynomial(x, b);
    }
    if (z != z)
        return z;
    const double tail = y > 38.6 ? 0.0 : y > 5.656854249492380195 ? tail_far(y) : tail_middle(y);
    return z < 0 ? tail : 1.0 - tail;
}

} // namespace sendlab::portable
