#include "mailbox/copies.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/digest.hpp"
#include "mailbox/header_fields.hpp"

namespace sendlab::mailbox {

namespace {

std::uint64_t key_of(const digest& sum) {
    return std::max<std::uint64_t>(sum.value(), 1); // 0 means that there is none
}

bool has_place(const message& m) {
    return m.origin && !m.origin->file_key.empty() && m.origin->position != origin::unknown_position;
}

/// Boundaries are made anew each time. They begin the lines between parts, and stand in the types of
/// multiparts.
bool names_boundary(std::string_view line) {
    return line.starts_with("--") || line.find("boundary=") != std::string_view::npos;
}

void add_body(digest& sum, std::string_view body) {
    while (!body.empty()) {
        const auto end = body.find('\n');
        const auto line = body.substr(0, end);
        if (!names_boundary(line))
            sum.add(line);
        body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    }
}

/// Sets that are joined where their members have something in common (union by the smaller index, so that
/// the first message stands for its copies).
class joined_sets {
public:
    explicit joined_sets(std::size_t size) : parent_(size) {
        std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    }

    std::size_t first_of(std::size_t i) {
        while (parent_[i] != i)
            i = parent_[i] = parent_[parent_[i]];
        return i;
    }

    void join(std::size_t a, std::size_t b) {
        a = first_of(a);
        b = first_of(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::size_t> parent_;
};

void join_equal(joined_sets& sets, std::span<const message* const> messages, std::uint64_t message::*key) {
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    for (std::size_t i = 0; i < messages.size(); ++i)
        if (messages[i]->*key != 0)
            keys.emplace_back(messages[i]->*key, i);
    std::ranges::sort(keys);
    for (std::size_t i = 1; i < keys.size(); ++i)
        if (keys[i].first == keys[i - 1].first)
            sets.join(keys[i].second, keys[i - 1].second);
}

std::vector<std::string> recipients_of_several(const std::vector<const message*>& messages) {
    std::map<std::string, int> times;
    for (const auto* m : messages) {
        auto recipients = m->recipients; // one message may name a recipient twice, and is one mail yet
        std::ranges::sort(recipients);
        recipients.erase(std::unique(recipients.begin(), recipients.end()), recipients.end());
        for (const auto& r : recipients)
            ++times[r];
    }
    std::vector<std::string> found;
    for (const auto& [recipient, n] : times)
        if (n > 1)
            found.push_back(recipient);
    return found;
}

} // namespace

std::uint64_t identity_key_of(std::string_view field_value) {
    digest sum;
    sum.add(1);
    sum.add(field_value);
    return key_of(sum);
}

std::uint64_t identity_key_of(const message& kept, std::string_view field) {
    if (has_place(kept)) {
        digest sum;
        sum.add(2);
        sum.add(kept.origin->file_key);
        sum.add(kept.origin->position);
        return key_of(sum);
    }
    const auto value = kept.raw ? unfolded(first_field(*kept.raw, field)) : std::string{};
    return value.empty() ? 0 : identity_key_of(value);
}

std::uint64_t content_key_of(const message& kept) {
    if (!kept.raw)
        return 0;
    digest sum;
    sum.add(3);
    sum.add(kept.from);
    for (const auto& recipient : kept.recipients)
        sum.add(recipient);
    if (kept.origin)
        sum.add(kept.origin->file_key); // two files may well tell one follower the same thing
    std::string_view subject;
    header_fields fields{*kept.raw};
    for (raw_field field; fields.next(field);)
        if (same_name(field.name, "Subject"))
            subject = field.value;
    sum.add(subject);
    add_body(sum, fields.body());
    return key_of(sum);
}

std::vector<copies> find_copies(std::span<const message* const> messages, copy_rule rule) {
    joined_sets sets{messages.size()};
    if (rule != copy_rule::content)
        join_equal(sets, messages, &message::identity_key);
    if (rule != copy_rule::identity)
        join_equal(sets, messages, &message::content_key);
    std::map<std::size_t, std::vector<const message*>> groups;
    for (std::size_t i = 0; i < messages.size(); ++i)
        groups[sets.first_of(i)].push_back(messages[i]);
    std::vector<copies> found;
    for (auto& [first, members] : groups) {
        if (members.size() < 2)
            continue;
        auto hit = recipients_of_several(members);
        if (!hit.empty())
            found.push_back({std::move(members), std::move(hit)});
    }
    return found;
}

} // namespace sendlab::mailbox
