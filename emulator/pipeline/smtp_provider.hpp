// An SMTP provider somewhere: a send costs round trips, many on a new connection, few on a pooled one.
#pragma once

#include "pipeline/context.hpp"
#include "pipeline/mail_provider.hpp"
#include "smtp/round_trips.hpp"

namespace sendlab::pipeline {

class smtp_provider final : public mail_provider {
public:
    explicit smtp_provider(const context& world);

    [[nodiscard]] send_timing timing(const send_call& call, bool fresh) const override;
    [[nodiscard]] std::vector<dialogue_step> steps(const send_call& call, bool fresh) const override;
    [[nodiscard]] send_timing message_timing(const send_call& call) const override;
    [[nodiscard]] duration patience() const override { return world_.scenario.smtp.patience; }
    [[nodiscard]] std::uint32_t open_connections() const override { return open_connections_; }
    void count_connections(std::int32_t more) override {
        open_connections_ += static_cast<std::uint32_t>(more);
    }
    send_outcome offer(const send_call& call) override;
    void count_accepted(std::uint64_t emails) override { accepted_ += emails; }
    [[nodiscard]] faults::operation operation() const override { return faults::operation::smtp_send; }
    [[nodiscard]] mailbox::transport transport() const override { return mailbox::transport::smtp; }
    [[nodiscard]] std::uint64_t accepted() const override { return accepted_; }
    [[nodiscard]] std::unique_ptr<smtp::connection_pool> pool() const override;

private:
    [[nodiscard]] smtp::dialogue dialogue() const;
    [[nodiscard]] duration round_trip(const send_call& call) const;
    [[nodiscard]] duration server_time(const send_call& call) const;
    [[nodiscard]] duration draw(const latency& model, const random_stream& stream, const send_call& call,
                                std::uint64_t bytes) const;

    context world_;
    random_stream round_trip_;
    random_stream server_time_;
    random_stream error_;
    const double own_share_;
    const double shared_share_;
    std::uint64_t accepted_ = 0;
    std::uint32_t open_connections_ = 0;
};

} // namespace sendlab::pipeline
