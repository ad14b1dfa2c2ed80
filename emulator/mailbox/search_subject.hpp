// A message while it is being searched: taken apart only as far as the terms ask for it, and only once.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "mailbox/search_query.hpp"
#include "mailbox/shown_mail.hpp"

namespace sendlab::mailbox {

class search_subject {
public:
    explicit search_subject(const message& kept) : kept_{kept} {}

    [[nodiscard]] const message& kept() const { return kept_; }
    [[nodiscard]] const parsed_mail& mail();
    /// What a term of this kind looks into; folded.
    [[nodiscard]] const std::string& text_of(search_query::what kind);

private:
    [[nodiscard]] std::string unfolded_text(search_query::what kind);
    [[nodiscard]] std::string everything();

    const message& kept_;
    std::optional<parsed_mail> mail_;
    std::map<search_query::what, std::string> texts_;
};

} // namespace sendlab::mailbox
