#include "pipeline/run_summary.hpp"

#include <numeric>

namespace sendlab::pipeline {

namespace {

/// "whole = part + part: 25 = 15 + 10"
class law {
public:
    law(std::string_view name, std::uint64_t whole)
        : text_{name}, figures_{std::to_string(whole)}, whole_{whole} {
        figures_ += " =";
    }

    law& plus(std::string_view name, std::uint64_t part) {
        text_ += parts_ == 0 ? " = " : " + ";
        figures_ += parts_++ == 0 ? " " : " + ";
        text_ += name;
        figures_ += std::to_string(part);
        sum_ += part;
        return *this;
    }

    operator conservation_law() const { return {text_ + ": " + figures_, sum_ == whole_}; }

private:
    std::string text_;
    std::string figures_;
    std::uint64_t whole_;
    std::uint64_t sum_ = 0;
    int parts_ = 0;
};

template<class Numbers>
std::uint64_t sum(const Numbers& numbers) {
    return std::accumulate(std::begin(numbers), std::end(numbers), std::uint64_t{0});
}

std::uint64_t attempts_with(const ledger& books, lambda::attempt_outcome outcome) {
    std::uint64_t n = 0;
    for (const auto& a : books.attempts())
        n += !a.running && a.outcome == outcome;
    return n;
}

/// Of e-mails with 255 copies or more only 255 are counted one by one.
std::uint64_t copies_kept(const ledger& books) {
    std::uint64_t n = 0;
    for (email_number e = 0; e < books.emails(); ++e)
        n += books.copies(e);
    return n;
}

} // namespace

std::vector<conservation_law> check_conservation(const run_result& r, const ledger& books,
                                                 const lambda_recorder& lambda,
                                                 const service_counts& services) {
    using sendlab::lambda::attempt_outcome;
    std::vector<conservation_law> laws;
    laws.push_back(
        law{"emails", r.emails}.plus("accepted", r.accepted).plus("lost", r.lost).plus("pending", r.pending));
    laws.push_back(law{"sends", r.sends}.plus("accepted", r.accepted).plus("duplicates", r.duplicates));
    laws.push_back(
        law{"sends", r.sends}.plus("e-mails taken by the provider", services.accepted_by_provider));
    if (r.most_copies < 255)
        laws.push_back(law{"sends", r.sends}.plus("copies of all e-mails", copies_kept(books)));
    laws.push_back(law{"duplicates", r.duplicates}.plus("by cause", sum(r.duplicates_by_cause)));
    laws.push_back(law{"attempts", r.attempts}
                       .plus("succeeded", attempts_with(books, attempt_outcome::succeeded))
                       .plus("failed", r.errors)
                       .plus("timed out", r.timeouts)
                       .plus("running", lambda.running));
    laws.push_back(law{"events", lambda.deliveries}
                       .plus("succeeded", lambda.succeeded)
                       .plus("given up", lambda.given_up)
                       .plus("pending", services.events_pending));
    return laws;
}

} // namespace sendlab::pipeline
