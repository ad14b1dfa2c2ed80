// The handler of the pipeline as a model: gets its file, then sends the e-mails in it, one after the other or
// many at once, as in the article's Node.js function. Variants remember their progress, or stop before the
// time limit does.
//
// CPU and network: the process has one thread. Preparing an e-mail costs CPU, one after the other, stretched
// where the function has less memory than a full vCPU needs (1,769 MB; Lambda Developer Guide, "Configure
// Lambda function memory"); waiting for the provider costs none and overlaps.
#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/handler_services.hpp"

namespace sendlab::pipeline {

class send_loop final : public lambda::handler,
                        private send_listener,
                        private fetch_listener,
                        private upload_listener {
public:
    send_loop(handler_services& services, std::uint64_t environment);
    ~send_loop() override;

    void init(bool cold, std::function<void()> ready) override;
    void start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) override;
    void terminate() override;

private:
    /// An e-mail that is about to be sent, for the first time or again.
    struct job {
        std::uint32_t position = 0; // in the file
        std::uint32_t sdk_try = 0;
        bool after_lost_answer = false;
    };
    void begin();
    void on_fetched(const fetched_file& file) override;
    void on_answer(const send_call& call, send_outcome outcome) override;
    void on_uploaded(file_number file, bool succeeded) override;

    void pump();
    bool take_next(job& next);
    void prepare(const job& next);
    void issue(const job& next);
    void retry_later(const job& next);
    void on_sent(std::uint32_t position);
    void save_progress(std::size_t acknowledged);
    void on_failed(send_outcome outcome);
    void settle();
    void upload_rest();
    void finish(lambda::handler_result result);
    void stop_timers();

    template<class Then>
    void pause_for(duration delay, Then then);
    duration stretched(duration cpu) const;
    bool out_of_time() const;

    handler_services& services_;
    const settings& scenario_;
    const handler_settings& model_;
    const std::uint64_t environment_;
    object_fetch fetch_;
    mail_link link_;
    random_stream cold_start_;
    random_stream retry_delay_;

    // Of the process
    bool fresh_ = true; // no event handled since Init
    std::function<void()> ready_;
    timer_id init_timer_;

    // Of the invocation
    lambda::invocation run_;
    std::function<void(lambda::handler_result)> done_;
    double slowdown_ = 1; // what faults do to CPU
    std::uint32_t attempt_key_ = 1;
    double shared_score_ = 0;
    fetched_file file_;
    request_number request_ = 0;
    std::uint32_t next_ = 0;                  // first position not looked at yet
    std::uint32_t busy_ = 0;                  // e-mails being prepared, on the wire, or being remembered
    std::uint32_t paused_ = 0;                // waiting for a retry
    bool preparing_ = false;                  // the CPU is taken
    bool stopped_ = false;                    // sends no further e-mail: the time is nearly over
    std::string failure_;                     // the first error, as an error object
    std::vector<job> again_;                  // retries whose pause is over
    std::vector<bool> sent_before_;           // checkpoint: by earlier attempts
    std::vector<std::uint32_t> acknowledged_; // checkpoint: positions, in the order of their answers;
    std::size_t saved_ = 0;                   // as many of them are remembered
    std::vector<timer_id> pauses_;            // before retries, during writes of progress
    timer_id cpu_timer_;
    file_number rest_ = 0;
    bool uploading_rest_ = false;
};

} // namespace sendlab::pipeline
