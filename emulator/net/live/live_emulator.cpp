#include "net/live/live_emulator.hpp"

#include <filesystem>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <nlohmann/json.hpp>

#include "api/answer_gate.hpp"
#include "api/browser_guard.hpp"
#include "api/edge_router.hpp"
#include "api/inspection/inspection_service.hpp"
#include "api/inspection/mail_feed.hpp"
#include "api/live/call_operation.hpp"
#include "api/live/environment_key.hpp"
#include "api/live/live_report.hpp"
#include "api/live/lost_mail.hpp"
#include "api/own_api.hpp"
#include "api/page_service.hpp"
#include "base/json_value.hpp"
#include "net/http/http_server.hpp"
#include "net/http/tls_context.hpp"
#include "net/io_scheduler.hpp"
#include "net/live/clock_jump.hpp"
#include "net/live/live_application.hpp"
#include "net/live/live_services.hpp"
#include "net/live/live_smtp.hpp"
#include "web/page_files.hpp"

namespace sendlab::net {

namespace {

constexpr std::size_t most_counters = 1000; // names of actions that are not ours come from clients

std::string event_json(std::string_view change, const api::live::recorded_invocation& invocation) {
    return R"({"event":"invocation","change":")" + std::string{change} + R"(","invocation":)" +
           api::live::invocation_json(invocation, false) + '}';
}

std::string event_json(const api::finished_call& call) {
    const nlohmann::ordered_json event{{"event", "call"},
                                       {"service", call.service},
                                       {"action", call.action},
                                       {"status", call.status},
                                       {"error", call.error_code}};
    return json_text(event);
}

/// An address as it stands in a URL; one that means "all" is asked for on the loopback.
std::string url_host(const std::string& host) {
    if (host == "0.0.0.0" || host == "localhost")
        return "127.0.0.1";
    if (host == "::")
        return "[::1]";
    return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

/// By which browsers may ask: what it was told to listen on is one of them.
std::vector<std::string> names_of(const live_config& config) {
    auto names = config.hosts;
    names.push_back(config.host);
    return names;
}

/// `start` listens; a port that cannot be had is told by its number.
void listen(const live_config& config, std::uint16_t port, const std::function<void()>& start) {
    try {
        start();
    } catch (const boost::system::system_error& error) {
        throw port_error{"cannot listen on " + config.host + " port " + std::to_string(port) + ": " +
                             error.code().message(),
                         error.code() == boost::asio::error::address_in_use};
    }
}

/// Handlers and clients are given the path of the authority before anybody speaks TLS.
/// A user whose home cannot be written (in a container, say) has them below /tmp.
tls_files existing_tls_files(const std::function<void(std::string_view)>& log) {
    std::string problem;
    for (auto&& files : {tls_files::of_user(), tls_files::of_homeless()})
        try {
            make_tls_files(files);
            return files;
        } catch (const std::exception& error) {
            problem = error.what();
        }
    log("no TLS: " + problem);
    return {};
}

} // namespace

struct live_emulator::impl {
    live_config config;
    io_scheduler clock;
    tls_files certificates;
    tls_context tls{certificates};
    live_services services;
    api::live::call_counts calls{};
    api::live::call_pulse pulse{};
    api::emulator_facts facts{};
    api::own_api own{};
    api::inspection_service inspection;
    api::gated_service inspection_gate{inspection, services.gate()};
    api::page_service page{embedded::page_files(), inspection_gate};
    api::browser_guard guard;
    plan_worker plans{config.plan, services.functions().log()};
    clock_jump jump;
    api::event_feed events{};
    api::event_feed mail_events{};
    api::mail_feed mail_feed{clock, services.mail(), mail_events};
    api::edge_router router{clock};
    std::unique_ptr<http_server> edge;
    std::unique_ptr<http_server> mail;
    live_smtp smtp;
    std::optional<live_application> application{};

    impl(boost::asio::io_context& io, live_config with)
        : config{std::move(with)},
          clock{io},
          certificates{existing_tls_files(config.log)},
          services{io, clock, config, certificates.authority},
          inspection{clock, services.mail(), &services.ses(), inspection_of(), &own},
          guard{names_of(config)},
          jump{io, clock, [this] { return services.functions().busy(); }},
          smtp{{io, clock, services.ses(), services.mail(), services.smtp_policy(), services.functions(),
                tls.get(), services.gate(), config.log},
               config.smtp,
               config.host} {
        add_routes();
        edge = serve(io, router, config.edge_port,
                     [this](const api::http_request& request) { return guard.refusal_at_edge(request); });
        mail = serve(io, page, config.mail_port,
                     [this](const api::http_request& request) { return guard.refusal(request); });
        listen(config, config.smtp.port, [&] { smtp.start(); });
        edge->add_feed("/_sendlab/events", events);
        mail->add_feed("/_sendlab/events", events);
        edge->add_feed("/api/events", mail_events);
        mail->add_feed("/api/events", mail_events);
        describe();
        services.set_up(endpoint(), smtp.port());
        facts.ready = true;
    }

    api::inspection_config inspection_of() {
        return {.version = config.version,
                .chaos = [this] { return services.smtp_policy().chaos(); },
                .set_chaos =
                    [this](const api::chaos_settings& chaos) { services.smtp_policy().set_chaos(chaos); }};
    }

