// Authorization fields and presigned queries of Signature Version 2 and 4, and dates as they stand in them.
#include "api/http.hpp"
#include "aws/date_text.hpp"
#include "aws/signature_v2.hpp"
#include "aws/signature_v4.hpp"
#include "fuzz/target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    auto text = fuzz::text_of(data, size);
    const auto date = fuzz::take_line(text);
    (void)aws::parse_amz_date(date);
    (void)aws::parse_iso_date(date);
    (void)aws::parse_http_date(date);
    if (const auto read = aws::parse_authorization(text, date))
        fuzz::hold(aws::sign("secret", *read, text).size() == 64, "a signature has 64 digits");
    (void)aws::parse_authorization_v2(text);
    const auto query = api::parse_query(text);
    if (aws::is_presigned_v4(query))
        (void)aws::parse_presigned(query);
    (void)aws::parse_presigned_v2(query);
    return 0;
}
