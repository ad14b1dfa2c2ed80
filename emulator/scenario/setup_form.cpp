#include "scenario/setup_form.hpp"

#include <algorithm>
#include <filesystem>

#include "lambda/function_name.hpp"
#include "s3/naming_rules.hpp"

namespace sendlab::scenario {

namespace {

using pipeline::function_setup;
using pipeline::notification_setup;
using pipeline::settings;
using variables = std::vector<std::pair<std::string, std::string>>;

bool is_runtime(std::string_view text) {
    return text.starts_with("nodejs") || text.starts_with("python3") || text.starts_with("provided");
}

/// Lambda API Reference, "Environment": letters, digits and underscores, a letter first, two at least.
bool is_variable_name(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return text.size() >= 2 && is_letter(text.front()) && std::ranges::all_of(text, fits);
}

form<variables> environments() {
    const std::string expected = "an object of texts";
    return {expected,
            R"({"type":"object","additionalProperties":{"type":"string"}})",
            {R"({"SENDER": "news@example.org"})"},
            [expected](const node& n, reader& in) -> std::optional<variables> {
                if (!n.members())
                    return refuse(in, n, "does not fit", expected);
                variables all;
                for (const auto& m : *n.members()) {
                    if (!is_variable_name(m.name))
                        return in.fail(m.where, quote(m.name) +
                                                    " is no name of a variable, expected letters, "
                                                    "digits and underscores, a letter first");
                    if (!m.value.text())
                        return refuse(in, m.value, "is not a text", "a text");
                    all.emplace_back(m.name, *m.value.text());
                }
                return all;
            },
            [](const variables&) { return std::string{"{}"}; }};
}

std::vector<key> keys_of(function_setup& f) {
    return {
        field("name", f.name, texts("a function name", "LambdaEmailSender", lambda::is_function_name),
              "Its name; the pipeline's function if it is not given."),
        field("code", f.code, texts("a folder or a zip archive", "handler.zip"), "Where its code is."),
        field("runtime", f.runtime,
              texts("a runtime (nodejs..., python3..., provided...)", "nodejs20.x", is_runtime),
              "What runs the code."),
        field("handler", f.handler, texts("a text", "index.handler"), "The file and the function in it."),
        field("environment", f.environment, environments(), "Its environment variables."),
    };
}

std::vector<key> keys_of(notification_setup& n) {
    return {
        field("bucket", n.bucket, texts("a bucket name", "async-emails", s3::is_bucket_name),
              "Whose objects; the pipeline's bucket if it is not given."),
        field("function", n.function, texts("a function name", "LambdaEmailSender", lambda::is_function_name),
              "What is invoked; the pipeline's function if it is not given."),
        field("prefix", n.prefix, texts("a text", "mail/"), "Of the keys that count."),
        field("suffix", n.suffix, texts("a text", ".json"), "Of the keys that count."),
    };
}

std::string function_schema() {
    function_setup any;
    auto schema = object_schema(keys_of(any));
    schema.pop_back();
    return schema + R"(,"required":["code"]})";
}

std::string notification_schema() {
    notification_setup any;
    return object_schema(keys_of(any));
}

form<function_setup> functions() {
    return {"a function",
            function_schema(),
            {R"({"code": "handler.zip", "handler": "index.handler"})"},
            [](const node& n, reader& in) -> std::optional<function_setup> {
                const auto before = in.problem_count();
                function_setup f;
                read_keys(keys_of(f), n, in);
                if (in.problem_count() != before)
                    return std::nullopt;
                if (f.code.empty())
                    return in.fail(n, "a function without code, expected a folder or a zip archive as code");
                f.code = in.locate(f.code).string();
                return f;
            },
            [](const function_setup&) { return std::string{}; }};
}

form<notification_setup> notifications() {
    return {"a notification",
            notification_schema(),
            {R"({"suffix": ".json"})"},
            [](const node& n, reader& in) -> std::optional<notification_setup> {
                const auto before = in.problem_count();
                notification_setup out;
                read_keys(keys_of(out), n, in);
                return in.problem_count() == before ? std::optional{out} : std::nullopt;
            },
            [](const notification_setup&) { return std::string{}; }};
}

template<class Part>
std::vector<key> keys_to_show() {
    Part any;
    auto keys = keys_of(any);
    for (auto& k : keys)
        k.read = nullptr; // it would set `any`
    return keys;
}

} // namespace

std::vector<key> setup_keys(pipeline::setup_settings& s) {
    return {
        field("buckets", s.buckets,
              lists("bucket names", texts("a bucket name", "uploads", s3::is_bucket_name)),
              "Buckets beside the pipeline's own."),
        field("functions", s.functions, lists("functions", functions()), "Functions with real code."),
        field("notifications", s.notifications, lists("notifications", notifications()),
              "Which buckets' new objects invoke which functions."),
    };
}

std::vector<key> function_setup_keys() {
    return keys_to_show<function_setup>();
}

std::vector<key> notification_setup_keys() {
    return keys_to_show<notification_setup>();
}

void check_setup(const settings& s, reader& in) {
    const auto& own = s.lambda.function.name;
    const auto name_of = [&](const std::string& name) { return name.empty() ? own : name; };
    for (const auto& f : s.setup.functions) {
        if (std::error_code failed; !std::filesystem::exists(f.code, failed))
            in.fail_at("setup.functions", f.code + " does not exist, expected a folder or a zip archive");
    }
    for (const auto& n : s.setup.notifications) {
        const auto wanted = name_of(n.function);
        if (std::ranges::none_of(s.setup.functions,
                                 [&](const function_setup& f) { return name_of(f.name) == wanted; }))
            in.fail_at("setup.notifications",
                       "no function " + quote(wanted) + " in setup.functions, expected one of that name");
    }
}

} // namespace sendlab::scenario
