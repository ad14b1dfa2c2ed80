#include "report/output_buffer.hpp"

#include <limits>
#include <sstream>

#include <catch2/catch.hpp>

using sendlab::report::output_buffer;

namespace {

std::string decimal(std::int64_t ns, int places) {
    std::ostringstream out;
    output_buffer{out}.decimal(ns, places);
    return out.str();
}

} // namespace

TEST_CASE("decimals are exact and keep all their places") {
    CHECK(decimal(0, 9) == "0.000000000");
    CHECK(decimal(1, 9) == "0.000000001");
    CHECK(decimal(213'000'000, 9) == "0.213000000");
    CHECK(decimal(1'500, 3) == "1.500");
    CHECK(decimal(std::numeric_limits<std::int64_t>::max(), 9) == "9223372036.854775807");
}

TEST_CASE("text reaches the stream when there is enough of it, and at the end") {
    std::ostringstream out;
    {
        output_buffer buffer{out};
        buffer << "small";
        buffer.relieve();
        CHECK(out.str().empty());
        buffer << std::string(1 << 17, 'x');
        buffer.relieve();
        CHECK(out.str().size() == (1 << 17) + 5);
        buffer << std::uint64_t{7};
    }
    CHECK(out.str().back() == '7');
}

TEST_CASE("a stream that fails keeps its error for whoever asks") {
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    output_buffer buffer{out};
    buffer << "lost";
    buffer.flush();
    CHECK(out.bad());
}
