// AWS Lambda's API over HTTP: the control plane and Invoke (Lambda API Reference; protocol rest-json).
//
// Two extensions. Code of {"S3Bucket": "hot-reload", "S3Key": "/absolute/path"} is a folder of this machine,
// used as it is (LocalStack's convention). The archive of a function, GetFunction's Code.Location, is had with
// GET /2015-03-31/functions/<name>/code.
//
// Answers of InvokeWithResponseStream come in one piece.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "api/http.hpp"
#include "base/random_source.hpp"
#include "base/result.hpp"
#include "lambda/code_host.hpp"
#include "lambda/function_registry.hpp"
#include "lambda/lambda_service.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

/// Why S3 does not give an object: "NoSuchKey", "The specified key does not exist."
struct fetch_error {
    std::string code;
    std::string message;
};
/// Fetches code; `version` may be empty.
using fetch_object = std::function<result<blob_ptr, fetch_error>(
    const std::string& bucket, const std::string& key, const std::string& version)>;

class lambda_rest final : public aws_service {
public:
    /// All but `fetch` and `defaults` outlive it. `defaults` are for functions that are created: what the API
    /// cannot set (delays between attempts, idle life of environments).
    lambda_rest(lambda::lambda_service& functions, scheduler& clock, random_source random,
                lambda::code_host& host, fetch_object fetch, lambda::function_config defaults = {});
    ~lambda_rest() override;

    void handle(http_request request, http_answer answer) override;
    [[nodiscard]] std::string action_of(const http_request& request) const override;
    [[nodiscard]] http_response failure(const http_request& request, unsigned status, std::string_view code,
                                        std::string_view message) const override;

    /// What the API manages, for whoever sets functions up without it.
    [[nodiscard]] lambda::function_registry& registry();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::api
