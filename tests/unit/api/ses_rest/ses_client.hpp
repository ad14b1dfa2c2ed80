// A client of the service under test: sends requests as an SDK would, without a network.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "api/ses_rest/ses_rest_service.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::test {

struct ses_client {
    explicit ses_client(ses::account_config account = {})
        : ses{clock, random_source{1}, std::move(account)}, service{clock, random_source{1}, ses, box} {}

    struct reply {
        unsigned status = 0;
        std::string body;
        std::string error_type; // of the REST API

        [[nodiscard]] bool says(std::string_view text) const { return body.find(text) != std::string::npos; }
        /// What stands in the first element of this name.
        [[nodiscard]] std::string element(const std::string& name) const {
            const auto begin = body.find('<' + name + '>');
            if (begin == std::string::npos)
                return {};
            const auto inside = begin + name.size() + 2;
            return body.substr(inside, body.find("</" + name + '>', inside) - inside);
        }
    };

    static api::http_request request(std::string method, std::string target, std::string body) {
        api::http_request out;
        out.method = std::move(method);
        out.target = std::move(target);
        out.fields.add("Host", "127.0.0.1");
        out.body = std::make_shared<memory_blob>(std::move(body));
        return out;
    }

    reply send(api::http_request wanted) {
        reply got;
        int answers = 0;
        service.handle(std::move(wanted), [&](const api::http_response& response) {
            ++answers;
            got.status = response.status;
            got.body = response.body ? to_string(*response.body) : std::string{};
            got.error_type = response.fields.get("x-amzn-ErrorType");
        });
        REQUIRE(answers == 1);
        return got;
    }

    /// The Query API. Names and values are percent-encoded on the way.
    reply query(std::string_view action, const std::vector<std::pair<std::string, std::string>>& form = {}) {
        std::string body = "Action=" + std::string{action} + "&Version=2010-12-01";
        for (const auto& [name, value] : form)
            body += '&' + encoded(name) + '=' + encoded(value);
        return send(request("POST", "/", std::move(body)));
    }

    /// The REST API.
    reply rest(std::string method, std::string path, std::string body = {}) {
        return send(request(std::move(method), "/v2/email/" + path, std::move(body)));
    }

    static std::string encoded(std::string_view text) {
        constexpr const char* digits = "0123456789ABCDEF";
        std::string out;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
        return out;
    }

    [[nodiscard]] const mailbox::message& latest() const {
        REQUIRE(box.count() > 0);
        return *box.list(0, 1).front();
    }
    [[nodiscard]] const std::string& latest_text() const { return *latest().raw; }

    virtual_scheduler clock;
    ses::ses_service ses;
    mailbox::mailbox box;
    api::ses_rest_service service;
};

} // namespace sendlab::test
