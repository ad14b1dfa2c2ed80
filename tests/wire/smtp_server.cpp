// The SMTP server alone, for tests with real clients. Prints one line of JSON once it listens, then one for each message
// and each session that is over; ends when its standard input does.
//
// Usage: smtp_server [--keep] [KEY=VALUE...]
//   --keep   keep messages in memory and print nothing about them: for measurements
#include <charconv>
#include <deque>
#include <iostream>
#include <map>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <unistd.h>

#include "net/io_scheduler.hpp"
#include "net/smtp/server.hpp"
#include "support/self_signed.hpp"

using namespace sendlab;
using nlohmann::json;

namespace {

std::string sha256(std::string_view text) {
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), sum, &length, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned i = 0; i < length; ++i)
        for (const auto half : {sum[i] >> 4, sum[i] & 15})
            hex += "0123456789abcdef"[half];
    return hex;
}

void print(const json& line) {
    std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
}

json described(const smtp::received_message& message) {
    json recipients = json::array();
    for (const auto& each : message.envelope.recipients)
        recipients.push_back(each.mailbox);
    return {{"event", "message"},
            {"from", message.envelope.from},
            {"recipients", std::move(recipients)},
            {"size", message.size},
            {"sha256", sha256(message.text)},
            {"user", message.user},
            {"client", message.client},
            {"tls", message.tls},
            {"session", message.session},
            {"number", message.number},
            {"envelope_id", message.envelope.envelope_id},
            {"smtputf8", message.envelope.smtputf8}};
}

using arguments = std::map<std::string, std::string>;

std::size_t number(const arguments& given, const std::string& key, std::size_t otherwise) {
    const auto found = given.find(key);
    return found == given.end() ? otherwise : std::stoul(found->second);
}

net::smtp::server_settings settings_of(const arguments& given) {
    net::smtp::server_settings made;
    made.port = static_cast<std::uint16_t>(number(given, "port", 0));
    made.tls_port = 0;
    made.connections = number(given, "connections", made.connections);
    made.idle_time = std::chrono::milliseconds{number(given, "idle_ms", 300'000)};
    auto& limits = made.session.limits;
    limits.message = number(given, "message", limits.message);
    limits.recipients = number(given, "recipients", limits.recipients);
    limits.errors = number(given, "errors", limits.errors);
    made.session.auth_needs_tls = number(given, "auth_needs_tls", 0) != 0;
    made.session.refuse_early_talker = number(given, "refuse_early_talker", 0) != 0;
    if (const auto found = given.find("password"); found != given.end())
        made.session.credentials = [good = found->second](auto, auto password) { return password == good; };
    return made;
}

/// Faults by address, so that a test chooses them: "lose-answer@..." and so on.
class faults final : public smtp::policy {
public:
    smtp::decision decide(const smtp::occasion& step) override {
        using namespace std::chrono_literals;
        smtp::decision made;
        if (!step.sent)
            return made;
        const std::string_view from{step.sent->from};
        if (step.at == smtp::stage::message && from.starts_with("lose-answer"))
            made.then =
                from.starts_with("lose-answer-by-reset") ? smtp::ending::reset : smtp::ending::hang_up;
        if (step.at == smtp::stage::message && from.starts_with("throttle"))
            made.refused = {454, "", "Throttling failure: Maximum sending rate exceeded"};
        if (from.starts_with("slow"))
            made.after = 20ms;
        if (from.starts_with("tarpit"))
            made.after = 1h;
        made.text = link;
        return made;
    }

    smtp::link link;
};

} // namespace

int main(int argc, char** argv) {
    arguments given;
    for (int i = 1; i < argc; ++i) {
        const std::string argument{argv[i]};
        const auto equals = argument.find('=');
        given[argument.substr(0, equals)] = equals == argument.npos ? "" : argument.substr(equals + 1);
    }
    const bool silent = given.contains("--keep");

    boost::asio::io_context io{1};
    net::io_scheduler clock{io};
    auto tls = support::self_signed_context();
    faults policy;
    policy.link.octets_per_second = number(given, "octets_per_second", 0);
    policy.link.reset_after = number(given, "reset_after", 0);
    std::deque<smtp::received_message> kept;
    const auto take = [&](smtp::received_message&& message) -> smtp::accept_result {
        if (!silent)
            print(described(message));
        kept.push_back(std::move(message));
        return {std::to_string(kept.size()), {}};
    };
    net::smtp::server server{io, clock, settings_of(given), take, &tls, silent ? nullptr : &policy};
    if (!silent)
        server.on_session_end([&](const smtp::session& over, const net::smtp::client_facts& client) {
            print({{"event", "session"},
                   {"session", over.id()},
                   {"accepted", over.accepted()},
                   {"in_doubt", over.answer_in_doubt()},
                   {"round_trips", client.round_trips},
                   {"log", over.log().text()}});
        });
    server.start();
    print({{"event", "ready"}, {"port", server.port()}, {"tls_port", *server.tls_port()}});

    boost::asio::posix::stream_descriptor input{io, STDIN_FILENO};
    char byte = 0;
    std::function<void()> listen = [&] {
        input.async_read_some(boost::asio::buffer(&byte, 1),
                              [&](const boost::system::error_code& error, std::size_t) {
                                  error ? server.stop(), io.stop() : listen();
                              });
    };
    listen();
    io.run();
}
