// The port that all AWS services share: finds who is meant, lets conditions act, tells what came of it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/answer_gate.hpp"
#include "api/call_conditions.hpp"
#include "api/http.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

/// One call of an AWS service that is over.
struct finished_call {
    std::string service;      // "s3"
    std::string action;       // "PutObject"; empty where the service knows none
    unsigned status = 0;      // 0: the answer was dropped
    std::string error_code;   // "Throttling"; empty for a success
    std::string access_key{}; // with which it was signed; may be empty
    time_point began{};
    duration took{}; // until the answer left, or was dropped
};

/// "AWS s3.PutObject => 200", "AWS ses.SendEmail => 400 (Throttling)".
[[nodiscard]] std::string log_line(const finished_call& call);

class edge_router final : public http_service {
public:
    using call_listener = std::function<void(const finished_call&)>;

    explicit edge_router(scheduler& clock);
    ~edge_router() override;

    /// By signing name: "s3", "lambda", "ses", "sts". It must outlive the router. A service that is not set
    /// answers that it is not implemented, in the manner of its protocol.
    void set_service(const std::string& name, aws_service& service);
    /// For paths of the emulator's own; such calls are neither logged nor subject to conditions.
    void set_own_api(http_service& service);
    /// None by default; they must outlive the router.
    void set_conditions(call_conditions* conditions);
    /// Requests to services other than S3, which sees to it itself, must be signed with this secret. Not so by
    /// default.
    void verify_signatures(std::string secret);
    /// Answers of services wait at it; where what a call has changed cannot be kept, the service's internal error takes the
    /// answer's place. None by default; it must outlive the router.
    void set_gate(answer_gate* gate);
    /// Told of each call of an AWS service when its answer leaves.
    void on_call(call_listener listener);

    void handle(http_request request, http_answer answer) override;

private:
    struct call;

    void begin(std::shared_ptr<call> now);
    [[nodiscard]] std::optional<http_response> unsigned_refusal(const call& now) const;
    void act(const std::shared_ptr<call>& now);
    void end(const std::shared_ptr<call>& now, http_response response);
    void hold(const std::shared_ptr<call>& now);
    void leave(call& over);
    void after(duration delay, std::function<void()> next);

    scheduler& clock_;
    std::map<std::string, aws_service*, std::less<>> services_;
    http_service* own_api_ = nullptr;
    call_conditions* conditions_ = nullptr;
    answer_gate* gate_ = nullptr;
    call_listener listener_;
    std::optional<std::string> secret_;
};

} // namespace sendlab::api
