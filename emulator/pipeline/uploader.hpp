// Cuts nothing, sends nothing: puts one upload file into the bucket, with the latency, the retries and the
// key of the real thing. Used by the application and by a handler that uploads the rest of its file again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/context.hpp"
#include "pipeline/s3_call.hpp"
#include "s3/object_store.hpp"

namespace sendlab::pipeline {

/// "<unix time><random><chunk>.json", the same in every try of an upload; the draws are those of
/// object_key_stream.
std::string object_key(const file_record& file, const random_stream& draws);
inline constexpr std::string_view object_key_stream = "application.object_key";

/// What an object carries beside its bytes (s3::event_record::tag): in a run its file's number, live how many files it
/// is the rest of (api/live/put_event).
enum class upload_tag { number, ancestors };

/// Told when an upload is over. Not called for a cancelled one.
class upload_listener {
public:
    virtual ~upload_listener() = default;
    virtual void on_uploaded(file_number file, bool succeeded) = 0;
};

/// Of a file with these e-mails.
[[nodiscard]] std::uint64_t upload_bytes(const email_catalog& catalog, email_number first,
                                         std::uint32_t emails);

class uploader {
public:
    uploader(const context& world, s3::object_store& store, upload_tag tag = upload_tag::number);

    /// The e-mails are consecutive, of one request and one group of headers. `chunk` counts the files of a
    /// request; `ancestors`, the files of which this one is the rest of the rest.
    file_number put(request_number request, email_number first, std::uint32_t emails, std::uint32_t chunk,
                    upload_listener& listener, std::uint16_t ancestors = 0);
    /// The client is killed: the upload does not take place, unless it already has. True if it has.
    bool cancel(file_number file);

    /// Files whose upload has ended well, and their bytes.
    [[nodiscard]] std::uint64_t uploaded() const { return uploaded_; }
    /// Requests made to S3, failed ones included: each is billed.
    [[nodiscard]] std::uint64_t requests() const { return requests_; }
    [[nodiscard]] const std::string& bucket() const { return world_.scenario.s3.bucket; }

private:
    struct upload {
        file_number file = 0;
        std::uint32_t sdk_try = 0;
        std::uint64_t bytes = 0;
        bool stored = false;
        upload_listener* listener = nullptr; // null: this entry is free
        timer_id timer;
        s3_call call;
    };

    void begin(std::uint32_t index);
    void on_done(std::uint32_t index);
    void store_object(upload& u);
    void finish(std::uint32_t index, bool succeeded);
    s3::body make_body(const upload& u) const;

    context world_;
    s3::object_store& store_;
    upload_tag tag_;
    std::vector<upload> uploads_;
    std::vector<std::uint32_t> free_;
    std::shared_ptr<const s3::object_attributes> attributes_;
    random_stream key_;
    std::uint64_t uploaded_ = 0;
    std::uint64_t requests_ = 0;
};

} // namespace sendlab::pipeline
