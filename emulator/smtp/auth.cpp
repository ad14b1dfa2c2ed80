#include "smtp/auth.hpp"

#include <array>
#include <cassert>
#include <initializer_list>
#include <utility>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "smtp/text.hpp"

namespace sendlab::smtp {

namespace {

constexpr std::string_view username_prompt = "VXNlcm5hbWU6"; // "Username:"
constexpr std::string_view password_prompt = "UGFzc3dvcmQ6"; // "Password:"

using signature = std::array<unsigned char, 32>;

signature hmac_sha256(std::string_view key, std::string_view text) {
    signature out{};
    unsigned length = 0;
    const auto* done =
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(), &length);
    assert(done && length == out.size());
    static_cast<void>(done);
    return out;
}

std::string_view as_text(const signature& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace

auth_exchange::outcome auth_exchange::start(std::string_view argument) {
    const auto mechanism = argument.substr(0, argument.find(' '));
    const auto rest = argument.substr(mechanism.size());
    const bool plain = ascii::same_text(mechanism, "PLAIN");
    if (!plain && !ascii::same_text(mechanism, "LOGIN"))
        return outcome::unknown_mechanism;
    const auto asked = ask(plain ? awaited::plain : awaited::login_user);
    const auto initial = rest.empty() ? rest : rest.substr(1);
    if (initial.empty())
        return asked;
    return initial == "=" ? take({}) : respond(initial);
}

auth_exchange::outcome auth_exchange::respond(std::string_view line) {
    if (line == "*")
        return outcome::cancelled;
    auto bytes = base64_decoded(line);
    return bytes ? take(std::move(*bytes)) : outcome::not_base64;
}

auth_exchange::outcome auth_exchange::ask(awaited what) {
    awaited_ = what;
    challenge_ = what == awaited::plain        ? std::string_view{}
                 : what == awaited::login_user ? username_prompt
                                               : password_prompt;
    return outcome::challenge;
}

auth_exchange::outcome auth_exchange::take(std::string bytes) {
    switch (awaited_) {
    case awaited::plain:
        return take_plain(bytes);
    case awaited::login_user:
        credentials_.user = std::move(bytes);
        return credentials_.user.empty() ? outcome::malformed : ask(awaited::login_password);
    case awaited::login_password:
        credentials_.password = std::move(bytes);
        break;
    }
    return outcome::complete;
}

/// [authorization identity] NUL user NUL password; the first is of no use here.
auth_exchange::outcome auth_exchange::take_plain(std::string_view bytes) {
    const auto first = bytes.find('\0');
    const auto second = first == bytes.npos ? first : bytes.find('\0', first + 1);
    if (second == bytes.npos || second == first + 1 || bytes.find('\0', second + 1) != bytes.npos)
        return outcome::malformed;
    credentials_.user = bytes.substr(first + 1, second - first - 1);
    credentials_.password = bytes.substr(second + 1);
    return outcome::complete;
}

std::string ses_smtp_password(std::string_view secret_access_key, std::string_view region) {
    auto key = hmac_sha256("AWS4" + std::string{secret_access_key}, "11111111");
    for (const std::string_view part : {region, std::string_view{"ses"}, std::string_view{"aws4_request"},
                                        std::string_view{"SendRawEmail"}})
        key = hmac_sha256(as_text(key), part);
    const auto versioned = '\x04' + std::string{as_text(key)};
    std::string base64(44, '\0'); // of 33 octets
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                    reinterpret_cast<const unsigned char*>(versioned.data()),
                    static_cast<int>(versioned.size()));
    return base64;
}

} // namespace sendlab::smtp
