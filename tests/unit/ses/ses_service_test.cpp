#include "ses/ses_service.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace std::chrono_literals;
using ses::account_config;
using ses::errc;
using ses::send_request;

namespace {

struct account {
    explicit account(account_config config, std::uint64_t seed = 1)
        : service{clock, random_source{seed}, std::move(config)} {}

    /// Advances the clock by a time in which nothing happens.
    void wait(duration length) {
        clock.run_after(length, [] {});
        clock.run();
    }

    bool accepts(const send_request& request) { return service.send(request).has_value(); }

    errc refusal(const send_request& request) {
        const auto answer = service.send(request);
        REQUIRE(answer.has_error());
        return answer.error();
    }

    std::string refusal_text(const send_request& request) {
        return service.error_text(refusal(request), request);
    }

    virtual_scheduler clock;
    ses::ses_service service;
};

using addresses = std::vector<std::string_view>;

/// The text with an h in place of each lower-case hexadecimal digit.
std::string shape_of(std::string text) {
    const auto is_hex = [](char c) {
        return std::string_view{"0123456789abcdef"}.find(c) != std::string_view::npos;
    };
    std::ranges::replace_if(text, is_hex, 'h');
    return text;
}

} // namespace

TEST_CASE("an account without limits accepts everything and numbers it") {
    account a{{}};
    for (std::uint64_t n = 1; n <= 1000; ++n) {
        const auto answer = a.service.send({});
        REQUIRE(answer.has_value());
        CHECK(answer->number == n);
        CHECK(answer->accepted == virtual_epoch);
    }
    CHECK(a.service.quota().sent_last_24_hours == 1000);
    CHECK(a.service.quota().max_24_hour_send == -1);
    CHECK(a.service.quota().max_send_rate == -1);
}

TEST_CASE("past its rate an account is throttled, and the bucket holds a second's worth by default") {
    account a{{.rate = 14}};
    for (int i = 0; i < 14; ++i)
        CHECK(a.accepts({}));
    CHECK(a.refusal({}) == errc::throttling_rate);
    CHECK(a.refusal_text({}) == "Maximum sending rate exceeded.");
    a.wait(72ms);
    CHECK(a.accepts({}));
    CHECK_FALSE(a.accepts({}));
}

TEST_CASE("the rate counts recipients, lets one message overdraw, then refuses until the debt is paid") {
    account a{{.rate = 1, .burst = 1}};
    CHECK(a.accepts({.recipient_count = 50}));
    a.wait(49s);
    CHECK_FALSE(a.accepts({}));
    a.wait(1s);
    CHECK(a.accepts({}));
}

TEST_CASE("a rate below one a second still lets one message pass at once") {
    account a{{.rate = 0.5}};
    CHECK(a.accepts({}));
    a.wait(1999ms);
    CHECK_FALSE(a.accepts({}));
    a.wait(1ms);
    CHECK(a.accepts({}));
}

TEST_CASE("the daily quota counts recipients of a rolling 24 hours and is never exceeded") {
    account a{{.daily_quota = 200}};
    for (int i = 0; i < 3; ++i)
        CHECK(a.accepts({.recipient_count = 50}));
    a.wait(1h);
    CHECK(a.accepts({.recipient_count = 49}));
    CHECK(a.refusal({.recipient_count = 2}) == errc::throttling_quota);
    CHECK(a.refusal_text({.recipient_count = 2}) == "Daily message quota exceeded.");
    CHECK(a.accepts({}));
    CHECK_FALSE(a.accepts({}));
    a.wait(23h + 1min);
    CHECK(a.service.quota().sent_last_24_hours == 50);
    CHECK(a.accepts({.recipient_count = 50}));
}

TEST_CASE(
    "a message refused for its rate does not use up the quota, nor one refused for the quota the rate") {
    account a{{.rate = 1, .daily_quota = 2}};
    CHECK(a.accepts({}));
    CHECK(a.refusal({}) == errc::throttling_rate);
    CHECK(a.service.quota().sent_last_24_hours == 1);
    a.wait(1s);
    CHECK(a.refusal({.recipient_count = 2}) == errc::throttling_quota);
    CHECK(a.accepts({}));
}

