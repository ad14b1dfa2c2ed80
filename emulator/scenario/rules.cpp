#include "scenario/rules.hpp"

#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "base/units.hpp"
#include "lambda/concurrency_gate.hpp"
#include "lambda/function_name.hpp"
#include "lambda/function_validation.hpp"
#include "scenario/setup_form.hpp"

namespace sendlab::scenario {

namespace {

using namespace pipeline;

/// Kept for each e-mail of a run are some twenty bytes.
constexpr double most_emails = 100'000'000;

double expected_requests(const settings& s) {
    const auto seconds = std::chrono::duration<double>(s.length).count();
    if (const auto* poisson = std::get_if<poisson_arrivals>(&s.application.requests))
        return poisson->per_second * seconds;
    if (const auto* fixed = std::get_if<fixed_arrivals>(&s.application.requests))
        return seconds / std::chrono::duration<double>(fixed->every).count();
    if (const auto* listed = std::get_if<listed_arrivals>(&s.application.requests))
        return static_cast<double>(listed->at.size());
    return static_cast<double>(std::get<traced_arrivals>(s.application.requests).rows.size());
}

double emails_per_request(const application_settings& a) {
    if (!a.files)
        return a.emails_per_request.mean() + a.priority_emails;
    double emails = a.priority_emails;
    for (const auto& group : *a.files)
        emails += static_cast<double>(group.emails.size());
    return emails;
}

void check_size(const settings& s, reader& in) {
    const auto requests = expected_requests(s);
    const auto emails = requests * std::max(1.0, emails_per_request(s.application));
    if (!(emails <= most_emails))
        in.fail_at("application.requests", "about " + number_text(requests) + " requests with " +
                                               number_text(emails_per_request(s.application)) +
                                               " e-mails each, expected at most " + number_text(most_emails) +
                                               " e-mails in a run");
}

void check_recipients(const settings& s, reader& in) {
    const auto& account = s.ses.account;
    const auto each = s.application.recipients_per_email;
    if (each > account.maximum_recipients)
        in.fail_at("application.recipients_per_email",
                   std::to_string(each) + " is more than ses.max_recipients (" +
                       std::to_string(account.maximum_recipients) + "), expected no more");
    if (account.rate <= 0) {
        if (account.burst > 0)
            in.fail_at("ses.burst", "a burst without a rate, expected ses.rate beside it");
        return;
    }
    const auto room = account.burst > 0 ? account.burst : std::max(1.0, account.rate);
    if (each > room)
        in.fail_at("ses.burst", "a burst of " + number_text(room) + " never has room for an e-mail to " +
                                    std::to_string(each) + " recipients, expected at least as many");
}

void check_handler(const lambda_settings& l, reader& in) {
    const auto& h = l.handler;
    if (h.model == handler_model::sequential && h.max_in_flight != 1)
        in.fail_at("lambda.handler.max_in_flight",
                   std::to_string(h.max_in_flight) +
                       " in a sequential handler, expected 1 or the model \"parallel\"");
    if (h.model == handler_model::deadline_aware && h.deadline_margin >= l.function.timeout)
        in.fail_at("lambda.handler.deadline_margin", exact_text(h.deadline_margin) +
                                                         " is not below lambda.timeout (" +
                                                         exact_text(l.function.timeout) + "), expected less");
}

void check_function(const lambda_settings& l, reader& in) {
    const auto& f = l.function;
    if (f.maximum_retry_attempts > 0 && f.retry_delays.empty())
        in.fail_at("lambda.retry_delays", "an empty list, expected a delay or max_retries 0");
    if (f.backoff_initial > f.backoff_limit)
        in.fail_at("lambda.backoff_initial", exact_text(f.backoff_initial) +
                                                 " is above lambda.backoff_limit (" +
                                                 exact_text(f.backoff_limit) + "), expected no more");
    const lambda::concurrency_gate gate{l.account.concurrency};
    if (f.reserved_concurrency && !gate.can_reserve(*f.reserved_concurrency))
        in.fail_at("lambda.reserved_concurrency",
                   std::to_string(*f.reserved_concurrency) + " of " + std::to_string(l.account.concurrency) +
                       ", expected at least " + std::to_string(gate.unreserved_minimum()) +
                       " to stay unreserved");
}

} // namespace

void check_rules(const scenario& s, reader& in) {
    const auto& l = s.settings.lambda;
    check_size(s.settings, in);
    check_recipients(s.settings, in);
    check_handler(l, in);
    check_function(l, in);
    check_setup(s.settings, in);
    if (in.problem_count() > 0)
        return;
    // Whatever Lambda itself would refuse.
    if (const auto valid = lambda::validate(l.function, lambda::function_arn(l.account, l.function.name));
        !valid)
        in.fail_at("lambda", valid.error().message);
}

} // namespace sendlab::scenario
