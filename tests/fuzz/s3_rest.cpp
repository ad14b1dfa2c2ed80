// S3's REST interface: routing, headers, XML, forms, chunked bodies, presigned URLs.
#include "api/s3_rest/s3_rest.hpp"
#include "fuzz/http_text.hpp"
#include "s3/object_store.hpp"
#include "time/virtual_scheduler.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    virtual_scheduler clock;
    s3::object_store store{clock, random_source{1}, {}};
    api::s3_rest rest{store, clock, random_source{2}, {}};
    (void)store.create_bucket("mails");
    fuzz::ask_all(rest, fuzz::text_of(data, size));
    clock.run();
    return 0;
}
