#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "planner/figure_text.hpp"
#include "planner/measured/handler_fit.hpp"

namespace sendlab::planner {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t page_width = 100;

ordered_json attempt_document(const timed_attempt& attempt) {
    auto sends = ordered_json::array();
    for (const auto& send : attempt.sends)
        sends.push_back({send.began, send.took});
    return {{"emails", attempt.emails},
            {"ran_ms", attempt.ran},
            {"init_ms", attempt.init ? ordered_json(*attempt.init) : ordered_json()},
            {"fetch_ms", {attempt.fetch.began, attempt.fetch.took}},
            {"sends_ms", std::move(sends)}};
}

double milliseconds_in(const ordered_json& value) {
    const auto number = value.get<double>();
    if (!(number >= 0 && number < 1e9))
        throw ordered_json::other_error::create(501, "a time is out of range", nullptr);
    return number;
}

timed_call call_in(const ordered_json& value) {
    return {milliseconds_in(value.at(0)), milliseconds_in(value.at(1))};
}

timed_attempt attempt_in(const ordered_json& value) {
    timed_attempt out;
    out.emails = value.at("emails").get<std::uint32_t>();
    out.ran = milliseconds_in(value.at("ran_ms"));
    if (const auto& init = value.at("init_ms"); !init.is_null())
        out.init = milliseconds_in(init);
    out.fetch = call_in(value.at("fetch_ms"));
    for (const auto& send : value.at("sends_ms"))
        out.sends.push_back(call_in(send));
    return out;
}

std::string ms_text(double ms) {
    return number_text(ms) + " ms";
}

text_table table_of(const handler_fit& fit) {
    text_table table{{{"e-mails"}, {"attempts"}, {"cold"}, {"measured, mean"}, {"as modelled"}, {"off by"}}};
    for (const auto& group : fit.check)
        table.add_row(
            {count_text(group.emails), count_text(group.attempts), count_text(group.cold),
             ms_text(group.measured), ms_text(group.modelled),
             percent_text(std::round((group.modelled - group.measured) / group.measured * 1e3) / 1e3)});
    return table;
}

std::string sends_text(const handler_fit& fit) {
    if (fit.sequential)
        return "It sends one e-mail after the other";
    return (fit.in_flight_is_a_bound ? "It sends all e-mails of a file at once, " : "It has up to ") +
           std::to_string(fit.in_flight) +
           (fit.in_flight_is_a_bound ? " at least" : " sends on their way at once");
}

std::string summary_of(const handler_fit& fit) {
    auto out = sends_text(fit) + "; of a processor of this machine it takes " + ms_text(fit.cpu_per_email) +
               " an e-mail, " + ms_text(fit.cpu_per_file) + " a file and " + ms_text(fit.cpu_start) +
               " more in a new environment.";
    if (fit.cold_start)
        out += " Init: median " + ms_text(fit.cold_start->p50) + " of " + count_text(fit.cold_start->n) + ".";
    return out + " The plan takes this processor for a vCPU of Lambda's; SES and S3 are as slow as the "
                 "scenario says.";
}

} // namespace

std::string measurement_json(const handler_measurement& measured) {
    ordered_json document{{"sendlab_measurements", 1},
                          {"handler", measured.handler},
                          {"left_out", measured.left_out},
                          {"attempts", ordered_json::array()}};
    for (const auto& attempt : measured.attempts)
        document["attempts"].push_back(attempt_document(attempt));
    return json_text(document) + '\n';
}

result<handler_measurement, too_little_data> read_measurement(std::string_view text) {
    try {
        const auto document = ordered_json_value(text);
        if (document.at("sendlab_measurements") != 1)
            return too_little_data{"is of another version of Sendlab"};
        handler_measurement out;
        out.handler = document.at("handler").get<std::string>();
        out.left_out = document.at("left_out").get<std::uint64_t>();
        for (const auto& attempt : document.at("attempts"))
            out.attempts.push_back(attempt_in(attempt));
        return out;
    } catch (const ordered_json::exception&) {
        return too_little_data{"is no file of sendlab plan --live --measurements"};
    }
}

std::string handler_text(const handler_measurement& measured, const handler_fit& fit) {
    std::string out = "Measured: " + measured.handler + "\n\n" + table_of(fit).plain(2) + '\n' +
                      wrapped(summary_of(fit), page_width);
    if (measured.left_out > 0)
        out += wrapped(count_text(measured.left_out, "attempt") +
                           " left out: failed, or without a call that the emulator saw.",
                       page_width);
    return out;
}

} // namespace sendlab::planner
