#include "api/inspection/mail_page.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("a type that is none is bytes") {
    for (const std::string bad : {"", "text", "text/", "/html", "text/html; x", "text/ht\r\nml", "a/b/c"}) {
        mailbox::mail_part part;
        part.content_type = bad;
        CHECK(api::part_response(part, false).fields.get("Content-Type") == "application/octet-stream");
    }
}

TEST_CASE("a file name is percent-encoded and cannot end its field") {
    mailbox::mail_part part;
    part.content_type = "image/png";
    part.file_name = "a b\r\n\u00fc\".png";
    const auto response = api::part_response(part, true);
    CHECK(response.fields.get("Content-Disposition") ==
          "attachment; filename*=UTF-8''a%20b%0D%0A%C3%BC%22.png");
}

TEST_CASE("pictures are looked for by the longest id, and what is none stays") {
    mailbox::parsed_mail mail;
    mail.inlines = {{"2", "", "image/png", "a", 1, "2"}, {"3", "", "image/png", "a@b", 1, "3"}};
    mail.html = "cid:a cid:a@b cid:c cid:";
    CHECK(to_string(*api::html_response(mail, api::remote_content::refused).body) ==
          "<base target=\"_blank\">data:image/png;base64,Mg== data:image/png;base64,Mw== cid:c cid:");
}

TEST_CASE("links are told where to open, behind the document type") {
    mailbox::parsed_mail mail;
    const auto shown = [&mail](std::string html) {
        mail.html = std::move(html);
        return to_string(*api::html_response(mail, api::remote_content::refused).body);
    };
    CHECK(shown("\n<!DOCTYPE html><p>") == "\n<!DOCTYPE html><base target=\"_blank\"><p>");
    CHECK(shown("<!-- x --><p>") == "<base target=\"_blank\"><!-- x --><p>");
    CHECK(shown("<!doctype") == "<base target=\"_blank\"><!doctype");
}
