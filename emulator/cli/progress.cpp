#include "cli/progress.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "base/units.hpp"
#include "cli/terminal.hpp"
#include "report/page.hpp"

namespace sendlab::cli {

namespace {

constexpr std::size_t bar_width = 20;
constexpr std::size_t most_label = 30;
constexpr std::chrono::milliseconds between_drawings{100};
constexpr std::chrono::milliseconds patience{300}; // shorter work shows nothing

std::string bar(double share) {
    const auto full = static_cast<std::size_t>(share * bar_width);
    return '[' + std::string(full, '#') + std::string(bar_width - full, '-') + ']';
}

/// From how long the share so far has taken; nothing at the very beginning.
std::string time_left(double share, std::chrono::nanoseconds passed) {
    if (share < 0.01 || share >= 1)
        return "";
    const auto left = static_cast<double>(passed.count()) * (1 - share) / share;
    const auto seconds = std::chrono::seconds{static_cast<std::int64_t>(left / 1e9) + 1};
    return "  " + text(seconds) + " left";
}

} // namespace

std::string progress_line(std::string_view label, std::string_view unit, progress now,
                          std::chrono::nanoseconds passed, std::size_t width) {
    const double share = std::clamp(now.share, 0.0, 1.0);
    const double seconds = std::max(1e-3, static_cast<double>(passed.count()) / 1e9);
    const auto percent = std::to_string(static_cast<int>(share * 100));
    const auto rate = number_text(static_cast<double>(now.done) / seconds);
    std::string line;
    for (const auto& part : {report::shortened(label, most_label), "  " + bar(share),
                             std::string(5 - percent.size(), ' ') + percent + " %",
                             "  " + rate + ' ' + std::string{unit} + "/s", time_left(share, passed)})
        if (display_width(line) + display_width(part) <= width)
            line += part;
    return line;
}

progress_bar::progress_bar(std::string label, std::string unit, bool wanted)
    : label_{std::move(label)},
      unit_{std::move(unit)},
      visible_{wanted && is_terminal(stream::err)},
      next_{started_ + patience} {}

progress_bar::~progress_bar() {
    hide();
}

void progress_bar::show(progress now) {
    if (!visible_)
        return;
    const std::lock_guard lock{mutex_};
    const auto time = clock::now();
    if (time < next_)
        return;
    next_ = time + between_drawings;
    drawn_ = true;
    write_error("\r\x1b[K" +
                progress_line(label_, unit_, now, time - started_, terminal_width(stream::err) - 1));
}

void progress_bar::hide() {
    const std::lock_guard lock{mutex_};
    if (drawn_)
        write_error("\r\x1b[K");
    drawn_ = false;
}

} // namespace sendlab::cli
