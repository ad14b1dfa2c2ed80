// A scenario file: read, or refused with the place and what was expected there.
#include "scenario/scenario.hpp"
#include "fuzz/target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    const auto read = scenario::parse(fuzz::text_of(data, size), "x.json", "/nonexistent");
    fuzz::hold(read || !read.error().empty(), "what is refused is told");
    return 0;
}
