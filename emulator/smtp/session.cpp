#include "smtp/session.hpp"

#include "smtp/session_impl.hpp"

namespace sendlab::smtp {

session::session(const session_settings& settings, const scheduler& clock, policy* faults, std::uint64_t id)
    : impl_{std::make_unique<impl>(settings, clock, faults, id)} {}

session::~session() = default;

action session::start(bool tls, bool early) {
    return impl_->start(tls, early);
}

action session::receive(std::string_view& input) {
    return impl_->receive(input);
}

action session::wait_over() {
    return impl_->wait_over();
}

action session::tls_started() {
    return impl_->tls_started();
}

action session::delivered(const accept_result& result) {
    return impl_->delivered(result);
}

action session::give_up(const reply& why) {
    return impl_->give_up(why);
}

void session::lost(loss how) {
    impl_->lost(how);
}

std::string& session::output() {
    return impl_->output();
}

duration session::delay() const {
    return impl_->delay();
}

received_message& session::message() {
    return impl_->message();
}

std::uint64_t session::id() const {
    return impl_->id();
}

const session_log& session::log() const {
    return impl_->log();
}

std::uint32_t session::accepted() const {
    return impl_->accepted();
}

std::uint64_t session::progress() const {
    return impl_->progress();
}

bool session::answer_in_doubt() const {
    return impl_->answer_in_doubt();
}

} // namespace sendlab::smtp
