// What the Lambda API tells of functions beyond how they run (Lambda API Reference, "FunctionConfiguration",
// "AliasConfiguration", "FunctionEventInvokeConfig").
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time_types.hpp"
#include "lambda/code_host.hpp"
#include "lambda/function_config.hpp"

namespace sendlab::lambda {

struct function_description {
    function_config config; // name, version, time limit, memory, queue
    std::string arn;        // with the number of a version
    std::string role;
    std::string runtime;
    std::string handler;
    std::string description;
    std::map<std::string, std::string> variables;
    std::shared_ptr<const function_code> code;

    // Stored and told, without an effect here
    std::vector<std::string> architectures{"x86_64"};
    std::uint32_t ephemeral_storage_mb = 512; // 512 to 10,240
    std::string tracing = "PassThrough";
    std::string log_group; // empty: /aws/lambda/<name>
    std::vector<std::string> subnets, security_groups;

    time_point last_modified{};
    std::string revision_id;
};

struct alias_description {
    std::string name;
    std::string version;
    std::string description;
    std::string revision_id;
};

/// How the asynchronous queue treats a function's events; what is not set is as by default.
struct queue_settings {
    std::optional<std::uint32_t> maximum_retry_attempts;
    std::optional<duration> maximum_event_age;
    std::string on_success, on_failure; // ARNs; empty: none
    time_point last_modified{};
};

/// Who may call: statements by their id, in the order in which they were added.
struct resource_policy {
    struct statement {
        std::string id;
        std::string json;
    };
    std::vector<statement> statements;
    std::string revision_id;
};

/// A function with its versions and what hangs on them. Maps "by qualifier" have $LATEST, versions, aliases.
struct function_entry {
    function_description latest;
    std::map<std::uint32_t, function_description> versions;
    std::map<std::string, alias_description> aliases;
    std::map<std::string, std::string> tags;
    std::map<std::string, queue_settings> queues;    // by qualifier
    std::map<std::string, resource_policy> policies; // by qualifier
    std::uint32_t last_version = 0;
};

} // namespace sendlab::lambda
