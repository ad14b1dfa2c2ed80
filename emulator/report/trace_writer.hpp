// The journal of a run as a picture in time: environments with their attempts, the sends of each beside it,
// requests of users, and an arrow from every attempt that failed to its retry.
#pragma once

#include <map>
#include <ostream>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "pipeline/journal.hpp"
#include "report/journal_words.hpp"
#include "report/lanes.hpp"
#include "report/trace_stream.hpp"

namespace sendlab::report {

/// Keeps what is open, the keys of files and the environments, and nothing else. What is still open when the
/// writer goes ends with the last event, so that an interrupted run can be looked at.
class trace_writer : public pipeline::journal_sink {
public:
    explicit trace_writer(std::ostream& out, time_point start = virtual_epoch);
    ~trace_writer() override;

    void name_file(std::uint64_t file, std::string_view key) override;
    void write(const pipeline::journal_event& event) override;

private:
    using track = trace_stream::track;

    /// Rows of one kind beside each other, named "label 1", "label 2", ...
    struct row_group {
        std::uint32_t process = 0;
        std::string label;
        std::uint64_t rank = 0;
        lanes free;
        std::vector<track> rows;
    };
    struct open_slice {
        time_point since;
        std::size_t row = 0;
        bool accepted = false; // a send whose e-mail the provider has
    };
    using send_id = std::pair<std::uint64_t, std::uint32_t>; // e-mail, the SDK's try
    using open_sends = std::map<send_id, open_slice>;
    struct environment {
        track row;
        row_group sends;
    };
    using attempt_id = std::tuple<std::uint64_t, std::uint32_t, std::uint32_t>; // file, delivery, attempt
    struct open_attempt {
        time_point since;
        std::uint32_t environment = 0;
        std::uint64_t accepted = 0;
        open_sends sends;
    };
    using open_attempts = std::multimap<attempt_id, open_attempt>; // Lambda's queue may repeat a delivery

    void on_request(const pipeline::journal_event& event);
    void on_attempt(const pipeline::journal_event& event);
    void on_send(const pipeline::journal_event& event);
    void on_instant(const pipeline::journal_event& event);

    void start_attempt(const attempt_id& id, std::uint32_t where);
    void end_attempt(open_attempts::iterator attempt, std::string_view outcome, trace_colour colour);
    void change_send(open_sends& open, row_group& rows, const pipeline::journal_event& event);
    void end_send(open_sends& open, open_sends::iterator send, row_group& rows, std::string_view outcome);
    void end_sends(open_sends& open, row_group& rows);
    void end_request(std::uint64_t request);

    track new_row(std::uint32_t process, const std::string& name, std::uint64_t rank);
    std::size_t take_row(row_group& group);
    environment& environment_at(std::uint32_t number);
    [[nodiscard]] std::string file_name(std::uint64_t file) const;

    trace_stream out_;
    time_point now_;
    std::uint64_t rows_ = 0;
    track queue_;
    track bucket_;
    row_group requests_;
    row_group inline_rows_;
    std::map<std::uint64_t, open_slice> open_requests_;
    open_sends inline_sends_;
    open_attempts attempts_;
    std::unordered_map<std::uint32_t, environment> environments_;
    std::unordered_map<std::uint64_t, std::string> keys_;
};

} // namespace sendlab::report
