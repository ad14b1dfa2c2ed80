#include "planner/file_sizes.hpp"

#include <algorithm>
#include <cmath>

namespace sendlab::planner {

namespace {

constexpr std::uint32_t most_emails = 200'000; // of a request
constexpr double left_out = 1e-12;             // share of requests with more

using pipeline::application_settings;

/// P(a request causes exactly this many), rounded to whole e-mails: X + 1/2, rounded down.
double share_of(const distribution& emails, double count) {
    const auto above_half = [&](double whole) {
        return emails.above(std::nextafter(whole - 0.5, 0.0)); // a request of exactly one half is rounded up
    };
    return above_half(count) - above_half(count + 1);
}

class grouping {
public:
    explicit grouping(std::uint32_t headers) : headers_{headers} {}

    void add(std::uint32_t emails, double share) {
        for (std::uint32_t group = 0; group < headers_; ++group) {
            const auto size = emails / headers_ + (group < emails % headers_ ? 1 : 0);
            if (size > 0)
                add_group(size, share);
        }
    }

    void add_group(std::uint32_t size, double share) {
        if (groups.size() < size)
            groups.resize(size);
        groups[size - 1] += share;
    }

    std::vector<double> groups;

private:
    std::uint32_t headers_;
};

/// False if requests may be too large.
bool add_drawn(grouping& out, const distribution& emails, double weight) {
    if (emails.above(most_emails) > left_out)
        return false;
    for (std::uint32_t count = 1; count <= most_emails; ++count) {
        out.add(count, weight * share_of(emails, count));
        if (emails.above(count) <= left_out)
            break;
    }
    return true;
}

} // namespace

std::optional<file_sizes> file_sizes::of(const application_settings& application) {
    grouping found{application.header_groups};
    file_sizes out;
    bool listed = true;
    if (application.files) {
        for (const auto& group : *application.files)
            if (!group.emails.empty())
                found.add_group(static_cast<std::uint32_t>(group.emails.size()), 1);
    } else if (const auto* trace = std::get_if<pipeline::traced_arrivals>(&application.requests)) {
        double drawn = 0;
        for (const auto& row : trace->rows) {
            if (!row.emails)
                ++drawn;
            else if (*row.emails > most_emails)
                listed = false;
            else
                found.add(*row.emails, 1);
        }
        listed = listed && (drawn == 0 || add_drawn(found, application.emails_per_request, drawn));
    } else {
        listed = add_drawn(found, application.emails_per_request, 1);
    }
    out.groups_ = std::move(found.groups);
    if (!listed || std::ranges::all_of(out.groups_, [](double groups) { return groups == 0; }))
        return std::nullopt;
    return out;
}

std::uint32_t file_sizes::largest_group() const {
    return static_cast<std::uint32_t>(groups_.size());
}

std::vector<double> file_sizes::shares(std::uint32_t emails_per_file) const {
    const auto largest = std::min(emails_per_file, largest_group());
    std::vector<double> out(largest);
    double files = 0;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        const auto emails = static_cast<std::uint32_t>(i + 1);
        const double full = emails / emails_per_file * groups_[i];
        if (full > 0)
            out[emails_per_file - 1] += full;
        if (const auto rest = emails % emails_per_file; rest > 0) {
            out[rest - 1] += groups_[i];
            files += groups_[i];
        }
        files += full;
    }
    for (auto& share : out)
        share /= files;
    return out;
}

} // namespace sendlab::planner
