#include "net/live/live_functions.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <boost/asio/io_context.hpp>

#include "api/lambda_rest/lambda_rest.hpp"
#include "api/live/environment_key.hpp"
#include "api/live/faulty_code.hpp"
#include "api/live/put_event.hpp"
#include "api/live/upload_file.hpp"
#include "lambda/function_name.hpp"
#include "net/sandbox/sandbox.hpp"
#include "pipeline/notification_link.hpp"
#include "storage/lambda_shelves.hpp"

namespace sendlab::net {

namespace {

namespace fs = std::filesystem;

sandbox::sandbox_settings settings_of(const function_surroundings& around) {
    sandbox::sandbox_settings settings;
    settings.region = around.scenario.lambda.account.region;
    settings.access_key_id = api::live::access_key_of;
    settings.ca_bundle = around.ca_bundle;
    return settings;
}

api::fetch_object fetch_from(s3::object_store& store) {
    return [&store](const std::string& bucket, const std::string& key,
                    const std::string& version) -> result<blob_ptr, api::fetch_error> {
        const auto found = store.get_object(
            bucket, key, version.empty() ? std::nullopt : std::optional<std::string_view>{version});
        if (!found)
            return api::fetch_error{std::string{to_string(found.error().code)}, found.error().message};
        return (*found)->body.bytes();
    };
}

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw setup_error{"cannot read " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Processes that share too few CPUs would time out for want of them, which on AWS they would not: those that
/// the machine cannot run well wait for it.
lambda::account_config account_of(const function_surroundings& around) {
    auto account = around.scenario.lambda.account;
    account.parallel_attempts = around.parallel_attempts > 0
                                    ? around.parallel_attempts
                                    : 2 * std::max(1U, std::thread::hardware_concurrency());
    return account;
}

} // namespace

/// The order matters: environments' processes end before the sandbox does.
struct live_functions::impl {
    function_surroundings around;
    sandbox::sandbox host;
    api::live::faulty_code faulty{around.clock, around.faults, host};
    api::live::invocation_log log;
    lambda::lambda_service functions;
    api::lambda_rest rest;
    pipeline::notification_link link;

    explicit impl(const function_surroundings& stands_on)
        : around{stands_on},
          host{around.io, around.clock, settings_of(around)},
          log{around.clock, around.keep_invocations},
          functions{around.clock, around.random, account_of(around), log},
          rest{functions,
               around.clock,
               around.random,
               faulty,
               fetch_from(around.store),
               around.scenario.lambda.function},
          link{around.clock, around.faults,
               [this](const s3::notification& n, std::uint32_t copy) { deliver(n, copy); },
               [this](const s3::notification& n) {
                   around.log("S3 notification for " + n.record->key + " lost, as a fault asks");
               }} {
        functions.write_logs(true);
        log.on_line([this](const lambda::log_line& line) {
            around.log(line.function + ": " + std::string{line.text});
        });
        around.store.on_notification([this](const s3::notification& n) { link.send(n); });
    }

    void deliver(const s3::notification& n, std::uint32_t copy) {
        const auto accepted = functions.invoke_async(
            n.function_arn,
            std::make_shared<api::live::put_event>(n.function_arn, n.record, emails_of(*n.record)), n.entity,
            copy);
        if (!accepted)
            around.log("S3 notification for " + n.record->key +
                       " not delivered: " + accepted.error().message);
    }

    /// Of the object as it is now: S3 tells of a key, not of its bytes.
    [[nodiscard]] std::uint32_t emails_of(const s3::event_record& record) {
        const auto found = around.store.get_object(record.bucket, record.key);
        return found ? api::live::emails_in(*(*found)->body.bytes()) : 0;
    }

    void create(const pipeline::function_setup& wanted) {
        lambda::function_description function;
        function.config = around.scenario.lambda.function;
        if (!wanted.name.empty())
            function.config.name = wanted.name;
        function.role = "arn:aws:iam::" + around.scenario.lambda.account.account_id + ":role/lambda";
        function.runtime = wanted.runtime;
        function.handler = wanted.handler;
        function.variables.insert(wanted.environment.begin(), wanted.environment.end());
        auto code = code_of(wanted.code);
        if (!code)
            throw setup_error{wanted.code + ": " + code.error().message};
        function.code = std::move(*code);
        auto& registry = rest.registry();
        const auto done = registry.find(function.config.name) ? bring_up_to_date(registry, function)
                                                              : registry.create(function);
        if (!done)
            throw setup_error{"function " + wanted.name + ": " + done.error().message};
    }

    /// One that was kept from before, with its events: the scenario says what runs now.
    static lambda::function_registry::described bring_up_to_date(lambda::function_registry& registry,
                                                                 const lambda::function_description& wanted) {
        return registry.update(wanted.config.name, [&](lambda::function_description& kept) {
            kept.config.timeout = wanted.config.timeout;
            kept.config.memory_mb = wanted.config.memory_mb;
            kept.role = wanted.role;
            kept.runtime = wanted.runtime;
            kept.handler = wanted.handler;
            kept.variables = wanted.variables;
            kept.code = wanted.code;
        });
    }

