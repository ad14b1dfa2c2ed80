// The REST API ("v2"): a path and JSON in, JSON out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "api/http.hpp"
#include "api/ses_rest/ses_error.hpp"
#include "api/ses_rest/ses_world.hpp"

namespace sendlab::api {

/// One request.
struct json_call {
    const nlohmann::json& body;     // an object; empty where there is no body
    std::vector<std::string> names; // what stands in place of the pattern's {}, decoded
    std::vector<std::pair<std::string, std::string>> query; // of the target
    ses_world& world;
    std::optional<mailbox::origin> origin; // of the request

    /// The first of this name; empty if there is none.
    [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

/// Gives the document of the answer.
struct json_action {
    std::string_view method;
    std::string_view pattern; // "/v2/email/templates/{}"
    std::string_view name;
    ses_result<std::string> (*run)(json_call&);
};

/// The actions by group; each group has a file of its own.
extern const std::span<const json_action> json_sending;
extern const std::span<const json_action> json_templates;
extern const std::span<const json_action> json_identities;
extern const std::span<const json_action> json_account;
extern const std::span<const json_action> json_suppression;
extern const std::span<const json_action> json_configuration_sets;

/// Is the request of this API at all?
[[nodiscard]] bool is_json_request(const http_request& request);
/// "SendEmail"; empty if there is no such operation.
[[nodiscard]] std::string json_action_of(const http_request& request);

[[nodiscard]] http_response json_answer(const http_request& request, ses_world& world,
                                        std::optional<mailbox::origin> origin, const std::string& request_id);
[[nodiscard]] http_response json_failure(error_name name, std::string_view message,
                                         const std::string& request_id);

/// What is answered where there is nothing to say: "{}".
[[nodiscard]] ses_result<std::string> json_done();
/// BadRequestException for a member that must be there.
[[nodiscard]] ses_error missing_json_member(std::string_view name);

} // namespace sendlab::api
