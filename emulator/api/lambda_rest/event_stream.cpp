#include "api/lambda_rest/event_stream.hpp"

#include <cstdint>

#include "aws/crc.hpp"

namespace sendlab::api::lambda_api {

namespace {

/// Big-endian.
void append_number(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xff);
}

std::uint32_t crc32_of(std::string_view bytes) {
    aws::ieee_crc sum;
    sum.add(bytes);
    return sum.value();
}

std::string header_block(const std::vector<std::pair<std::string_view, std::string_view>>& headers) {
    constexpr char string_type = 7;
    std::string block;
    for (const auto& [name, value] : headers) {
        append_number(block, name.size(), 1);
        block.append(name) += string_type;
        append_number(block, value.size(), 2);
        block.append(value);
    }
    return block;
}

} // namespace

std::string event_stream_message(const std::vector<std::pair<std::string_view, std::string_view>>& headers,
                                 std::string_view payload) {
    constexpr std::size_t prelude_and_sums = 16;
    const auto block = header_block(headers);
    std::string message;
    append_number(message, prelude_and_sums + block.size() + payload.size(), 4);
    append_number(message, block.size(), 4);
    append_number(message, crc32_of(message), 4);
    message.append(block).append(payload);
    append_number(message, crc32_of(message), 4);
    return message;
}

} // namespace sendlab::api::lambda_api
