#include "s3/event_record.hpp"

#include <cassert>

#include "base/json_text.hpp"
#include "base/utc_text.hpp"
#include "s3/request_id.hpp"

namespace sendlab::s3 {

namespace {

constexpr std::string_view upper_digits = "0123456789ABCDEF";

/// Writes members of nested objects; commas where they belong.
class object_writer {
public:
    explicit object_writer(std::string& out) : out_{out} {}

    void open(std::string_view name) {
        label(name);
        out_ += '{';
        first_ = true;
    }
    void close() {
        out_ += '}';
        first_ = false;
    }
    void member(std::string_view name, std::string_view value) {
        label(name);
        append_json_string(out_, value);
    }
    void member(std::string_view name, std::uint64_t value) {
        label(name);
        append_json_number(out_, value);
    }

private:
    void label(std::string_view name) {
        if (!first_)
            out_ += ',';
        first_ = false;
        append_json_string(out_, name);
        out_ += ':';
    }

    std::string& out_;
    bool first_ = true;
};

/// Removals have neither size nor eTag; a delete marker has the eTag of an empty object.
void write_object(object_writer& writer, const event_record& record) {
    const bool marker = record.type == event_type::object_removed_delete_marker_created ||
                        record.type == event_type::lifecycle_expiration_delete_marker_created;
    const bool removed = record.type == event_type::object_removed_delete ||
                         record.type == event_type::lifecycle_expiration_delete;
    writer.member("key", event_key(record.key));
    if (!removed && !marker)
        writer.member("size", record.content.size());
    if (!removed)
        writer.member("eTag", (marker ? etag::of(std::string_view{}) : record.content.etag()).hex());
    if (!record.version_id.empty())
        writer.member("versionId", record.version_id);
    writer.member("sequencer", sequencer(record.sequence));
}

void write_s3(object_writer& writer, const event_record& record) {
    writer.member("s3SchemaVersion", "1.0");
    writer.member("configurationId", record.configuration_id);
    writer.open("bucket");
    writer.member("name", record.bucket);
    writer.open("ownerIdentity");
    writer.member("principalId", "A3NL1KOZZKExample");
    writer.close();
    writer.member("arn", "arn:aws:s3:::" + record.bucket);
    writer.close();
    writer.open("object");
    write_object(writer, record);
    writer.close();
}

} // namespace

std::string_view to_string(event_type type) {
    switch (type) {
    case event_type::object_created_put:
        return "ObjectCreated:Put";
    case event_type::object_created_post:
        return "ObjectCreated:Post";
    case event_type::object_created_copy:
        return "ObjectCreated:Copy";
    case event_type::object_created_complete_multipart_upload:
        return "ObjectCreated:CompleteMultipartUpload";
    case event_type::object_removed_delete:
        return "ObjectRemoved:Delete";
    case event_type::object_removed_delete_marker_created:
        return "ObjectRemoved:DeleteMarkerCreated";
    case event_type::lifecycle_expiration_delete:
        return "LifecycleExpiration:Delete";
    case event_type::lifecycle_expiration_delete_marker_created:
        return "LifecycleExpiration:DeleteMarkerCreated";
    }
    assert(false);
    return {};
}

std::string event_record::json() const {
    const bool by_lifecycle = type == event_type::lifecycle_expiration_delete ||
                              type == event_type::lifecycle_expiration_delete_marker_created;
    std::string out = "{\"Records\":[{";
    object_writer writer{out};
    writer.member("eventVersion", by_lifecycle ? "2.3" : "2.1");
    writer.member("eventSource", "aws:s3");
    writer.member("awsRegion", region);
    writer.member("eventTime", utc_text(event_time));
    writer.member("eventName", to_string(type));
    writer.open("userIdentity");
    writer.member("principalId", by_lifecycle ? "s3.amazonaws.com" : "AWS:AIDAJDPLRKLG7UEXAMPLE");
    writer.close();
    writer.open("requestParameters");
    writer.member("sourceIPAddress", source_ip);
    writer.close();
    writer.open("responseElements");
    writer.member("x-amz-request-id", request_id(host_request));
    writer.member("x-amz-id-2", host_id(host_request));
    writer.close();
    writer.open("s3");
    write_s3(writer, *this);
    writer.close();
    out += "}]}";
    return out;
}

std::string event_key(std::string_view key) {
    constexpr std::string_view kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._/";
    std::string text;
    for (const char c : key) {
        if (c == ' ') {
            text += '+';
        } else if (kept.find(c) != std::string_view::npos) {
            text += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', upper_digits[byte >> 4], upper_digits[byte & 15]};
        }
    }
    return text;
}

std::string sequencer(std::uint64_t sequence) {
    return "00" + upper_hex(sequence); // one length for all: right-padding has nothing to do
}

} // namespace sendlab::s3
