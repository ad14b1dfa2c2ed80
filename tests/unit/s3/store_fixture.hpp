// A store with one bucket and an ear for its notifications.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "s3/object_store.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::s3::test {

inline constexpr auto arn = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender";

inline notification_configuration hearing(std::vector<std::string> events) {
    return {{{.id = "EmailSender", .function_arn = arn, .events = std::move(events), .filters = {}}}};
}

struct store_fixture {
    explicit store_fixture(store_config config = {}) : store{clock, random_source{1}, std::move(config)} {
        store.on_notification([this](const notification& n) { heard.push_back(n); });
        REQUIRE(store.create_bucket("async-emails").has_value());
    }

    void wait_until(time_point when) {
        clock.run_at(when, [] {});
        clock.run();
    }

    etag put(std::string key, body content = body::of_size(100)) {
        const auto answer =
            store.put_object({.bucket = "async-emails", .key = std::move(key), .body = std::move(content)});
        REQUIRE(answer.has_value());
        return (*answer)->body.etag();
    }

    bool has(const std::string& key) { return store.get_object("async-emails", key).has_value(); }

    void hear(std::vector<std::string> events) {
        REQUIRE(store.put_notification_configuration("async-emails", hearing(std::move(events))).has_value());
    }

    void expire_after(std::uint32_t days) {
        REQUIRE(store.put_lifecycle("async-emails", {{.id = "tidy", .expire_after_days = days}}).has_value());
    }

    std::vector<std::string> heard_names() {
        clock.run();
        std::vector<std::string> names;
        for (const auto& n : heard)
            names.push_back(std::string{to_string(n.record->type)} + " " + n.record->key);
        return names;
    }

    virtual_scheduler clock;
    object_store store;
    std::vector<notification> heard;
};

using names = std::vector<std::string>;

template<class Result>
error error_of(const Result& answer) {
    REQUIRE(answer.has_error());
    return answer.error();
}

} // namespace sendlab::s3::test
