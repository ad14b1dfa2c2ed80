#include "api/localstack_routes.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace sendlab;
using nlohmann::json;

namespace {

struct emulator {
    api::emulator_facts facts{"1.2.3",          "us-east-1", "000000000000",
                              {{"edge", 4566}}, "/ca.pem",   virtual_epoch};
    api::own_api api{};
    int resets = 0;

    emulator() {
        add_localstack_routes(api, facts,
                              {[] { return virtual_epoch + std::chrono::minutes{2}; }, [this] { ++resets; }});
    }

    std::pair<unsigned, json> ask(const std::string& method, const std::string& target) {
        api::http_request request;
        request.method = method;
        request.target = target;
        std::pair<unsigned, json> answer;
        api.handle(request, [&](const api::http_response& response) {
            answer = {response.status, json::parse(to_string(*response.body))};
        });
        return answer;
    }
};

} // namespace

TEST_CASE("health says whether the emulator is ready, and where") {
    emulator here;
    CHECK(here.ask("GET", "/_sendlab/health").second["status"] == "starting");
    CHECK(here.ask("GET", "/_localstack/health").second["services"]["s3"] == "starting");
    here.facts.ready = true;
    const auto health = here.ask("GET", "/_sendlab/health").second;
    CHECK(health["status"] == "ready");
    CHECK(health["ports"]["edge"] == 4566);
    CHECK(health["uptime_s"] == 120);
    CHECK(health["version"] == "1.2.3");
    const auto localstack = here.ask("GET", "/_localstack/health").second;
    for (const char* service : {"s3", "lambda", "ses", "sts"})
        CHECK(localstack["services"][service] == "running");
}

TEST_CASE("stages are over when the emulator is ready") {
    emulator here;
    CHECK(here.ask("GET", "/_localstack/init").second["completed"]["READY"] == false);
    CHECK(here.ask("GET", "/_localstack/init/boot").second["completed"] == true);
    here.facts.ready = true;
    CHECK(here.ask("GET", "/_localstack/init/ready").second["completed"] == true);
    CHECK(here.ask("GET", "/_localstack/init").second["completed"]["SHUTDOWN"] == false);
    CHECK(here.ask("GET", "/_localstack/init/lunch").first == 404);
}

TEST_CASE("either reset forgets everything, and only when it is posted") {
    emulator here;
    CHECK(here.ask("POST", "/_localstack/state/reset").first == 200);
    CHECK(here.ask("POST", "/_sendlab/reset").first == 200);
    CHECK(here.resets == 2);
    CHECK(here.ask("GET", "/_sendlab/reset").first == 405);
    CHECK(here.resets == 2);
}
