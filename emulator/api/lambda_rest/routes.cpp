#include "api/lambda_rest/routes.hpp"

#include "api/path_pattern.hpp"

namespace sendlab::api::lambda_api {

namespace {

constexpr route routes[] = {
    {"POST", "/2015-03-31/functions/{}/invocations", "Invoke", nullptr, invoke},
    {"POST", "/2014-11-13/functions/{}/invoke-async", "InvokeAsync", nullptr, invoke_async},
    {"POST", "/2021-11-15/functions/{}/response-streaming-invocations", "InvokeWithResponseStream", nullptr,
     invoke_with_response_stream},

    {"POST", "/2015-03-31/functions", "CreateFunction", create_function},
    {"GET", "/2015-03-31/functions", "ListFunctions", list_functions},
    {"GET", "/2015-03-31/functions/{}", "GetFunction", get_function},
    {"DELETE", "/2015-03-31/functions/{}", "DeleteFunction", delete_function},
    {"GET", "/2015-03-31/functions/{}/configuration", "GetFunctionConfiguration", get_function_configuration},
    {"PUT", "/2015-03-31/functions/{}/configuration", "UpdateFunctionConfiguration",
     update_function_configuration},
    {"GET", "/2015-03-31/functions/{}/code", "GetFunctionCode", get_code},
    {"PUT", "/2015-03-31/functions/{}/code", "UpdateFunctionCode", update_function_code},
    {"GET", "/2016-08-19/account-settings", "GetAccountSettings", get_account_settings},

    {"POST", "/2015-03-31/functions/{}/versions", "PublishVersion", publish_version},
    {"GET", "/2015-03-31/functions/{}/versions", "ListVersionsByFunction", list_versions},
    {"POST", "/2015-03-31/functions/{}/aliases", "CreateAlias", create_alias},
    {"GET", "/2015-03-31/functions/{}/aliases", "ListAliases", list_aliases},
    {"GET", "/2015-03-31/functions/{}/aliases/{}", "GetAlias", get_alias},
    {"PUT", "/2015-03-31/functions/{}/aliases/{}", "UpdateAlias", update_alias},
    {"DELETE", "/2015-03-31/functions/{}/aliases/{}", "DeleteAlias", delete_alias},

    {"POST", "/2015-03-31/functions/{}/policy", "AddPermission", add_permission},
    {"GET", "/2015-03-31/functions/{}/policy", "GetPolicy", get_policy},
    {"DELETE", "/2015-03-31/functions/{}/policy/{}", "RemovePermission", remove_permission},
    {"POST", "/2017-03-31/tags/{}", "TagResource", tag_resource},
    {"GET", "/2017-03-31/tags/{}", "ListTags", list_tags},
    {"DELETE", "/2017-03-31/tags/{}", "UntagResource", untag_resource},

    {"PUT", "/2019-09-25/functions/{}/event-invoke-config", "PutFunctionEventInvokeConfig",
     put_event_invoke_config},
    {"GET", "/2019-09-25/functions/{}/event-invoke-config", "GetFunctionEventInvokeConfig",
     get_event_invoke_config},
    {"POST", "/2019-09-25/functions/{}/event-invoke-config", "UpdateFunctionEventInvokeConfig",
     update_event_invoke_config},
    {"DELETE", "/2019-09-25/functions/{}/event-invoke-config", "DeleteFunctionEventInvokeConfig",
     delete_event_invoke_config},
    {"GET", "/2019-09-25/functions/{}/event-invoke-config/list", "ListFunctionEventInvokeConfigs",
     list_event_invoke_configs},
    {"PUT", "/2017-10-31/functions/{}/concurrency", "PutFunctionConcurrency", put_concurrency},
    {"DELETE", "/2017-10-31/functions/{}/concurrency", "DeleteFunctionConcurrency", delete_concurrency},
    {"GET", "/2019-09-30/functions/{}/concurrency", "GetFunctionConcurrency", get_concurrency},

    {"PUT", "/2024-08-31/functions/{}/recursion-config", "PutFunctionRecursionConfig", put_recursion_config},
    {"GET", "/2024-08-31/functions/{}/recursion-config", "GetFunctionRecursionConfig", get_recursion_config},

    {"GET", "/2020-06-30/functions/{}/code-signing-config", "GetFunctionCodeSigningConfig",
     get_code_signing_config},
    {"GET", "/2015-03-31/event-source-mappings", "ListEventSourceMappings", list_event_source_mappings},
};

} // namespace

std::optional<route_match> match(std::string_view method, std::string_view path) {
    path.remove_suffix(path.ends_with('/') ? 1
                                           : 0); // some operations are asked with one, some clients add one
    for (const auto& candidate : routes)
        if (candidate.method == method)
            if (auto names = match_path(candidate.path, path))
                return route_match{&candidate, std::move(*names)};
    return std::nullopt;
}

} // namespace sendlab::api::lambda_api
