#include "storage/event_document.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "api/live/put_event.hpp"
#include "storage/document.hpp"

namespace sendlab::storage {

namespace {

using nlohmann::json;

/// An event of which the text is known.
class kept_event final : public lambda::event_document {
public:
    kept_event(std::string text, std::string client_context, std::uint32_t ancestors)
        : text_{std::move(text)}, client_context_{std::move(client_context)}, ancestors_{ancestors} {}
    [[nodiscard]] std::string json() const override { return text_; }
    [[nodiscard]] std::string client_context() const override { return client_context_; }
    [[nodiscard]] std::uint32_t ancestors() const override { return ancestors_; }

private:
    std::string text_;
    std::string client_context_;
    std::uint32_t ancestors_;
};

} // namespace

json document_of_record(const s3::event_record& record) {
    const auto tag = record.content.etag();
    return {{"type", record.type},
            {"bucket", record.bucket},
            {"key", record.key},
            {"size", record.content.size()},
            {"etag", {{"digest", tag.digest}, {"parts", tag.parts}}},
            {"version_id", record.version_id},
            {"event_time", record.event_time},
            {"sequence", record.sequence},
            {"configuration_id", record.configuration_id},
            {"region", record.region},
            {"source_ip", record.source_ip},
            {"host_request", record.host_request},
            {"tag", record.tag}};
}

std::shared_ptr<const s3::event_record> event_record_of(const json& from) {
    auto record = std::make_shared<s3::event_record>();
    s3::etag tag;
    from.at("etag").at("digest").get_to(tag.digest);
    from.at("etag").at("parts").get_to(tag.parts);
    from.at("type").get_to(record->type);
    from.at("bucket").get_to(record->bucket);
    from.at("key").get_to(record->key);
    record->content = s3::body::of_size(from.at("size").get<std::uint64_t>(), tag);
    from.at("version_id").get_to(record->version_id);
    from.at("event_time").get_to(record->event_time);
    from.at("sequence").get_to(record->sequence);
    from.at("configuration_id").get_to(record->configuration_id);
    from.at("region").get_to(record->region);
    from.at("source_ip").get_to(record->source_ip);
    from.at("host_request").get_to(record->host_request);
    from.at("tag").get_to(record->tag);
    return record;
}

json document_of_event(const lambda::event_document& event) {
    if (const auto* put = dynamic_cast<const api::live::put_event*>(&event))
        return {{"function", put->function_arn()},
                {"put", document_of_record(put->record())},
                {"emails", put->emails()}};
    return {
        {"text", event.json()}, {"client_context", event.client_context()}, {"ancestors", event.ancestors()}};
}

std::shared_ptr<const lambda::event_document> event_of(const json& from) {
    if (from.contains("put"))
        return std::make_shared<const api::live::put_event>(from.at("function").get<std::string>(),
                                                            event_record_of(from.at("put")),
                                                            from.at("emails").get<std::uint32_t>());
    return std::make_shared<const kept_event>(from.at("text").get<std::string>(),
                                              from.at("client_context").get<std::string>(),
                                              from.at("ancestors").get<std::uint32_t>());
}

} // namespace sendlab::storage
