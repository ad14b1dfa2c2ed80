#include "lambda/function_registry.hpp"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

#include "lambda/description_rules.hpp"
#include "lambda/function_name.hpp"

namespace sendlab::lambda {

namespace {

/// The number of a version; 0 for what is none.
std::uint32_t version_number(const std::string& qualifier) {
    std::uint32_t number = 0;
    const auto* end = qualifier.data() + qualifier.size();
    const auto read = std::from_chars(qualifier.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end ? number : 0;
}

bool is_latest(const std::string& qualifier) {
    return qualifier.empty() || qualifier == "$LATEST";
}

/// Nothing that a version would keep has changed.
bool same_contents(const function_description& a, const function_description& b) {
    const auto contents = [](const function_description& d) {
        return std::tie(d.role, d.runtime, d.handler, d.variables, d.code, d.architectures,
                        d.ephemeral_storage_mb, d.config.timeout, d.config.memory_mb);
    };
    return contents(a) == contents(b);
}

void apply(const queue_settings& queue, const function_config& defaults, function_config& config) {
    config.maximum_retry_attempts = queue.maximum_retry_attempts.value_or(defaults.maximum_retry_attempts);
    config.maximum_event_age = queue.maximum_event_age.value_or(defaults.maximum_event_age);
    config.on_success = queue.on_success;
    config.on_failure = queue.on_failure;
}

/// With what the API sets as it is kept, everything else as in the defaults.
function_config configured(const function_config& defaults, const function_config& kept) {
    auto config = defaults;
    config.name = kept.name;
    config.version = kept.version;
    config.timeout = kept.timeout;
    config.memory_mb = kept.memory_mb;
    config.reserved_concurrency = kept.reserved_concurrency;
    config.maximum_retry_attempts = kept.maximum_retry_attempts;
    config.maximum_event_age = kept.maximum_event_age;
    config.recursion = kept.recursion;
    config.on_success = kept.on_success;
    config.on_failure = kept.on_failure;
    config.dead_letter_target = kept.dead_letter_target;
    return config;
}

} // namespace

function_registry::function_registry(lambda_service& functions, scheduler& clock, random_source random,
                                     code_host& host, function_config defaults)
    : service_{functions},
      clock_{clock},
      ids_{random.stream("lambda.revision")},
      host_{host},
      defaults_{std::move(defaults)} {}

// ---- Functions and versions -------------------------------------------------------------------------------

function_registry::described function_registry::create(function_description wanted) {
    auto config = defaults_;
    config.name = wanted.config.name;
    config.version = "$LATEST";
    config.timeout = wanted.config.timeout;
    config.memory_mb = wanted.config.memory_mb;
    config.dead_letter_target = wanted.config.dead_letter_target;
    config.reserved_concurrency.reset();
    wanted.config = std::move(config);
    wanted.arn = function_arn(account(), wanted.config.name);
    wanted.last_modified = clock_.now();
    wanted.revision_id = new_revision();
    if (const auto valid = validate(wanted); !valid)
        return valid.error();
    if (const auto done = deploy(wanted, true); !done)
        return done.error();
    tell(wanted.config.name);
    auto& entry = entries_[wanted.config.name];
    entry.latest = std::move(wanted);
    return &entry.latest;
}

result<void, error> function_registry::restore(function_entry kept) {
    const auto name = kept.latest.config.name;
    kept.latest.config = configured(defaults_, kept.latest.config);
    if (const auto done = deploy(kept.latest, true); !done)
        return done.error();
    for (auto& [number, version] : kept.versions) {
        version.config = configured(defaults_, version.config);
        if (const auto done = deploy(version, true); !done)
            return done.error();
    }
    for (const auto& [alias, what] : kept.aliases)
        service_.set_alias(name, alias, what.version);
    entries_[name] = std::move(kept);
    return {};
}

function_registry::described
function_registry::update(const std::string& name, const std::function<void(function_description&)>& change) {
    auto* const entry = find(name);
    if (!entry)
        return not_found(name);
    auto changed = entry->latest;
    change(changed);
    changed.last_modified = clock_.now();
    changed.revision_id = new_revision();
    if (const auto valid = validate(changed); !valid)
        return valid.error();
    if (const auto done = deploy(changed, false); !done)
        return done.error();
    entry->latest = std::move(changed);
    return &entry->latest;
}

function_registry::described function_registry::publish(const std::string& name,
                                                        const std::string& description) {
    auto* const entry = find(name);
    if (!entry)
        return not_found(name);
    const auto last = entry->versions.find(entry->last_version);
    if (last != entry->versions.end() && same_contents(entry->latest, last->second))
        return &last->second;
    auto version = entry->latest;
    version.config.version = std::to_string(entry->last_version + 1);
    version.config.reserved_concurrency.reset();
    apply({}, defaults_, version.config);
    version.arn += ':' + version.config.version;
    version.revision_id = new_revision();
    if (!description.empty())
        version.description = description;
    if (const auto done = deploy(version, true); !done)
        return done.error();
    return &entry->versions.emplace(++entry->last_version, std::move(version)).first->second;
}

result<void, error> function_registry::remove(const std::string& name, const std::string& qualifier) {
    auto* const entry = find(name);
    if (!entry)
        return not_found(name);
    if (qualifier.empty()) {
        entries_.erase(name);
        return service_.delete_function(name);
    }
    const auto number = version_number(qualifier);
    if (number == 0)
        return error{errc::invalid_parameter_value,
                     "$LATEST version cannot be deleted without deleting the function."};
    const auto uses_it = [&](const auto& alias) { return alias.second.version == qualifier; };
    if (const auto user = std::ranges::find_if(entry->aliases, uses_it); user != entry->aliases.end())
        return error{errc::resource_conflict,
                     "The following aliases reference version " + qualifier + ": [" + user->first + "]"};
    if (entry->versions.erase(number) > 0)
        return service_.delete_function(name + ':' + qualifier);
    return {}; // as on AWS
}

result<void, error> function_registry::deploy(const function_description& what, bool is_new) {
    auto code = host_.run(program_of(what));
    if (!is_new)
        return service_.update_function(what.config, std::move(code));
    if (const auto created = service_.create_function(what.config, std::move(code)); !created)
        return created.error();
    return {};
}

program function_registry::program_of(const function_description& what) const {
    program runs;
    runs.name = what.config.name;
    runs.version = what.config.version;
    runs.arn = what.arn;
    runs.runtime = what.runtime;
    runs.handler = what.handler;
    runs.memory_mb = what.config.memory_mb;
    runs.variables = what.variables;
    runs.code = what.code;
    return runs;
}

// ---- Aliases ----------------------------------------------------------------------------------------------

result<const alias_description*, error> function_registry::put_alias(const std::string& name,
                                                                     alias_description wanted) {
    auto* const entry = find(name);
    if (!entry)
        return not_found(name);
    const bool is_version = entry->versions.contains(version_number(wanted.version));
    if (!is_version && wanted.version != "$LATEST")
        return not_found(name, wanted.version);
    service_.set_alias(name, wanted.name, wanted.version);
    wanted.revision_id = new_revision();
    auto& kept = entry->aliases[wanted.name];
    kept = std::move(wanted);
    return &kept;
}

result<void, error> function_registry::remove_alias(const std::string& name, const std::string& alias) {
    auto* const entry = find(name);
    if (!entry)
        return not_found(name);
    if (entry->aliases.erase(alias) > 0)
        service_.remove_alias(name, alias);
    return {}; // as on AWS
}

// ---- Queue and concurrency --------------------------------------------------------------------------------

result<void, error> function_registry::set_queue(const std::string& name, const std::string& qualifier,
                                                 const queue_settings* wanted) {
    auto* const entry = find(name);
    const auto* const what = find(name, qualifier);
    if (!what)
        return error{errc::resource_not_found, "The function doesn't exist."};
    auto changed = what->config;
    apply(wanted ? *wanted : queue_settings{}, defaults_, changed);
    if (const auto done = service_.update_function(changed); !done)
        return done.error();
    auto& kept = is_latest(what->config.version) ? entry->latest
                                                 : entry->versions.at(version_number(what->config.version));
    kept.config = std::move(changed);
    const auto key = is_latest(qualifier) ? "$LATEST" : qualifier;
    if (!wanted) {
        entry->queues.erase(key);
        return {};
    }
    auto& queue = entry->queues[key];
    queue = *wanted;
    queue.last_modified = clock_.now();
    return {};
}

result<void, error> function_registry::set_concurrency(const std::string& name,
                                                       std::optional<std::uint32_t> reserved) {
    auto* const entry = find(name);
    if (!entry)
        return not_found(name);
    auto changed = entry->latest.config;
    changed.reserved_concurrency = reserved;
    if (const auto done = service_.update_function(changed); !done)
        return done.error();
    entry->latest.config = std::move(changed);
    return {};
}

result<void, error> function_registry::set_recursion(const std::string& name, recursive_loop wanted) {
    auto* const entry = find(name);
    if (!entry)
        return not_found(name);
    auto changed = entry->latest.config;
    changed.recursion = wanted;
    if (const auto done = service_.update_function(changed); !done)
        return done.error();
    entry->latest.config = std::move(changed);
    return {};
}

// ---- Looking up -------------------------------------------------------------------------------------------

function_entry* function_registry::find(const std::string& name) {
    const auto found = entries_.find(name);
    if (found != entries_.end())
        tell(name);
    return found == entries_.end() ? nullptr : &found->second;
}

const function_description* function_registry::find(const std::string& name, const std::string& qualifier) {
    auto* const entry = find(name);
    if (!entry)
        return nullptr;
    const auto alias = entry->aliases.find(qualifier);
    const auto& version = alias == entry->aliases.end() ? qualifier : alias->second.version;
    if (is_latest(version))
        return &entry->latest;
    const auto found = entry->versions.find(version_number(version));
    return found == entry->versions.end() ? nullptr : &found->second;
}

error function_registry::not_found(const std::string& name, const std::string& qualifier) const {
    return function_not_found(account(), name, qualifier);
}

std::string function_registry::new_revision() {
    const auto number = ++revisions_;
    return request_id::from_bits(ids_.bits(number, 0, 0), ids_.bits(number, 0, 1)).text();
}

} // namespace sendlab::lambda