TEST_CASE("both throttles have SES's code and may be sent again; refusals may not") {
    CHECK(to_string(errc::throttling_rate) == "Throttling");
    CHECK(to_string(errc::throttling_quota) == "Throttling");
    CHECK(to_string(errc::message_rejected) == "MessageRejected");
    CHECK(to_string(errc::invalid_parameter) == "InvalidParameterValue");
    CHECK(to_string(errc::internal_failure) == "InternalFailure");
    CHECK(to_string(errc::service_unavailable) == "ServiceUnavailable");
    for (const auto code :
         {errc::throttling_rate, errc::throttling_quota, errc::internal_failure, errc::service_unavailable})
        CHECK(is_retryable(code));
    CHECK_FALSE(is_retryable(errc::message_rejected));
    CHECK_FALSE(is_retryable(errc::invalid_parameter));
}

TEST_CASE("a message has 1 to 50 recipients") {
    account a{{}};
    CHECK(a.accepts({.recipient_count = 50}));
    CHECK(a.refusal({.recipient_count = 51}) == errc::invalid_parameter);
    CHECK(a.refusal_text({.recipient_count = 51}) == "Recipient count exceeds 50.");
    CHECK(a.refusal_text({.recipient_count = 0}) == "Missing required header 'To'.");
    const addresses many(51, "a@b.example");
    CHECK(a.refusal_text({.recipients = many}) == "Recipient count exceeds 50.");
}

TEST_CASE("a message of the largest size is accepted, one of a byte more is not") {
    account a{{}};
    CHECK(a.accepts({.bytes = 10'485'760}));
    CHECK(a.refusal_text({.bytes = 10'485'761}) == "Message length is more than 10485760 bytes long");
}

TEST_CASE("an address without a domain is refused, whoever's it is") {
    account a{{}};
    const addresses good{"b@example.com", "C <c@example.com>"};
    const addresses bad{"b@example.com", "nobody"};
    CHECK(a.accepts({.source = "a@example.com", .recipients = good}));
    CHECK(a.refusal({.source = "a@example.com", .recipients = bad}) == errc::invalid_parameter);
    CHECK(a.refusal_text({.source = "a@example.com", .recipients = bad}) == "Missing final '@domain'");
    CHECK(a.refusal_text({.source = "admin", .recipients = good}) == "Missing final '@domain'");
}

TEST_CASE("an address with a line end or a blank is refused, so that no header can be injected") {
    account a{{}};
    const auto text_of = [&](std::string_view recipient) {
        const addresses all{recipient};
        return a.refusal_text({.source = "a@example.com", .recipients = all});
    };
    CHECK(text_of("x\r\nBcc: y@example.com") == "Local address contains control or whitespace");
    CHECK(text_of("N <x@example.com\r\nX: y>") == "Domain contains control or whitespace");
    CHECK(text_of("x\x7f@example.com") == "Local address contains control or whitespace");
    CHECK(text_of("\"x\ry\"@example.com") == "Local address contains control or whitespace");
    const addresses quoted{"\"x y\"@example.com", "\xc3\xa4@example.com", "  b@example.com "};
    CHECK(a.accepts({.source = "a@example.com", .recipients = quoted}));
}

TEST_CASE("the sandbox sends from verified identities to verified identities and to the simulator") {
    account a{{.region = "eu-west-1", .sandbox = true}};
    a.service.verify_identity("site.example");
    a.service.verify_identity("me@example.com");
    const addresses allowed{"me@example.com", "x@site.example", "bounce@simulator.amazonses.com"};
    CHECK(a.accepts({.source = "Site <admin@site.example>", .recipients = allowed}));

    const addresses mixed{"me@example.com", "you@example.com", "You <you@example.org>", "you@example.com"};
    const send_request request{.source = "other@example.com", .recipients = mixed};
    CHECK(a.refusal(request) == errc::message_rejected);
    CHECK(a.refusal_text(request) ==
          "Email address is not verified. The following identities failed the check in region EU-WEST-1: "
          "other@example.com, you@example.com, You <you@example.org>");
}

