#include "storage/lambda_shelves.hpp"

#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "storage/document.hpp"
#include "storage/event_document.hpp"

// Members' names, and the numbers of enumerators, are those of what is kept: whoever changes one changes the format.
namespace sendlab::lambda {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(alias_description, name, version, description, revision_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(queue_settings, maximum_retry_attempts, maximum_event_age,
                                                on_success, on_failure, last_modified)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(resource_policy::statement, id, json)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(resource_policy, statements, revision_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(function_config, name, version, timeout, memory_mb,
                                                reserved_concurrency, maximum_retry_attempts,
                                                maximum_event_age, recursion, on_success, on_failure,
                                                dead_letter_target)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(function_description, config, arn, role, runtime, handler,
                                                description, variables, architectures, ephemeral_storage_mb,
                                                tracing, log_group, subnets, security_groups, last_modified,
                                                revision_id)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(request_id, high, low)

} // namespace sendlab::lambda

namespace sendlab::storage {

namespace {

using nlohmann::json;

constexpr const char* function_kind = "lambda.function";
constexpr const char* event_kind = "lambda.event";

/// The folder that stood for the code is not there any more.
struct missing_code {
    std::string why;
};

// ---- Functions --------------------------------------------------------------------------------------------

json code_of(const lambda::function_code& code, std::vector<blob_ptr>& bodies) {
    auto archive = code.archive();
    if (!archive)
        return {{"folder", code.folder()}};
    const auto known = std::find(bodies.begin(), bodies.end(), archive) - bodies.begin();
    if (known == static_cast<std::ptrdiff_t>(bodies.size()))
        bodies.push_back(std::move(archive));
    return {{"archive", known}};
}

json document_of(const lambda::function_description& function, std::vector<blob_ptr>& bodies) {
    json to = function;
    to["code"] = code_of(*function.code, bodies);
    return to;
}

std::optional<record> find_function(const lambda::function_registry& registry, const std::string& name) {
    const auto found = registry.functions().find(name);
    if (found == registry.functions().end())
        return std::nullopt;
    const auto& entry = found->second;
    record kept;
    auto versions = json::array();
    for (const auto& [number, version] : entry.versions)
        versions.push_back({number, document_of(version, kept.bodies)});
    kept.value = packed({{"latest", document_of(entry.latest, kept.bodies)},
                         {"versions", std::move(versions)},
                         {"aliases", entry.aliases},
                         {"tags", entry.tags},
                         {"queues", entry.queues},
                         {"policies", entry.policies},
                         {"last_version", entry.last_version}});
    return kept;
}

/// Unpacks each archive once: versions share their code.
class code_reader {
public:
    code_reader(lambda::code_host& host, const std::vector<blob_ptr>& bodies)
        : host_{host}, bodies_{bodies} {}

    std::shared_ptr<const lambda::function_code> read(const json& from) {
        if (from.contains("folder"))
            return folder(from.at("folder"));
        const auto place = from.at("archive").get<std::size_t>();
        auto& code = known_[place];
        if (!code)
            code = archive(place);
        return code;
    }

private:
    std::shared_ptr<const lambda::function_code> folder(const std::string& path) {
        const auto used = host_.use_folder(path);
        if (!used)
            throw missing_code{path + ": " + used.error().message};
        return *used;
    }

    std::shared_ptr<const lambda::function_code> archive(std::size_t place) {
        if (place >= bodies_.size())
            throw damaged_record{"its code is missing"};
        const auto unpacked = host_.unpack(bodies_[place]);
        if (!unpacked)
            throw damaged_record{unpacked.error().message};
        return *unpacked;
    }

    lambda::code_host& host_;
    const std::vector<blob_ptr>& bodies_;
    std::map<std::size_t, std::shared_ptr<const lambda::function_code>> known_;
};

lambda::function_description description_of(const json& from, code_reader& codes) {
    auto function = from.get<lambda::function_description>();
    function.code = codes.read(from.at("code"));
    return function;
}

lambda::function_entry entry_of(const record& kept, lambda::code_host& host) {
    const auto from = unpacked(kept.value);
    code_reader codes{host, kept.bodies};
    lambda::function_entry entry;
    entry.latest = description_of(from.at("latest"), codes);
    for (const auto& version : from.at("versions"))
        entry.versions.emplace(version.at(0).get<std::uint32_t>(), description_of(version.at(1), codes));
    from.at("aliases").get_to(entry.aliases);
    from.at("tags").get_to(entry.tags);
    from.at("queues").get_to(entry.queues);
    from.at("policies").get_to(entry.policies);
    from.at("last_version").get_to(entry.last_version);
    return entry;
}

void restore_function(const lambda_parts& to, const std::string& name, const record& kept) {
    try {
        if (const auto done = to.registry.restore(entry_of(kept, to.host)); !done)
            throw damaged_record{done.error().message};
    } catch (const missing_code& missing) {
        to.complain("function " + name + " is not there: its code in " + missing.why);
    }
}

// ---- Events -----------------------------------------------------------------------------------------------

lambda::event_slot slot_of(const std::string& key) {
    return static_cast<lambda::event_slot>(std::stoul(key));
}

std::optional<record> find_event(const lambda::lambda_service& service, const std::string& key) {
    const auto event = service.find_pending(slot_of(key));
    if (!event)
        return std::nullopt;
    return record{packed({{"function", event->function},
                          {"document", document_of_event(*event->document)},
                          {"id", event->id},
                          {"entity", event->entity},
                          {"delivery", event->delivery},
                          {"attempts", event->attempts},
                          {"throttles", event->throttles},
                          {"accepted", event->accepted},
                          {"due", event->due},
                          {"last_error", event->last_error}})};
}

void restore_event(const lambda_parts& to, const std::string& key, const record& kept) {
    const auto from = unpacked(kept.value);
    lambda::pending_event event;
    from.at("function").get_to(event.function);
    event.document = event_of(from.at("document"));
    from.at("id").get_to(event.id);
    from.at("entity").get_to(event.entity);
    from.at("delivery").get_to(event.delivery);
    from.at("attempts").get_to(event.attempts);
    from.at("throttles").get_to(event.throttles);
    from.at("accepted").get_to(event.accepted);
    from.at("due").get_to(event.due);
    from.at("last_error").get_to(event.last_error);
    if (const auto done = to.service.restore_pending(slot_of(key), event); !done)
        to.complain("event " + event.id.text() + " is given up: " + done.error().message);
}

} // namespace

std::vector<shelf> shelves_of(const lambda_parts& lambda) {
    return {{function_kind,
             [&registry = lambda.registry](const std::string& name) { return find_function(registry, name); },
             [lambda](const std::string& name, const record& kept) { restore_function(lambda, name, kept); }},
            {event_kind,
             [&service = lambda.service](const std::string& key) { return find_event(service, key); },
             [lambda](const std::string& key, const record& kept) { restore_event(lambda, key, kept); }}};
}

void watch(const lambda_parts& lambda, mark_function mark) {
    lambda.registry.on_change([mark](const std::string& name) { mark(function_kind, name); });
    lambda.service.on_queue_change(
        [mark = std::move(mark)](lambda::event_slot slot) { mark(event_kind, std::to_string(slot)); });
}

} // namespace sendlab::storage
