#include "api/sts.hpp"

#include <utility>

#include "api/destination.hpp"
#include "aws/xml_writer.hpp"
#include "lambda/request_id.hpp"

namespace sendlab::api {

namespace {

constexpr std::string_view name_space = "https://sts.amazonaws.com/doc/2011-06-15/";

http_response xml_response(unsigned status, aws::xml_writer& xml, const std::string& request_id) {
    auto response = http_response::text(status, "text/xml", xml.finish());
    response.fields.add("x-amzn-RequestId", request_id);
    return response;
}

} // namespace

sts_service::sts_service(std::string account_id, random_source random)
    : account_{std::move(account_id)}, ids_{random.stream("sts.request_id")} {}

std::string sts_service::request_id() const {
    const auto number = ++requests_;
    return lambda::request_id::from_bits(ids_.bits(number, 0, 0), ids_.bits(number, 0, 1)).text();
}

std::string sts_service::action_of(const http_request& request) const {
    return query_action(request);
}

void sts_service::handle(http_request request, http_answer answer) {
    const auto action = query_action(request);
    if (action == "GetCallerIdentity")
        return answer(caller_identity());
    answer(failure(request, 400, "InvalidAction",
                   "Could not find operation " + action + " for version 2011-06-15"));
}

http_response sts_service::caller_identity() {
    const auto id = request_id();
    aws::xml_writer xml{"GetCallerIdentityResponse", name_space};
    xml.open("GetCallerIdentityResult")
        .element("Arn", "arn:aws:iam::" + account_ + ":root")
        .element("UserId", account_)
        .element("Account", account_)
        .close();
    xml.open("ResponseMetadata").element("RequestId", id).close();
    return xml_response(200, xml, id);
}

http_response sts_service::failure(const http_request&, unsigned status, std::string_view code,
                                   std::string_view message) const {
    const auto id = request_id();
    aws::xml_writer xml{"ErrorResponse", name_space};
    xml.open("Error")
        .element("Type", status < 500 ? "Sender" : "Receiver")
        .element("Code", code)
        .element("Message", message)
        .close();
    xml.element("RequestId", id);
    return xml_response(status, xml, id);
}

} // namespace sendlab::api
