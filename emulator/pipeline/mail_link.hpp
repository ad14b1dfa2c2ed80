// The calls of one client (a handler's process, the application) that are on their way to a mail provider.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

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

    /// The client is killed: what the provider has not taken yet never reaches it, no answer is heard.
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
    struct record {
        send_call call;
        timer_id timer;
        duration until_answered{};
        std::uint32_t connection = 0;
        progress state = progress::free;
        send_outcome outcome = send_outcome::accepted; // before the decision: what a fault will make of it
        bool lose_answer = false;
        bool heard = false; // somebody waits for the answer
    };

    void begin(std::uint32_t index, bool fresh);
    void disturb(record& r, send_timing& timing);
    void on_acceptance(std::uint32_t index);
    void on_answer(std::uint32_t index);
    void retire(std::uint32_t index);
    void take_connection(std::uint32_t index, const smtp::connection_pool::lease& lease);
    std::uint32_t take_record();
    void write(event_kind kind, const send_call& call);

    context world_;
    mail_provider& provider_;
    send_listener& listener_;
    std::unique_ptr<smtp::connection_pool> pool_; // null: each call has a connection of its own
    std::vector<record> records_;
    std::vector<std::uint32_t> free_;
};

} // namespace sendlab::pipeline
