// Our Node.js runtime client, with real processes. What counts as an answer: Lambda Developer Guide, "Define
// Lambda function handler in Node.js".
#include "unit/net/sandbox/environment.hpp"

using namespace sendlab::net::sandbox::testing;
using nlohmann::json;

namespace {

/// A function whose handler is this JavaScript.
files node_code(const std::string& handler) {
    return {{"index.js", "exports.handler = " + handler}};
}

json answer_of(const std::string& handler, const std::string& event = "{}") {
    environment function{node_code(handler)};
    function.init();
    const auto result = function.invoke(event);
    INFO(result.payload);
    INFO(result.payload);
    REQUIRE(result.succeeded);
    return json_of(result);
}

sendlab::lambda::handler_result failure_of(const std::string& handler) {
    environment function{node_code(handler)};
    function.init();
    const auto result = function.invoke();
    INFO(result.payload);
    CHECK_FALSE(result.succeeded);
    return result;
}

} // namespace

TEST_CASE("a handler gets the event and its context, and its answer comes back", "[node]") {
    environment function{{{"index.js", R"(
        exports.handler = async (event, context) => ({
            got: event.name, id: context.awsRequestId, name: context.functionName, arn: context.invokedFunctionArn,
            memory: context.memoryLimitInMB, version: context.functionVersion, group: context.logGroupName });
    )"}}};
    function.init();
    const auto result = function.invoke(R"({"name":"Ada"})");
    CHECK(result.succeeded);
    CHECK_FALSE(result.crashed);
    auto answer = json_of(result);
    CHECK(answer["got"] == "Ada");
    CHECK(answer["id"] == function.request_id());
    CHECK(answer["name"] == "LambdaEmailSender");
    CHECK(answer["arn"] == "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender");
    CHECK(answer["memory"] == "512");
    CHECK(answer["version"] == "$LATEST");
    CHECK(answer["group"] == "/aws/lambda/LambdaEmailSender");
}

TEST_CASE("one process serves invocation after invocation", "[node]") {
    environment function{{{"index.js", "let n = 0; exports.handler = async () => [process.pid, ++n];"}}};
    function.init();
    const auto first = json_of(function.invoke());
    const auto second = json_of(function.invoke());
    CHECK(first[0] == second[0]);
    CHECK(first[1] == 1);
    CHECK(second[1] == 2);
}

TEST_CASE("an answer may come by callback, by promise, by context, or not at all", "[node]") {
    CHECK(answer_of("(event, context, callback) => callback(null, 'called back');") == "called back");
    CHECK(answer_of("async () => 'promised';") == "promised");
    CHECK(answer_of("(event, context) => context.succeed('done');") == "done");
    CHECK(answer_of("(event, context) => { context.done(null, 7); };") == 7);
    CHECK(answer_of("() => {};") == nullptr);
    CHECK(answer_of("async () => undefined;") == nullptr);
    CHECK(answer_of("(event, context, callback) => { callback(null, 1); callback('too late'); };") == 1);
}

TEST_CASE("success by callback waits until nothing is left to do", "[node]") {
    const std::string late = R"((event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = event.waits;
        const box = { late: false };
        setTimeout(() => { box.late = true; }, 150);
        callback(null, box);
    };)";
    CHECK(answer_of(late, R"({"waits":true})")["late"] == true);
    CHECK(answer_of(late, R"({"waits":false})")["late"] == false);
}

