// AWS Security Token Service, as far as SDKs ask it who they are (GetCallerIdentity).
#pragma once

#include <string>
#include <string_view>

#include "api/http.hpp"
#include "base/random_source.hpp"

namespace sendlab::api {

/// Any credentials are those of the account's root user.
class sts_service final : public aws_service {
public:
    sts_service(std::string account_id, random_source random);

    void handle(http_request request, http_answer answer) override;
    [[nodiscard]] std::string action_of(const http_request& request) const override;
    [[nodiscard]] http_response failure(const http_request& request, unsigned status, std::string_view code,
                                        std::string_view message) const override;

private:
    [[nodiscard]] http_response caller_identity();
    [[nodiscard]] std::string request_id() const;

    std::string account_;
    random_stream ids_;
    mutable std::uint64_t requests_ = 0;
};

} // namespace sendlab::api
