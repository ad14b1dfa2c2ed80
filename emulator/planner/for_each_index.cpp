#include "planner/for_each_index.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace sendlab::planner {

namespace {

class failure {
public:
    void store(std::exception_ptr what) {
        const std::scoped_lock lock{mutex_};
        if (!what_)
            what_ = std::move(what);
        seen_ = true;
    }
    [[nodiscard]] bool seen() const { return seen_; }
    void rethrow() const {
        if (what_)
            std::rethrow_exception(what_);
    }

private:
    std::mutex mutex_;
    std::atomic<bool> seen_ = false;
    std::exception_ptr what_;
};

} // namespace

void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                    const std::function<void()>& between) {
    std::atomic<std::size_t> next = 0;
    failure failed;
    const auto take_pieces = [&](bool callers) {
        for (auto i = next++; i < count && !failed.seen(); i = next++) {
            try {
                work(i);
                if (callers && between)
                    between();
            } catch (...) {
                failed.store(std::current_exception());
            }
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < std::min<std::size_t>(threads, count); ++i)
            others.emplace_back(take_pieces, false);
        take_pieces(true);
    } // joins
    failed.rethrow();
}

unsigned core_count() {
    return std::max(1U, std::thread::hardware_concurrency());
}

} // namespace sendlab::planner
