// Where a checkpointing handler remembers which e-mails of a file it has sent (a table beside the bucket).
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "pipeline/ledger.hpp"

namespace sendlab::pipeline {

class progress_store {
public:
    void mark(file_number file, std::uint32_t position, std::uint32_t emails) {
        auto& sent = sent_[file];
        sent.resize(emails);
        sent[position] = true;
    }
    /// Empty: nothing is known of the file.
    [[nodiscard]] std::vector<bool> sent(file_number file) const {
        const auto found = sent_.find(file);
        return found == sent_.end() ? std::vector<bool>{} : found->second;
    }
    void forget(file_number file) { sent_.erase(file); }

private:
    std::unordered_map<file_number, std::vector<bool>> sent_; // only ever looked up, never walked
};

} // namespace sendlab::pipeline
