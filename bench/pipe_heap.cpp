// The model of bench/pipe.json written by hand, as little as it takes: the yardstick for what generality costs.
// Files of 25 e-mails arrive as a Poisson process; 10 workers take them first come, first served, and send one e-mail
// after the other, with lognormal latency; a worker is stopped after 3 s, and the whole file comes back after 60 s, then
// after 120 s. One event an e-mail, or one an attempt, in a flat binary heap.
//
// Usage: pipe_heap [FILES [WORKERS [SEED [attempts]]]]

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using nanoseconds = std::int64_t;
constexpr nanoseconds second = 1'000'000'000;
constexpr std::uint32_t emails_per_file = 25;
constexpr double files_per_second = 3.0887;
constexpr nanoseconds time_limit = 3 * second;
constexpr std::array<nanoseconds, 2> retry_delays{60 * second, 120 * second};
const double mu = std::log(80e6);
constexpr double sigma = 0.5;

/// xoshiro256++ (Blackman, Vigna: "Scrambled linear pseudorandom number generators", 2021), and what is drawn with it.
class random_numbers {
public:
    explicit random_numbers(std::uint64_t seed) {
        for (auto& word : state_) { // SplitMix64
            seed += 0x9e3779b97f4a7c15;
            std::uint64_t x = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
            x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
            word = x ^ (x >> 31);
        }
    }

    double uniform() { return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52; }

    nanoseconds time_to_next_file() {
        return static_cast<nanoseconds>(-std::log(uniform()) / files_per_second *
                                        static_cast<double>(second));
    }

    nanoseconds latency() { return static_cast<nanoseconds>(std::exp(mu + sigma * normal())); }

private:
    static std::uint64_t rotated(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

    std::uint64_t bits() {
        const auto result = rotated(state_[0] + state_[3], 23) + state_[0];
        const auto t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = rotated(state_[3], 45);
        return result;
    }

    /// The ziggurat of Marsaglia and Tsang in the form of Doornik (ZIGNOR, 2005).
    double normal() {
        for (;;) {
            const auto random = bits();
            const auto layer = random & 127;
            const auto u = 2 * ((static_cast<double>(random >> 12) + 0.5) * 0x1p-52) - 1;
            const auto x = u * edges_[layer];
            if (std::abs(x) < edges_[layer + 1])
                return x;
            if (layer == 0)
                return u < 0 ? -tail() : tail();
            const auto above = std::exp(-0.5 * (edges_[layer] * edges_[layer] - x * x));
            const auto below = std::exp(-0.5 * (edges_[layer + 1] * edges_[layer + 1] - x * x));
            if (below + uniform() * (above - below) < 1)
                return x;
        }
    }

    double tail() {
        for (;;) {
            const auto x = -std::log(uniform()) / tail_from;
            if (-2 * std::log(uniform()) >= x * x)
                return tail_from + x;
        }
    }

    static constexpr double tail_from = 3.442619855899;

    static std::array<double, 129> edges() {
        constexpr double area = 9.91256303526217e-3;
        std::array<double, 129> x{};
        auto density = std::exp(-0.5 * tail_from * tail_from);
        x[0] = area / density;
        x[1] = tail_from;
        for (std::size_t i = 2; i < 128; ++i) {
            x[i] = std::sqrt(-2 * std::log(area / x[i - 1] + density));
            density = std::exp(-0.5 * x[i] * x[i]);
        }
        return x;
    }

    std::array<std::uint64_t, 4> state_{};
    std::array<double, 129> edges_ = edges();
};

enum class what : std::uint32_t { file_arrives, file_comes_back, email_sent, time_is_up };

struct event {
    nanoseconds at;
    what kind;
    std::uint32_t worker;
    std::uint64_t tries; // of the file, before this one
};

class event_heap {
public:
    [[nodiscard]] bool empty() const { return events_.empty(); }

    void push(const event& added) {
        auto hole = events_.size();
        events_.push_back(added);
        for (; hole > 0 && added.at < events_[(hole - 1) / 2].at; hole = (hole - 1) / 2)
            events_[hole] = events_[(hole - 1) / 2];
        events_[hole] = added;
    }

