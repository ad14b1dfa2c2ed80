// An SMTP session, whatever the client says, in whatever pieces it comes: the first octet says how long they are.
#include "fuzz/target.hpp"
#include "support/smtp_dialogue.hpp"

namespace {

bool is_reply_line(std::string_view line) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return line.size() >= 4 && digit(line[0]) && digit(line[1]) && digit(line[2]) &&
           (line[3] == ' ' || line[3] == '-');
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    auto octets = fuzz::text_of(data, size);
    const auto piece = fuzz::take_piece_size(octets);
    support::smtp_dialogue dialogue;
    const auto said = dialogue.say_in_pieces(octets, piece);
    for (std::string_view replies = said; !replies.empty();) {
        const auto end = replies.find("\r\n");
        fuzz::hold(end != std::string_view::npos, "replies are lines");
        fuzz::hold(is_reply_line(replies.substr(0, end)), "a line begins with a code");
        replies.remove_prefix(end + 2);
    }
    for (const auto& message : dialogue.mailbox)
        fuzz::hold(!message.envelope.recipients.empty(), "no message is for nobody");
    return 0;
}
