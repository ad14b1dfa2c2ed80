#include "api/s3_rest/s3_rest.hpp"

#include "api/s3_rest/authentication.hpp"
#include "api/s3_rest/bucket_cors.hpp"
#include "api/s3_rest/error_document.hpp"
#include "api/s3_rest/operations.hpp"
#include "s3/request_id.hpp"

namespace sendlab::api {

namespace {

s3::error unknown_operation(const s3_request& request) {
    const auto* type = request.bucket.empty() ? "SERVICE" : request.key.empty() ? "BUCKET" : "OBJECT";
    return make_error(s3::errc::method_not_allowed,
                      {{"Method", request.http.method}, {"ResourceType", type}});
}

s3::error missing_operation(const operation& asked) {
    return {s3::errc::not_implemented,
            std::string{asked.action} + " is not emulated",
            {{"Header", std::string{asked.parameter}}}};
}

} // namespace

struct s3_rest::impl {
    [[nodiscard]] api::answer perform(const s3_request& request, std::uint64_t number) const;
    [[nodiscard]] std::uint64_t next_number() { return numbers.bits(++requests); }

    s3::object_store& store;
    scheduler& clock;
    random_stream numbers;
    s3_rest_options options;
    std::uint64_t requests = 0;
};

answer s3_rest::impl::perform(const s3_request& request, std::uint64_t number) const {
    const auto* asked = find_operation(request);
    if (!asked)
        return unknown_operation(request);
    auto signatures = authenticate(request, options, clock.now());
    if (!signatures)
        return signatures.error();
    if (!asked->handle)
        return missing_operation(*asked);
    auto body = receive_body(request, options, *signatures ? &**signatures : nullptr);
    if (!body)
        return body.error();
    return asked->handle({request, *std::move(body), store, options, clock.now(), number});
}

s3_rest::s3_rest(s3::object_store& store, scheduler& clock, random_source random, s3_rest_options options)
    : impl_{new impl{store, clock, random.stream("s3.request"), std::move(options)}} {}

s3_rest::~s3_rest() = default;

void s3_rest::handle(http_request http, http_answer give) {
    const auto number = impl_->next_number();
    const auto request = read_s3_request(std::move(http));
    const auto done = impl_->perform(request, number);
    auto response = done ? *done : error_answer(done.error(), number);
    response.fields.add("x-amz-request-id", s3::request_id(number));
    response.fields.add("x-amz-id-2", s3::host_id(number));
    response.fields.add("Server", "AmazonS3");
    add_cors_headers(response, request, impl_->store);
    give(std::move(response));
}

std::string s3_rest::action_of(const http_request& request) const {
    const auto* asked = find_operation(read_s3_request(request));
    return asked ? std::string{asked->action} : std::string{};
}

http_response s3_rest::failure(const http_request& request, unsigned status, std::string_view code,
                               std::string_view message) const {
    const auto number = impl_->next_number();
    auto response =
        error_answer(status, code, message, {{"Resource", percent_decoded(request.path())}}, number);
    response.fields.add("x-amz-request-id", s3::request_id(number));
    response.fields.add("x-amz-id-2", s3::host_id(number));
    return response;
}

} // namespace sendlab::api
