// The model of bench/pipe.json in SimGrid's S4U: an actor a worker, one for the arrivals, one for each retry.
// bench/peers --setup builds it.
//
// Usage: pipe_simgrid [FILES]

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>

#include <simgrid/s4u.hpp>

namespace sg4 = simgrid::s4u;

namespace {

constexpr int emails_per_file = 25;
constexpr double files_per_second = 3.0887;
constexpr double time_limit = 3;
constexpr double retry_delays[] = {60, 120};
constexpr unsigned retries = 2;

struct mail_pipe {
    std::deque<unsigned> waiting; // tries before
    sg4::SemaphorePtr files = sg4::Semaphore::create(0);
    sg4::Host* host = nullptr;
    std::mt19937_64 random{1};
    std::exponential_distribution<double> between{files_per_second};
    std::lognormal_distribution<double> latency{std::log(0.080), 0.5};
    long sends = 0;
    long attempts = 0;
    long timeouts = 0;

    void queue(unsigned tries) {
        waiting.push_back(tries);
        files->release();
    }

    void arrivals(int count) {
        for (int file = 0; file < count; ++file) {
            sg4::this_actor::sleep_for(between(random));
            queue(0);
        }
    }

    bool attempt() {
        const double deadline = sg4::Engine::get_clock() + time_limit;
        for (int email = 0; email < emails_per_file; ++email) {
            const double done = sg4::Engine::get_clock() + latency(random);
            if (done > deadline) {
                sg4::this_actor::sleep_until(deadline);
                return false;
            }
            sg4::this_actor::sleep_until(done);
            ++sends;
        }
        return true;
    }

    void worker() {
        for (;;) {
            files->acquire();
            const auto tries = waiting.front();
            waiting.pop_front();
            ++attempts;
            if (attempt())
                continue;
            ++timeouts;
            if (tries < retries)
                sg4::Actor::create("retry", host, [this, tries] {
                    sg4::this_actor::sleep_for(retry_delays[tries]);
                    queue(tries + 1);
                });
        }
    }
};

} // namespace

int main(int count, char** values) {
    sg4::Engine engine{&count, values};
    auto* zone = sg4::create_full_zone("zone");
    mail_pipe model;
    model.host = zone->create_host("host", 1e9)->seal();
    zone->seal();
    const int files = count > 1 ? std::atoi(values[1]) : 40'000;
    sg4::Actor::create("arrivals", model.host, [&model, files] { model.arrivals(files); });
    for (int worker = 0; worker < 10; ++worker)
        sg4::Actor::create("worker", model.host, [&model] { model.worker(); })->daemonize();
    const auto start = std::chrono::steady_clock::now();
    engine.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("{\"emails\": %d, \"sends\": %ld, \"attempts\": %ld, \"timeouts\": %ld, \"seconds\": %.6f}\n",
                files * emails_per_file, model.sends, model.attempts, model.timeouts, took.count());
}
