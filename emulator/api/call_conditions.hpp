// Under which conditions a call on the edge port is handled: where latency and faults of the live world are put.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "base/time_types.hpp"

namespace sendlab::api {

/// What happens to one call. The delays are parts of its latency: the service acts between them.
struct call_condition {
    struct failure {
        unsigned status = 500;
        std::string code; // "Throttling"
        std::string message;
    };
    enum class ending {
        answer,
        lose_answer,     // the service has acted; the connection closes without an answer
        drop_connection, // the same, and the service has not acted
    };

    duration before_action{0};
    duration before_answer{0};
    std::optional<failure> fail{}; // an error instead of the service's action
    ending end = ending::answer;
    /// Asked when the service is about to act: true where its client has been killed meanwhile, and what it had
    /// on its way never arrives. Null: it arrives.
    std::function<bool()> cut_off{};
};

/// Asked once a call, when it has arrived in full.
class call_conditions {
public:
    virtual ~call_conditions() = default;
    /// `service` and `action` as in the log: "s3", "PutObject".
    [[nodiscard]] virtual call_condition of(std::string_view service, std::string_view action,
                                            const http_request& request) = 0;
};

} // namespace sendlab::api
