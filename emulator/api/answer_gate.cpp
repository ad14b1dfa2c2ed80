#include "api/answer_gate.hpp"

#include <memory>
#include <utility>

#include "api/own_api.hpp"

namespace sendlab::api {

bool only_reads(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

void gated_service::handle(http_request request, http_answer answer) {
    if (!gate_)
        return behind_.handle(std::move(request), std::move(answer));
    const bool harmless = only_reads(request.method);
    behind_.handle(std::move(request), [this, harmless, answer = std::move(answer)](http_response response) {
        auto held = std::make_shared<http_response>(std::move(response));
        gate_->wait([harmless, answer, held](bool kept) {
            answer(kept || harmless ? std::move(*held)
                                    : json_error(507, "The data folder cannot be written."));
        });
    });
}

} // namespace sendlab::api
