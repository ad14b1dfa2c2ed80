#include "net/live/live_emulator.hpp"

#include <utility>

#include <boost/asio/io_context.hpp>

#include "api/edge_router.hpp"
#include "api/own_api.hpp"
#include "api/sts.hpp"
#include "net/http/http_server.hpp"
#include "net/io_scheduler.hpp"

namespace sendlab::net {

namespace {

http_server_config server_config(const live_config& config, std::uint16_t port) {
    http_server_config server;
    server.host = config.host;
    server.port = port;
    server.complain = config.log;
    return server;
}

/// An address as it stands in a URL; one that means "all" is asked for on the loopback.
std::string url_host(const std::string& host) {
    if (host == "0.0.0.0" || host == "localhost")
        return "127.0.0.1";
    if (host == "::")
        return "[::1]";
    return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

std::unique_ptr<http_server> listen(boost::asio::io_context& io, api::http_service& service,
                                    const live_config& config, std::uint16_t port) {
    try {
        return std::make_unique<http_server>(io, service, server_config(config, port));
    } catch (const boost::system::system_error& error) {
        throw port_error{"cannot listen on " + config.host + ':' + std::to_string(port) + ": " +
                         error.code().message()};
    }
}

} // namespace

struct live_emulator::impl {
    live_config config;
    io_scheduler clock;
    random_source random{config.scenario.seed};
    api::emulator_facts facts{};
    live_summary counts{};

    api::sts_service sts{config.scenario.lambda.account.account_id, random};
    api::own_api own{};
    api::edge_router router{clock};
    std::unique_ptr<http_server> edge;
    std::unique_ptr<http_server> mail;

    impl(boost::asio::io_context& io, live_config with) : config{std::move(with)}, clock{io} {
        add_routes();
        edge = listen(io, router, config, config.edge_port);
        mail = listen(io, own, config, config.mail_port);
        describe();
    }

    void add_routes() {
        router.set_service("sts", sts);
        router.set_own_api(own);
        router.on_call([this](const api::finished_call& call) { note(call); });
        add_localstack_routes(own, facts, {[this] { return clock.now(); }, [this] { reset(); }});
    }

    void note(const api::finished_call& call) {
        ++counts.calls[call.service + '.' + call.action];
        counts.failed_calls += call.status >= 400 ? 1 : 0;
        config.log(log_line(call));
    }

    void describe() {
        facts.version = config.version;
        facts.region = config.scenario.lambda.account.region;
        facts.account_id = config.scenario.lambda.account.account_id;
        facts.ports = {{"edge", edge->port()}, {"mail", mail->port()}};
        facts.authority = tls_files::of_user().authority;
        facts.started = clock.now();
        facts.ready = true;
    }

    void reset() { counts = {}; }
};

live_emulator::live_emulator(boost::asio::io_context& io, live_config config)
    : impl_{std::make_unique<impl>(io, std::move(config))} {}

live_emulator::~live_emulator() = default;

const api::emulator_facts& live_emulator::facts() const {
    return impl_->facts;
}

std::string live_emulator::endpoint() const {
    return "http://" + url_host(impl_->config.host) + ':' + std::to_string(impl_->edge->port());
}

live_summary live_emulator::summary() const {
    return impl_->counts;
}

void live_emulator::stop() {
    impl_->edge->stop();
    impl_->mail->stop();
}

} // namespace sendlab::net
