#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "net/sandbox/log_splitter.hpp"

using sendlab::net::sandbox::log_splitter;

namespace {

struct listening {
    listening() {
        log.write_to([this](std::string_view line) { lines.emplace_back(line); });
    }
    log_splitter log;
    std::vector<std::string> lines;
};

} // namespace

TEST_CASE_METHOD(listening, "bytes become lines wherever they are cut") {
    log.add("a");
    log.add("b\nc");
    CHECK(lines == std::vector<std::string>{"ab"});
    log.add("\n\nd\n");
    CHECK(lines == std::vector<std::string>{"ab", "c", "", "d"});
}

TEST_CASE_METHOD(listening, "a line without an end ends when the process stands still") {
    log.add("prompt> ");
    CHECK(lines.empty());
    log.flush();
    log.flush();
    CHECK(lines == std::vector<std::string>{"prompt> "});
}

TEST_CASE_METHOD(listening, "a line that is too long goes on in the next") {
    log.add(std::string(log_splitter::line_limit + 10, 'x') + "\n");
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].size() == log_splitter::line_limit);
    CHECK(lines[1] == std::string(10, 'x'));
}

TEST_CASE_METHOD(listening, "beyond the limit of an invocation output is counted, not kept") {
    for (int i = 0; i < 5; ++i)
        log.add(std::string(1024 * 1024 - 1, 'x') + "\n");
    log.flush();
    CHECK(lines.back() == "[sendlab] 1048576 more bytes of output are left out");
    log.begin();
    log.add("again\n");
    CHECK(lines.back() == "again");
}

TEST_CASE("without anybody to hear it, nothing is kept") {
    log_splitter log;
    log.add("lost\n");
    log.flush();
    log.add_line("lost");
}
