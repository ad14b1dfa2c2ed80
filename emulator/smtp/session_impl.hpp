// The inside of a session: its state, and the steps that change it. session_impl.cpp reads input and
// writes answers, session_commands.cpp has the verbs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "smtp/auth.hpp"
#include "smtp/chunk_reader.hpp"
#include "smtp/data_reader.hpp"
#include "smtp/line_reader.hpp"
#include "smtp/session.hpp"
#include "smtp/text_sink.hpp"

namespace sendlab::smtp {

class session::impl {
public:
    impl(const session_settings& settings, const scheduler& clock, policy* faults, std::uint64_t id);

    action start(bool tls, bool early);
    action receive(std::string_view& input);
    action wait_over();
    action tls_started();
    action delivered(const accept_result& result);
    action give_up(const reply& why);
    void lost(loss how);

    [[nodiscard]] std::string& output() { return out_; }
    [[nodiscard]] duration delay() const { return delay_; }
    [[nodiscard]] received_message& message() { return message_; }
    [[nodiscard]] std::uint64_t id() const { return id_; }
    [[nodiscard]] const session_log& log() const { return log_; }
    [[nodiscard]] std::uint32_t accepted() const { return accepted_; }
    [[nodiscard]] std::uint64_t progress() const { return steps_ + octets_ / octets_a_step; }
    [[nodiscard]] bool answer_in_doubt() const { return answer_in_doubt_; }

private:
    enum class phase : std::uint8_t { command, auth, text, chunk };
    enum class waiting : std::uint8_t { for_nothing, for_answer, for_delivery, for_text };
    using handler = void (impl::*)(std::string_view argument);
    struct verb;
    static const verb verbs[];

    static constexpr std::size_t octets_a_step = 4096;
    static constexpr std::uint64_t pieces_a_second = 20; // of a text that comes through a narrow link

    void step(std::string_view& input);
    void read_command(std::string_view& input);
    void run_command(std::string_view line);
    void read_text(std::string_view& input);
    void on_text_octets(std::uint64_t octets, bool ended);
    void on_text_end();
    [[nodiscard]] bool breaks_here();
    void on_chunk();
    void on_text();

    void hello(std::string_view name, bool extended);
    void ehlo(std::string_view argument);
    void helo(std::string_view argument);
    void starttls(std::string_view argument);
    void auth(std::string_view argument);
    void on_auth(auth_exchange::outcome outcome);
    void on_credentials();
    void mail(std::string_view argument);
    void rcpt(std::string_view argument);
    void data(std::string_view argument);
    void bdat(std::string_view argument);
    void rset(std::string_view argument);
    void noop(std::string_view argument);
    void help(std::string_view argument);
    void vrfy(std::string_view argument);
    void expn(std::string_view argument);
    void quit(std::string_view argument);

    [[nodiscard]] bool offers(extension keyword) const;
    [[nodiscard]] std::string keywords() const;
    [[nodiscard]] std::optional<reply> storage_refusal() const;
    [[nodiscard]] std::optional<reply> text_refusal() const;
    void reset_transaction();
    [[nodiscard]] decision ask(stage at, std::string_view argument = {});
    void answer(const reply& what);
    void answer(const reply& what, const decision& how, action then = action::read);
    void error(const reply& what);
    void log_output(std::size_t begin);
    void note(std::string_view what);

    const session_settings& settings_;
    const scheduler& clock_;
    policy* policy_;
    std::uint64_t id_;
    session_log log_;

    action next_ = action::read;
    phase phase_ = phase::command;
    waiting waiting_ = waiting::for_nothing;
    bool tls_ = false;
    bool extended_ = false;       // EHLO, not HELO
    bool in_transaction_ = false; // MAIL was accepted
    bool in_chunks_ = false;      // BDAT has begun
    bool chunk_is_last_ = false;
    bool text_ended_ = false; // or the chunk; it is still on its way through a narrow link
    bool answer_in_doubt_ = false;
    std::uint32_t number_ = 0; // of the message
    std::uint32_t tried_ = 0;  // recipients, of this message
    std::uint32_t accepted_ = 0;
    std::size_t errors_ = 0;
    std::uint64_t steps_ = 0;  // commands
    std::uint64_t octets_ = 0; // of texts
    link link_;

    line_reader lines_;
    data_reader reader_;
    chunk_reader chunk_;
    std::optional<reply> chunk_refusal_; // the octets of a refused BDAT are read and let go
    text_sink text_;
    auth_exchange auth_;
    std::string client_; // as EHLO named it; empty before
    std::string user_;
    envelope envelope_;
    received_message message_;

    std::string out_;
    std::string held_;           // an answer that waits
    action then_ = action::read; // what follows it
    decision data_;              // of a first BDAT
    decision decision_;          // of the message that is complete
    duration delay_{};
};

} // namespace sendlab::smtp
