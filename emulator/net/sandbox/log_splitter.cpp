#include "net/sandbox/log_splitter.hpp"

#include <algorithm>
#include <utility>

namespace sendlab::net::sandbox {

void log_splitter::add(std::string_view bytes) {
    if (!sink_)
        return;
    const auto room = invocation_limit - std::min(written_, invocation_limit);
    const auto kept = bytes.substr(0, static_cast<std::size_t>(room));
    written_ += kept.size();
    left_out_ += bytes.size() - kept.size();
    for (auto rest = kept; !rest.empty();) {
        const auto end = std::min(rest.find('\n'), rest.size());
        const auto taken = std::min(end, line_limit - line_.size());
        line_.append(rest.substr(0, taken));
        const bool ended = taken == end && end < rest.size();
        rest.remove_prefix(taken + (ended ? 1 : 0));
        if (ended || line_.size() == line_limit)
            end_line();
    }
}

void log_splitter::flush() {
    if (!line_.empty())
        end_line();
    if (left_out_ > 0)
        add_line("[sendlab] " + std::to_string(left_out_) + " more bytes of output are left out");
    left_out_ = 0;
}

void log_splitter::begin() {
    written_ = 0;
}

void log_splitter::add_line(std::string_view line) {
    if (sink_)
        sink_(line);
}

void log_splitter::end_line() {
    const auto line = std::exchange(line_, {});
    sink_(line);
}

} // namespace sendlab::net::sandbox