    event pop() {
        const auto first = events_.front();
        const auto last = events_.back();
        events_.pop_back();
        std::size_t hole = 0;
        for (auto child = hole * 2 + 1; child < events_.size(); child = hole * 2 + 1) {
            if (child + 1 < events_.size())
                child += events_[child + 1].at < events_[child].at ? 1 : 0; // no branch to mispredict
            if (last.at <= events_[child].at)
                break;
            events_[hole] = events_[child];
            hole = child;
        }
        if (!events_.empty())
            events_[hole] = last;
        return first;
    }

private:
    std::vector<event> events_;
};

class model {
public:
    model(std::uint64_t files, std::uint32_t workers, std::uint64_t seed, bool whole_attempts)
        : random_{seed}, files_left_{files}, busy_(workers), whole_attempts_{whole_attempts} {
        for (auto worker = workers; worker > 0; --worker)
            idle_.push_back(worker - 1);
    }

    void run() {
        events_.push({random_.time_to_next_file(), what::file_arrives, 0, 0});
        while (!events_.empty())
            take(events_.pop());
    }

    std::uint64_t sends = 0;
    std::uint64_t attempts = 0;
    std::uint64_t time_outs = 0;
    std::uint64_t given_up = 0;

private:
    struct work {
        std::uint64_t tries = 0;
        std::uint32_t sent = 0;
        nanoseconds deadline = 0;
    };

    void take(const event& now) {
        switch (now.kind) {
        case what::file_arrives:
            if (--files_left_ > 0)
                events_.push({now.at + random_.time_to_next_file(), what::file_arrives, 0, 0});
            queue(now.at, 0);
            break;
        case what::file_comes_back:
            queue(now.at, now.tries);
            break;
        case what::email_sent:
            ++sends;
            if (++busy_[now.worker].sent < emails_per_file)
                send(now.at, now.worker);
            else
                next_file(now.at, now.worker);
            break;
        case what::time_is_up:
            stop(now.at, now.worker);
            break;
        }
    }

    void queue(nanoseconds now, std::uint64_t tries) {
        waiting_.push_back(tries);
        if (!idle_.empty()) {
            const auto worker = idle_.back();
            idle_.pop_back();
            next_file(now, worker);
        }
    }

    void next_file(nanoseconds now, std::uint32_t worker) {
        if (next_waiting_ == waiting_.size()) {
            waiting_.clear();
            next_waiting_ = 0;
            idle_.push_back(worker);
            return;
        }
        ++attempts;
        busy_[worker] = {waiting_[next_waiting_++], 0, now + time_limit};
        if (whole_attempts_)
            send_all(now, worker);
        else
            send(now, worker);
    }

    /// All sends but the last, or the one that is cut short, without an event.
    void send_all(nanoseconds now, std::uint32_t worker) {
        auto& own = busy_[worker];
        auto done = now + random_.latency();
        for (; done <= own.deadline && own.sent + 1 < emails_per_file; done += random_.latency())
            ++own.sent;
        sends += own.sent;
        if (done <= own.deadline)
            events_.push({done, what::email_sent, worker, 0});
        else
            events_.push({own.deadline, what::time_is_up, worker, 0});
    }

    void send(nanoseconds now, std::uint32_t worker) {
        const auto done = now + random_.latency();
        const auto deadline = busy_[worker].deadline;
        if (done <= deadline)
            events_.push({done, what::email_sent, worker, 0});
        else
            events_.push({deadline, what::time_is_up, worker, 0});
    }

    void stop(nanoseconds now, std::uint32_t worker) {
        ++time_outs;
        const auto tries = busy_[worker].tries;
        if (tries < retry_delays.size())
            events_.push({now + retry_delays[tries], what::file_comes_back, 0, tries + 1});
        else
            ++given_up;
        next_file(now, worker);
    }

    random_numbers random_;
    std::uint64_t files_left_;
    event_heap events_;
    std::vector<work> busy_;
    bool whole_attempts_;
    std::vector<std::uint32_t> idle_;
    std::vector<std::uint64_t>
        waiting_; // tries before, of files that wait for a worker; taken from next_waiting_ on
    std::size_t next_waiting_ = 0;
};

std::uint64_t argument(int count, char** values, int index, std::uint64_t otherwise) {
    return index < count ? std::strtoull(values[index], nullptr, 10) : otherwise;
}

} // namespace

int main(int count, char** values) {
    const auto files = argument(count, values, 1, 40'000);
    model pipe{files, static_cast<std::uint32_t>(argument(count, values, 2, 10)),
               argument(count, values, 3, 1), count > 4 && std::string_view{values[4]} == "attempts"};
    const auto start = std::chrono::steady_clock::now();
    pipe.run();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("{\"emails\": %ju, \"sends\": %ju, \"attempts\": %ju, \"timeouts\": %ju, \"given_up\": %ju, "
                "\"seconds\": %.6f}\n",
                files * emails_per_file, pipe.sends, pipe.attempts, pipe.time_outs, pipe.given_up,
                took.count());
}
