#include "smtp/line_reader.hpp"

#include "smtp/text.hpp"

namespace sendlab::smtp {

namespace {

constexpr std::size_t longest_auth = 12'288;  // RFC 4954, section 4
constexpr std::size_t parameter_bytes = 1536; // what extensions may add to MAIL and RCPT

} // namespace

std::size_t line_reader::limit_of(std::string_view begun, bool response) const {
    if (response || begins_with_ignoring_case(begun, "AUTH"))
        return longest_auth;
    const bool has_parameters =
        begins_with_ignoring_case(begun, "MAIL") || begins_with_ignoring_case(begun, "RCPT");
    return command_line_ + (has_parameters ? parameter_bytes : 0);
}

line_reader::outcome line_reader::read(std::string_view& input, bool response) {
    if (finished_)
        begun_.clear();
    finished_ = false;
    const auto lf = input.find('\n');
    const auto piece = input.substr(0, lf == input.npos ? lf : lf + 1);
    input.remove_prefix(piece.size());
    if (lf != input.npos && begun_.empty() && !too_long_)
        return finish(piece, response); // the usual case: nothing is copied
    if (!too_long_ && begun_.size() + piece.size() <= longest_auth)
        begun_ += piece;
    else
        too_long_ = true;
    if (lf != input.npos)
        return finish(begun_, response);
    if (too_long_ || begun_.size() > limit_of(begun_, response)) {
        too_long_ = true;
        begun_ = {};
    }
    return outcome::incomplete;
}

line_reader::outcome line_reader::finish(std::string_view whole, bool response) {
    finished_ = true;
    if (too_long_ || whole.size() > limit_of(whole, response)) {
        too_long_ = false;
        return outcome::too_long;
    }
    const bool bare = !whole.ends_with("\r\n");
    whole.remove_suffix(bare ? 1 : 2);
    if (has_control(whole))
        return outcome::control;
    line_ = whole;
    return bare ? outcome::bare_lf : outcome::line;
}

} // namespace sendlab::smtp
