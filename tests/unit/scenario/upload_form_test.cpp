#include "scenario/upload_form.hpp"

#include "pipeline/upload_file.hpp"
#include "reading.hpp"

using namespace sendlab;
using namespace sendlab::test;
using pipeline::read_upload;
using pipeline::uploaded_email;

namespace {

constexpr std::string_view one = R"({"meta":{"from":"a@example.org"},"emails":[{"to":"x@example.com"}]})";

std::string write_upload(std::string_view meta, const std::vector<uploaded_email>& emails) {
    pipeline::upload_writer text{meta, 100};
    for (const auto& email : emails)
        text.add(email);
    return std::move(text).finish();
}

std::string with_files(const std::string& list) {
    return R"({"application": {"files": )" + list + "}}";
}

} // namespace

TEST_CASE("an upload file that was written is read back as the same e-mails") {
    const std::vector<uploaded_email> emails{
        {{"a@example.com"}, "Hello", "plain", {}, 0},
        {{"b@example.com", "c@example.com"},
         "\"quotes\" \\ and\ttabs",
         "line\r\n\x01 käse 日本 </script>",
         {"x.pdf", "eA=="},
         0},
        {{"d@example.com"}, "", "", {}, 0},
    };
    const std::string meta = R"({"from": "news@example.org", "charset": "utf-8"})";
    const auto text = write_upload(meta, emails);
    const auto read = read_upload(text);
    REQUIRE(read.has_value());
    CHECK(read->meta_json == meta);
    CHECK(read->from == "news@example.org");
    REQUIRE(read->emails.size() == emails.size());
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < emails.size(); ++i) {
        CHECK(read->emails[i].to == emails[i].to);
        CHECK(read->emails[i].subject == emails[i].subject);
        CHECK(read->emails[i].message == emails[i].message);
        CHECK(read->emails[i].attachments == emails[i].attachments);
        bytes += read->emails[i].bytes;
    }
    CHECK(bytes == text.size() - write_upload(meta, {}).size() - 2); // and two commas
    CHECK(write_upload(read->meta_json, read->emails) == text);
    CHECK(*pipeline::count_emails(text) == emails.size());
}

TEST_CASE("every length of text goes through an upload file") {
    for (std::size_t length = 0; length < 70; ++length) {
        for (const char c : {'x', '"', '\\', '\n'}) {
            const std::string message = std::string(length, 'a') + c + std::string(length % 7, 'b');
            const std::vector<uploaded_email> emails{{{"a@example.com"}, "", message, {}, 0}};
            const auto read = read_upload(write_upload("{}", emails));
            REQUIRE(read.has_value());
            REQUIRE(read->emails.front().message == message);
        }
    }
}

TEST_CASE("a recipient may be a text or a list, and unknown keys are passed over") {
    const auto read = read_upload(
        R"( {"version": [1, {"a": null}], "emails": [{"to": "x@example.com", "cc": 5}, {"to": ["y@example.com", "z@example.com"]}],
             "meta": {"charset": "utf-8", "from": "n@example.org"}} )");
    REQUIRE(read.has_value());
    CHECK(read->from == "n@example.org");
    CHECK(read->emails.at(0).to == lines{"x@example.com"});
    CHECK(read->emails.at(1).to == lines{"y@example.com", "z@example.com"});
}

TEST_CASE("what the article's handler calls a bad request is one here") {
    const auto what = [](std::string_view text) { return read_upload(text).error().what; };
    CHECK(what(R"({"emails": [{"to": "x@example.com"}]})").find("no meta") != std::string::npos);
    CHECK(what(R"({"meta": {}})").find("no e-mails") != std::string::npos);
    CHECK(what(R"({"meta": {}, "emails": []})").find("no e-mails") != std::string::npos);
    CHECK(what(R"({"meta": {}, "emails": [{"subject": "x"}]})").find("recipient") != std::string::npos);
}

TEST_CASE("no broken upload file is taken for a good one") {
    for (std::size_t length = 0; length < one.size(); ++length)
        REQUIRE_FALSE(read_upload(one.substr(0, length)).has_value());
    for (const std::string_view text :
         {"[]", "7", R"({"meta": 1, "emails": [{"to": "x"}]})", R"({"meta": {}, "emails": {"to": "x"}})",
          R"({"meta": {}, "emails": ["x"]})", R"({"meta": {}, "emails": [{"to": 5}]})",
          R"({"meta": {}, "emails": [{"to": ["x", 5]}]})",
          R"({"meta": {}, "emails": [{"to": "x", "message": null}]})",
          R"({"meta": {}, "emails": [{"to": "x"}]} {})"})
        CHECK_FALSE(read_upload(text).has_value());
}

TEST_CASE("scenarios take upload files and folders of them, and merge what has the same meta") {
    const scratch_folder folder;
    folder.write("up/b.json", one);
    folder.write(
        "up/a.json",
        R"({"meta":{"from":"b@example.org"},"emails":[{"to":"1@example.com"},{"to":"2@example.com"}]})");
    folder.write("up/notes.txt", "not mail");
    folder.write("more.json", one);
    const auto files = settings_of(with_files(R"(["up", "more.json"])"), folder.path()).application.files;
    REQUIRE(files);
    REQUIRE(files->size() == 2);
    CHECK(files->at(0).from == "b@example.org");
    CHECK(files->at(0).emails.size() == 2);
    CHECK(files->at(1).emails.size() == 2);
    CHECK(settings_of(with_files("\"made-up\"")).application.files == nullptr);
}

TEST_CASE("a mistake in an upload file names the file and the place") {
    const scratch_folder folder;
    const auto bad = folder.write("bad.json", "{\"meta\": {},\n \"emails\": [{\"to\": 5}]}").string();
    const auto binary = folder.write("binary.json", "{\"meta\": \xFF}").string();
    const auto found =
        problems_of(with_files(R"(["bad.json", "binary.json", "none.json", 7])"), folder.path());
    REQUIRE(found.size() == 4);
    CHECK(found[0] == "x.json:1:55: application.files: " + (folder.path() / "none.json").string() +
                          " cannot be read (No such file or directory), expected a file");
    CHECK(found[1] ==
          "x.json:1:68: application.files: 7 is not the name of a file, expected a file or a directory");
    CHECK(found[2].starts_with(binary + ":1:10: application.files: a byte that is not UTF-8"));
    CHECK(found[3].starts_with(bad + ":2:"));
}

TEST_CASE("a folder without upload files is a mistake, as is an empty list") {
    const scratch_folder folder;
    CHECK(problems_of(with_files(R"(["."])"), folder.path())
              .front()
              .ends_with("has no *.json files, expected at least one"));
    CHECK(problems_of(with_files("[]"), folder.path()) ==
          lines{"x.json:1:27: application.files: a list does not fit, expected a list of files and "
                "directories such as "
                "[\"uploads\"]"});
}
