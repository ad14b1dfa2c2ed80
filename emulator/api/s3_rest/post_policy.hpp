// The policy of a form: what its fields may say (S3 API Reference, "Creating a POST policy").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/s3_rest/form_data.hpp"
#include "base/result.hpp"
#include "base/time_types.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::api {

class post_policy {
public:
    /// From the field "policy": JSON in Base64.
    [[nodiscard]] static result<post_policy, s3::error> read(std::string_view encoded);

    /// Why the form is not within the policy, if it is not. `key` is that of the form with the file's name put in.
    [[nodiscard]] std::optional<s3::error> refusal(const std::string& bucket, const std::string& key,
                                                   const form_data& form, time_point now) const;

private:
    enum class kind { equal, starts_with, length_range };
    struct condition {
        kind how;
        std::string field; // lower case
        std::string value;
        std::uint64_t least = 0;
        std::uint64_t most = 0;
        std::string text; // as in the policy, for the error
    };
    struct reader;

    [[nodiscard]] std::optional<s3::error> broken(const condition& rule, const std::string& value,
                                                  std::uint64_t file_size) const;
    [[nodiscard]] std::optional<s3::error> unnamed_field(const form_data& form) const;

    time_point expiration_{};
    std::vector<condition> conditions_;
};

} // namespace sendlab::api
