#include "pipeline/uploader.hpp"

#include <cassert>

#include "pipeline/upload_file.hpp"

namespace sendlab::pipeline {

using faults::operation;

std::string object_key(const file_record& file, const random_stream& draws) {
    const auto unix_time = std::chrono::floor<std::chrono::seconds>(file.created).time_since_epoch().count();
    auto random = std::to_string(draws.bits(file.first) % 10'000'000'000);
    random.insert(0, 10 - random.size(), '0');
    return std::to_string(unix_time) + random + std::to_string(file.chunk) + ".json";
}

std::uint64_t upload_bytes(const email_catalog& catalog, email_number first, std::uint32_t emails) {
    static constexpr std::uint64_t frame = 80; // {"meta":{...},"emails":[...]}
    std::uint64_t sum = frame;
    for (std::uint32_t i = 0; i < emails; ++i)
        sum += catalog.bytes(first + i);
    return sum;
}

uploader::uploader(const context& world, s3::object_store& store, upload_tag tag)
    : world_{world}, store_{store}, tag_{tag}, key_{world.random.stream(object_key_stream)} {
    auto attributes = std::make_shared<s3::object_attributes>();
    attributes->content_type = "application/json";
    attributes->acl = s3::canned_acl::private_acl;
    attributes_ = std::move(attributes);
}

file_number uploader::put(request_number request, email_number first, std::uint32_t emails,
                          std::uint32_t chunk, upload_listener& listener, std::uint16_t ancestors) {
    if (free_.empty()) {
        uploads_.emplace_back();
        free_.push_back(static_cast<std::uint32_t>(uploads_.size() - 1));
    }
    const auto index = free_.back();
    free_.pop_back();
    auto& u = uploads_[index];
    u = {};
    file_record file;
    file.first = first;
    file.emails = emails;
    file.request = request;
    file.chunk = chunk;
    file.ancestors = ancestors;
    file.created = world_.clock.now();
    u.file = world_.books.open_file(file);
    u.bytes = upload_bytes(world_.catalog, first, emails);
    u.listener = &listener;
    begin(index);
    return uploads_[index].file;
}

void uploader::begin(std::uint32_t index) {
    auto& u = uploads_[index];
    ++requests_;
    u.call = call_s3(world_, operation::s3_put, world_.books.files()[u.file].first, 0, u.sdk_try, u.bytes);
    u.timer = world_.clock.run_after(u.call.takes, [this, index] { on_done(index); });
}

void uploader::on_done(std::uint32_t index) {
    auto& u = uploads_[index];
    if (!u.call.fail)
        store_object(u);
    if (u.call.succeeded())
        return finish(index, true);
    if (!u.call.retryable() || u.sdk_try == s3_retries)
        return finish(index, u.stored); // S3 may have it, though the caller never heard
    const auto first = world_.books.files()[u.file].first;
    const auto delay = s3_retry_delay(world_, operation::s3_put, first, 0, u.sdk_try++);
    u.timer = world_.clock.run_after(delay, [this, index] { begin(index); });
}

void uploader::store_object(upload& u) {
    const auto& file = world_.books.files()[u.file];
    u.stored = true;
    auto key = object_key(file, key_);
    world_.journal.name_file(u.file, key);
    world_.journal.write(event_kind::file_uploaded, u.file, file.emails, u.bytes);
    ++uploaded_;
    s3::object_store::put_request request;
    request.bucket = bucket();
    request.key = std::move(key);
    request.body = make_body(u);
    request.attributes = attributes_;
    request.entity = file.first;
    request.tag = tag_ == upload_tag::number ? u.file : file.ancestors;
    [[maybe_unused]] const auto stored = store_.put_object(std::move(request));
    assert(stored.has_value());
}

void uploader::finish(std::uint32_t index, bool succeeded) {
    auto& u = uploads_[index];
    auto& listener = *u.listener;
    const auto file = u.file;
    u.listener = nullptr;
    free_.push_back(index);
    if (!succeeded) {
        world_.books.close_file(file, file_end::upload_failed);
        world_.journal.write(event_kind::upload_failed, file);
    }
    listener.on_uploaded(file, succeeded);
}

bool uploader::cancel(file_number file) {
    for (std::uint32_t index = 0; index < uploads_.size(); ++index) {
        auto& u = uploads_[index];
        if (!u.listener || u.file != file)
            continue;
        world_.clock.cancel(u.timer);
        u.listener = nullptr;
        free_.push_back(index);
        if (!u.stored) {
            world_.books.hand_over(file, 0);
            world_.books.close_file(file, file_end::upload_failed);
        }
        return u.stored;
    }
    return false;
}

s3::body uploader::make_body(const upload& u) const {
    if (!world_.scenario.application.bodies)
        return s3::body::of_size(u.bytes);
    const auto& file = world_.books.files()[u.file];
    constexpr std::uint64_t names_and_addresses = 256; // of an e-mail, roughly
    upload_writer text{world_.catalog.meta(file.first),
                       static_cast<std::size_t>(u.bytes + u.bytes / 16 + names_and_addresses * file.emails)};
    uploaded_email scratch;
    for (std::uint32_t i = 0; i < file.emails; ++i)
        text.add(world_.catalog.content(file.first + i, scratch));
    return s3::body{std::move(text).finish()};
}

} // namespace sendlab::pipeline
