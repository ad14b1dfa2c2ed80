// Text for comparing without regard to case, in any script.
#pragma once

#include <string>
#include <string_view>

namespace sendlab::mailbox {

/// Case-folded by Unicode; valid UTF-8, whatever came in.
[[nodiscard]] std::string folded_text(std::string_view text);

} // namespace sendlab::mailbox
