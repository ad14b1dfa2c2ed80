// The S3 event of one upload file, as Lambda keeps it in its queue.
#pragma once

#include <memory>

#include "lambda/handler.hpp"
#include "pipeline/ledger.hpp"
#include "s3/event_record.hpp"

namespace sendlab::pipeline {

class file_event final : public lambda::event_document {
public:
    file_event(file_number number, std::uint32_t delivery, std::uint32_t chain,
               std::shared_ptr<const s3::event_record> from)
        : file{number}, copy{delivery}, files_before{chain}, record{std::move(from)} {}

    [[nodiscard]] std::string json() const override { return record->json(); }
    [[nodiscard]] std::uint32_t ancestors() const override { return files_before; }

    const file_number file;
    const std::uint32_t copy;         // 0, or the number of a doubled notification
    const std::uint32_t files_before; // of which this one is the rest of the rest
    const std::shared_ptr<const s3::event_record> record;
};

/// Every event that the pipeline's function is invoked with is one.
inline const file_event& as_file_event(const lambda::event_document& event) {
    return static_cast<const file_event&>(event);
}

} // namespace sendlab::pipeline
