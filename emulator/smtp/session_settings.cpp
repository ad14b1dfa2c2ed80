#include "smtp/session_settings.hpp"

namespace sendlab::smtp {

session_settings ses_settings(std::string_view region) {
    session_settings made;
    made.host = "email-smtp." + std::string{region} + ".amazonaws.com";
    made.greeting = "ESMTP SimpleEmailService";
    made.accepted = "Ok";
    made.extensions = ses_extensions;
    made.limits.message = 10'485'760;
    made.limits.recipients = 50;
    made.require_tls = true;
    made.require_auth = true;
    return made;
}

} // namespace sendlab::smtp
