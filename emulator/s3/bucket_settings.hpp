// What is configured of a bucket beside notifications, versioning and lifecycle.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "s3/cors.hpp"
#include "s3/object.hpp"
#include "s3/tag_set.hpp"

namespace sendlab::s3 {

struct bucket_settings {
    canned_acl acl = canned_acl::private_acl;
    tag_set tags{};
    std::vector<cors_rule> cors{};
    /// Kept and answered, without an effect: "policy", "website", "encryption", ... as they were given.
    std::map<std::string, std::string, std::less<>> documents{};
};

} // namespace sendlab::s3
