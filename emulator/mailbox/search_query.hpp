// The search language of Mailpit: words and "quoted phrases" that all must be there, and filters.
//
//   from: to: cc: bcc: reply-to: addressed: subject: message-id:          contains, in any case
//   tag:                                                                  is, in any case
//   is:read  is:unread  is:tagged  has:attachment  has:inline
//   larger:2mb  smaller:100k  before:2026-01-31  after:"2026-01-31 12:00"
//
// "-" or "!" before a term turns it round. Days and times are in UTC unless they say otherwise
// (2026-01-31T12:00:00+02:00).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "mailbox/message.hpp"

namespace sendlab::mailbox {

class search_query {
public:
    /// The error says which term cannot be understood.
    [[nodiscard]] static result<search_query, std::string> parse(std::string_view text);

    /// A query without terms matches everything.
    [[nodiscard]] bool matches(const message& kept) const;
    [[nodiscard]] bool empty() const { return terms_.empty(); }

    enum class what {
        text,
        from,
        to,
        cc,
        bcc,
        reply_to,
        addressed,
        subject,
        message_id,
        tag,
        read,
        unread,
        tagged,
        attachment,
        inlined,
        larger,
        smaller,
        before,
        after
    };
    struct term {
        what kind{};
        bool negated = false;
        std::string text{};      // folded
        std::uint64_t bytes = 0; // of larger and smaller
        time_point moment{};     // of before and after
    };

private:
    std::vector<term> terms_;
};

} // namespace sendlab::mailbox
