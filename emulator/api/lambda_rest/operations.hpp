// The operations of the Lambda API, one function each, by family in a file each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "api/http.hpp"
#include "api/lambda_rest/lambda_rest.hpp"
#include "lambda/function_registry.hpp"

namespace sendlab::api::lambda_api {

/// What operations work on.
struct world {
    lambda::lambda_service& functions;
    scheduler& clock;
    lambda::code_host& host;
    fetch_object fetch;
    lambda::function_registry registry;
    std::uint64_t calls = 0; // Invoke so far
};

/// A request on its way to its operation.
struct call {
    const http_request& request;
    std::vector<std::string> names; // what stood in the path, decoded: function, alias, statement id
    const nlohmann::json& body;     // an object; empty where there is none
    std::string function;           // names[0] resolved, where that is a function
    std::string qualifier;          // from the name, or of the query; empty: none

    /// Of the query; empty if it is not there.
    [[nodiscard]] std::string query(std::string_view name) const;
};

using operation = http_response (*)(world&, const call&);
/// Those that answer later.
using late_operation = void (*)(world&, const call&, http_answer);

// Functions
http_response create_function(world&, const call&);
http_response get_function(world&, const call&);
http_response get_function_configuration(world&, const call&);
http_response get_code(world&, const call&);
http_response list_functions(world&, const call&);
http_response update_function_code(world&, const call&);
http_response update_function_configuration(world&, const call&);
http_response delete_function(world&, const call&);
http_response get_account_settings(world&, const call&);

// Versions and aliases
http_response publish_version(world&, const call&);
http_response list_versions(world&, const call&);
http_response create_alias(world&, const call&);
http_response get_alias(world&, const call&);
http_response list_aliases(world&, const call&);
http_response update_alias(world&, const call&);
http_response delete_alias(world&, const call&);

// Policy and tags
http_response add_permission(world&, const call&);
http_response get_policy(world&, const call&);
http_response remove_permission(world&, const call&);
http_response tag_resource(world&, const call&);
http_response list_tags(world&, const call&);
http_response untag_resource(world&, const call&);

// The asynchronous queue and concurrency
http_response put_event_invoke_config(world&, const call&);
http_response get_event_invoke_config(world&, const call&);
http_response update_event_invoke_config(world&, const call&);
http_response delete_event_invoke_config(world&, const call&);
http_response list_event_invoke_configs(world&, const call&);
http_response put_concurrency(world&, const call&);
http_response get_concurrency(world&, const call&);
http_response delete_concurrency(world&, const call&);
http_response put_recursion_config(world&, const call&);
http_response get_recursion_config(world&, const call&);

// Asked by tools, and always the same here
http_response get_code_signing_config(world&, const call&);
http_response list_event_source_mappings(world&, const call&);

// Invocations
void invoke(world&, const call&, http_answer);
void invoke_async(world&, const call&, http_answer);
void invoke_with_response_stream(world&, const call&, http_answer);

} // namespace sendlab::api::lambda_api
