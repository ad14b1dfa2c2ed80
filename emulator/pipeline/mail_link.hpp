// The calls of one client (a handler's process, the application) that are on their way to a mail provider.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "faults/fault.hpp"
#include "pipeline/context.hpp"
#include "pipeline/mail_provider.hpp"
#include "smtp/connection_pool.hpp"

namespace sendlab::pipeline {

class send_listener {
public:
    virtual ~send_listener() = default;
    virtual void on_answer(const send_call& call, send_outcome outcome) = 0;
};

class mail_link {
public:
    mail_link(const context& world, mail_provider& provider, send_listener& listener);
    ~mail_link();

    /// The listener hears of it later, never during the call.
    void send(const send_call& call);

    /// The client is killed: what the provider has not received yet never reaches it, no answer is heard. What it has
    /// received it decides on all the same (RFC 5321, sections 4.5.3.2.6 and 6.1), even after the end of the link.
    void abandon();
    /// The client has stopped listening but is not killed: what is on the wire is still taken.
    void detach();

private:
    enum class progress : std::uint8_t {
        free,       // this record is nobody's
        waiting,    // for a connection of the pool
        on_the_way, // the provider does not have it yet
        decided,    // the provider has taken it, or said no; the answer is on its way
    };
    /// Of a send whose commands faults strike one by one, or whose client does not wait for ever.
    struct course {
        std::vector<dialogue_step> steps;
        std::size_t next = 0;
        std::uint32_t recipients = 0; // that were named
        std::uint32_t refused = 0;    // of them
        faults::effect met{};         // of the step
    };
    struct record {
        send_call call;
        timer_id timer;
        timer_id patience;                       // runs out while the provider has the message
        time_point received = time_point::max(); // by the provider, in whole
        time_point decided{};                    // once it is received: when the provider takes it or says no
        duration until_answered{};
        std::unique_ptr<course> dialogue; // null: the send is one step
        std::uint32_t connection = 0;
        progress state = progress::free;
        send_outcome outcome = send_outcome::accepted; // before the decision: what a fault will make of it
        bool lose_answer = false;
        bool heard = false;  // somebody waits for the answer
        bool broken = false; // the connection, and no message follows on it
        bool gone = false;   // the client has closed it before the provider has taken what it has
    };

    void begin(std::uint32_t index, bool fresh);
    [[nodiscard]] faults::effect meet(const record& r, const dialogue_step& step);
    void take_step(std::uint32_t index);
    void on_step(std::uint32_t index, bool in_time);
    void send_text(std::uint32_t index);
    void on_text_sent(std::uint32_t index);
    void await_decision(std::uint32_t index, const faults::effect& met, const send_timing& timing,
                        duration until_received);
    void break_off(std::uint32_t index, send_outcome outcome, bool broken);
    void lose_patience(std::uint32_t index);
    void on_acceptance(std::uint32_t index);
    void on_answer(std::uint32_t index);
    void leave_to_provider(const record& r);
    void retire(std::uint32_t index);
    void give_back(const record& r);
    void count_connections();
    void take_connection(std::uint32_t index, const smtp::connection_pool::lease& lease);
    std::uint32_t take_record();

    context world_;
    mail_provider& provider_;
    send_listener& listener_;
    const bool step_by_step_;
    std::uint32_t connections_ = 0;               // as the provider counts them; only step by step
    std::unique_ptr<smtp::connection_pool> pool_; // null: each call has a connection of its own
    std::vector<record> records_;
    std::vector<std::uint32_t> free_;
};

} // namespace sendlab::pipeline
