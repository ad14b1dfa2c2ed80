// Amazon SES behind a latency: the API call of a handler.
#pragma once

#include "pipeline/context.hpp"
#include "pipeline/mail_provider.hpp"
#include "ses/ses_service.hpp"

namespace sendlab::pipeline {

class ses_provider final : public mail_provider {
public:
    ses_provider(const context& world, ses::ses_service& ses);

    [[nodiscard]] send_timing timing(const send_call& call, bool fresh) const override;
    send_outcome offer(const send_call& call) override;
    void count_accepted(std::uint64_t emails) override { accepted_ += emails; }
    [[nodiscard]] faults::operation operation() const override { return faults::operation::ses_send; }
    [[nodiscard]] mailbox::transport transport() const override { return mailbox::transport::ses; }
    [[nodiscard]] std::uint64_t accepted() const override { return accepted_; }
    /// Recipients at the mailbox simulator's bounce addresses.
    [[nodiscard]] std::uint64_t bounces() const { return bounces_; }

private:
    [[nodiscard]] duration latency_of(const send_call& call) const;
    send_outcome submit(email_number email);

    context world_;
    ses::ses_service& ses_;
    random_stream latency_;
    random_stream error_;
    const double own_share_; // weights of the invocation's and the call's own score
    const double shared_share_;
    const bool addresses_matter_;
    std::uint64_t accepted_ = 0;
    std::uint64_t bounces_ = 0;
};

} // namespace sendlab::pipeline
