// The SMTP sessions that are over, with what was said in each: a line of text for each line of the dialogue.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "api/own_api.hpp"
#include "base/time_types.hpp"
#include "smtp/session.hpp"

namespace sendlab::api::live {

/// Counters of the SMTP server since its start.
struct smtp_counts {
    std::uint64_t connections = 0;
    std::uint64_t turned_away = 0; // by the limit of connections
    std::uint64_t open = 0;        // now
    std::uint64_t timed_out = 0;   // idle for too long
    /// Messages that were accepted and whose client may not know: it may send them again.
    std::uint64_t answers_in_doubt = 0;
};

struct recorded_session {
    std::uint64_t id = 0; // from 1, in the order of connections
    time_point began{};
    time_point ended{};
    std::uint32_t messages = 0; // that were accepted
    std::uint32_t round_trips =
        0; // times that the client has waited for the server, TCP's handshake included
    bool answer_in_doubt = false;
    std::string log;
};

class smtp_sessions {
public:
    /// Keeps the latest; older ones are forgotten, and counted.
    explicit smtp_sessions(std::size_t most = 1'000, std::size_t most_bytes = 4 * 1024 * 1024)
        : most_{most}, most_bytes_{most_bytes} {}

    void add(const smtp::session& over, std::uint32_t round_trips, time_point now);
    void clear();

    [[nodiscard]] const std::deque<recorded_session>& all() const {
        return all_;
    } // in the order of their ends
    [[nodiscard]] const recorded_session* find(std::uint64_t id) const;
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

private:
    std::size_t most_;
    std::size_t most_bytes_;
    std::size_t bytes_ = 0; // of the logs
    std::deque<recorded_session> all_;
    std::uint64_t forgotten_ = 0;
};

/// - GET /_sendlab/sessions, newest last; GET /_sendlab/sessions/{id} with the dialogue.
/// The sessions must outlive the API.
void add_session_routes(own_api& api, const smtp_sessions& sessions);

} // namespace sendlab::api::live
