// An SMTP session with somebody at the other end: what is said goes in, replies come out, and what the session asks of
// its owner is done at once, in virtual time.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "smtp/session.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::support {

/// A policy made of two functions.
struct scripted_policy final : smtp::policy {
    std::function<smtp::decision(const smtp::occasion&)> script;

    smtp::decision decide(const smtp::occasion& step) override {
        return script ? script(step) : smtp::decision{};
    }
};

class smtp_dialogue {
public:
    explicit smtp_dialogue(smtp::session_settings given = {},
                           std::function<smtp::decision(const smtp::occasion&)> script = {})
        : settings{std::move(given)} {
        faults.script = std::move(script);
        owed_ = carry_out(session.start(), {});
    }

    /// The replies to these octets, the greeting before the first of them.
    std::string say(std::string_view octets) {
        auto replies = std::exchange(owed_, {});
        if (!closed)
            replies += carry_out(session.receive(octets), octets);
        return replies;
    }

    /// The same, octets in pieces of at most so many.
    std::string say_in_pieces(std::string_view octets, std::size_t most) {
        std::string replies;
        for (; !octets.empty(); octets.remove_prefix(std::min(most, octets.size())))
            replies += say(octets.substr(0, most));
        return replies;
    }

    /// Their codes: "250 250 354". A reply of several lines counts once.
    std::string codes(std::string_view octets) { return codes_of(say(octets)); }

    static std::string codes_of(std::string_view replies) {
        std::string codes;
        while (!replies.empty()) {
            if (replies.substr(3, 1) == " ")
                codes.append(codes.empty() ? "" : " ").append(replies.substr(0, 3));
            replies.remove_prefix(replies.find("\r\n") + 2);
        }
        return codes;
    }

    /// Greeting and EHLO are over.
    smtp_dialogue& greeted() {
        say("EHLO client.example\r\n");
        return *this;
    }

    smtp::session_settings settings;
    virtual_scheduler clock;
    scripted_policy faults;
    smtp::session session{settings, clock, &faults, 1};
    std::vector<smtp::received_message> mailbox;
    smtp::accept_result verdict{"id", {}}; // of the mailbox
    bool closed = false;
    bool was_reset = false;

private:
    std::string carry_out(smtp::action next, std::string_view input) {
        std::string replies;
        for (;;) {
            replies += std::exchange(session.output(), {});
            switch (next) {
            case smtp::action::read:
                if (input.empty())
                    return replies;
                next = session.receive(input);
                break;
            case smtp::action::wait:
                clock.run_after(session.delay(), [] {});
                clock.run();
                next = session.wait_over();
                break;
            case smtp::action::deliver:
                mailbox.push_back(std::move(session.message()));
                next = session.delivered(verdict);
                break;
            case smtp::action::start_tls:
                input = {};
                next = session.tls_started();
                break;
            case smtp::action::reset:
                was_reset = true;
                [[fallthrough]];
            case smtp::action::close:
                closed = true;
                return replies;
            }
        }
    }

    std::string owed_;
};

inline const std::string envelope_commands = "MAIL FROM:<a@client.example>\r\nRCPT TO:<b@server.example>\r\n";

} // namespace sendlab::support
