// What a random test does to a bucket: each operation chooses from few keys, so that they meet.
#pragma once

#include <array>
#include <ostream>

#include "model/s3_model.hpp"
#include "s3/object_store.hpp"
#include "support/property.hpp"

namespace sendlab::s3::model {

inline const std::string name = "async-emails";
inline const std::vector<std::string> keys{"a",  "a/",  "a/b",  "a/b/c",    "ab",
                                           "b/", "b/a", "b/b/", "\xc3\xa4", "a b"};
inline const std::vector<std::string> prefixes{"", "a", "a/", "b", "a/b", "zz", "\xc3"};
inline const std::vector<std::string> suffixes{"", "b", "/", "c", "/b"};
inline const std::vector<std::string> delimiters{"", "/", "b", "/b"};
inline const std::vector<std::string> event_names{"ObjectCreated:Put",
                                                  "ObjectCreated:Copy",
                                                  "ObjectCreated:CompleteMultipartUpload",
                                                  "ObjectRemoved:Delete",
                                                  "ObjectRemoved:DeleteMarkerCreated",
                                                  "LifecycleExpiration:Delete",
                                                  "LifecycleExpiration:DeleteMarkerCreated",
                                                  "ObjectTagging:Put"}; // the last never happens here
inline const std::vector<std::string> patterns{
    "s3:ObjectCreated:*",           "s3:ObjectCreated:Put",    "s3:ObjectCreated:Copy",
    "s3:ObjectRemoved:*",           "s3:ObjectRemoved:Delete", "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:LifecycleExpiration:*",     "s3:ObjectTagging:*",      "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:LifecycleExpiration:Delete"};

enum class kind {
    put,
    copy,
    remove,
    remove_version,
    read_version,
    multipart,
    list,
    list_versions,
    set_versioning,
    notify,
    set_lifecycle,
    wait,
    delete_bucket,
    last
};
inline constexpr std::array<const char*, static_cast<std::size_t>(kind::last)> words{
    "put",           "copy",           "remove", "remove version", "read version", "multipart",    "list",
    "list versions", "set versioning", "notify", "set lifecycle",  "wait",         "delete bucket"};

/// One operation; its numbers choose from the lists above.
struct operation {
    kind what{};
    std::array<unsigned, 5> n{};
};

inline std::ostream& operator<<(std::ostream& out, const operation& o) {
    out << words.at(static_cast<std::size_t>(o.what)) << " {";
    for (const auto number : o.n)
        out << number << ' ';
    return out << "} of '" << keys[o.n[0] % keys.size()] << "'\n";
}

inline rc::Gen<operation> any_operation() {
    return rc::gen::apply(
        [](unsigned what, std::array<unsigned, 5> n) {
            return operation{static_cast<kind>(what), n};
        },
        rc::gen::inRange(0U, static_cast<unsigned>(kind::last)),
        rc::gen::container<std::array<unsigned, 5>>(rc::gen::inRange(0U, 200U)));
}

inline const std::string& chosen(const std::vector<std::string>& from, unsigned number) {
    return from[number % from.size()];
}

inline notification_rule rule_of(const operation& o, unsigned number) {
    notification_rule rule{
        .id = "rule" + std::to_string(number),
        .function_arn = "arn:aws:lambda:us-east-1:000000000000:function:f",
        .events = {chosen(patterns, o.n[1] >> number), chosen(patterns, o.n[2] >> (2 * number))},
        .filters = {}};
    if (const auto& prefix = chosen(prefixes, o.n[3] >> (2 * number)); !prefix.empty())
        rule.filters.push_back({"prefix", prefix});
    if (const auto& suffix = chosen(suffixes, o.n[4] >> (2 * number)); !suffix.empty())
        rule.filters.push_back({"suffix", suffix});
    return rule;
}

} // namespace sendlab::s3::model
