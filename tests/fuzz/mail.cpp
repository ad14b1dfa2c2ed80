// A message as somebody may send it, taken apart for the page and looked into for a search.
#include "fuzz/target.hpp"
#include "mailbox/parsed_mail.hpp"
#include "mailbox/quick_look.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    const auto raw = fuzz::text_of(data, size);
    const auto mail = mailbox::parse_mail(raw);
    std::uint64_t decoded = 0;
    for (const auto& attachment : mail.attachments) {
        fuzz::hold(attachment.bytes.size() == attachment.size, "sizes are those of the bytes");
        decoded += attachment.size;
    }
    fuzz::hold(decoded <= 4 * size + 64, "a message does not grow without bounds");
    mailbox::message kept;
    kept.raw = std::make_shared<const std::string>(raw);
    (void)mailbox::rules_out(kept, "order", mailbox::looked_into::everything);
    (void)mailbox::parse_addresses(raw);
    return 0;
}
