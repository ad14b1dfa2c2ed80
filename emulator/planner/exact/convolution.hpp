// Convolution with a fixed sequence, by the fast Fourier transform (J. W. Cooley and J. W. Tukey, Math. Comp. 19
// (1965)). Only + - * / and sqrt in a fixed order: the same bits on every machine.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sendlab::planner::exact {

class convolution {
public:
    /// At least one term.
    explicit convolution(std::span<const double> kernel);

    /// Replaces each of two sequences, as long as the kernel, by as many first terms of its convolution with it. Both
    /// go through one complex transform, as real and imaginary part. A term's error is about 1e-15 of the largest term.
    void apply(std::span<double> first, std::span<double> second);

private:
    struct complex {
        double re = 0;
        double im = 0;
    };
    void make_roots();
    void forward();
    void backward();

    std::size_t size_; // a power of 2, at least twice the kernel: nothing wraps around
    std::vector<complex> roots_;
    std::vector<complex> spectrum_; // of the kernel, bits of the index reversed
    std::vector<complex> work_;
};

} // namespace sendlab::planner::exact
