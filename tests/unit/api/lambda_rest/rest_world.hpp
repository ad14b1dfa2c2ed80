// The Lambda API on a virtual clock, in front of code that answers as a test tells it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "api/lambda_rest/lambda_rest.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::api::testing {

using namespace std::chrono_literals;
using nlohmann::json;

struct stored_code final : lambda::function_code {
    explicit stored_code(blob_ptr bytes, std::string where = {})
        : bytes_{std::move(bytes)}, where_{std::move(where)} {}
    std::string sha256() const override { return bytes_ ? "sha of " + to_string(*bytes_) : "none"; }
    std::uint64_t size() const override { return bytes_ ? bytes_->size() : 0; }
    blob_ptr archive() const override { return bytes_; }
    std::string folder() const override { return where_; }
    blob_ptr bytes_;
    std::string where_;
};

/// Keeps what it is given, and runs `act` for every event, after 100 ms.
struct fake_host final : lambda::code_host {
    explicit fake_host(scheduler& clock) : clock_{clock} {}

    code_result unpack(blob_ptr zip) override {
        if (to_string(*zip) == "bad")
            return lambda::error{lambda::errc::invalid_parameter_value, "Could not unzip uploaded file."};
        return std::shared_ptr<const lambda::function_code>{std::make_shared<stored_code>(std::move(zip))};
    }
    code_result use_folder(const std::string& path) override {
        return std::shared_ptr<const lambda::function_code>{std::make_shared<stored_code>(nullptr, path)};
    }
    lambda::handler_factory run(lambda::program what) override {
        programs.push_back(what);
        return [this, what](std::uint64_t) { return std::make_unique<code>(*this, what); };
    }

    struct code final : lambda::handler {
        code(fake_host& host, lambda::program what) : host_{host}, what_{std::move(what)} {}
        ~code() override { host_.clock_.cancel(timer_); }
        void init(bool, std::function<void()> ready) override { ready(); }
        void start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) override {
            host_.seen.push_back(run.event->json());
            host_.contexts.push_back(run.event->client_context());
            if (log_)
                log_("a line of " + what_.version);
            timer_ =
                host_.clock_.run_after(100ms, [this, done = std::move(done)] { done(host_.act(what_)); });
        }
        void terminate() override { host_.clock_.cancel(timer_); }
        void write_log_to(lambda::log_sink sink) override { log_ = std::move(sink); }

        fake_host& host_;
        lambda::program what_;
        lambda::log_sink log_;
        timer_id timer_;
    };

    std::function<lambda::handler_result(const lambda::program&)> act = [](const lambda::program& what) {
        return lambda::handler_result{true, '"' + what.version + '"'};
    };
    std::vector<lambda::program> programs; // as they were deployed
    std::vector<std::string> seen;         // events
    std::vector<std::string> contexts;

    scheduler& clock_;
};

struct reply {
    unsigned status = 0;
    http_fields fields;
    std::string text;

    [[nodiscard]] json body() const { return json::parse(text); }
    [[nodiscard]] std::string message() const {
        auto said = body();
        return said.contains("message") ? said["message"] : said["Message"];
    }
    [[nodiscard]] std::string error() const { return std::string{fields.get("x-amzn-ErrorType")}; }
};

struct rest_world {
    explicit rest_world(lambda::account_config account = {})
        : functions{clock, random_source{1}, std::move(account), nobody},
          rest{functions, clock, random_source{1}, host,
               [this](const auto& bucket, const auto& key, const auto&) { return fetch(bucket, key); }} {
        functions.write_logs(true);
    }

    /// What comes back; waits for it in virtual time.
    reply ask(std::string method, std::string target, const std::string& text = {},
              const std::vector<std::pair<std::string, std::string>>& fields = {}) {
        std::optional<reply> answered;
        send(std::move(method), std::move(target), text, fields, [&](reply r) { answered = std::move(r); });
        clock.run();
        REQUIRE(answered);
        return *answered;
    }
    reply ask(std::string method, std::string target, const json& body) {
        return ask(std::move(method), std::move(target), body.dump());
    }
    void send(std::string method, std::string target, const std::string& text,
              const std::vector<std::pair<std::string, std::string>>& fields,
              std::function<void(reply)> then) {
        http_request request;
        request.method = std::move(method);
        request.target = std::move(target);
        request.fields.add("Host", "127.0.0.1:4566");
        for (const auto& [name, value] : fields)
            request.fields.add(name, value);
        request.body = std::make_shared<memory_blob>(text);
        rest.handle(std::move(request), [then = std::move(then)](http_response r) {
            then({r.status, r.fields, r.body ? to_string(*r.body) : std::string{}});
        });
    }

    static json new_function(const std::string& name = "f") {
        return {{"FunctionName", name},
                {"Role", "arn:aws:iam::000000000000:role/r"},
                {"Runtime", "nodejs22.x"},
                {"Handler", "index.handler"},
                {"Code", {{"ZipFile", "emlw"}}}};
    }
    void create(const std::string& name = "f") {
        const auto made = ask("POST", "/2015-03-31/functions", new_function(name));
        INFO(made.text);
        REQUIRE(made.status == 201);
    }
    result<blob_ptr, fetch_error> fetch(const std::string& bucket, const std::string& key) {
        if (bucket == "code" && key == "f.zip")
            return blob_ptr{std::make_shared<memory_blob>("from S3")};
        return fetch_error{"NoSuchKey", "The specified key does not exist."};
    }

    virtual_scheduler clock;
    lambda::lambda_observer nobody;
    fake_host host{clock};
    lambda::lambda_service functions;
    lambda_rest rest;
};

} // namespace sendlab::api::testing
