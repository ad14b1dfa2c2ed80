#include "api/s3_rest/s3_request.hpp"

#include <algorithm>

namespace sendlab::api {

namespace {

/// Hosts of S3 end like this, behind "BUCKET.s3", perhaps with a region between.
constexpr std::string_view endpoints[] = {".amazonaws.com", ".amazonaws.com.cn",
                                          ".localhost.localstack.cloud", ".localhost"};

/// Where "s3" stands as a label of its own, or "s3-REGION" at the beginning of one; npos if nowhere.
std::size_t service_label(std::string_view host) {
    for (auto at = host.rfind("s3"); at != std::string_view::npos;
         at = at == 0 ? at - 1 : host.rfind("s3", at - 1)) {
        const auto after = host.substr(at + 2);
        const bool begins = at == 0 || host[at - 1] == '.';
        if (begins && (after.empty() || after[0] == '.' || after[0] == '-'))
            return at;
        if (at == 0)
            break;
    }
    return std::string_view::npos;
}

} // namespace

std::string_view bucket_of_host(std::string_view host) {
    const auto* endpoint =
        std::ranges::find_if(endpoints, [&](auto ending) { return host.ends_with(ending); });
    if (endpoint == std::end(endpoints))
        return {};
    const auto names = host.substr(0, host.size() - endpoint->size());
    const auto service = service_label(names);
    if (service != std::string_view::npos)
        return service == 0 ? std::string_view{} : names.substr(0, service - 1);
    return *endpoint == ".localhost" ? names : std::string_view{};
}

s3_request read_s3_request(http_request http) {
    s3_request read;
    read.http = std::move(http);
    read.parameters = parse_query(read.http.query());
    auto path = read.http.path();
    if (path.starts_with('/'))
        path.remove_prefix(1);
    read.bucket = bucket_of_host(read.http.host());
    read.virtual_host = !read.bucket.empty();
    if (!read.virtual_host) {
        const auto slash = path.find('/');
        read.bucket = percent_decoded(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    read.key = percent_decoded(path);
    return read;
}

const std::string* s3_request::parameter(std::string_view name) const {
    const auto found = std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
    return found == parameters.end() ? nullptr : &found->second;
}

std::string s3_request::parameter_text(std::string_view name) const {
    const auto* found = parameter(name);
    return found ? *found : std::string{};
}

std::optional<std::string> s3_request::header_if_any(std::string_view name) const {
    const auto* found = http.fields.find(name);
    return found ? std::optional{*found} : std::nullopt;
}

} // namespace sendlab::api
