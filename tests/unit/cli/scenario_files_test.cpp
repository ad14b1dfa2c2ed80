#include "cli/scenario_files.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "cli/command.hpp"

using namespace sendlab::cli;
namespace fs = std::filesystem;
using strings = std::vector<std::string>;

namespace {

/// A folder that is gone after the test.
class scratch_folder {
public:
    scratch_folder() {
        std::string name = (fs::temp_directory_path() / "sendlab-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~scratch_folder() { fs::remove_all(path_); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    std::string file(const std::string& name, const std::string& text) const {
        std::ofstream{path_ / name} << text;
        return (path_ / name).string();
    }
    std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

} // namespace

TEST_CASE("a folder stands for its scenarios in the order of their names") {
    const scratch_folder folder;
    const auto b = folder.file("b.json", "{}");
    const auto a = folder.file("a.json", "{}");
    folder.file("scenario.schema.json", "{}");
    folder.file("requests.csv", "");
    fs::create_directory(folder.path() + "/c.json");
    CHECK(scenario_files({folder.path()}) == strings{a, b});
    CHECK(scenario_files({"z.json", folder.path(), a}) == strings{"z.json", a, b, a});
}

TEST_CASE("a folder without scenarios is a mistake") {
    const scratch_folder folder;
    CHECK_THROWS_AS(scenario_files({folder.path()}), usage_error);
}

TEST_CASE("what the command line sets is split at the first sign of equality") {
    const auto set = assignments_of({"lambda.timeout=5s", "name=a=b", "description="}, 7);
    REQUIRE(set.size() == 4);
    CHECK(set[0].key == "lambda.timeout");
    CHECK(set[0].value == "5s");
    CHECK(set[1].value == "a=b");
    CHECK(set[2].value.empty());
    CHECK(set[3].key == "seed");
    CHECK(set[3].value == "7");
    CHECK_THROWS_AS(assignments_of({"lambda.timeout"}, {}), usage_error);
    CHECK_THROWS_AS(assignments_of({"=5s"}, {}), usage_error);
}

TEST_CASE("words are quoted where a shell would take them apart") {
    CHECK(shell_word("scenarios/a-b_1.json") == "scenarios/a-b_1.json");
    CHECK(shell_word("") == "''");
    CHECK(shell_word("my file") == "'my file'");
    CHECK(shell_word("it's") == "'it'\\''s'");
    CHECK(words_of({"a=1", "b=<2"}) == " --set a=1 --set 'b=<2'");
}

TEST_CASE("the problems of all files are told at once") {
    const scratch_folder folder;
    const auto good = folder.file("good.json", "{}");
    const auto bad = folder.file("bad.json", "{\"emails\": 1}");
    const auto worse = folder.file("worse.json", "{");
    CHECK(load_scenarios({good}, {}).size() == 1);
    try {
        load_scenarios({good, bad, worse}, {});
        FAIL("no exception");
    } catch (const invalid_input& error) {
        const std::string told = error.what();
        CHECK(told.find(bad + ":1:2: ") != std::string::npos);
        CHECK(told.find(worse + ":1:") != std::string::npos);
        CHECK(told.back() == '\n');
    }
}

TEST_CASE("a file that is not there is told by its name") {
    CHECK_THROWS_AS(load_scenarios({"/nowhere/x.json"}, {}), invalid_input);
}
