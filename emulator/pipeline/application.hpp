// The application's side: a request of a user causes e-mails. Priority mail is sent inline; the rest is
// grouped by identical headers, cut into files of EMAILS_PER_FILE, and uploaded at the end of the request. In
// `sync` mode, the design that all this replaces, every e-mail is sent inside the request.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pipeline/context.hpp"
#include "pipeline/mail_link.hpp"
#include "pipeline/uploader.hpp"

namespace sendlab::pipeline {

class application final : private upload_listener, private send_listener {
public:
    application(const context& world, uploader& uploads, mail_provider& inline_provider);

    /// Schedules the first request.
    void start();
    /// No further request begins.
    void stop();
    /// No request is under way, and none is to come.
    [[nodiscard]] bool over() const { return active_.size() == free_.size() && all_begun_; }
    /// Requests that a run will see, about; for those who want to make room ahead.
    [[nodiscard]] static double expected_requests(const settings& scenario);

private:
    /// A piece of a request's mail that becomes a file.
    struct chunk {
        email_number first = 0;
        std::uint32_t emails = 0;
    };
    /// A request whose user still waits.
    struct active_request {
        request_number number = 0;
        std::uint32_t emails = 0;
        std::uint32_t priority_left = 0;
        std::vector<chunk> chunks;
        std::size_t next_chunk = 0;
        std::uint32_t next_email = 0; // sync mode
    };

    void schedule_next();
    void on_request();
    [[nodiscard]] std::vector<chunk> cut(const std::vector<std::uint32_t>& groups, email_number first) const;
    void continue_request(std::uint32_t index);
    void send_priority(std::uint32_t index);
    void send_inline(std::uint32_t index);
    void finish(std::uint32_t index);
    void on_uploaded(file_number file, bool succeeded) override;
    void on_answer(const send_call& call, send_outcome outcome) override;
    std::uint32_t take_slot();

    context world_;
    uploader& uploads_;
    mail_link link_;
    random_stream arrival_;
    random_stream priority_;
    const time_point start_;
    time_point next_arrival_{};
    timer_id next_request_{};
    bool all_begun_ = false;
    std::uint32_t arrivals_ = 0;               // requests begun so far
    std::optional<std::uint32_t> next_emails_; // from a trace
    std::vector<active_request> active_;
    std::vector<std::uint32_t> free_;
    std::vector<std::uint32_t> slot_of_request_;
};

} // namespace sendlab::pipeline
