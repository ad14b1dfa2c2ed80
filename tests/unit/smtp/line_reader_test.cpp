#include "smtp/line_reader.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace sendlab::smtp;
using line_outcome = line_reader::outcome;

namespace {

/// What becomes of input that comes in pieces of at most so many octets: lines, and "!" and a number for others.
std::vector<std::string> lines_of(std::string_view text, std::size_t most, bool response = false) {
    line_reader reader{512};
    std::vector<std::string> found;
    while (!text.empty()) {
        auto piece = text.substr(0, most);
        text.remove_prefix(piece.size());
        while (!piece.empty()) {
            const auto what = reader.read(piece, response);
            if (what == line_outcome::line)
                found.emplace_back(reader.line());
            else if (what != line_outcome::incomplete)
                found.push_back("!" + std::to_string(static_cast<int>(what)));
        }
    }
    return found;
}

const std::string too_long = "!2", bare_lf = "!3", control = "!4";

} // namespace

TEST_CASE("lines end with CRLF, however they come") {
    for (const std::size_t most : {1, 2, 3, 7, 1000})
        CHECK(lines_of("EHLO a\r\n\r\nNOOP\r\nQU", most) == std::vector<std::string>{"EHLO a", "", "NOOP"});
}

TEST_CASE("a line that ends with LF alone, or has a control character in it, is told apart") {
    for (const std::size_t most : {1, 2, 1000}) {
        CHECK(lines_of("NOOP\nNOOP\r\n", most) == std::vector<std::string>{bare_lf, "NOOP"});
        CHECK(lines_of("NO\rOP\r\nNOOP\r\r\n", most) == std::vector<std::string>{control, control});
        CHECK(lines_of(std::string{"NO\0OP\r\nRSET\r\n", 13}, most) ==
              std::vector<std::string>{control, "RSET"});
    }
}

TEST_CASE("a command line has at most 512 octets with its end; a longer one is passed over") {
    const std::string fits(510, 'a');
    for (const std::size_t most : {1UL, 100UL, 1'000'000UL}) {
        CHECK(lines_of(fits + "\r\nNOOP\r\n", most) == std::vector<std::string>{fits, "NOOP"});
        CHECK(lines_of(fits + "a\r\nNOOP\r\n", most) == std::vector<std::string>{too_long, "NOOP"});
        CHECK(lines_of(std::string(100'000, 'a') + "\r\nNOOP\r\n", most) ==
              std::vector<std::string>{too_long, "NOOP"});
    }
}

TEST_CASE("MAIL and RCPT have room for parameters, AUTH and its responses for tokens") {
    const auto length = [](std::string_view line, bool response = false) {
        const auto found = lines_of(std::string{line} + "\r\n", 4096, response);
        return found.at(0) == too_long ? 0 : found[0].size();
    };
    CHECK(length("mail " + std::string(2041, 'a')) == 2046);
    CHECK(length("MAIL " + std::string(2042, 'a')) == 0);
    CHECK(length("RCPT " + std::string(2041, 'a')) == 2046);
    CHECK(length("NOOP " + std::string(506, 'a')) == 0);
    CHECK(length("AUTH " + std::string(12'281, 'a')) == 12'286);
    CHECK(length("AUTH " + std::string(12'282, 'a')) == 0);
    CHECK(length(std::string(12'286, 'a'), true) == 12'286);
    CHECK(length(std::string(12'287, 'a'), true) == 0);
}
