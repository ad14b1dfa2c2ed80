#include "api/ses_rest/identity_words.hpp"

#include <string_view>

namespace sendlab::api {

namespace {

std::string token(const std::string& domain, std::string_view use, std::size_t length,
                  std::string_view alphabet) {
    const random_stream draws{0, std::string{use} + ':' + domain};
    std::string text;
    for (std::size_t i = 0; i < length; ++i)
        text += alphabet[draws.bits(i) % alphabet.size()];
    return text;
}

constexpr std::string_view small = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::string verification_token(const std::string& domain) {
    return token(domain, "verification", 43, base64) + '=';
}

std::array<std::string, 3> dkim_tokens(const std::string& domain) {
    return {token(domain, "dkim.1", 32, small), token(domain, "dkim.2", 32, small),
            token(domain, "dkim.3", 32, small)};
}

std::string_view setting(const ses::identity& known, std::string_view name, std::string_view otherwise) {
    const auto found = known.settings.find(name);
    return found == known.settings.end() ? otherwise : std::string_view{found->second};
}

} // namespace sendlab::api
