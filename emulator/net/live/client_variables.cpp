#include "net/live/client_variables.hpp"

#include <string>

#include "net/live/live_smtp.hpp"

namespace sendlab::net {

environment_changes client_variables(const live_emulator& emulator, bool as_ses) {
    const auto& facts = emulator.facts();
    const auto endpoint = emulator.endpoint();
    environment_changes variables{
        {"AWS_ENDPOINT_URL", endpoint},       {"SENDLAB_ENDPOINT", endpoint}, {"AWS_ACCESS_KEY_ID", "test"},
        {"AWS_SECRET_ACCESS_KEY", "test"},    {"AWS_SESSION_TOKEN", "test"},  {"AWS_REGION", facts.region},
        {"AWS_DEFAULT_REGION", facts.region},
    };
    if (!facts.authority.empty()) // without TLS there is none
        for (const char* name : {"AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"})
            variables.emplace_back(name, facts.authority);
    for (const char* service : {"S3", "LAMBDA", "SES", "SESV2", "STS"}) // one set outside would win
        variables.emplace_back(std::string{"AWS_ENDPOINT_URL_"} + service, endpoint);
    if (const auto smtp = facts.ports.find("smtp"); smtp != facts.ports.end()) {
        for (const char* prefix : {"", "SENDLAB_"}) {
            variables.emplace_back(std::string{prefix} + "SMTP_HOST", "127.0.0.1");
            variables.emplace_back(std::string{prefix} + "SMTP_PORT", std::to_string(smtp->second));
            if (const auto smtps = facts.ports.find("smtps"); smtps != facts.ports.end())
                variables.emplace_back(std::string{prefix} + "SMTPS_PORT", std::to_string(smtps->second));
            if (as_ses) {
                variables.emplace_back(std::string{prefix} + "SMTP_USER", "test");
                variables.emplace_back(std::string{prefix} + "SMTP_PASSWORD", smtp_password_in(facts.region));
            }
        }
    }
    return variables;
}

} // namespace sendlab::net
