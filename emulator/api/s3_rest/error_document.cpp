#include "api/s3_rest/error_document.hpp"

#include "aws/xml_writer.hpp"
#include "s3/request_id.hpp"

namespace sendlab::api {

http_response error_answer(unsigned status, std::string_view code, std::string_view message,
                           const s3::error_details& details, std::uint64_t number) {
    aws::xml_writer document{"Error"};
    document.element("Code", code).element("Message", message);
    for (const auto& [name, value] : details)
        document.element(name, value);
    document.element("RequestId", s3::request_id(number)).element("HostId", s3::host_id(number));
    return http_response::text(status, "application/xml", document.finish());
}

http_response error_answer(const s3::error& why, std::uint64_t number) {
    auto response = error_answer(static_cast<unsigned>(http_status(why.code)), to_string(why.code),
                                 why.message, why.details, number);
    if (!why.delete_marker.empty()) {
        response.fields.add("x-amz-delete-marker", "true");
        response.fields.add("x-amz-version-id", why.delete_marker);
    }
    return response;
}

} // namespace sendlab::api
