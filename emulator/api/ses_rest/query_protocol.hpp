// Version 2010-12-01: a form in, XML out.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "api/ses_rest/query_form.hpp"
#include "api/ses_rest/ses_error.hpp"
#include "api/ses_rest/ses_world.hpp"

namespace sendlab::api {

/// One request.
struct query_call {
    const query_form& form;
    ses_world& world;
    std::optional<mailbox::origin> origin; // of the request
};

/// Gives the inside of <ActionResult>.
struct query_action {
    std::string_view name;
    ses_result<std::string> (*run)(query_call&);
};

/// The actions by group; each group has a file of its own.
extern const std::span<const query_action> query_sending;
extern const std::span<const query_action> query_templates;
extern const std::span<const query_action> query_identities;
extern const std::span<const query_action> query_account;
extern const std::span<const query_action> query_configuration_sets;

/// The Action of a form that has not been taken apart; empty if there is none.
[[nodiscard]] std::string query_action_of(std::string_view form);

[[nodiscard]] http_response query_answer(query_call& call, const std::string& request_id);
[[nodiscard]] http_response query_failure(error_name name, std::string_view message,
                                          const std::string& request_id);

/// What AWS says of a parameter that must be there. `member`: "template.templateName".
[[nodiscard]] ses_error missing_member(std::string_view member);

} // namespace sendlab::api