    storage::lambda_parts parts() { return {rest.registry(), functions, faulty, around.log}; }

    lambda::code_host::code_result code_of(const std::string& path) {
        if (fs::is_directory(path))
            return faulty.use_folder(fs::absolute(path).string());
        return faulty.unpack(std::make_shared<memory_blob>(read_file(path)));
    }

    /// The rules of one bucket stand in one configuration.
    void notify(const std::string& bucket) {
        s3::notification_configuration configuration;
        for (const auto& wanted : notifications()) {
            if (name_or(wanted.bucket, around.scenario.s3.bucket) != bucket)
                continue;
            s3::notification_rule rule;
            rule.id = "EmailSender" + (configuration.rules.empty()
                                           ? std::string{}
                                           : std::to_string(configuration.rules.size() + 1));
            rule.function_arn =
                lambda::function_arn(functions.account(), name_or(wanted.function, own_function()));
            rule.events = {"s3:ObjectCreated:*"};
            if (!wanted.prefix.empty())
                rule.filters.push_back({"Prefix", wanted.prefix});
            if (!wanted.suffix.empty())
                rule.filters.push_back({"Suffix", wanted.suffix});
            configuration.rules.push_back(std::move(rule));
        }
        if (configuration.rules.empty())
            return;
        if (const auto put = around.store.put_notification_configuration(bucket, configuration); !put)
            throw setup_error{"notifications of " + bucket + ": " + put.error().message};
    }

    /// Where the scenario has functions but says nothing of notifications, the pipeline's bucket invokes the
    /// first of them.
    [[nodiscard]] std::vector<pipeline::notification_setup> notifications() const {
        const auto& setup = around.scenario.setup;
        if (!setup.notifications.empty() || setup.functions.empty())
            return setup.notifications;
        return {{"", setup.functions.front().name, "", ""}};
    }

    [[nodiscard]] const std::string& own_function() const { return around.scenario.lambda.function.name; }
    [[nodiscard]] static const std::string& name_or(const std::string& name, const std::string& otherwise) {
        return name.empty() ? otherwise : name;
    }

    std::optional<api::live::calling_attempt> caller_of(const api::http_request& request) {
        const auto environment = api::live::environment_of(request);
        return environment ? log.latest_in(*environment) : std::nullopt;
    }
};

live_functions::live_functions(const function_surroundings& around) : impl_{std::make_unique<impl>(around)} {}
live_functions::~live_functions() = default;

api::aws_service& live_functions::front() {
    return impl_->rest;
}

const lambda::function_registry& live_functions::registry() {
    return impl_->rest.registry();
}

api::live::invocation_log& live_functions::log() {
    return impl_->log;
}

bool live_functions::exists(std::string_view arn) const {
    return impl_->functions.resolve(std::string{arn}).has_value();
}

void live_functions::set_available(bool available) {
    impl_->functions.set_service_available(available);
}

void live_functions::set_endpoint(const std::string& url, std::uint16_t smtp_port) {
    impl_->host.set_endpoint(url, smtp_port);
}

void live_functions::set_up() {
    for (const auto& function : impl_->around.scenario.setup.functions)
        impl_->create(function);
    for (const auto& bucket : impl_->around.store.bucket_names())
        impl_->notify(bucket);
}

std::vector<storage::shelf> live_functions::shelves() {
    return storage::shelves_of(impl_->parts());
}

void live_functions::watch(storage::mark_function mark) {
    storage::watch(impl_->parts(), std::move(mark));
}

void live_functions::reset() {
    std::vector<std::string> names;
    for (const auto& [name, function] : impl_->rest.registry().functions())
        names.push_back(name);
    for (const auto& name : names)
        (void)impl_->rest.registry().remove(name, {});
    impl_->log.clear();
}

bool live_functions::busy() const {
    return impl_->functions.concurrent_executions() > 0;
}

void live_functions::expire_idle() {
    impl_->functions.expire_idle_environments();
}

api::live::scenario_conditions::caller live_functions::caller_of(const api::http_request& request) {
    const auto found = impl_->caller_of(request);
    if (!found)
        return {};
    return {found->attempt->number, impl_->log.killed_in(found->attempt->environment)};
}

std::optional<mailbox::origin> live_functions::origin_of(const api::http_request& request) {
    const auto environment = api::live::environment_of(request);
    return environment ? origin_in(*environment) : std::nullopt;
}

std::optional<mailbox::origin> live_functions::origin_in(std::uint64_t environment) {
    const auto caller = impl_->log.latest_in(environment);
    if (!caller)
        return std::nullopt;
    return mailbox::origin{caller->invocation->key, mailbox::origin::unknown_position,
                           caller->attempt->number, caller->invocation->id.text()};
}

} // namespace sendlab::net
