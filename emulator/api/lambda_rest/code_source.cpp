#include "api/lambda_rest/code_source.hpp"

#include <nlohmann/json.hpp>

#include "base/base64.hpp"

namespace sendlab::api::lambda_api {

namespace {

using lambda::errc;
using nlohmann::json;

received_code from_object(world& w, const std::string& bucket, const json& code) {
    const auto key = code.value("S3Key", "");
    if (bucket == "hot-reload")
        return w.host.use_folder(key);
    const auto object = w.fetch(bucket, key, code.value("S3ObjectVersion", ""));
    if (!object)
        return lambda::error{errc::invalid_parameter_value,
                             "Error occurred while GetObject. S3 Error Code: " + object.error().code +
                                 ". S3 Error Message: " + object.error().message};
    return w.host.unpack(*object);
}

} // namespace

received_code receive_code(world& w, const json& code) {
    if (const auto bucket = code.value("S3Bucket", ""); !bucket.empty())
        return from_object(w, bucket, code);
    if (code.contains("ImageUri"))
        return lambda::error{errc::invalid_parameter_value,
                             "Sendlab runs zip archives, not container images."};
    if (!code.contains("ZipFile"))
        return lambda::error{errc::invalid_parameter_value, "Please provide a source for function code."};
    auto zip = base64_decoded(code["ZipFile"].get_ref<const std::string&>());
    if (!zip)
        return lambda::error{
            errc::invalid_parameter_value,
            "Could not unzip uploaded file. Please check your file, then try to upload again."};
    return w.host.unpack(std::make_shared<memory_blob>(std::move(*zip)));
}

} // namespace sendlab::api::lambda_api
