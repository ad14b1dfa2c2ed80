// Rows for things that overlap: each takes the first row that is free, and gives it back when it ends.
#pragma once

#include <cassert>
#include <cstddef>
#include <vector>

namespace sendlab::report {

class lanes {
public:
    /// A number that nobody else holds, the smallest there is.
    std::size_t take() {
        std::size_t lane = 0;
        while (lane < taken_.size() && taken_[lane])
            ++lane;
        if (lane == taken_.size())
            taken_.push_back(true);
        taken_[lane] = true;
        return lane;
    }

    void give_back(std::size_t lane) {
        assert(taken_.at(lane));
        taken_[lane] = false;
    }

private:
    std::vector<bool> taken_;
};

} // namespace sendlab::report