    std::string endpoint() const {
        return "http://" + url_host(config.host) + ':' + std::to_string(edge->port());
    }

    std::unique_ptr<http_server> serve(boost::asio::io_context& io, api::http_service& service,
                                       std::uint16_t port, decltype(http_server_config::refuse) refuse) {
        http_server_config server;
        server.host = config.host;
        server.port = port;
        if (!config.data_dir.empty())
            server.limits.body_folder = config.data_dir + "/bodies";
        server.tls = &tls;
        server.refuse = std::move(refuse);
        server.complain = config.log;
        std::unique_ptr<http_server> made;
        listen(config, port, [&] { made = std::make_unique<http_server>(io, service, std::move(server)); });
        return made;
    }

    api::live::live_parts parts() {
        return {clock, services.functions().log(), services.conditions(),           services.mail(), calls,
                pulse, config.read_faults,         [this] { return smtp.counts(); }};
    }

    void add_routes() {
        services.add_to(router);
        router.set_own_api(inspection_gate);
        router.on_call([this](const api::finished_call& call) { note(call); });
        add_localstack_routes(own, facts, {[this] { return clock.now(); }, [this] { reset(); }});
        const auto live = parts();
        api::live::add_live_routes(own, live);
        api::live::add_timeline_routes(own, live);
        api::live::add_loss_routes(own, live, services.store());
        plans.add_routes(own);
        auto& functions = services.functions();
        api::live::add_account_routes(own, {functions.registry(), functions.front(), services.store()});
        api::live::add_session_routes(own, smtp.sessions());
        api::live::add_report_routes(own, live, config.scenario, facts.started, config.write_report);
        jump.add_route(own, [this] { return api::live::clock_document(clock.now(), facts.started); });
        services.functions().log().on_change(
            [this](std::string_view change, const api::live::recorded_invocation& invocation) {
                note(change, invocation);
            });
    }

    void note(std::string_view change, const api::live::recorded_invocation& invocation) {
        auto& faults = services.conditions().faults();
        if (change == "throttled" && faults.concerns(faults::operation::lambda_dispatch))
            (void)faults.apply({faults::operation::lambda_dispatch, clock.now(), invocation.id.low});
        if (events.has_listeners())
            events.publish(event_json(change, invocation));
    }

    void note(const api::finished_call& call) {
        const auto name = calls.size() < most_counters ? call.service + '.' + call.action : "other.";
        ++calls[{name, call.status}];
        config.log(log_line(call));
        note_latency(call);
        if (events.has_listeners())
            events.publish(event_json(call));
    }

    void note_latency(const api::finished_call& call) {
        using kind = api::live::recorded_call::what;
        const auto what = api::live::operation_of(call.service, call.action);
        const bool succeeded = call.status >= 200 && call.status < 400;
        if (what)
            pulse.note(*what, succeeded, call.began + call.took, call.took);
        if (const auto environment = api::live::environment_in(call.access_key))
            services.functions().log().note_call(*environment,
                                                 {what == faults::operation::ses_send ? kind::send
                                                  : what == faults::operation::s3_get ? kind::fetch
                                                                                      : kind::other,
                                                  succeeded, call.began, call.took});
    }

    void describe() {
        facts.version = config.version;
        facts.region = config.scenario.lambda.account.region;
        facts.account_id = config.scenario.lambda.account.account_id;
        facts.ports = {{"edge", edge->port()}, {"mail", mail->port()}, {"smtp", smtp.port()}};
        if (const auto port = smtp.tls_port())
            facts.ports["smtps"] = *port;
        facts.authority = certificates.authority;
        facts.started = clock.now();
    }

    void reset() {
        calls.clear();
        services.reset();
        smtp.sessions().clear();
    }
};

live_emulator::live_emulator(boost::asio::io_context& io, live_config config)
    : impl_{std::make_unique<impl>(io, std::move(config))} {}

live_emulator::~live_emulator() = default;

const api::emulator_facts& live_emulator::facts() const {
    return impl_->facts;
}

std::string live_emulator::endpoint() const {
    return impl_->endpoint();
}

live_summary live_emulator::summary() const {
    return {impl_->calls, impl_->services.mail().accepted()};
}

pipeline::run_result live_emulator::result() const {
    return live_result(impl_->parts(), impl_->config.scenario, impl_->facts.started);
}

const api::live::invocation_log& live_emulator::invocations() const {
    return impl_->services.functions().log();
}

const mailbox::mailbox& live_emulator::mail() const {
    return impl_->services.mail();
}

bool live_emulator::advance(duration by, std::function<void()> done) {
    return impl_->jump.begin(by, std::move(done));
}

live_application& live_emulator::start_application() {
    auto& of = *impl_;
    return of.application.emplace(of.clock, of.config.scenario, of.services.store(),
                                  of.services.conditions().faults());
}

void live_emulator::stop() {
    impl_->edge->stop();
    impl_->mail->stop();
    impl_->smtp.stop();
    impl_->inspection.stop();
    impl_->jump.stop();
    impl_->services.stop();
}

} // namespace sendlab::net
