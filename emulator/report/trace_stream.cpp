#include "report/trace_stream.hpp"

namespace sendlab::report {

namespace {

std::string_view colour_name(trace_colour colour) {
    switch (colour) {
    case trace_colour::none:
        return "";
    case trace_colour::good:
        return "good";
    case trace_colour::bad:
        return "bad";
    case trace_colour::terrible:
        return "terrible";
    case trace_colour::grey:
        return "grey";
    }
    return "";
}

} // namespace

trace_stream::trace_stream(std::ostream& out, time_point start) : out_{out}, start_{start} {
    out_ << "[";
}

trace_stream::~trace_stream() {
    out_ << "\n]\n";
}

void trace_stream::open(char phase, track where) {
    out_ << (first_ ? "\n" : ",\n") << R"({"ph":")" << std::string_view{&phase, 1} << R"(","pid":)"
         << where.process << R"(,"tid":)" << where.thread;
    first_ = false;
}

void trace_stream::field(std::string_view name, std::string_view text) {
    out_ << ",\"" << name << "\":";
    out_.quoted(text);
}

void trace_stream::microseconds(std::string_view name, duration d) {
    out_ << ",\"" << name << "\":";
    out_.decimal(d.count(), 3);
}

void trace_stream::close() {
    out_ << "}";
    out_.relieve();
}

void trace_stream::metadata(track where, std::string_view what, std::string_view name) {
    open('M', where);
    field("name", what);
    out_ << R"(,"args":{"name":)";
    out_.quoted(name);
    out_ << "}";
    close();
}

void trace_stream::name_process(std::uint32_t process, std::string_view name) {
    metadata({process, 0}, "process_name", name);
}

void trace_stream::name_thread(track where, std::string_view name, std::uint64_t rank) {
    metadata(where, "thread_name", name);
    open('M', where);
    field("name", "thread_sort_index");
    out_ << R"(,"args":{"sort_index":)" << rank << "}";
    close();
}

void trace_stream::slice(track where, time_point from, time_point to, std::string_view name,
                         trace_colour colour, std::string_view detail) {
    open('X', where);
    microseconds("ts", from - start_);
    microseconds("dur", to - from);
    field("name", name);
    if (colour != trace_colour::none)
        field("cname", colour_name(colour));
    out_ << R"(,"args":{"detail":)";
    out_.quoted(detail);
    out_ << "}";
    close();
}

void trace_stream::instant(track where, time_point at, std::string_view name) {
    open('i', where);
    microseconds("ts", at - start_);
    field("name", name);
    field("s", "t");
    close();
}

void trace_stream::flow_start(track where, time_point at, std::string_view id) {
    open('s', where);
    microseconds("ts", at - start_);
    field("name", "retry");
    field("cat", "retry");
    field("id", id);
    close();
}

void trace_stream::flow_end(track where, time_point at, std::string_view id) {
    open('f', where);
    microseconds("ts", at - start_);
    field("name", "retry");
    field("cat", "retry");
    field("bp", "e");
    field("id", id);
    close();
}

} // namespace sendlab::report
