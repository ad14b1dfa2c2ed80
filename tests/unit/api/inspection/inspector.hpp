// A client of the inspection API under test, without a network.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "api/inspection/inspection_service.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::test {

struct inspector {
    explicit inspector(api::inspection_config config = {}, api::http_service* otherwise = nullptr)
        : service{clock, box, &ses, std::move(config), otherwise} {}

    /// What came so far: a request that waits has none.
    struct reply {
        std::optional<api::http_response> response;
        int answers = 0;

        [[nodiscard]] unsigned status() const {
            REQUIRE(response);
            return response->status;
        }
        [[nodiscard]] std::string body() const {
            REQUIRE(response);
            return response->body ? to_string(*response->body) : std::string{};
        }
        [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(body()); }
        [[nodiscard]] std::string field(std::string_view name) const {
            return std::string{response->fields.get(name)};
        }
    };

    std::shared_ptr<reply> ask(std::string method, std::string target, std::string body = {},
                               bool accept = true) {
        api::http_request request;
        request.method = std::move(method);
        request.target = std::move(target);
        if (accept)
            request.fields.add("Accept", "*/*");
        request.body = std::make_shared<memory_blob>(std::move(body));
        auto got = std::make_shared<reply>();
        service.handle(std::move(request), [got](api::http_response response) {
            ++got->answers;
            got->response = std::move(response);
        });
        return got;
    }

    nlohmann::json get(const std::string& target) {
        const auto got = ask("GET", target);
        INFO(target);
        REQUIRE(got->status() == 200);
        return got->json();
    }

    /// A mail with this subject to this recipient, at the clock's time.
    std::uint64_t deliver(const std::string& subject, const std::string& to = "a@x.org",
                          const std::string& body = "Hello\r\n") {
        mailbox::message message;
        message.accepted = clock.now();
        message.via = mailbox::transport::smtp;
        message.from = "s@x.org";
        message.recipients = {to};
        message.raw = std::make_shared<const std::string>("From: Site <s@x.org>\r\nTo: " + to +
                                                          "\r\nSubject: " + subject + "\r\nMessage-ID: <" +
                                                          subject + "@x>\r\n\r\n" + body);
        return box.accept(std::move(message));
    }

    void wait(duration length) {
        clock.run_after(length, [this] { clock.stop(); });
        clock.run();
    }

    virtual_scheduler clock;
    mailbox::mailbox box;
    ses::ses_service ses{clock, random_source{1}, {}};
    api::inspection_service service;
};

} // namespace sendlab::test
