// What a component has marked, as a data folder would have it, and the way back into a new one.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/shelf.hpp"

namespace sendlab {

class kept_records {
public:
    explicit kept_records(std::vector<storage::shelf> shelves) : shelves_{std::move(shelves)} {}

    [[nodiscard]] storage::mark_function marker() {
        return [this](std::string_view kind, std::string key) {
            marked_[std::string{kind}].insert(std::move(key));
        };
    }

    /// What is kept by now goes into these, in order.
    void restore(const std::vector<storage::shelf>& into) {
        take();
        for (const auto& to : into)
            for (const auto& [key, kept] : records_[to.kind])
                to.restore(key, kept);
    }

    [[nodiscard]] std::size_t count(const std::string& kind) {
        take();
        return records_[kind].size();
    }

    [[nodiscard]] const storage::record& at(const std::string& kind, const std::string& key) {
        take();
        return records_.at(kind).at(key);
    }

private:
    void take() {
        for (const auto& from : shelves_)
            for (const auto& key : std::exchange(marked_[from.kind], {}))
                if (auto now = from.find(key))
                    records_[from.kind].insert_or_assign(key, *std::move(now));
                else
                    records_[from.kind].erase(key);
    }

    std::vector<storage::shelf> shelves_;
    std::map<std::string, std::set<std::string>> marked_;
    std::map<std::string, std::map<std::string, storage::record>> records_;
};

} // namespace sendlab
