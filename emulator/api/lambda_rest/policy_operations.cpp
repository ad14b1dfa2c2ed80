// Who may call a function. Stored and told; nobody is refused for want of a permission.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/lambda_rest/answers.hpp"
#include "api/lambda_rest/operations.hpp"
#include "base/json_value.hpp"

namespace sendlab::api::lambda_api {

namespace {

using lambda::errc;
using lambda::resource_policy;
using nlohmann::ordered_json;

constexpr std::size_t policy_limit = 20'480;

struct policy_place {
    lambda::function_entry* function;
    std::string qualifier; // "$LATEST" if none is given
    std::string arn;       // what the statements are about
};

result<policy_place, http_response> find_place(world& w, const call& c) {
    const auto* const described = w.registry.find(c.function, c.qualifier);
    if (!described)
        return error_answer(w.registry.not_found(c.function, c.qualifier));
    auto* const entry = w.registry.find(c.function);
    const bool qualified = !c.qualifier.empty() && c.qualifier != "$LATEST";
    return policy_place{entry, qualified ? c.qualifier : "$LATEST",
                        qualified ? entry->latest.arn + ':' + c.qualifier : entry->latest.arn};
}

/// A service, an account or user, or everybody; null for what is none of these.
ordered_json principal_of(const std::string& text) {
    const bool account = text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos;
    if (text == "*")
        return text;
    if (account)
        return {{"AWS", "arn:aws:iam::" + text + ":root"}};
    if (text.starts_with("arn:"))
        return {{"AWS", text}};
    if (text.ends_with(".amazonaws.com") || text.ends_with(".amazon.com"))
        return {{"Service", text}};
    return nullptr;
}

ordered_json condition_of(const nlohmann::json& body) {
    ordered_json condition;
    if (body.contains("SourceAccount"))
        condition["StringEquals"]["AWS:SourceAccount"] = body["SourceAccount"];
    if (body.contains("EventSourceToken"))
        condition["StringEquals"]["lambda:EventSourceToken"] = body["EventSourceToken"];
    if (body.contains("PrincipalOrgID"))
        condition["StringEquals"]["aws:PrincipalOrgID"] = body["PrincipalOrgID"];
    if (body.contains("FunctionUrlAuthType"))
        condition["StringEquals"]["lambda:FunctionUrlAuthType"] = body["FunctionUrlAuthType"];
    if (body.contains("SourceArn"))
        condition["ArnLike"]["AWS:SourceArn"] = body["SourceArn"];
    return condition;
}

std::string policy_text(const resource_policy& policy) {
    std::string text = R"({"Version":"2012-10-17","Id":"default","Statement":[)";
    for (const auto& statement : policy.statements)
        text.append(&statement == policy.statements.data() ? "" : ",").append(statement.json);
    return text + "]}";
}

http_response no_policy() {
    return error_answer({errc::resource_not_found, "The resource you requested does not exist."});
}

} // namespace

http_response add_permission(world& w, const call& c) {
    const auto place = find_place(w, c);
    if (!place)
        return place.error();
    const auto sid = c.body.value("StatementId", "");
    auto principal = principal_of(c.body.value("Principal", ""));
    if (principal.is_null())
        return invalid_parameter(
            "The provided principal was invalid. Please check the principal and try again.");
    auto policy = place->function->policies[place->qualifier]; // a copy: kept if all is well
    if (std::ranges::find(policy.statements, sid, &resource_policy::statement::id) != policy.statements.end())
        return error_answer({errc::resource_conflict, "The statement id (" + sid +
                                                          ") provided already exists. Please provide a new "
                                                          "statement id, or remove the existing statement."});
    ordered_json statement{{"Sid", sid},
                           {"Effect", "Allow"},
                           {"Principal", std::move(principal)},
                           {"Action", c.body.value("Action", "")},
                           {"Resource", place->arn}};
    if (auto condition = condition_of(c.body); !condition.is_null())
        statement["Condition"] = std::move(condition);
    const auto text = json_text(statement);
    policy.statements.push_back({sid, text});
    if (const auto size = policy_text(policy).size(); size > policy_limit)
        return error_answer({errc::policy_length_exceeded, "The final policy size (" + std::to_string(size) +
                                                               ") is bigger than the limit (" +
                                                               std::to_string(policy_limit) + ")."});
    policy.revision_id = w.registry.new_revision();
    place->function->policies[place->qualifier] = std::move(policy);
    return json_answer(201, {{"Statement", text}});
}

http_response get_policy(world& w, const call& c) {
    const auto place = find_place(w, c);
    if (!place)
        return place.error();
    const auto& policy = place->function->policies[place->qualifier];
    if (policy.statements.empty())
        return no_policy();
    return json_answer(200, {{"Policy", policy_text(policy)}, {"RevisionId", policy.revision_id}});
}

http_response remove_permission(world& w, const call& c) {
    const auto place = find_place(w, c);
    if (!place)
        return place.error();
    auto& policy = place->function->policies[place->qualifier];
    if (policy.statements.empty())
        return error_answer({errc::resource_not_found, "No policy is associated with the given resource."});
    const auto removed =
        std::erase_if(policy.statements, [&](const auto& statement) { return statement.id == c.names[1]; });
    if (removed == 0)
        return error_answer(
            {errc::resource_not_found, "Statement " + c.names[1] + " is not found in resource policy."});
    policy.revision_id = w.registry.new_revision();
    return no_content();
}

} // namespace sendlab::api::lambda_api
