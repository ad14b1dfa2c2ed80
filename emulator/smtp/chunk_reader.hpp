// The octets behind BDAT: as many as it says, whatever they are (RFC 3030).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smtp/text_sink.hpp"

namespace sendlab::smtp {

/// "BDAT 100 LAST"
struct chunk {
    std::uint64_t octets = 0;
    bool last = false;
};

/// Of what follows "BDAT "; nothing if it is not by the grammar.
[[nodiscard]] std::optional<chunk> parse_chunk(std::string_view argument);

class chunk_reader {
public:
    void start(std::uint64_t octets) { left_ = octets; }

    /// Takes octets off the front of the input; true once all are there. A null sink lets them go.
    bool read(std::string_view& input, text_sink* into) {
        const auto part =
            input.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size())));
        if (into)
            into->append(part);
        input.remove_prefix(part.size());
        left_ -= part.size();
        return left_ == 0;
    }

private:
    std::uint64_t left_ = 0;
};

} // namespace sendlab::smtp
