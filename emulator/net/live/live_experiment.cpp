#include "net/live/live_experiment.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/live/live_application.hpp"
#include "net/live/live_run.hpp"

namespace sendlab::net {

namespace asio = boost::asio;

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_progress_looks{50};
/// A file that is uploaded and heard of no more than this later is taken for lost on its way.
constexpr std::chrono::seconds most_silence{10};
/// What comes twice comes soon after the first.
constexpr std::chrono::milliseconds last_silence{300};

/// Looks now and then whether all is over.
class observer {
public:
    observer(asio::io_context& io, live_emulator& emulator, const experiment& wanted)
        : io_{io},
          timer_{io},
          emulator_{emulator},
          wanted_{wanted},
          application_{emulator.start_application()} {
        look_again();
    }

    [[nodiscard]] bool cut_short() const { return cut_short_; }

private:
    void look_again() {
        timer_.expires_after(between_progress_looks);
        timer_.async_wait([this](const boost::system::error_code& cancelled) {
            if (!cancelled)
                look();
        });
    }

    void look() {
        if (wanted_.interrupt && *wanted_.interrupt) {
            cut_short_ = true;
            return io_.stop();
        }
        if (!application_.over() && steady_clock::now() - began_ > wanted_.at_most) {
            cut_short_ = true;
            application_.stop();
        }
        if (is_over())
            return io_.stop();
        look_again();
    }

    bool is_over() {
        const auto& log = emulator_.invocations();
        if (std::exchange(version_, log.version()) != log.version())
            last_change_ = steady_clock::now();
        std::set<std::string_view> known;
        std::uint64_t done = 0;
        for (const auto& i : log.invocations()) {
            known.insert(i->key);
            done += i->over();
        }
        if (wanted_.progress)
            wanted_.progress(done);
        const auto silence = steady_clock::now() - last_change_;
        return application_.over() && done == log.invocations().size() &&
               silence > (known.size() >= application_.files() ? last_silence : most_silence);
    }

    asio::io_context& io_;
    asio::steady_timer timer_;
    live_emulator& emulator_;
    const experiment& wanted_;
    live_application& application_;
    const steady_clock::time_point began_ = steady_clock::now();
    steady_clock::time_point last_change_ = began_;
    std::uint64_t version_ = 0;
    bool cut_short_ = false;
};

} // namespace

experiment_result run_experiment(experiment wanted) {
    asio::io_context io{1};
    const auto log = wanted.config.log;
    auto config = std::move(wanted.config);
    config.from_file = true; // its bucket and setup are made
    live_emulator emulator{io, std::move(config)};
    observer watch{io, emulator, wanted};
    run_all(io, log);
    return {emulator.result(), emulator.invocations().invocations(), watch.cut_short()};
}

} // namespace sendlab::net
