// One line on standard error that says how far the work is, redrawn a few times a second and gone when it is
// over. Nothing at all when standard error is not a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace sendlab::cli {

/// How far some work is.
struct progress {
    double share = 0;       // 0 to 1
    std::uint64_t done = 0; // pieces, for the rate
};

/// "followers-burst  [##########----------]   50 %  1,200,000 e-mails/s  3 s left"; what does not fit in `width`
/// columns is left out.
std::string progress_line(std::string_view label, std::string_view unit, progress now,
                          std::chrono::nanoseconds passed, std::size_t width);

class progress_bar {
public:
    /// `unit` is what the rate counts: "e-mails". `wanted` false keeps it silent.
    progress_bar(std::string label, std::string unit, bool wanted);
    ~progress_bar();
    progress_bar(const progress_bar&) = delete;
    progress_bar& operator=(const progress_bar&) = delete;

    /// Cheap: call it as often as you like, from any thread.
    void show(progress now);

    /// Removes the line, before something else is written to the terminal; it comes back with the next
    /// `show`.
    void hide();

private:
    using clock = std::chrono::steady_clock;

    std::string label_;
    std::string unit_;
    bool visible_;
    bool drawn_ = false;
    clock::time_point started_ = clock::now();
    clock::time_point next_;
    std::mutex mutex_;
};

} // namespace sendlab::cli
