#include "pipeline/application.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "base/portable_math.hpp"

namespace sendlab::pipeline {

namespace {

/// When request number n begins, counted from the start of the run, given when the one before it began.
struct next_arrival {
    std::uint32_t n;
    duration before;
    const random_stream& draws;

    std::optional<duration> operator()(const poisson_arrivals& a) const {
        const auto gap = -portable::log(draws.uniform(n)) / a.per_second * 1e9;
        return gap < static_cast<double>(forever.count()) ? before + duration{static_cast<duration::rep>(gap)}
                                                          : forever;
    }
    std::optional<duration> operator()(const fixed_arrivals& a) const { return n * a.every; }
    std::optional<duration> operator()(const listed_arrivals& a) const {
        return n < a.at.size() ? std::optional{a.at[n]} : std::nullopt;
    }
    std::optional<duration> operator()(const traced_arrivals& a) const {
        return n < a.rows.size() ? std::optional{a.rows[n].at} : std::nullopt;
    }
};

} // namespace

application::application(const context& world, uploader& uploads, mail_provider& inline_provider)
    : world_{world},
      uploads_{uploads},
      link_{world, inline_provider, *this},
      arrival_{world.random.stream("application.arrival")},
      priority_{world.random.stream("application.priority_latency")},
      start_{world.clock.now()},
      next_arrival_{start_} {}

double application::expected_requests(const settings& scenario) {
    const auto seconds = std::chrono::duration<double>(scenario.length).count();
    struct visitor {
        double seconds;
        double operator()(const poisson_arrivals& a) const { return a.per_second * seconds; }
        double operator()(const fixed_arrivals& a) const {
            return seconds / std::chrono::duration<double>(a.every).count() + 1;
        }
        double operator()(const listed_arrivals& a) const { return static_cast<double>(a.at.size()); }
        double operator()(const traced_arrivals& a) const { return static_cast<double>(a.rows.size()); }
    };
    return std::visit(visitor{seconds}, scenario.application.requests);
}

void application::stop() {
    world_.clock.cancel(next_request_);
    all_begun_ = true;
}

void application::start() {
    schedule_next();
}

void application::schedule_next() {
    const auto& requests = world_.scenario.application.requests;
    const auto at = std::visit(next_arrival{arrivals_, next_arrival_ - start_, arrival_}, requests);
    const bool open_ended = std::holds_alternative<poisson_arrivals>(requests) ||
                            std::holds_alternative<fixed_arrivals>(requests);
    if (!at || (open_ended && *at >= world_.scenario.length)) {
        all_begun_ = true;
        return;
    }
    next_arrival_ = start_ + *at;
    next_emails_.reset();
    if (const auto* trace = std::get_if<traced_arrivals>(&requests))
        next_emails_ = trace->rows[arrivals_].emails;
    next_request_ = world_.clock.run_at(next_arrival_, [this] { on_request(); });
}

void application::on_request() {
    const auto groups = world_.catalog.groups(arrivals_++, next_emails_);
    const auto emails = std::accumulate(groups.begin(), groups.end(), 0U);
    const auto index = take_slot();
    auto& r = active_[index];
    r.number = world_.books.open_request(world_.clock.now(), emails);
    r.emails = emails;
    r.priority_left = world_.scenario.application.priority_emails;
    r.chunks = cut(groups, world_.books.requests()[r.number].first);
    r.next_chunk = r.next_email = 0;
    slot_of_request_.resize(r.number + 1);
    slot_of_request_[r.number] = index;
    world_.journal.write(event_kind::request, r.number, emails);
    schedule_next();
    continue_request(index);
}

std::vector<application::chunk> application::cut(const std::vector<std::uint32_t>& groups,
                                                 email_number first) const {
    const auto most = world_.scenario.application.emails_per_file;
    std::vector<chunk> chunks;
    for (auto left : groups) {
        while (left > 0) {
            const auto size = std::min(left, most);
            chunks.push_back({first, size});
            first += size;
            left -= size;
        }
    }
    return chunks;
}

/// One thing after the other, as a script does it: priority mail, then the files (or, in sync mode, the
/// e-mails).
void application::continue_request(std::uint32_t index) {
    auto& r = active_[index];
    if (r.priority_left > 0)
        return send_priority(index);
    if (world_.scenario.application.mode == application_mode::sync)
        return r.next_email < r.emails ? send_inline(index) : finish(index);
    if (r.next_chunk == r.chunks.size())
        return finish(index);
    const auto& c = r.chunks[r.next_chunk];
    uploads_.put(r.number, c.first, c.emails, static_cast<std::uint32_t>(r.next_chunk++), *this);
}

void application::send_priority(std::uint32_t index) {
    auto& r = active_[index];
    const auto u = priority_.uniform(r.number, 0, --r.priority_left);
    const auto takes = world_.scenario.application.priority_latency.at(u);
    world_.clock.run_after(takes, [this, index] {
        world_.books.priority_sent();
        world_.journal.write(event_kind::priority_sent, active_[index].number, active_[index].priority_left);
        continue_request(index);
    });
}

void application::send_inline(std::uint32_t index) {
    auto& r = active_[index];
    send_call call;
    call.email = world_.books.requests()[r.number].first + r.next_email++;
    call.request = r.number;
    link_.send(call);
}

void application::on_uploaded(file_number file, bool /*succeeded*/) {
    continue_request(slot_of_request_[world_.books.files()[file].request]);
}

void application::on_answer(const send_call& call, send_outcome /*outcome*/) {
    continue_request(slot_of_request_[call.request]); // a script that sends inline ignores what fails
}

void application::finish(std::uint32_t index) {
    auto& r = active_[index];
    world_.books.close_request(r.number, world_.clock.now());
    world_.journal.write(event_kind::request_done, r.number);
    r.chunks = {};
    free_.push_back(index);
}

std::uint32_t application::take_slot() {
    if (free_.empty()) {
        active_.emplace_back();
        free_.push_back(static_cast<std::uint32_t>(active_.size() - 1));
    }
    const auto index = free_.back();
    free_.pop_back();
    return index;
}

} // namespace sendlab::pipeline
