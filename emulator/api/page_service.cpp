#include "api/page_service.hpp"

#include <utility>

#include "aws/hashing.hpp"

namespace sendlab::api {

namespace {

constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

blob_ptr blob_of(const embedded_file* file) {
    return file ? std::make_shared<memory_blob>(std::string{file->bytes}) : nullptr;
}

std::string path_of(std::string_view name) {
    return name == "index.html" ? "/" : "/" + std::string{name};
}

std::string tag_of(std::string_view bytes) {
    return '"' + aws::hex(aws::hash_of(aws::hash_kind::sha256, bytes)).substr(0, 24) + '"';
}

/// What a browser may do with it. "no-cache": it asks each time whether it is still the same.
void guard(http_response& response) {
    response.fields.add("Content-Security-Policy", std::string{policy});
    response.fields.add("X-Content-Type-Options", "nosniff");
    response.fields.add("Referrer-Policy", "no-referrer");
    response.fields.add("Cross-Origin-Opener-Policy", "same-origin");
    response.fields.add("Cross-Origin-Resource-Policy", "same-origin");
    response.fields.add("Cache-Control", "no-cache");
}

http_response no_page() {
    return http_response::text(
        200, "text/plain; charset=utf-8",
        "This sendlab was built without its page (SENDLAB_WEB=OFF). The mail is at /api/v1/messages, what "
        "functions did at /_sendlab/invocations.\n");
}

} // namespace

page_service::page_service(std::span<const embedded_file> files, http_service& otherwise)
    : otherwise_{otherwise} {
    for (const auto& file : files) {
        if (file.name.ends_with(".gz"))
            continue;
        const auto* compressed = find_embedded(files, std::string{file.name} + ".gz");
        files_[path_of(file.name)] = {file.content_type, blob_of(&file), blob_of(compressed),
                                      tag_of(file.bytes)};
    }
}

const page_service::served_file* page_service::find(const http_request& request) const {
    if (request.method != "GET" && request.method != "HEAD")
        return nullptr;
    const auto found = files_.find(request.path());
    return found == files_.end() ? nullptr : &found->second;
}

void page_service::handle(http_request request, http_answer answer) {
    const auto* file = find(request);
    if (!file && files_.empty() && request.path() == "/")
        return answer(no_page());
    if (!file)
        return otherwise_.handle(std::move(request), std::move(answer));
    http_response response;
    response.fields.add("Content-Type", std::string{file->content_type});
    response.fields.add("ETag", file->tag);
    response.fields.add("Vary", "Accept-Encoding");
    guard(response);
    const bool compressed =
        file->compressed && request.fields.get("Accept-Encoding").find("gzip") != std::string_view::npos;
    if (request.fields.get("If-None-Match").find(file->tag) != std::string_view::npos)
        response.status = 304;
    else
        response.body = compressed ? file->compressed : file->plain;
    if (compressed && response.body)
        response.fields.add("Content-Encoding", "gzip");
    answer(std::move(response));
}

} // namespace sendlab::api
