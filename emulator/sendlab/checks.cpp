#include "sendlab/checks.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "base/units.hpp"

namespace sendlab {

namespace {

/// "at 400 ms (attempt 1)"
std::string told(const received_mail& mail) {
    return "at " + text(mail.at) + " (attempt " + std::to_string(mail.attempt) + ")";
}

std::string told(std::string_view recipient, const std::vector<received_mail>& mails) {
    std::string line = std::string{recipient} + " got " + std::to_string(mails.size()) +
                       (mails.size() == 1 ? " mail" : " mails");
    const char* separator = ": ";
    for (const auto& mail : mails)
        line += std::exchange(separator, ", ") + told(mail);
    return line;
}

std::map<std::string, std::vector<received_mail>, std::less<>> by_recipient(const account& in) {
    std::map<std::string, std::vector<received_mail>, std::less<>> found;
    for (const auto& mail : in.mailbox)
        for (const auto& recipient : mail.to)
            found[recipient].push_back(mail);
    return found;
}

} // namespace

check delivered_once(const account& in, std::string_view recipient) {
    auto all = by_recipient(in);
    const auto found = all.find(recipient);
    const auto mails = found == all.end() ? std::vector<received_mail>{} : std::move(found->second);
    return {mails.size() == 1, told(recipient, mails)};
}

check everyone_once(const account& in) {
    const auto all = by_recipient(in);
    const auto& count = in.count;
    const auto twice = std::ranges::find_if(all, [](const auto& entry) { return entry.second.size() > 1; });
    const bool nobody_twice = twice == all.end();
    auto found = std::to_string(count.emails) + " e-mails uploaded, " + std::to_string(count.delivered) +
                 " delivered, " + std::to_string(count.duplicates) + " sent again, " +
                 std::to_string(count.lost) + " lost";
    if (!nobody_twice)
        found += "; " + told(twice->first, twice->second);
    return {nobody_twice && count.delivered == count.emails, found};
}

check timed_out(const account& in, std::size_t attempts) {
    const auto& count = in.count;
    return {count.timeouts == attempts,
            std::to_string(count.timeouts) + " of " + std::to_string(count.attempts) + " attempts timed out"};
}

check costs_below(const account& in, double dollars) {
    const auto total = in.cost.total();
    return {total < dollars, "it cost $" + std::to_string(total)};
}

} // namespace sendlab
