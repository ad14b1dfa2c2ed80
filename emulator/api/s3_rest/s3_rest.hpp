// Amazon S3's REST interface: path style and virtual host, XML in and out (S3 API Reference).
#pragma once

#include <memory>
#include <string>

#include "api/http.hpp"
#include "api/s3_rest/s3_rest_options.hpp"
#include "base/random_source.hpp"
#include "s3/object_store.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

/// Answers at once; the latency of requests is the matter of who stands in front.
class s3_rest final : public aws_service {
public:
    s3_rest(s3::object_store& store, scheduler& clock, random_source random, s3_rest_options options);
    ~s3_rest() override;

    void handle(http_request request, http_answer give) override;
    [[nodiscard]] std::string action_of(const http_request& request) const override;
    [[nodiscard]] http_response failure(const http_request& request, unsigned status, std::string_view code,
                                        std::string_view message) const override;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::api
