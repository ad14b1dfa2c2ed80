// Looking into the mailbox over HTTP, in the words that clients know: Mailpit's API, MailHog's, LocalStack's
// /_aws/ses, and our own below /_sendlab/ for what those cannot say (copies, waiting, raw bytes by number).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "mailbox/mailbox.hpp"
#include "ses/ses_service.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

/// Mailpit's chaos: with what probability (in percent) a step of SMTP is refused, and by which code (400 to
/// 599).
struct chaos_trigger {
    int error_code = 451;
    int probability = 0;

    friend bool operator==(const chaos_trigger&, const chaos_trigger&) = default;
};

struct chaos_settings {
    chaos_trigger sender{};
    chaos_trigger recipient{};
    chaos_trigger authentication{};

    friend bool operator==(const chaos_settings&, const chaos_settings&) = default;
};

struct inspection_config {
    std::string version = "0"; // of the emulator, as /api/v1/info tells it
    /// Who acts upon chaos; without them it answers that it is not enabled.
    std::function<chaos_settings()> chaos{};
    std::function<void(const chaos_settings&)> set_chaos{};
};

class inspection_service final : public http_service {
public:
    /// All of them outlive it. `ses` may be null: then there are no events of SES. Requests for other paths go
    /// to `otherwise`; where that is null they are answered 404.
    inspection_service(scheduler& clock, mailbox::mailbox& box, ses::ses_service* ses,
                       inspection_config config = {}, http_service* otherwise = nullptr);
    ~inspection_service() override;

    void handle(http_request request, http_answer answer) override;

    /// Answers all who wait for messages: 503. For the end, so that nobody is waited for.
    void stop();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::api
