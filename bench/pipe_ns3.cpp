// The model of bench/pipe.json on the scheduler of ns-3 (its default, a map), as its manual has events: a callback each.
// bench/peers --setup builds it.
//
// Usage: pipe_ns3 [FILES]

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>

#include <ns3/core-module.h>

using ns3::Seconds;
using ns3::Simulator;

namespace {

constexpr int emails_per_file = 25;
constexpr double files_per_second = 3.0887;
constexpr double time_limit = 3;
constexpr double retry_delays[] = {60, 120};
constexpr unsigned retries = 2;

class mail_pipe {
public:
    explicit mail_pipe(int files) : files_left_{files} { next_arrival(); }

    long sends = 0;
    long attempts = 0;
    long timeouts = 0;

private:
    void next_arrival() {
        if (files_left_-- > 0)
            Simulator::Schedule(Seconds(between_(random_)), &mail_pipe::arrive, this);
    }

    void arrive() {
        queue(0);
        next_arrival();
    }

    void queue(unsigned tries) {
        waiting_.push_back(tries);
        if (idle_ > 0) {
            --idle_;
            take();
        }
    }

    void take() {
        if (waiting_.empty()) {
            ++idle_;
            return;
        }
        const auto tries = waiting_.front();
        waiting_.pop_front();
        ++attempts;
        send(tries, emails_per_file, Simulator::Now() + Seconds(time_limit));
    }

    void send(unsigned tries, int left, ns3::Time deadline) {
        const auto done = Simulator::Now() + Seconds(latency_(random_));
        if (done <= deadline)
            Simulator::Schedule(done - Simulator::Now(), &mail_pipe::sent, this, tries, left, deadline);
        else
            Simulator::Schedule(deadline - Simulator::Now(), &mail_pipe::stop, this, tries);
    }

    void sent(unsigned tries, int left, ns3::Time deadline) {
        ++sends;
        if (left > 1)
            send(tries, left - 1, deadline);
        else
            take();
    }

    void stop(unsigned tries) {
        ++timeouts;
        if (tries < retries)
            Simulator::Schedule(Seconds(retry_delays[tries]), &mail_pipe::queue, this, tries + 1);
        take();
    }

    int files_left_;
    int idle_ = 10;
    std::deque<unsigned> waiting_; // tries before
    std::mt19937_64 random_{1};
    std::exponential_distribution<double> between_{files_per_second};
    std::lognormal_distribution<double> latency_{std::log(0.080), 0.5};
};

} // namespace

int main(int count, char** values) {
    const int files = count > 1 ? std::atoi(values[1]) : 40'000;
    mail_pipe model{files};
    const auto start = std::chrono::steady_clock::now();
    Simulator::Run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    Simulator::Destroy();
    std::printf("{\"emails\": %d, \"sends\": %ld, \"attempts\": %ld, \"timeouts\": %ld, \"seconds\": %.6f}\n",
                files * emails_per_file, model.sends, model.attempts, model.timeouts, took.count());
}
