#include "smtp/mail_command.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "smtp/parameters.hpp"

using namespace sendlab::smtp;
using sendlab::result;

namespace {

const extension_set everything;

result<envelope, reply> mail(std::string_view argument, const extension_set& offered = everything) {
    return parse_mail(argument, {offered, 1000, true});
}

result<recipient, reply> rcpt(std::string_view argument, bool smtputf8 = false) {
    return parse_rcpt(argument, {everything, 1000, true}, smtputf8);
}

template<class Parsed>
unsigned code(const Parsed& parsed) {
    return parsed ? 250 : parsed.error().code;
}

template<class Parsed>
std::string status(const Parsed& parsed) {
    return parsed ? "" : std::string{parsed.error().status};
}

} // namespace

TEST_CASE("MAIL and RCPT take an address in any case, with blanks behind the colon and at the end") {
    CHECK(mail("FROM:<a@b.example>")->from == "a@b.example");
    CHECK(mail("from:  <a@b.example>   ")->from == "a@b.example");
    CHECK(mail("FROM:<>")->from.empty());
    CHECK(rcpt("TO: <a@b.example>")->mailbox == "a@b.example");
    CHECK(rcpt("To:<Postmaster>")->mailbox == "Postmaster");
}

TEST_CASE("a command without its word or its brackets is a syntax error") {
    for (const auto* bad : {"", "FROM", "FROM:", "FROM:a@b.example", "TO:<a@b.example>", "FROM <a@b.example>",
                            "FROM:<a@b.example"})
        CHECK(code(mail(bad)) == 501);
    CHECK(status(mail("FROM:a@b.example")) == "5.1.7");
    CHECK(status(rcpt("TO:a@b.example")) == "5.1.3");
    CHECK(code(rcpt("TO:<>")) == 501);
    CHECK(code(rcpt("FROM:<a@b.example>")) == 501);
}

TEST_CASE("SIZE is a number of octets that the limit allows") {
    CHECK(mail("FROM:<> SIZE=1000")->declared_size == 1000U);
    CHECK(mail("FROM:<> size=0")->declared_size == 0U);
    CHECK(code(mail("FROM:<> SIZE=1001")) == 552);
    CHECK(status(mail("FROM:<> SIZE=1001")) == "5.3.4");
    CHECK(code(mail("FROM:<> SIZE=18446744073709551617")) == 552); // not 1
    CHECK(code(mail("FROM:<> SIZE=99999999999999999999")) == 552);
    for (const auto* bad :
         {"SIZE=", "SIZE", "SIZE=abc", "SIZE=-1", "SIZE=1k", "SIZE=0x10", "SIZE=999999999999999999999"})
        CHECK(code(mail("FROM:<> " + std::string{bad})) == 501);
}

TEST_CASE("BODY, SMTPUTF8 and AUTH are understood") {
    CHECK(mail("FROM:<> BODY=8bitMIME")->body == body_type::eight_bit_mime);
    CHECK(mail("FROM:<> BODY=7BIT")->body == body_type::seven_bit);
    CHECK(mail("FROM:<> BODY=BINARYMIME")->body == body_type::binary_mime);
    CHECK(code(mail("FROM:<> BODY=foo")) == 501);
    CHECK(code(mail("FROM:<> BODY")) == 501);
    auto without = everything;
    without.hide(extension::binarymime);
    CHECK(code(mail("FROM:<> BODY=BINARYMIME", without)) == 501);
    CHECK(mail("FROM:<> SMTPUTF8")->smtputf8);
    CHECK(code(mail("FROM:<> SMTPUTF8=yes")) == 501);
    CHECK(mail("FROM:<> AUTH=<>")->submitter == "");
    CHECK(mail("FROM:<> AUTH=a+2Bb@c.example")->submitter == "a+b@c.example");
    for (const auto* bad : {"AUTH", "AUTH=", "AUTH=a+2", "AUTH=a+zz"})
        CHECK(code(mail("FROM:<> " + std::string{bad})) == 501);
}

TEST_CASE("parameters of delivery status notifications are checked") {
    CHECK(mail("FROM:<> RET=hdrs ENVID=QQ314159")->returns == dsn_return::headers);
    CHECK(mail("FROM:<> RET=FULL ENVID=QQ+2B1")->envelope_id == "QQ+2B1");
    CHECK(code(mail("FROM:<> RET=SOME")) == 501);
    CHECK(code(mail("FROM:<> ENVID=a+2")) == 501);
    CHECK(code(mail("FROM:<> ENVID=" + std::string(100, 'x'))) == 250);
    CHECK(code(mail("FROM:<> ENVID=" + std::string(101, 'x'))) == 501);

    CHECK(rcpt("TO:<a@b> NOTIFY=NEVER")->notify.bits == dsn_notify::never);
    CHECK(rcpt("TO:<a@b> NOTIFY=success,DELAY")->notify.bits == (dsn_notify::success | dsn_notify::delay));
    CHECK(rcpt("TO:<a@b> ORCPT=rfc822;a+2Bc@b")->original == "rfc822;a+2Bc@b");
    for (const auto* bad : {"NOTIFY=NEVER,SUCCESS", "NOTIFY=", "NOTIFY", "NOTIFY=SUCCESS,", "NOTIFY=,SUCCESS",
                            "NOTIFY=foo", "ORCPT=rfc822", "ORCPT=;a@b", "ORCPT=rfc822;", "ORCPT=rfc822;a+2"})
        CHECK(code(rcpt("TO:<a@b> " + std::string{bad})) == 501);
    CHECK(code(rcpt("TO:<a@b> ORCPT=utf-8;\xc3\xa4@b", true)) == 250);
}

TEST_CASE("a parameter that is not known or not offered is answered 555, one given twice 501") {
    CHECK(code(mail("FROM:<> FOO=1")) == 555);
    CHECK(code(rcpt("TO:<a@b> SIZE=1")) == 555);
    CHECK(code(mail("FROM:<> SIZE=1", extension_set{extension::dsn})) == 555);
    CHECK(code(mail("FROM:<> SIZE=1 size=1")) == 501);
    CHECK(code(mail("FROM:<>SIZE=1")) == 501);
    CHECK(code(mail("FROM:<> =1")) == 501);
    CHECK(code(mail("FROM:<> -A=1")) == 501);
    CHECK(code(parse_mail("FROM:<> SIZE=1", {everything, 1000, false})) == 555); // after HELO
}

TEST_CASE("a command has sixteen parameters at most") {
    std::string many;
    for (int i = 0; i < 16; ++i)
        many += " P" + std::to_string(i);
    CHECK(parse_parameters(many)->size() == 16);
    CHECK_FALSE(parse_parameters(many + " P16"));
}

TEST_CASE("an address that is not ASCII needs SMTPUTF8 and has to be UTF-8") {
    const std::string address = "<\xc3\xa4@b.example>";
    CHECK(code(mail("FROM:" + address)) == 553);
    CHECK(status(mail("FROM:" + address)) == "5.6.7");
    CHECK(mail("FROM:" + address + " SMTPUTF8")->from == "\xc3\xa4@b.example");
    CHECK(code(rcpt("TO:" + address)) == 553);
    CHECK(code(rcpt("TO:" + address, true)) == 250);
    for (const auto* bad : {"\xff", "\xc0\xaf", "\xed\xa0\x80"})
        CHECK(code(rcpt("TO:<" + std::string{bad} + "@b.example>", true)) == 501);
}
