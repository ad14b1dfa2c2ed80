#include "net/sandbox/start_plan.hpp"

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace sendlab::net::sandbox {

namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t megabyte = 1024 * 1024;

bool is_executable(const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

} // namespace

std::uint64_t start_plan::private_bytes() const {
    return what_->memory_mb * megabyte;
}

child_command start_plan::command(std::uint16_t port) {
    // A backstop for what grows too fast to be watched; interpreters reserve much that they never use.
    constexpr std::uint64_t reserve = 2048 * megabyte;
    if (!temporary_)
        temporary_.emplace(shared_.work, "tmp-");
    child_command command;
    command.arguments = arguments();
    command.folder = what_->code->folder();
    command.data_limit = private_bytes() + reserve;
    auto all = variables(command.arguments[0]);
    all["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:" + std::to_string(port);
    for (const auto& [name, value] : all)
        command.variables.push_back(name + '=' + value);
    return command;
}

// ---- Programs ---------------------------------------------------------------------------------------------

std::vector<std::string> start_plan::arguments() const {
    const auto& runtime = what_->runtime;
    if (runtime.starts_with("nodejs"))
        return node_arguments();
    if (runtime.starts_with("python"))
        return python_arguments();
    auto bootstrap = fs::path{what_->code->folder()} / "bootstrap";
    if (!is_executable(bootstrap))
        throw std::system_error(ENOENT, std::generic_category(),
                                "Couldn't find valid bootstrap(s): [" + bootstrap.string() +
                                    "] for runtime " + runtime);
    return {bootstrap.string()};
}

/// The shares of the memory are those of AWS's image.
std::vector<std::string> start_plan::node_arguments() const {
    const auto share = [&](std::uint32_t percent) {
        return std::to_string(what_->memory_mb * percent / 100);
    };
    std::vector<std::string> all{shared_.programs.node(), "--max-semi-space-size=" + share(5),
                                 "--max-old-space-size=" + share(90), "--require",
                                 (shared_.runtimes / "node/preload.js").string()};
    for (const auto* entry : {"bin/index.mjs", "bin/index.js"}) {
        const auto client = fs::path{what_->code->folder()} / "node_modules/aws-lambda-ric" / entry;
        if (std::error_code ignored; fs::exists(client, ignored)) {
            all.insert(all.end(), {client.string(), what_->handler});
            return all;
        }
    }
    all.push_back((shared_.runtimes / "node/client.js").string());
    return all;
}

std::vector<std::string> start_plan::python_arguments() const {
    std::vector<std::string> all{shared_.programs.python(), "-u", "-B"};
    const auto client = fs::path{what_->code->folder()} / "awslambdaric/__main__.py";
    if (std::error_code ignored; fs::exists(client, ignored))
        all.insert(all.end(), {"-m", "awslambdaric", what_->handler});
    else
        all.push_back((shared_.runtimes / "python/client.py").string());
    return all;
}

// ---- Variables --------------------------------------------------------------------------------------------

std::map<std::string, std::string> start_plan::variables(const std::string& program) const {
    const auto code = what_->code->folder();
    const auto temporary = temporary_->path().string();
    std::map<std::string, std::string> all{
        {"LANG", "en_US.UTF-8"},
        {"TZ", ":UTC"},
        {"SHLVL", "0"},
        {"PWD", code},
        {"PATH", fs::path{program}.parent_path().string() + ":/usr/local/bin:/usr/bin:/bin:/opt/bin"},
        {"LD_LIBRARY_PATH", code + ':' + code + "/lib"},
        {"LAMBDA_TASK_ROOT", code},
        {"LAMBDA_RUNTIME_DIR", shared_.runtimes.string()},
        // Not AWS's: the nearest there is to a /tmp of its own; and a home in which no SDK finds the
        // developer's own profiles.
        {"TMPDIR", temporary},
        {"HOME", temporary},
    };
    if (what_->runtime.starts_with("nodejs")) {
        auto& modules = all["NODE_PATH"];
        modules = code + "/node_modules:" + code;
        if (!shared_.settings.node_path.empty())
            modules += ':' + shared_.settings.node_path;
    }
    add_function(all);
    add_emulator(all);
    for (const auto& [name, value] : what_->variables)
        all[name] = value;
    return all;
}

void start_plan::add_function(std::map<std::string, std::string>& all) const {
    all["_HANDLER"] = what_->handler;
    all["AWS_LAMBDA_FUNCTION_NAME"] = what_->name;
    all["AWS_LAMBDA_FUNCTION_VERSION"] = what_->version;
    all["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = std::to_string(what_->memory_mb);
    all["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
    all["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/" + what_->name;
    all["AWS_LAMBDA_LOG_STREAM_NAME"] = log_stream_;
    if (!what_->runtime.starts_with("provided"))
        all["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + what_->runtime;
}

void start_plan::add_emulator(std::map<std::string, std::string>& all) const {
    const auto& settings = shared_.settings;
    all["AWS_REGION"] = settings.region;
    all["AWS_DEFAULT_REGION"] = settings.region;
    all["AWS_ACCESS_KEY_ID"] = settings.access_key_id(environment_);
    all["AWS_SECRET_ACCESS_KEY"] = settings.secret_access_key;
    all["AWS_SESSION_TOKEN"] = settings.session_token;
    all["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
    all["AWS_XRAY_DAEMON_ADDRESS"] = "169.254.79.129:2000";
    all["_AWS_XRAY_DAEMON_ADDRESS"] = "169.254.79.129";
    all["_AWS_XRAY_DAEMON_PORT"] = "2000";
    if (!shared_.endpoint.empty())
        all["AWS_ENDPOINT_URL"] = shared_.endpoint;
    if (shared_.smtp_port > 0) {
        all["SMTP_HOST"] = "127.0.0.1";
        all["SMTP_PORT"] = std::to_string(shared_.smtp_port);
    }
    if (!settings.ca_bundle.empty()) {
        all["AWS_CA_BUNDLE"] = settings.ca_bundle;
        all["NODE_EXTRA_CA_CERTS"] = settings.ca_bundle;
    }
}

} // namespace sendlab::net::sandbox
