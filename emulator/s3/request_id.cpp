#include "s3/request_id.hpp"

#include <string_view>

#include "base/digest.hpp"

namespace sendlab::s3 {

std::string upper_hex(std::uint64_t value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text(16, '0');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = digits[value >> (60 - 4 * i) & 15];
    return text;
}

std::string request_id(std::uint64_t host_request) {
    digest mix;
    mix.add(host_request);
    return upper_hex(mix.value());
}

std::string host_id(std::uint64_t host_request) {
    constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    digest mix;
    mix.add(host_request);
    std::string text;
    for (std::uint64_t i = 0; i < 75; ++i) {
        mix.add(i);
        text += base64[mix.value() & 63];
    }
    return text + '=';
}

} // namespace sendlab::s3
