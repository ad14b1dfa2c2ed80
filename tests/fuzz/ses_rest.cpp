// SES's Query API and its REST API: forms, JSON, templates, raw messages.
#include "api/ses_rest/ses_rest_service.hpp"
#include "fuzz/http_text.hpp"
#include "time/virtual_scheduler.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    virtual_scheduler clock;
    ses::ses_service ses{clock, random_source{1}, {}};
    mailbox::mailbox box;
    api::ses_rest_service service{clock, random_source{1}, ses, box};
    fuzz::ask_all(service, fuzz::text_of(data, size));
    return 0;
}
