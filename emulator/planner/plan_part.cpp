#include "planner/plan_part.hpp"

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"

namespace sendlab::planner {

namespace {

using nlohmann::ordered_json;

// Each field is named once, for writing and for reading alike: visit(name, field).

template<class Counts, class Visit>
void visit_counts(Counts& c, const Visit& visit) {
    visit("clusters", c.clusters);
    visit("trials", c.trials);
    visit("hits", c.hits);
    visit("trials_squared", c.trials_squared);
    visit("hits_squared", c.hits_squared);
    visit("trials_by_hits", c.trials_by_hits);
}

template<class Percentiles, class Visit>
void visit_percentiles(Percentiles& p, const Visit& visit) {
    visit("runs", p.runs);
    visit("p50_sum", p.p50_sum);
    visit("p90_sum", p.p90_sum);
    visit("p99_sum", p.p99_sum);
}

template<class Broken, class Visit>
void visit_broken(Broken& b, const Visit& visit) {
    visit("metric", b.metric);
    visit("what", b.what);
    visit("seed", b.seed);
    visit("runs", b.runs);
}

template<class Value, class Visit>
void visit_value(Value& v, const Visit& visit) {
    visit("emails_per_file", v.emails_per_file);
    visit("runs", v.runs);
    visit("files", v.files);
    visit("emails", v.emails);
    visit("accepted", v.accepted);
    visit("duplicates", v.duplicates);
    visit("lost", v.lost);
    visit("attempts", v.attempts);
    visit("timeouts", v.timeouts);
    visit("cost", v.cost);
    visit("cost_100ms", v.cost_100ms);
    visit("settled", v.settled);
}

template<class Question, class Visit>
void visit_question(Question& q, const Visit& visit) {
    visit("scenario", q.path);
    visit("set", q.settings);
    visit("emails_per_file", q.values);
    visit("max_timeout_probability", q.max_timeout_probability);
    visit("samples", q.samples);
    visit("ignore_expectations", q.ignore_expectations);
    visit("count_only", q.count_only);
    visit("sensitivity", q.drifts);
}

/// Into an object.
struct writing {
    ordered_json& out;
    template<class Field>
    void operator()(const char* name, const Field& field) const {
        out[name] = field;
    }
};

/// Out of one; what is missing or of another kind throws json::exception.
struct reading {
    const ordered_json& in;
    template<class Field>
    void operator()(const char* name, Field& field) const {
        in.at(name).get_to(field);
    }
};

ordered_json counts_document(const cluster_counts& counts) {
    ordered_json out;
    visit_counts(counts, writing{out});
    return out;
}

ordered_json percentiles_document(const mean_percentiles& percentiles) {
    ordered_json out;
    visit_percentiles(percentiles, writing{out});
    return out;
}

ordered_json value_document(const value_result& value) {
    ordered_json out;
    visit_value(value, writing{out});
    out["first_attempts"] = counts_document(value.first_attempts);
    out["fresh"] = counts_document(value.fresh);
    out["reset"] = counts_document(value.reset);
    out["attempt_duration"] = percentiles_document(value.attempt_duration);
    out["delivery"] = percentiles_document(value.delivery);
    out["broken"] = ordered_json::array();
    for (const auto& one : value.broken)
        visit_broken(one, writing{out["broken"].emplace_back(ordered_json::object())});
    return out;
}

value_result value_of(const ordered_json& document) {
    value_result out;
    visit_value(out, reading{document});
    visit_counts(out.first_attempts, reading{document.at("first_attempts")});
    visit_counts(out.fresh, reading{document.at("fresh")});
    visit_counts(out.reset, reading{document.at("reset")});
    visit_percentiles(out.attempt_duration, reading{document.at("attempt_duration")});
    visit_percentiles(out.delivery, reading{document.at("delivery")});
    for (const auto& one : document.at("broken"))
        visit_broken(out.broken.emplace_back(), reading{one});
    return out;
}

plan_part part_of(const ordered_json& document) {
    if (document.at("sendlab_part") != 1)
        throw ordered_json::other_error::create(501, "another form", &document);
    plan_part out;
    document.at("version").get_to(out.version);
    document.at("fingerprint").get_to(out.fingerprint);
    const auto& question = document.at("question");
    visit_question(out.question, reading{question});
    if (!question.at("seed").is_null())
        out.question.seed = question.at("seed").get<std::uint64_t>();
    for (const auto& value : document.at("values"))
        out.results.push_back(value_of(value));
    return out;
}

} // namespace

std::string part_json(const plan_part& part) {
    ordered_json document{{"sendlab_part", 1}, {"version", part.version}, {"fingerprint", part.fingerprint}};
    auto& question = document["question"] = ordered_json::object();
    visit_question(part.question, writing{question});
    question["seed"] = part.question.seed ? ordered_json(*part.question.seed) : ordered_json(nullptr);
    auto& values = document["values"] = ordered_json::array();
    for (const auto& value : part.results)
        values.push_back(value_document(value));
    return json_text(document, 1) + '\n';
}

result<plan_part, part_error> read_part(std::string_view text) {
    try {
        return part_of(ordered_json_value(text));
    } catch (const ordered_json::exception&) {
        return part_error{"is no part of a plan, expected a file that sendlab plan --part or --resume wrote"};
    }
}

} // namespace sendlab::planner
