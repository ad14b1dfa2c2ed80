#include "sendlab/emulator.hpp"

#include <future>
#include <stdexcept>
#include <thread>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "net/live/client_variables.hpp"
#include "net/live/clock_jump.hpp"
#include "net/live/live_emulator.hpp"
#include "net/live/live_run.hpp"
#include "pipeline/article_defaults.hpp"
#include "report/json_report.hpp"
#include "sendlab/settings_of.hpp"
#include "sendlab/told.hpp"

namespace sendlab {

namespace asio = boost::asio;

namespace {

net::live_config config_of(pipeline::settings scenario, std::string data_dir = {}) {
    net::live_config config;
    config.data_dir = std::move(data_dir);
    config.edge_port = config.mail_port = config.smtp.port = 0;
    config.smtp.tls_port = 0;
    config.from_file = true;
    config.scenario = std::move(scenario);
    config.read_faults =
        [](std::string_view text) -> result<std::vector<faults::fault_settings>, std::string> {
        try {
            return settings_of(text).faults;
        } catch (const scenario_error& error) {
            return std::string{error.what()};
        }
    };
    config.version = SENDLAB_VERSION;
    config.write_report = [](const pipeline::run_result& result) {
        report::run_report account;
        account.result = result;
        return report::live_json_report(account, SENDLAB_VERSION);
    };
    return config;
}

net::live_config without_scenario() {
    auto config = config_of({});
    pipeline::remove_latencies(config.scenario);
    config.from_file = false;
    return config;
}

} // namespace

/// The thread owns the world: who wants to know asks it, and waits for the answer.
struct emulator::impl {
    asio::io_context io{1};
    net::live_emulator live;
    std::string endpoint = live.endpoint();
    std::string page = "http://127.0.0.1:" + std::to_string(live.facts().ports.at("mail"));
    net::environment_changes variables = net::client_variables(live, false);
    std::thread thread{[this] { net::run_all(io, [](std::string_view) {}); }};

    explicit impl(net::live_config config) : live{io, std::move(config)} {}
    impl(const impl&) = delete;
    impl& operator=(const impl&) = delete;
    ~impl() {
        io.stop();
        thread.join();
    }

    template<class Ask>
    auto ask(Ask question) {
        std::packaged_task<decltype(question())()> task{std::move(question)};
        auto answer = task.get_future();
        asio::post(io, std::move(task));
        return answer.get();
    }
};

emulator::emulator(std::unique_ptr<impl> made) : impl_{std::move(made)} {}
emulator::emulator() : emulator{std::make_unique<impl>(without_scenario())} {}
emulator::emulator(std::string_view scenario)
    : emulator{std::make_unique<impl>(config_of(settings_of(scenario)))} {}

emulator::emulator(std::string_view scenario, const std::filesystem::path& data_dir)
    : emulator{std::make_unique<impl>(config_of(settings_of(scenario), data_dir.string()))} {}

emulator emulator::from_file(const std::filesystem::path& scenario) {
    return emulator{std::make_unique<impl>(config_of(settings_of(scenario)))};
}

emulator::~emulator() = default;
emulator::emulator(emulator&&) noexcept = default;
emulator& emulator::operator=(emulator&&) noexcept = default;

const std::string& emulator::endpoint() const {
    return impl_->endpoint;
}

const std::string& emulator::page() const {
    return impl_->page;
}

std::uint16_t emulator::smtp_port() const {
    return impl_->live.facts().ports.at("smtp");
}

const std::vector<std::pair<std::string, std::string>>& emulator::environment() const {
    return impl_->variables;
}

void emulator::advance(duration by) {
    if (by < duration::zero() || by > net::clock_jump::longest)
        throw std::invalid_argument{"the clock goes forward by 0 to 366 days"};
    const auto over = std::make_shared<std::promise<void>>();
    if (!impl_->ask([&] { return impl_->live.advance(by, [over] { over->set_value(); }); }))
        throw std::logic_error{"the clock is being put forward already"};
    over->get_future().wait();
}

std::vector<received_mail> emulator::mailbox() const {
    return impl_->ask([&live = impl_->live] { return told(live.mail(), live.facts().started); });
}

std::vector<attempt> emulator::attempts() const {
    return impl_->ask([&live = impl_->live] { return told(live.invocations(), live.facts().started); });
}

totals emulator::count() const {
    return impl_->ask([&live = impl_->live] { return told(live.result()); });
}

bill emulator::cost() const {
    return impl_->ask([&live = impl_->live] { return told(live.result().cost); });
}

} // namespace sendlab
