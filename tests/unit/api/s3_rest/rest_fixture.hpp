// S3's REST interface over a store of its own, asked as a client would.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "api/s3_rest/s3_rest.hpp"
#include "s3/object_store.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::api::test {

using headers = std::vector<std::pair<std::string, std::string>>;

struct rest_fixture {
    explicit rest_fixture(s3_rest_options options = {})
        : store{clock, random_source{1}, {}}, rest{store, clock, random_source{2}, std::move(options)} {
        store.on_notification([this](const s3::notification& n) { heard.push_back(n); });
        REQUIRE(store.create_bucket("mails").has_value());
    }

    http_response ask(std::string method, std::string target, headers fields = {}, std::string body = {}) {
        http_request request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.fields.add("Host", "127.0.0.1:4566");
        for (auto& [name, value] : fields)
            request.fields.set(name, std::move(value));
        request.body = std::make_shared<memory_blob>(std::move(body));
        return send(std::move(request));
    }

    http_response send(http_request request) {
        http_response answered;
        int answers = 0;
        rest.handle(std::move(request), [&](http_response response) {
            answered = std::move(response);
            ++answers;
        });
        REQUIRE(answers == 1);
        return answered;
    }

    void put(const std::string& key, std::string body = "hello", headers fields = {}) {
        REQUIRE(ask("PUT", "/mails/" + key, std::move(fields), std::move(body)).status == 200);
    }

    void wait_until(time_point when) {
        clock.run_at(when, [] {});
        clock.run();
    }

    void hear(std::vector<std::string> events) {
        constexpr auto arn = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender";
        REQUIRE(store
                    .put_notification_configuration("mails", {{{.id = "EmailSender",
                                                                .function_arn = arn,
                                                                .events = std::move(events),
                                                                .filters = {}}}})
                    .has_value());
    }

    virtual_scheduler clock;
    s3::object_store store;
    s3_rest rest;
    std::vector<s3::notification> heard;
};

/// The bytes that the connection would send.
inline std::string text(const http_response& response) {
    if (!response.body)
        return {};
    const auto all = to_string(*response.body);
    return all.substr(response.body_offset, response.body_length.value_or(all.size()));
}

/// What stands between the first <name> and its end; "(none)" where there is no such element.
inline std::string element(const http_response& response, const std::string& name) {
    const auto all = text(response);
    const auto begin = all.find('<' + name + '>');
    if (begin == std::string::npos)
        return "(none)";
    const auto from = begin + name.size() + 2;
    return all.substr(from, all.find("</" + name + '>', from) - from);
}

/// All elements of the name, in order.
inline std::vector<std::string> elements(const http_response& response, const std::string& name) {
    const auto all = text(response);
    std::vector<std::string> found;
    for (auto at = all.find('<' + name + '>'); at != std::string::npos;
         at = all.find('<' + name + '>', at + 1)) {
        const auto from = at + name.size() + 2;
        found.push_back(all.substr(from, all.find("</" + name + '>', from) - from));
    }
    return found;
}

inline std::string header(const http_response& response, std::string_view name) {
    return std::string{response.fields.get(name)};
}

using names = std::vector<std::string>;

} // namespace sendlab::api::test
