// The Trace Event Format of Chrome, which Perfetto (ui.perfetto.dev) and chrome://tracing open: processes
// hold threads, threads hold slices. Written as a stream; a file that ends early is still read.
#pragma once

#include <ostream>
#include <string_view>

#include "report/output_buffer.hpp"

namespace sendlab::report {

enum class trace_colour { none, good, bad, terrible, grey };

class trace_stream {
public:
    struct track {
        std::uint32_t process = 0;
        std::uint64_t thread = 0;
    };

    trace_stream(std::ostream& out, time_point start);
    /// Closes the list.
    ~trace_stream();

    void name_process(std::uint32_t process, std::string_view name);
    /// Threads are shown in rising order of `rank`.
    void name_thread(track where, std::string_view name, std::uint64_t rank);

    /// `detail` is shown for a selected slice.
    void slice(track where, time_point from, time_point to, std::string_view name, trace_colour colour,
               std::string_view detail);
    void instant(track where, time_point at, std::string_view name);
    /// An arrow from the slice that is open at `at` ...
    void flow_start(track where, time_point at, std::string_view id);
    /// ... to the one that begins at `at`.
    void flow_end(track where, time_point at, std::string_view id);

private:
    void open(char phase, track where);
    void field(std::string_view name, std::string_view text);
    void microseconds(std::string_view name, duration d);
    void metadata(track where, std::string_view what, std::string_view name);
    void close();

    output_buffer out_;
    time_point start_;
    bool first_ = true;
};

} // namespace sendlab::report
