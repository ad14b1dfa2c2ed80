#include "api/s3_rest/call.hpp"

#include "lambda/trace_header.hpp"

namespace sendlab::api {

std::uint32_t call::chain() const {
    return lambda::ancestors_after(request.http.fields.get("X-Amzn-Trace-Id"));
}

http_response empty_answer(unsigned status) {
    http_response response;
    response.status = status;
    return response;
}

http_response xml_answer(aws::xml_writer& document, unsigned status) {
    return http_response::text(status, "application/xml", document.finish());
}

std::string in_quotes(std::string_view text) {
    return '"' + std::string{text} + '"';
}

void write_owner(aws::xml_writer& document, std::string_view name) {
    document.open(name).element("ID", owner_id).element("DisplayName", owner_name).close();
}

} // namespace sendlab::api
