#include "planner/exact/convolution.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace sendlab::planner::exact {

convolution::convolution(std::span<const double> kernel)
    : size_{std::bit_ceil(2 * kernel.size())}, roots_(size_), work_(size_) {
    assert(!kernel.empty());
    make_roots();
    for (std::size_t i = 0; i < kernel.size(); ++i)
        work_[i].re = kernel[i];
    forward();
    spectrum_ = work_;
}

/// roots_[half + j] = exp(-i pi j / half) for half = 1, 2, 4, ...: every second one is known from half / 2, and between
/// neighbours lies their sum, brought to length 1.
void convolution::make_roots() {
    roots_[1] = {1, 0};
    double cosine = 0; // of pi / half
    for (std::size_t half = 2; half < size_; half *= 2) {
        const auto* known = &roots_[half / 2];
        auto* root = &roots_[half];
        for (std::size_t j = 0; j < half / 2; ++j) {
            const complex next = j + 1 < half / 2 ? known[j + 1] : complex{-1, 0};
            root[2 * j] = known[j];
            root[2 * j + 1] = {(known[j].re + next.re) / (2 * cosine),
                               (known[j].im + next.im) / (2 * cosine)};
        }
        if (half == 2)
            root[1] = {0, -1}; // between 1 and -1 the sum is 0
        cosine = std::sqrt((1 + cosine) / 2);
    }
}

/// Decimation in frequency: the result has the bits of its index reversed.
void convolution::forward() {
    for (auto half = size_ / 2; half > 0; half /= 2) {
        const auto* root = &roots_[half];
        for (std::size_t block = 0; block < size_; block += 2 * half) {
            auto* low = &work_[block];
            auto* high = low + half;
            for (std::size_t j = 0; j < half; ++j) {
                const complex a = low[j], b = high[j], w = root[j];
                const complex d{a.re - b.re, a.im - b.im};
                low[j] = {a.re + b.re, a.im + b.im};
                high[j] = {d.re * w.re - d.im * w.im, d.re * w.im + d.im * w.re};
            }
        }
    }
}

/// Decimation in time, from reversed to natural order, without the factor 1 / size.
void convolution::backward() {
    for (std::size_t half = 1; half < size_; half *= 2) {
        const auto* root = &roots_[half];
        for (std::size_t block = 0; block < size_; block += 2 * half) {
            auto* low = &work_[block];
            auto* high = low + half;
            for (std::size_t j = 0; j < half; ++j) {
                const complex a = low[j], b = high[j], w = root[j];
                const complex t{b.re * w.re + b.im * w.im, b.im * w.re - b.re * w.im};
                low[j] = {a.re + t.re, a.im + t.im};
                high[j] = {a.re - t.re, a.im - t.im};
            }
        }
    }
}

void convolution::apply(std::span<double> first, std::span<double> second) {
    assert(first.size() == second.size() && 2 * first.size() <= size_);
    std::fill(work_.begin(), work_.end(), complex{});
    for (std::size_t i = 0; i < first.size(); ++i)
        work_[i] = {first[i], second[i]};
    forward();
    const double scale = 1 / static_cast<double>(size_);
    for (std::size_t i = 0; i < size_; ++i) {
        const complex a = work_[i], b = spectrum_[i];
        work_[i] = {(a.re * b.re - a.im * b.im) * scale, (a.re * b.im + a.im * b.re) * scale};
    }
    backward();
    for (std::size_t i = 0; i < first.size(); ++i) {
        first[i] = work_[i].re;
        second[i] = work_[i].im;
    }
}

} // namespace sendlab::planner::exact
