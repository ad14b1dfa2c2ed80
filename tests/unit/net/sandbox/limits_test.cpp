// What handlers can do to the emulator: nothing.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <set>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/sandbox/log_splitter.hpp"
#include "net/sandbox/proc_files.hpp"
#include "net/sandbox/process_watch.hpp"
#include "unit/net/sandbox/environment.hpp"

using namespace sendlab::net::sandbox::testing;
using nlohmann::json;
namespace sandbox = sendlab::net::sandbox;

namespace {

bool is_gone(int process) {
    return ::kill(process, 0) != 0 && errno == ESRCH;
}

bool has_no_children() {
    return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
}

/// The number behind a word in the log; 0 if it is not there yet.
int number_logged(const environment& function, const std::string& word) {
    for (const auto& line : function.log)
        if (const auto at = line.find(word); at != std::string::npos)
            return std::atoi(line.c_str() + at + word.size());
    return 0;
}

} // namespace

TEST_CASE("whoever is terminated dies with all that it has started, and leaves no zombie", "[limits]") {
    environment function{{{"app.py", R"(
import os, subprocess, time
def handler(event, context):
    child = subprocess.Popen(["sleep", "1000"])
    print("child", child.pid, flush=True)
    print("self", os.getpid(), flush=True)
    while True: pass
)"}},
                         environment::python()};
    function.init();
    function.begin();
    function.run_until([&] { return number_logged(function, "self ") > 0; });
    const auto child = number_logged(function, "child ");
    const auto self = number_logged(function, "self ");
    CHECK_FALSE(is_gone(child));
    function.terminate();
    function.run_until([&] { return is_gone(child) && is_gone(self); });
    function.run_until(has_no_children);
    CHECK_FALSE(function.answered());
}

TEST_CASE("so does what has left its group", "[limits]") {
    environment function{{{"app.py", R"(
import subprocess
def handler(event, context):
    subprocess.run(["sh", "-c", "setsid sleep 1000 & echo stray $!"])
    while True: pass
)"}},
                         environment::python()};
    function.init();
    function.begin();
    function.run_until([&] { return number_logged(function, "stray ") > 0; });
    const auto stray = number_logged(function, "stray ");
    function.run_until([&] { return sandbox::group_of(std::to_string(stray).c_str()) == stray; });
    function.terminate();
    function.run_until([&] { return is_gone(stray); });
}

TEST_CASE("after it was terminated an environment starts anew; its temporary files are still there",
          "[limits]") {
    environment function{{{"app.py", R"(
import os
mark = os.environ["TMPDIR"] + "/mark"
def handler(event, context):
    if event.get("hang"):
        open(mark, "w").write("there")
        print("hanging", flush=True)
        while True: pass
    return open(mark).read()
)"}},
                         environment::python()};
    function.init();
    function.begin(R"({"hang":true})");
    function.run_until([&] { return function.logged("hanging"); });
    function.terminate();
    function.init(false);
    CHECK(json_of(function.invoke()) == "there");
}

TEST_CASE("a start that hangs can be terminated", "[limits]") {
    environment function{{{"index.js", "console.log('self ' + process.pid); for (;;) {}"}}};
    bool ready = false;
    function.handler().init(true, [&] { ready = true; });
    function.run_until([&] { return number_logged(function, "self ") > 0; });
    const auto self = number_logged(function, "self ");
    function.terminate();
    function.run_until([&] { return is_gone(self); });
    CHECK_FALSE(ready);
}

TEST_CASE("an environment that goes takes its processes along", "[limits]") {
    environment function{{{"index.js", "exports.handler = async () => process.pid;"}}};
    function.init();
    const int self = json_of(function.invoke());
    CHECK_FALSE(is_gone(self)); // frozen
    function.destroy();
    function.run_until([&] { return is_gone(self); });
}

TEST_CASE("a hundred megabytes of output are read, and four of them kept", "[limits]") {
    environment function{{{"app.py", R"(
import sys
def handler(event, context):
    line = "x" * 9999 + "\n"
    for n in range(event["lines"]):
        sys.stdout.write(line)
    return "written"
)"}},
                         environment::python()};
    function.init();
    CHECK(json_of(function.invoke(R"({"lines":10000})")) == "written");
    std::size_t kept = 0;
    for (const auto& line : function.log)
        kept += line.size() + 1;
    CHECK(kept >= sandbox::log_splitter::invocation_limit);
    CHECK(kept < sandbox::log_splitter::invocation_limit + 1000);
    CHECK(function.log.back().find(" more bytes of output are left out") != std::string::npos);

    function.log.clear();
    function.invoke(R"({"lines":2})");
    CHECK(function.log.size() == 2); // another invocation, another limit
}

TEST_CASE("a handler that takes more memory than the function has is killed", "[limits]") {
    auto small = environment::python();
    small.memory_mb = 128;
    environment function{{{"app.py", R"(
def handler(event, context):
    hoard = []
    while True:
        hoard.append(bytearray(8 * 1024 * 1024))
)"}},
                         small};
    function.init();
    const auto failed = function.invoke();
    CHECK(failed.crashed);
    CHECK(failed.runtime_error == "Runtime.OutOfMemory");
    CHECK(json_of(failed)["errorMessage"] ==
          "RequestId: " + function.request_id() + " Error: Runtime exited with error: signal: killed");
}

TEST_CASE("a handler that starts more than a thousand processes is killed with all of them", "[limits]") {
    environment function{{{"bootstrap", R"(#!/bin/bash
read_next() { exec 3<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API%:*}/${AWS_LAMBDA_RUNTIME_API#*:}
    printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n' >&3; read -r line <&3; }
read_next
echo "self $$"
for ((n = 0; n < 1500; n++)); do (read -r < <(:); exec sleep 1000) & done
wait
)"}},
                         environment::custom()};
    function.init();
    const auto failed = function.invoke();
    CHECK(failed.crashed);
    CHECK_FALSE(failed.succeeded);
    std::map<int, sandbox::group_usage> usage{{number_logged(function, "self "), {}}};
    function.run_until([&] {
        usage.begin()->second = {};
        sandbox::measure(usage);
        return usage.begin()->second.processes == 0;
    });
}

TEST_CASE("a process has what Lambda gives it, and nothing of the emulator's", "[limits]") {
    ::setenv("SECRET_OF_THE_EMULATOR", "42", 1);
    const int open_file = ::open("/etc/hostname", O_RDONLY); // without O_CLOEXEC
    auto what = environment::python();
    what.variables = {{"STAGE", "test"}};
    environment function{{{"app.py", R"(
import os
def handler(event, context):
    files = [os.readlink("/proc/self/fd/" + n) for n in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + n)]
    return {"variables": dict(os.environ), "folder": os.getcwd(), "files": files,
            "group": os.getpgid(0) == os.getpid()}
)"}},
                         what};
    function.init();
    auto seen = json_of(function.invoke());
    ::close(open_file);
    std::set<std::string> names;
    for (const auto& [name, value] : seen["variables"].items())
        names.insert(name);
    names.erase("LC_CTYPE"); // Python's own doing where the locale is not installed
    CHECK(names == std::set<std::string>{"AWS_ACCESS_KEY_ID",
                                         "AWS_DEFAULT_REGION",
                                         "AWS_ENDPOINT_URL",
                                         "AWS_EXECUTION_ENV",
                                         "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                         "AWS_LAMBDA_FUNCTION_NAME",
                                         "AWS_LAMBDA_FUNCTION_VERSION",
                                         "AWS_LAMBDA_INITIALIZATION_TYPE",
                                         "AWS_LAMBDA_LOG_GROUP_NAME",
                                         "AWS_LAMBDA_LOG_STREAM_NAME",
                                         "AWS_LAMBDA_RUNTIME_API",
                                         "AWS_REGION",
                                         "AWS_SECRET_ACCESS_KEY",
                                         "AWS_SESSION_TOKEN",
                                         "AWS_XRAY_CONTEXT_MISSING",
                                         "AWS_XRAY_DAEMON_ADDRESS",
                                         "HOME",
                                         "LAMBDA_RUNTIME_DIR",
                                         "LAMBDA_TASK_ROOT",
                                         "LANG",
                                         "LD_LIBRARY_PATH",
                                         "PATH",
                                         "PWD",
                                         "SHLVL",
                                         "SMTP_HOST",
                                         "SMTP_PORT",
                                         "STAGE",
                                         "TMPDIR",
                                         "TZ",
                                         "_AWS_XRAY_DAEMON_ADDRESS",
                                         "_AWS_XRAY_DAEMON_PORT",
                                         "_HANDLER",
                                         "_X_AMZN_TRACE_ID"});
    CHECK(seen["variables"]["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.12");
    CHECK(seen["variables"]["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566");
    CHECK(seen["variables"]["SMTP_PORT"] == "1025");
    CHECK(seen["variables"]["STAGE"] == "test");
    CHECK(seen["folder"] == function.folder());
    CHECK(seen["group"] == true);
    for (const auto& file : seen["files"])
        CHECK(file != "/etc/hostname");
}

TEST_CASE("a custom runtime is an executable called bootstrap", "[limits]") {
    environment none{{{"index.js", ""}}, environment::custom()};
    none.init();
    const auto failed = none.invoke();
    CHECK(failed.crashed);
    CHECK(json_of(failed)["errorType"] == "Runtime.InvalidEntrypoint");

    environment function{{{"bootstrap", R"(#!/usr/bin/env python3
import http.client, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    answer = api.getresponse()
    event = answer.read()
    where = "/2018-06-01/runtime/invocation/" + answer.headers["Lambda-Runtime-Aws-Request-Id"] + "/response"
    api.request("POST", where, b"[" + event + b"]")
    api.getresponse().read()
)"}},
                         environment::custom()};
    function.init();
    CHECK(function.invoke(R"({"a":1})").payload == R"([{"a":1}])");
}
