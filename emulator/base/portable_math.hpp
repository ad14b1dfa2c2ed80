// exp, log and the normal distribution with the same bits on every IEEE 754 machine. The C library's
// functions choose between implementations by processor (with and without fused multiply-add) and differ in
// the last bit; these use only + - * / and sqrt, in a fixed order. Loops over exp and log vectorise (with
// GCC: -O3 -fno-trapping-math, which changes no value).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace sendlab::portable {

namespace detail {

inline constexpr double infinity = std::numeric_limits<double>::infinity();
inline constexpr double ln2_high = 0x1.62e42feep-1; // 32 bits: its product with any exponent is exact
inline constexpr double ln2_low = 0x1.a39ef35793c76p-33;

/// c[0] + c[1] x + c[2] x^2 + ...
template<std::size_t N>
constexpr double polynomial(double x, const double (&c)[N]) {
    double sum = c[N - 1];
    for (std::size_t i = N - 1; i-- > 0;)
        sum = sum * x + c[i];
    return sum;
}

} // namespace detail

/// e^x, within 1 ulp (2^-1075 where the result is subnormal).
[[nodiscard]] inline double exp(double x) {
    using namespace detail;
    constexpr double to_integer = 0x1.8p52; // adding it rounds to an integer, held in the low bits
    const double clamped = x > 710.0 ? 710.0 : x < -746.0 ? -746.0 : x;
    const double shifted = clamped * 0x1.71547652b82fep0 + to_integer; // k = x / ln 2
    const double k = shifted - to_integer;
    const double r = (clamped - k * ln2_high) - k * ln2_low; // |r| <= ln 2 / 2

    // e^r = 1 + r + r^2 P(r), P minimax: relative error below 2^-57. Pairs first (Estrin): half the
    // latency of Horner.
    const double r2 = r * r;
    const double r4 = r2 * r2;
    const double p01 = 0x1.000000000000ap-1 + r * 0x1.55555555554fap-3;
    const double p23 = 0x1.555555555087cp-5 + r * 0x1.1111111127be5p-7;
    const double p45 = 0x1.6c16c1842a126p-10 + r * 0x1.a01a012a57b5ep-13;
    const double p67 = 0x1.a0199a0c66195p-16 + r * 0x1.71df255235e0bp-19;
    const double p89 = 0x1.28ad72cd4ab37p-22 + r * 0x1.ad7f6f0e24922p-26;
    const double p = (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
    const double power = 1.0 + (r + r2 * p);

    // 2^k in two factors, since k reaches from -1076 to 1024.
    const auto biased = std::bit_cast<std::uint64_t>(shifted) + 2048; // its low 12 bits are k + 2048
    const auto half = (biased & 0xfff) >> 1;
    const auto rest = (biased & 0xfff) - half;
    return power * std::bit_cast<double>((half - 1) << 52) * std::bit_cast<double>((rest - 1) << 52);
}

/// Natural logarithm, within 1 ulp. -inf at 0, NaN below.
[[nodiscard]] inline double log(double x) {
    using namespace detail;
    constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcd;
    const bool tiny = x < 0x1p-1022;
    const auto bits = std::bit_cast<std::uint64_t>(tiny ? x * 0x1p54 : x);
    // x = 2^k (1 + f), 1 + f from sqrt(1/2) to sqrt(2). Exponents are kept unsigned: k + 1023.
    const auto offset = bits - sqrt_half + 0x3ff0000000000000;
    const auto exponent = offset >> 52;
    const double f = std::bit_cast<double>(bits - (exponent << 52) + 0x3ff0000000000000) - 1.0;
    const double k =
        std::bit_cast<double>(exponent | 0x4330000000000000) - (0x1p52 + 1023.0) - (tiny ? 54.0 : 0.0);

    // With s = f / (2 + f): log(1 + f) = 2 s + s z Q(z), z = s^2, Q minimax; 2 s = f - s f.
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double z2 = z * z;
    const double q01 = 0x1.5555555555592p-1 + z * 0x1.999999997fd76p-2;
    const double q23 = 0x1.24924941f5011p-2 + z * 0x1.c71c520604c50p-3;
    const double q45 = 0x1.74663fa29ad56p-3 + z * 0x1.39a1a6ef6231ep-3;
    const double q = z * ((q01 + z2 * q23) + z2 * z2 * (q45 + z2 * 0x1.2f0634b5ae1b1p-3));
    const double half_square = 0.5 * f * f;
    const double small = s * (half_square + q) + k * ln2_low;
    const double value = k * ln2_high - ((half_square - small) - f);

    return x > 0.0 ? (x < infinity ? value : infinity)
                   : (x == 0.0 ? -infinity : std::numeric_limits<double>::quiet_NaN());
}

/// log(1 + x), accurate near 0 as well.
[[nodiscard]] inline double log1p(double x) {
    const double sum = 1.0 + x; // its rounding error is divided out (W. Kahan)
    return sum == 1.0 ? x : sum == detail::infinity ? sum : log(sum) * (x / (sum - 1.0));
}

/// e^x - 1, accurate near 0 as well.
[[nodiscard]] inline double expm1(double x) {
    const double power = exp(x);
    if (power == 1.0)
        return x;
    if (power < 0x1p-54 || power > 0x1p54)
        return power - 1.0;
    return (power - 1.0) * (x / log(power)); // the same trick
}

/// P(Z <= z) of a standard normal Z, to 1e-15 relative in both tails (down to z = -37.5).
/// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
[[nodiscard]] double normal_cdf(double z);

namespace detail {

/// The ratio of two polynomials of degree 7 in x, coefficients from the lowest on.
inline double ratio(double x, const double (&top)[8], const double (&bottom)[8]) {
    const double x2 = x * x;
    const double x4 = x2 * x2;
    const auto estrin = [=](const double(&c)[8]) {
        return ((c[0] + x * c[1]) + x2 * (c[2] + x * c[3])) +
               x4 * ((c[4] + x * c[5]) + x2 * (c[6] + x * c[7]));
    };
    return estrin(top) / estrin(bottom);
}

/// The normal quantile of 0.5 + q for |q| <= 0.425: without branches, so that a loop over it vectorises.
inline double central_normal_quantile(double q) {
    constexpr double a[] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
                            13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
                            33430.575583588128105, 2509.0809287301226727};
    constexpr double b[] = {1.0,
                            42.313330701600911252,
                            687.18700749205790830,
                            5394.1960214247511077,
                            21213.794301586595867,
                            39307.895800092710610,
                            28729.085735721942674,
                            5226.4952788528545610};
    return q * ratio(0.180625 - q * q, a, b);
}

/// The z with P(Z > z) = tail, for 0 < tail < 0.075.
inline double tail_normal_quantile(double tail) {
    const double r = std::sqrt(-log(tail));
    if (r <= 5.0) {
        constexpr double c[] = {1.42343711074968357734,   4.63033784615654529590,   5.76949722146069140550,
                                3.64784832476320460504,   1.27045825245236838258,   0.241780725177450611770,
                                0.0227238449892691845833, 7.74545014278341407640e-4};
        constexpr double d[] = {1.0,
                                2.05319162663775882187,
                                1.67638483018380384940,
                                0.689767334985100004550,
                                0.148103976427480074590,
                                0.0151986665636164571966,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
        return ratio(r - 1.6, c, d);
    }
    constexpr double e[] = {6.65790464350110377720,    5.46378491116411436990,   1.78482653991729133580,
                            0.296560571828504891230,   0.0265321895265761230930, 0.00124266094738807843860,
                            2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr double f[] = {1.0,
                            0.599832206555887937690,
                            0.136929880922735805310,
                            0.0148753612908506148525,
                            7.86869131145613259100e-4,
                            1.84631831751005468180e-5,
                            1.42151175831644588870e-7,
                            2.04426310338993978564e-15};
    return ratio(r - 5.0, e, f);
}

} // namespace detail

/// The z with P(Z <= z) = p, to about 1e-16 relative; -inf at 0, inf at 1. M. J. Wichura, "The percentage
/// points of the normal distribution", Applied Statistics 37 (1988), AS 241, PPND16.
[[nodiscard]] inline double normal_quantile(double p) {
    const double q = p - 0.5;
    if (q >= -0.425 && q <= 0.425)
        return detail::central_normal_quantile(q);
    const double tail = q < 0 ? p : 1.0 - p;
    return std::copysign(tail > 0.0 ? detail::tail_normal_quantile(tail) : detail::infinity, q);
}

} // namespace sendlab::portable
