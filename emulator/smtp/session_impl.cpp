#include "smtp/session_impl.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "smtp/round_trips.hpp"

namespace sendlab::smtp {

namespace {

constexpr reply early_talker{554, "5.5.1", "The server speaks first (RFC 5321, section 3.1)"};
constexpr reply line_too_long{500, "5.5.2", "Line too long"};
constexpr reply response_too_long{500, "5.5.6", "Line too long for AUTH"};
constexpr reply bare_line_feed{500, "5.5.2", "A command ends with CRLF; this one ended with LF alone"};
constexpr reply control_character{501, "5.5.2", "A control character in a command"};
constexpr reply too_many_errors{421, "4.7.0", "Too many errors"};
constexpr reply no_memory{452, "4.3.1", "Insufficient system storage"};
constexpr reply message_too_big{552, "5.3.4", "Message is larger than SIZE allows"};
constexpr reply text_bare_lf{550, "5.5.2", "The text has LF without CR before it (RFC 5321, section 2.3.8)"};
constexpr reply text_bare_cr{550, "5.5.2", "The text has CR without LF behind it (RFC 5321, section 2.3.8)"};
constexpr reply text_long_line{554, "5.6.0", "A line of the text is longer than RFC 5321, 4.5.3.1.6 allows"};

} // namespace

session::impl::impl(const session_settings& settings, const scheduler& clock, policy* faults,
                    std::uint64_t id)
    : settings_{settings},
      clock_{clock},
      policy_{faults},
      id_{id},
      lines_{settings.limits.command_line},
      text_{settings.text_memory} {}

action session::impl::start(bool tls, bool early) {
    tls_ = tls;
    const auto how = ask(stage::connect);
    if (early && settings_.refuse_early_talker)
        answer(early_talker, {}, action::close);
    else
        answer({220, "", settings_.host + ' ' + settings_.greeting}, how,
               how.refused ? action::close : action::read);
    return next_;
}

action session::impl::receive(std::string_view& input) {
    assert(next_ == action::read);
    answer_in_doubt_ = answer_in_doubt_ && input.empty();
    while (next_ == action::read && !input.empty() && out_.size() < most_output)
        step(input);
    if (next_ == action::start_tls && !input.empty())
        note("Input behind STARTTLS was thrown away");
    return next_;
}

void session::impl::step(std::string_view& input) {
    switch (phase_) {
    case phase::command:
    case phase::auth:
        return read_command(input);
    case phase::text:
    case phase::chunk:
        return read_text(input);
    }
}

void session::impl::read_command(std::string_view& input) {
    const bool response = phase_ == phase::auth;
    const auto outcome = lines_.read(input, response);
    if (outcome == line_reader::outcome::incomplete)
        return;
    ++steps_;
    const bool bare_is_fine = settings_.line_ends == bare_line_ends::keep;
    if (outcome == line_reader::outcome::line || (outcome == line_reader::outcome::bare_lf && bare_is_fine))
        return run_command(lines_.line());
    phase_ = phase::command;
    if (outcome == line_reader::outcome::too_long)
        error(response ? response_too_long : line_too_long);
    else
        error(outcome == line_reader::outcome::bare_lf ? bare_line_feed : control_character);
}

void session::impl::read_text(std::string_view& input) {
    auto most = input.size();
    if (const auto rate = link_.octets_per_second)
        most = std::min<std::uint64_t>(most, std::max<std::uint64_t>(1, rate / pieces_a_second));
    if (link_.reset_after != 0)
        most = std::min<std::uint64_t>(most, link_.reset_after - text_.size() + 1);
    auto piece = input.substr(0, most);
    const bool ended = phase_ == phase::text ? reader_.read(piece, text_)
                                             : chunk_.read(piece, chunk_refusal_ ? nullptr : &text_);
    const auto octets = most - piece.size();
    input.remove_prefix(octets);
    on_text_octets(octets, ended);
}

void session::impl::on_text_octets(std::uint64_t octets, bool ended) {
    octets_ += octets;
    text_ended_ = ended;
    if (const auto rate = link_.octets_per_second; rate != 0 && octets != 0) {
        delay_ = transfer_time(octets, rate);
        waiting_ = waiting::for_text;
        next_ = action::wait;
    } else {
        on_text_end();
    }
}

/// Of a piece of the text, or of all.
void session::impl::on_text_end() {
    if (breaks_here()) {
        note("connection reset inside a text: the message is dropped");
        next_ = action::reset;
    } else if (std::exchange(text_ended_, false)) {
        phase_ == phase::text ? on_text() : on_chunk();
    }
}

bool session::impl::breaks_here() {
    if (link_.reset_after == 0 || text_.size() <= link_.reset_after)
        return false;
    link_.reset_after = 0;
    const auto breaks = std::exchange(link_.breaks, nullptr);
    return !breaks || breaks(text_.size());
}

void session::impl::on_chunk() {
    phase_ = phase::command;
    if (chunk_refusal_)
        return error(*chunk_refusal_);
    if (const auto why = storage_refusal()) {
        reset_transaction();
        return answer(*why);
    }
    const auto how = std::exchange(data_, {});
    const bool taken = !how.refused && how.then == ending::none;
    if (chunk_is_last_ && taken)
        return on_text();
    if (!taken)
        reset_transaction();
    answer({250, "2.0.0", "Ok"}, how);
}

std::optional<reply> session::impl::storage_refusal() const {
    if (text_.too_big())
        return message_too_big;
    return text_.lacks_memory() ? std::optional{no_memory} : std::nullopt;
}

std::optional<reply> session::impl::text_refusal() const {
    if (const auto why = storage_refusal())
        return why;
    const auto& flaws = reader_.flaws();
    if (flaws.bare_lf && settings_.line_ends == bare_line_ends::refuse)
        return text_bare_lf;
    if (flaws.bare_cr && settings_.line_ends == bare_line_ends::refuse)
        return text_bare_cr;
    return flaws.long_line ? std::optional{text_long_line} : std::nullopt;
}

void session::impl::on_text() {
    phase_ = phase::command;
    note("text of " + std::to_string(text_.size()) + " octets");
    if (const auto breaks = std::exchange(link_.breaks, nullptr))
        (void)breaks(text_.size()); // not longer than it may be
    if (const auto why = text_refusal()) {
        reset_transaction();
        return answer(*why);
    }
    decision_ = ask(stage::message);
    if (decision_.refused) {
        reset_transaction();
        return answer({}, decision_);
    }
    const auto size = text_.size();
    message_ = {std::move(envelope_),
                text_.take(),
                size,
                reader_.flaws(),
                clock_.now(),
                id_,
                number_,
                client_,
                user_,
                tls_};
    reset_transaction();
    if (decision_.before > duration::zero()) {
        delay_ = decision_.before;
        waiting_ = waiting::for_delivery;
        next_ = action::wait;
    } else {
        next_ = action::deliver;
    }
}

action session::impl::delivered(const accept_result& result) {
    assert(next_ == action::deliver);
    decision_.before = duration::zero();
    text_.let_go();
    if (result.error) {
        answer(result.error->as_reply(), decision_);
        return next_;
    }
    ++accepted_;
    answer_in_doubt_ = true;
    answer({250, "2.0.0", settings_.accepted + ' ' + result.id}, decision_);
    return next_;
}

action session::impl::wait_over() {
    assert(next_ == action::wait);
    const auto what = std::exchange(waiting_, waiting::for_nothing);
    if (what == waiting::for_delivery)
        return next_ = action::deliver;
    if (what == waiting::for_text) {
        next_ = action::read;
        on_text_end();
        return next_;
    }
    const auto begin = out_.size();
    out_ += std::exchange(held_, {});
    log_output(begin);
    return next_ = then_;
}

action session::impl::tls_started() {
    assert(next_ == action::start_tls);
    note("TLS");
    tls_ = true;
    extended_ = false;
    client_.clear(); // what was learned in clear text is forgotten (RFC 3207, section 4.2)
    user_.clear();
    reset_transaction();
    return next_ = action::read;
}

action session::impl::give_up(const reply& why) {
    answer_in_doubt_ = answer_in_doubt_ && !out_.empty();
    if (next_ != action::start_tls)
        answer(why, {}, action::close);
    return next_ = action::close;
}

void session::impl::lost(loss how) {
    if (phase_ == phase::text || phase_ == phase::chunk)
        note("connection lost inside a text: the message is dropped");
    else if (how == loss::connection_reset)
        note(answer_in_doubt_ ? "connection reset: the client may not know that its message was accepted"
                              : "connection reset");
    else if (next_ != action::close)
        note("closed by the client without QUIT");
    answer_in_doubt_ = answer_in_doubt_ && how == loss::connection_reset;
    next_ = action::close;
}

void session::impl::reset_transaction() {
    in_transaction_ = in_chunks_ = false;
    envelope_ = {};
    tried_ = 0;
    link_ = {};
    text_.start(settings_.limits.message, settings_.keep_text);
    reader_.start(settings_.limits.text_line);
}

decision session::impl::ask(stage at, std::string_view argument) {
    if (!policy_)
        return {};
    const bool sent = at == stage::mail || at == stage::rcpt || at == stage::data || at == stage::message;
    return policy_->decide({at, id_, number_, tried_, argument, sent ? &envelope_ : nullptr,
                            at == stage::message ? text_.text() : std::string_view{},
                            at == stage::message ? text_.size() : 0});
}

void session::impl::answer(const reply& what) {
    answer(what, {});
}

void session::impl::answer(const reply& what, const decision& how, action then) {
    const auto said = how.refused ? how.refused->as_reply() : what;
    const bool silent = how.then == ending::hang_up || how.then == ending::reset;
    if (how.then == ending::reset)
        then = action::reset;
    else if (how.then != ending::none || said.code == 421)
        then = action::close;
    delay_ = how.before + how.after;
    const bool held = delay_ > duration::zero();
    const auto begin = out_.size();
    if (!silent)
        append_reply(held ? held_ : out_, said, offers(extension::enhanced_status_codes));
    else
        note("the answer is withheld");
    log_output(begin);
    waiting_ = held ? waiting::for_answer : waiting::for_nothing;
    then_ = then;
    next_ = held ? action::wait : then;
}

void session::impl::error(const reply& what) {
    answer(what);
    const auto limit = settings_.limits.errors;
    if (++errors_ > limit && limit != 0)
        answer(too_many_errors);
}

void session::impl::log_output(std::size_t begin) {
    std::string_view fresh{out_};
    fresh.remove_prefix(begin);
    while (!fresh.empty()) {
        const auto end = fresh.find("\r\n");
        log_.add(clock_.now(), session_log::speaker::server, fresh.substr(0, end));
        fresh.remove_prefix(end + 2);
    }
}

void session::impl::note(std::string_view what) {
    log_.add(clock_.now(), session_log::speaker::note, what);
}

} // namespace sendlab::smtp
