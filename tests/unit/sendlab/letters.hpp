// E-mails and handlers for the tests of the library.
#pragma once

#include <string>
#include <vector>

#include "sendlab/handler.hpp"

namespace sendlab::test {

inline std::vector<email> letters(std::size_t many) {
    std::vector<email> made;
    for (std::size_t i = 1; i <= many; ++i)
        made.push_back(
            {{"reader" + std::to_string(i) + "@example.com"}, "News", "Letter " + std::to_string(i)});
    return made;
}

/// The article's function, one e-mail after the other.
inline job send_all(invocation& run) {
    const auto file = co_await run.get_object();
    for (const auto& mail : read_emails(file))
        co_await run.send(mail);
}

} // namespace sendlab::test