TEST_CASE("an error by callback is answered at once; what is left goes on in the next invocation", "[node]") {
    environment function{{{"index.js", R"(
        const done = [];
        exports.handler = (event, context, callback) => {
            if (event.ask) return setTimeout(() => callback(null, done), event.ask);
            for (let i = 0; i < 3; ++i) setTimeout(() => done.push(i), 100);
            callback(new Error('one e-mail failed'));
        };
    )"}}};
    function.init();
    const auto failed = function.invoke();
    CHECK_FALSE(failed.succeeded);
    CHECK_FALSE(failed.crashed);
    CHECK(json_of(failed)["errorMessage"] == "one e-mail failed");
    CHECK(json_of(function.invoke(R"({"ask":1})")) == json::array({0, 1, 2}));
}

TEST_CASE("a process stands still between invocations", "[node]") {
    environment function{{{"index.js", R"(
        let ticks = 0;
        setInterval(() => { ++ticks; }, 1).unref();
        exports.handler = async () => { const seen = ticks; ticks = 0; return seen; };
    )"}}};
    function.init();
    function.invoke();
    environment other{node_code("async () => new Promise((then) => setTimeout(then, 300));")};
    other.init();
    other.invoke(); // meanwhile
    CHECK(json_of(function.invoke()) <= 100);
}

TEST_CASE("errors are told as AWS tells them", "[node]") {
    auto error = json_of(failure_of("async () => { throw new TypeError('no meta'); };"));
    CHECK(error["errorType"] == "TypeError");
    CHECK(error["errorMessage"] == "no meta");
    CHECK(error["trace"][0] == "TypeError: no meta");

    error = json_of(failure_of("(event, context, callback) => callback('bad request');"));
    CHECK(error == json{{"errorType", "string"}, {"errorMessage", "bad request"}, {"trace", json::array()}});
    CHECK(json_of(failure_of("() => { throw new Error('at once'); };"))["errorMessage"] == "at once");
    CHECK(json_of(failure_of("(event, context) => context.fail();"))["errorMessage"] == "handled");
    CHECK(json_of(failure_of("async () => 10n;"))["errorMessage"].get<std::string>().find("stringify") !=
          std::string::npos);
}

TEST_CASE("an exception that nobody catches ends the process, and the next invocation starts another",
          "[node]") {
    environment function{{{"index.js", R"(
        let calls = 0;
        exports.handler = (event) => {
            if (event.calm) return Promise.resolve(++calls);
            ++calls;
            setTimeout(() => JSON.parse('{'), 1);
        };
    )"}}};
    function.init();
    const auto failed = function.invoke();
    CHECK_FALSE(failed.succeeded);
    CHECK(failed.crashed);
    CHECK(json_of(failed)["errorType"] == "SyntaxError");
    CHECK(function.logged("ERROR\tUncaught Exception \t{\"errorType\":\"SyntaxError\""));
    function.init(false);
    CHECK(json_of(function.invoke(R"({"calm":true})")) == 1);
}

TEST_CASE("a rejection that nobody handles is one too", "[node]") {
    const auto failed = failure_of("(event, context, callback) => { Promise.reject(new Error('lost')); };");
    CHECK(failed.crashed);
    CHECK(json_of(failed)["errorType"] == "Runtime.UnhandledPromiseRejection");
    CHECK(json_of(failed)["errorMessage"] == "Error: lost");
}

TEST_CASE("a promise that can never settle is an error", "[node]") {
    const auto failed = failure_of("async () => new Promise(() => {});");
    CHECK(failed.crashed);
    CHECK(json_of(failed)["errorType"] == "Runtime.NodeJsExit");
}

TEST_CASE("the remaining time counts down to the deadline", "[node]") {
    const std::string code = R"(async (event, context) => {
        const before = context.getRemainingTimeInMillis();
        await new Promise((then) => setTimeout(then, 50));
        return [before, context.getRemainingTimeInMillis()];
    };)";
    environment function{node_code(code)};
    function.init();
    const auto left = json_of(function.invoke("{}", 7s));
    CHECK(left[0] <= 7000);
    CHECK(left[0] > 0);
    CHECK(left[1] <= left[0].get<int>() - 49);
}

TEST_CASE("handlers may be ES modules, by extension or by package.json, and lie in folders", "[node]") {
    environment by_extension{
        {{"index.mjs", "export const handler = async () => import.meta.url.slice(0, 5);"}}};
    by_extension.init();
    CHECK(json_of(by_extension.invoke()) == "file:");

    environment by_package{
        {{"package.json", R"({"type":"module"})"},
         {"index.js", "import fs from 'fs'; export async function handler() { return typeof fs; }"}}};
    by_package.init();
    CHECK(json_of(by_package.invoke()) == "object");

    environment in_folder{{{"mail/send.js", "exports.api = { go: async () => 'there' };"}},
                          environment::of_runtime("nodejs22.x", "mail/send.api.go")};
    in_folder.init();
    CHECK(json_of(in_folder.invoke()) == "there");
}

TEST_CASE("what console writes becomes lines of the log, with time, request and level", "[node]") {
    environment function{node_code(R"(async () => { console.log('a %d', 1); console.error('b\nc'); };)")};
    function.init();
    function.invoke();
    CHECK(function.logged('\t' + function.request_id() + "\tINFO\ta 1"));
    CHECK(function.logged('\t' + function.request_id() + "\tERROR\tb\rc"));
}

TEST_CASE("what console writes is out before the handler answers, more than a pipe holds too", "[node]") {
    environment function{node_code(
        "async () => { for (let i = 1; i <= 3000; ++i) console.log('line %d ' + '.'.repeat(80), i); }")};
    function.init();
    function.invoke();
    CHECK(function.logged("\tINFO\tline 3000 "));

    environment leaving{
        node_code("async () => { console.log('.'.repeat(200000) + ' last words'); process.exit(1); }")};
    leaving.init();
    leaving.invoke();
    CHECK(leaving.logged(" last words"));
}

TEST_CASE("code that cannot be loaded fails Init, is tried again, and says why", "[node]") {
    environment missing{{{"other.js", ""}}};
    missing.init();
    CHECK(missing.logged("Phase: init\tStatus: error\tError Type: Runtime.ImportModuleError"));
    auto failed = missing.invoke();
    CHECK_FALSE(failed.succeeded);
    CHECK(failed.crashed);
    CHECK(json_of(failed)["errorType"] == "Runtime.ImportModuleError");
    CHECK(missing.logged("Phase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError"));

    environment no_export{{{"index.js", "exports.other = 1;"}}};
    no_export.init();
    CHECK(json_of(no_export.invoke()) == json{{"errorType", "Runtime.HandlerNotFound"},
                                              {"errorMessage", "index.handler is undefined or not exported"},
                                              {"trace", json_of(no_export.invoke())["trace"]}});

    environment broken{{{"index.js", "exports.handler = ("}}};
    broken.init();
    CHECK(json_of(broken.invoke())["errorType"] == "Runtime.UserCodeSyntaxError");
}

TEST_CASE("code that fails its first start may succeed in the second, inside the invocation", "[node]") {
    environment function{{{"index.js", R"(
        const fs = require('fs');
        const mark = process.env.TMPDIR + '/started';
        if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); process.exit(3); }
        exports.handler = async () => 'at last';
    )"}}};
    function.init();
    CHECK(function.logged("Phase: init\tStatus: error\tError Type: Runtime.ExitError"));
    const auto result = function.invoke();
    CHECK(result.succeeded);
    CHECK(json_of(result) == "at last");
}

TEST_CASE("calls to amazonaws.com reach the emulator, with their Host and the agent's limit on sockets",
          "[node]") {
    // A server in the function's own process stands for the emulator.
    auto answer = answer_of(R"(async () => {
        const http = require('http'), https = require('https');
        const seen = []; let open = 0, most = 0;
        const server = http.createServer((request, response) => {
            seen.push(request.headers.host); most = Math.max(most, ++open);
            setTimeout(() => { --open; response.end('ok'); }, 20);
        });
        await new Promise((then) => server.listen(0, '127.0.0.1', then));
        process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${server.address().port}`;
        const path = require('path');
        delete require.cache[require.resolve(process.env.LAMBDA_RUNTIME_DIR + '/node/preload.js')];
        require(process.env.LAMBDA_RUNTIME_DIR + '/node/preload.js');
        const agent = new https.Agent({ keepAlive: true, maxSockets: 5 });
        const get = (options) => new Promise((then, fail) => https.get(options, (response) => {
            response.resume(); response.on('end', () => then(response.statusCode)); }).on('error', fail));
        const calls = [];
        for (let i = 0; i < 20; ++i) calls.push(get({ host: 'email.us-east-1.amazonaws.com', path: '/', agent }));
        const statuses = await Promise.all(calls);
        const fetched = await fetch('https://s3.eu-west-1.amazonaws.com/b/k').then((r) => r.text());
        server.closeAllConnections(); server.close();
        return { hosts: [...new Set(seen)], most, statuses: [...new Set(statuses)], fetched };
    };)");
    CHECK(answer["hosts"] == json::array({"email.us-east-1.amazonaws.com", "s3.eu-west-1.amazonaws.com"}));
    CHECK(answer["most"] == 5);
    CHECK(answer["statuses"] == json::array({200}));
    CHECK(answer["fetched"] == "ok");
}
