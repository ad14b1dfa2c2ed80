#include "scenario/schema.hpp"

#include "pipeline/article_defaults.hpp"
#include "reading.hpp"
#include "scenario/distribution_shapes.hpp"
#include "scenario/keys.hpp"
#include "schema_check.hpp"

using namespace sendlab;
using namespace sendlab::test;
using nlohmann::json;

namespace {

const json& schema() {
    static const auto parsed = json::parse(scenario::json_schema());
    return parsed;
}

bool schema_accepts(const json& document) {
    static const schema_check check{schema()};
    return check.accepts(document);
}

/// Does the table of keys accept it? Rules between keys are left out, as the schema cannot say them.
bool parser_accepts(const json& document) {
    scenario::problems found;
    scenario::scenario s{"x.json", {}, pipeline::article_defaults(), {}};
    const auto parsed = parse_document(document.dump(), "x.json", found);
    REQUIRE(parsed);
    scenario::reader in{"x.json", ".", found};
    read_keys(keys_of(s), *parsed, in);
    return found.empty();
}

/// {"lambda": {"timeout": value}} for {"lambda", "timeout"}
json nested(const lines& path, json value) {
    for (auto name = path.rbegin(); name != path.rend(); ++name)
        value = json{{*name, std::move(value)}};
    return value;
}

/// Calls `visit(path, schema of the key)` for every key that is no section.
template<class Visit>
void each_key(const json& object, const lines& path, const Visit& visit) {
    for (const auto& [name, member] : object.at("properties").items()) {
        auto here = path;
        here.push_back(name);
        if (member.contains("properties") && name != "expect" && name != "requests")
            each_key(member, here, visit);
        else
            visit(here, member);
    }
}

std::string read_text(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

const std::filesystem::path source_dir{SENDLAB_SOURCE_DIR};
constexpr std::string_view begin_mark = "<!-- keys: begin; made by `unit_scenario \"[.write-docs]\"` -->\n";
constexpr std::string_view end_mark = "<!-- keys: end -->\n";

/// docs/scenarios.md with the reference as it is now.
std::string current_docs() {
    auto text = read_text(source_dir / "docs/scenarios.md");
    const auto begin = text.find(begin_mark), end = text.find(end_mark);
    REQUIRE(begin != text.npos);
    REQUIRE(end != text.npos);
    const auto from = begin + begin_mark.size();
    return text.replace(from, end - from, '\n' + scenario::key_reference() + '\n');
}

} // namespace

TEST_CASE("the schema and the parser accept every key's default and examples") {
    std::size_t keys = 0, values = 0;
    each_key(schema(), {}, [&](const lines& path, const json& key) {
        INFO(path.back());
        CHECK_FALSE(key.at("description").get<std::string>().empty());
        auto samples = key.value("examples", json::array());
        if (key.contains("default") && key["default"] != "") // an empty text: nothing is set
            samples.push_back(key["default"]);
        CHECK_FALSE(samples.empty());
        for (const auto& sample : samples) {
            INFO(sample.dump());
            CHECK(schema_accepts(nested(path, sample)));
            CHECK(parser_accepts(nested(path, sample)));
            ++values;
        }
        ++keys;
    });
    CHECK(keys > 80);
    CHECK(values > 100);
}

TEST_CASE("neither the schema nor the parser accepts a key that the other does not know") {
    each_key(schema(), {}, [&](const lines& path, const json&) {
        auto other = path;
        other.back() += "_";
        CHECK_FALSE(schema_accepts(nested(other, 1)));
        CHECK_FALSE(parser_accepts(nested(other, 1)));
    });
}

TEST_CASE("every key of the table stands in the schema with its default") {
    scenario::scenario s{{}, {}, pipeline::article_defaults(), {}};
    const std::function<void(const std::vector<scenario::key>&, const json&)> compare =
        [&](const std::vector<scenario::key>& keys, const json& object) {
            CHECK(object.at("properties").size() == keys.size());
            for (const auto& k : keys) {
                const auto& member = object.at("properties").at(k.name);
                if (!k.preset.empty())
                    CHECK(member.at("default") == json::parse(k.preset));
                if (!k.keys.empty())
                    compare(k.keys, member);
            }
        };
    compare(keys_of(s), schema());
}

TEST_CASE("the schema and the parser agree on what is wrong") {
    each_key(schema(), {}, [&](const lines& path, const json& key) {
        INFO(path.back());
        for (const auto& wrong :
             {json(json::array({json::array({1})})), json({{"no", "such"}}), json(-1), json("\x01")}) {
            if (wrong.is_string() && key.value("type", "") == "string")
                continue; // a text is judged by its parser only
            if (wrong.is_string() && key.dump().find("amount") == std::string::npos &&
                path.front() == "faults")
                continue;
            CHECK_FALSE(schema_accepts(nested(path, wrong)));
            CHECK_FALSE(parser_accepts(nested(path, wrong)));
        }
    });
}

TEST_CASE("the schema and the parser agree on distributions") {
    const auto both = [](const char* value) {
        const auto document = nested({"ses", "latency"}, json::parse(value));
        INFO(value);
        const bool parsed = parser_accepts(document);
        CHECK(schema_accepts(document) == parsed);
        return parsed;
    };
    for (
        const auto good :
        {R"("60ms")", R"({"constant": "1s", "per_kb": "1ms"})", R"({"uniform": ["1s", "2s"]})",
         R"({"exponential": "1s"})", R"({"exponential": {"mean": "1s"}})",
         R"({"normal": {"mean": "1s", "deviation": "1s"}})", R"({"lognormal": {"p50": "1s", "p99": "2s"}})",
         R"({"lognormal": {"mu": 1, "sigma": 1}})", R"({"gamma": {"shape": 1, "mean": "1s"}})",
         R"({"weibull": {"shape": 1, "scale": "1s"}})", R"({"pareto": {"minimum": "1s", "shape": 2}})",
         R"({"empirical": {"samples": ["1s"]}})", R"({"empirical": {"quantiles": {"0.5": "1s"}}})",
         R"({"profile": "same-region", "what": "s3-get"})",
         R"({"mixture": [{"weight": 1, "constant": "1s"}, {"weight": 2, "mixture": [{"weight": 1, "constant": "1s"}]}]})"})
        CHECK(both(good));
    for (const auto bad :
         {"1", R"("1")", R"({})", R"({"constant": 1})", R"({"constant": {"constant": "1s"}})",
          R"({"uniform": ["1s"]})", R"({"constant": "1s", "uniform": ["1s", "2s"]})",
          R"({"normal": {"mean": "1s"}})", R"({"lognormal": {"p50": "1s", "sigma": 2}})",
          R"({"lognormal": {"p50": "1s", "p99": "2s", "mu": 3}})",
          R"({"gamma": {"shape": "1", "mean": "1s"}})", R"({"empirical": {"samples": []}})",
          R"({"empirical": {"file": 5}})", R"({"mixture": [{"constant": "1s"}]})", R"({"mixture": []})",
          R"({"mixture": [{"weight": 0, "constant": "1s"}]})", R"({"constant": "1s", "weight": 1})",
          R"({"per_kb": "1s"})"})
        CHECK_FALSE(both(bad));
}

TEST_CASE("the schema and the parser agree on faults and expectations") {
    const std::pair<const char*, bool> cases[] = {
        {R"({"faults": [{"target": "ses", "outage": true}]})", true},
        {R"({"faults": [{"target": "ses.latency", "add": {"uniform": ["1s", "2s"]}, "for": "ever"}]})", true},
        {R"({"faults": [{"outage": true}]})", false},
        {R"({"faults": [{"target": "ses"}]})", false},
        {R"({"faults": [{"target": "ses", "outage": true, "drop": true}]})", false},
        {R"({"faults": [{"target": "disk", "outage": true}]})", false},
        {R"({"expect": {"duplicates": 0, "lost": "<=1", "delivery.p99": ["<1s", ">1ms"]}})", true},
        {R"({"expect": {"delivery.p99": 5}})", false},
        {R"({"expect": {"delivery.p95": "<1s"}})", false},
        {R"({"expect": {"lost": true}})", false},
    };
    for (const auto& [text, good] : cases) {
        INFO(text);
        CHECK(schema_accepts(json::parse(text)) == good);
        CHECK(parser_accepts(json::parse(text)) == good);
    }
}

TEST_CASE("every scenario that is shipped is read, and fits the schema") {
    std::size_t shipped = 0;
    for (const auto& entry : std::filesystem::directory_iterator{source_dir / "scenarios"}) {
        const auto name = entry.path().filename().string();
        if (!name.ends_with(".json") || name.ends_with(".schema.json"))
            continue;
        INFO(name);
        const auto read = scenario::load(entry.path());
        CHECK((read ? lines{} : told(read.error())) == lines{});
        CHECK(schema_accepts(json::parse(read_text(entry.path()), nullptr, true, true)));
        ++shipped;
    }
    CHECK(shipped > 0);
}

TEST_CASE("the schema that is shipped beside the scenarios is the one that is printed") {
    CHECK(read_text(source_dir / "scenarios/scenario.schema.json") == scenario::json_schema());
}

TEST_CASE("the documentation's tables are those of the parser") {
    const auto docs = read_text(source_dir / "docs/scenarios.md");
    CHECK(current_docs() == docs);
    for (const auto family : scenario::families)
        CHECK(docs.find("`{\"" + std::string{family} + "\":") != docs.npos);
}

TEST_CASE("the example of the documentation is a scenario") {
    const auto docs = read_text(source_dir / "docs/scenarios.md");
    const auto begin = docs.find("```jsonc\n") + 9;
    CHECK(problems_of(docs.substr(begin, docs.find("```", begin) - begin)) == lines{});
}

TEST_CASE("write the schema and the documentation's tables", "[.write-docs]") {
    std::ofstream{source_dir / "scenarios/scenario.schema.json", std::ios::binary} << scenario::json_schema();
    const auto docs = current_docs();
    std::ofstream{source_dir / "docs/scenarios.md", std::ios::binary} << docs;
}
