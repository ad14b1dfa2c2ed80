#include "api/unknown_service.hpp"

#include <string>

#include "api/destination.hpp"
#include "aws/xml_writer.hpp"

namespace sendlab::api {

namespace {

constexpr unsigned not_implemented = 501;

http_response in_json(std::string_view message) {
    return http_response::text(not_implemented, "application/x-amz-json-1.1",
                               R"({"__type":"NotImplemented","message":")" + std::string{message} + "\"}");
}

http_response in_query_xml(std::string_view message) {
    aws::xml_writer xml{"ErrorResponse"};
    xml.open("Error")
        .element("Type", "Receiver")
        .element("Code", "NotImplemented")
        .element("Message", message)
        .close();
    return http_response::text(not_implemented, "text/xml", xml.finish());
}

http_response in_s3_xml(std::string_view message) {
    aws::xml_writer xml{"Error"};
    xml.element("Code", "NotImplemented").element("Message", message);
    return http_response::text(not_implemented, "application/xml", xml.finish());
}

/// A name comes from the request: nothing of it but letters, digits and hyphens is repeated.
std::string harmless(std::string_view name) {
    std::string kept;
    for (const char c : name.substr(0, 64))
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')
            kept += c;
    return kept;
}

} // namespace

http_response not_emulated(std::string_view service, const http_request& request) {
    const auto message =
        "Sendlab emulates s3, lambda, ses and sts; this request is for " + harmless(service) + ".";
    if (request.fields.find("X-Amz-Target"))
        return in_json(message);
    return query_action(request).empty() ? in_s3_xml(message) : in_query_xml(message);
}

} // namespace sendlab::api
