// The memory that what comes in from all clients may have together: each alone may send much, and clients are many.
#pragma once

#include <cstdint>
#include <utility>

namespace sendlab {

struct memory_pool {
    std::uint64_t most; // bytes
    std::uint64_t used = 0;
};

/// What one of them has of a pool, until its end or until it is given back. Without a pool there is always more.
class memory_share {
public:
    explicit memory_share(memory_pool* pool = nullptr) : pool_{pool} {}
    memory_share(const memory_share&) = delete;
    memory_share& operator=(const memory_share&) = delete;
    ~memory_share() { give_back(); }

    /// False, with nothing taken, if there is not so much left.
    [[nodiscard]] bool take(std::uint64_t bytes) {
        if (!pool_)
            return true;
        if (bytes > pool_->most - pool_->used)
            return false;
        pool_->used += bytes;
        taken_ += bytes;
        return true;
    }
    void give_back() {
        if (pool_)
            pool_->used -= std::exchange(taken_, 0);
    }

private:
    memory_pool* pool_;
    std::uint64_t taken_ = 0;
};

} // namespace sendlab
