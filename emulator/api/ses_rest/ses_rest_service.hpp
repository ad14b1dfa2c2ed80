// Amazon SES over HTTP: the Query API (version 2010-12-01), which is a form to "/", and the REST API ("v2"), whose
// paths begin with /v2/email.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "base/random_source.hpp"
#include "mailbox/mailbox.hpp"
#include "ses/ses_service.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

/// Says which invocation a request comes from, where that can be known.
using origin_finder = std::function<std::optional<mailbox::origin>(const http_request&)>;

/// Answers at once. What SES accepts is in the mailbox before the answer.
class ses_rest_service final : public aws_service {
public:
    /// Without `origin_of` a request may tell by itself, in the fields X-Sendlab-File, X-Sendlab-Position (from
    /// 0), X-Sendlab-Attempt (from 1) and X-Sendlab-Request-Id.
    ses_rest_service(scheduler& clock, random_source random, ses::ses_service& ses, mailbox::mailbox& into,
                     origin_finder origin_of = {});
    ~ses_rest_service() override;

    void handle(http_request request, http_answer answer) override;
    [[nodiscard]] std::string action_of(const http_request& request) const override;
    /// Query names ("Throttling") are put into the words of the REST API where the request is of that.
    [[nodiscard]] http_response failure(const http_request& request, unsigned status, std::string_view code,
                                        std::string_view message) const override;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::api
