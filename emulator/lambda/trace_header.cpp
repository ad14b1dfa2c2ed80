#include "lambda/trace_header.hpp"

#include <algorithm>
#include <charconv>

#include "base/digest.hpp"

namespace sendlab::lambda {

/// Derived from the request id, so that it is the same when a run is repeated.
std::string trace_header(const request_id& id, time_point started, std::uint32_t ancestors) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(started.time_since_epoch()).count();
    const auto digits = hex_text(id.high) + hex_text(id.low);
    return "Root=1-" + hex_text(static_cast<std::uint64_t>(seconds)).substr(8) + '-' + digits.substr(0, 24) +
           ";Parent=" + digits.substr(16) + ";Sampled=0;Lineage=" + digits.substr(24) + ':' +
           std::to_string(ancestors);
}

std::uint32_t ancestors_after(std::string_view header) {
    constexpr std::string_view name = "Lineage=";
    constexpr std::uint32_t most = 1'000'000; // what clients send is believed within reason
    const auto at = header.find(name);
    if (at == std::string_view::npos)
        return 0;
    const auto value = header.substr(at + name.size(), header.find(';', at) - at - name.size());
    const auto count = value.substr(value.rfind(':') + 1);
    std::uint32_t ancestors = 0;
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), ancestors);
    return error == std::errc{} ? std::min(ancestors, most) + 1 : 0;
}

} // namespace sendlab::lambda