TEST_CASE("outside the sandbox senders are checked on request, and recipients never") {
    account a{{.verify_senders = true}};
    a.service.verify_identity("example.com");
    const addresses anyone{"anyone@elsewhere.example"};
    CHECK(a.accepts({.source = "a@example.com", .recipients = anyone}));
    CHECK(a.accepts({.source = "a@example.com"}));
    CHECK(a.refusal({.source = "a@example.org", .recipients = anyone}) == errc::message_rejected);
    CHECK(a.refusal({.recipients = anyone}) == errc::invalid_parameter);
    CHECK(a.service.is_verified("b@mail.example.com"));
    CHECK_FALSE(a.service.is_verified("b@example.org"));
}

TEST_CASE("a refused message uses up neither quota nor rate") {
    account a{{.rate = 1, .daily_quota = 1, .verify_senders = true}};
    a.service.verify_identity("example.com");
    for (int i = 0; i < 10; ++i)
        CHECK_FALSE(a.accepts({.source = "a@example.org"}));
    CHECK(a.accepts({.source = "a@example.com"}));
}

TEST_CASE("mail to the simulator counts against the rate, but not against the quota") {
    account a{{.rate = 2, .daily_quota = 1}};
    const addresses both{"success@simulator.amazonses.com", "a@example.com"};
    CHECK(a.accepts({.recipients = both}));
    CHECK(a.service.quota().sent_last_24_hours == 1);
    const addresses simulator{"success@simulator.amazonses.com"};
    CHECK(a.refusal({.recipients = simulator}) == errc::throttling_rate);
    a.wait(1s);
    CHECK(a.accepts({.recipients = simulator}));
    CHECK(a.refusal({}) == errc::throttling_quota);
}

TEST_CASE("statistics count recipients, what became of them, and rejected messages") {
    account a{{.verify_senders = true}};
    a.service.verify_identity("example.com");
    const addresses fates{"bounce@simulator.amazonses.com", "suppressionlist@simulator.amazonses.com",
                          "complaint@simulator.amazonses.com", "ooto@simulator.amazonses.com",
                          "a@example.com"};
    CHECK(a.accepts({.source = "a@example.com", .recipients = fates}));
    CHECK_FALSE(a.accepts({.source = "a@example.org", .recipients = fates}));
    a.wait(15min);
    CHECK(a.accepts({.source = "a@example.com"}));
    const std::vector<ses::send_data_point> expected{
        {.timestamp = virtual_epoch, .delivery_attempts = 5, .bounces = 2, .complaints = 1, .rejects = 1},
        {.timestamp = virtual_epoch + 15min, .delivery_attempts = 1}};
    CHECK(a.service.statistics() == expected);
}

TEST_CASE("a message id begins with the time of acceptance and goes on with a random UUID") {
    account a{{}};
    a.wait(1234567890us);
    const auto text = a.service.text(*a.service.send({}));
    CHECK(shape_of(text) == "hhhhhhhhhhhhhhhh-hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh-hhhhhh");
    CHECK(text.starts_with("0100019b76ed7e87-"));
    CHECK(text.ends_with("-000000"));
    CHECK(text[31] == '4'); // the UUID's version
    CHECK(std::string_view{"89ab"}.find(text[36]) != std::string_view::npos);
}

TEST_CASE("message ids differ from message to message and from seed to seed, and are the same every time") {
    account a{{}};
    account same{{}};
    account other{{}, 2};
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto id = *a.service.send({});
        seen.insert(a.service.text(id));
        CHECK(a.service.text(id) == same.service.text(id));
        seen.insert(other.service.text(id));
    }
    CHECK(seen.size() == 2000);
}

TEST_CASE("server errors have the texts that all AWS services share") {
    account a{{}};
    CHECK(a.service.error_text(errc::internal_failure, {}) ==
          "The request processing has failed because of an unknown error, exception or failure.");
    CHECK(a.service.error_text(errc::service_unavailable, {}) ==
          "The request has failed due to a temporary failure of the server.");
}
