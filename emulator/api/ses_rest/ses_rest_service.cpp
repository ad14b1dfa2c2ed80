#include "api/ses_rest/ses_rest_service.hpp"

#include "api/ses_rest/json_protocol.hpp"
#include "api/ses_rest/page.hpp"
#include "api/ses_rest/query_protocol.hpp"
#include "lambda/request_id.hpp"

namespace sendlab::api {

namespace {

/// What the request says of itself.
std::optional<mailbox::origin> stated_origin(const http_request& request) {
    const auto request_id = request.fields.get("X-Sendlab-Request-Id");
    const auto file = request.fields.get("X-Sendlab-File");
    if (request_id.empty() && file.empty())
        return std::nullopt;
    const auto number = [&](std::string_view name, std::uint32_t otherwise) {
        return static_cast<std::uint32_t>(number_or(request.fields.get(name), otherwise));
    };
    return mailbox::origin{.file_key = std::string{file},
                           .position = number("X-Sendlab-Position", mailbox::origin::unknown_position),
                           .attempt = number("X-Sendlab-Attempt", 1),
                           .request_id = std::string{request_id}};
}

/// The Query API also takes its parameters in the target.
std::string form_of(const http_request& request) {
    auto form = to_string(*request.body);
    if (!request.query().empty())
        form.append(form.empty() ? "" : "&").append(request.query());
    return form;
}

/// A body that is not in memory is large; SDKs write the action first.
std::string action_in(const blob& body) {
    if (const auto all = body.in_memory())
        return query_action_of(*all);
    std::string beginning(4096, '\0');
    beginning.resize(body.read(0, beginning));
    return query_action_of(beginning);
}

/// A fault is told what it is in the Query API's words.
std::string_view rest_code_of(std::string_view code) {
    if (code == "Throttling")
        return "TooManyRequestsException";
    if (code == "InternalFailure" || code == "InternalError")
        return "InternalServiceErrorException";
    return code;
}

} // namespace

struct ses_rest_service::impl {
    ses_world world;
    random_stream ids;
    origin_finder origin_of;
    mutable std::uint64_t requests = 0;

    std::string next_id() const {
        ++requests;
        return lambda::request_id::from_bits(ids.bits(requests, 0, 0), ids.bits(requests, 0, 1)).text();
    }

    [[nodiscard]] std::optional<mailbox::origin> origin(const http_request& request) const {
        auto found = origin_of ? origin_of(request) : std::nullopt;
        return found ? found : stated_origin(request);
    }
};

ses_rest_service::ses_rest_service(scheduler& clock, random_source random, ses::ses_service& ses,
                                   mailbox::mailbox& into, origin_finder origin_of)
    : impl_{new impl{
          {clock, ses, {clock, ses, into}}, random.stream("ses.request_id"), std::move(origin_of)}} {}

ses_rest_service::~ses_rest_service() = default;

void ses_rest_service::handle(http_request request, http_answer answer) {
    auto& s = *impl_;
    if (is_json_request(request))
        return answer(json_answer(request, s.world, s.origin(request), s.next_id()));
    const query_form form{form_of(request)};
    query_call call{form, s.world, s.origin(request)};
    answer(query_answer(call, s.next_id()));
}

std::string ses_rest_service::action_of(const http_request& request) const {
    if (is_json_request(request))
        return json_action_of(request);
    auto action = action_in(*request.body);
    return action.empty() ? query_action_of(request.query()) : action;
}

http_response ses_rest_service::failure(const http_request& request, unsigned status, std::string_view code,
                                        std::string_view message) const {
    if (!is_json_request(request))
        return query_failure({status, code}, message, impl_->next_id());
    const auto rest_code = rest_code_of(code);
    return json_failure({rest_code == "TooManyRequestsException" ? 429 : status, rest_code}, message,
                        impl_->next_id());
}

} // namespace sendlab::api
