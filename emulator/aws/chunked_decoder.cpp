#include "aws/chunked_decoder.hpp"

#include <algorithm>
#include <charconv>

#include "aws/canonical_request.hpp"
#include "base/ascii.hpp"

namespace sendlab::aws {

namespace {

constexpr std::size_t longest_line = 1024;
constexpr std::size_t most_trailers = 16;
constexpr std::string_view signature_mark = ";chunk-signature=";
constexpr std::string_view trailer_signature = "x-amz-trailer-signature";

} // namespace

bool chunked_decoder::feed(std::string_view bytes) {
    while (!bytes.empty() && problem_ == chunk_problem::none && state_ != state::done) {
        if (state_ == state::data) {
            bytes = take_data(bytes);
            continue;
        }
        const char c = bytes.front();
        bytes.remove_prefix(1);
        if (c == '\n')
            take_line();
        else if (line_.size() == longest_line)
            fail(chunk_problem::malformed);
        else
            line_ += c;
    }
    return problem_ == chunk_problem::none;
}

std::string_view chunked_decoder::take_data(std::string_view bytes) {
    const auto piece =
        bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
    out_.append(piece);
    if (signatures_)
        signatures_->add(piece);
    left_ -= piece.size();
    decoded_ += piece.size();
    if (left_ == 0)
        state_ = state::data_end;
    return bytes.substr(piece.size());
}

void chunked_decoder::take_line() {
    if (line_.ends_with('\r'))
        line_.pop_back();
    if (state_ == state::length)
        begin_chunk();
    else if (state_ == state::data_end)
        end_chunk();
    else if (!line_.empty())
        add_trailer();
    else
        end_trailers();
    line_.clear();
}

void chunked_decoder::begin_chunk() {
    std::string_view length{line_};
    chunk_signature_.clear();
    if (const auto mark = length.find(';'); mark != std::string_view::npos) {
        const auto extension = length.substr(mark);
        if (extension.starts_with(signature_mark))
            chunk_signature_ = extension.substr(signature_mark.size());
        length = length.substr(0, mark);
    }
    const auto [end, wrong] = std::from_chars(length.data(), length.data() + length.size(), left_, 16);
    if (wrong != std::errc{} || end != length.data() + length.size())
        return fail(chunk_problem::malformed);
    if (left_ > 0) {
        state_ = state::data;
        return;
    }
    if (signatures_ && !signatures_->ends_with(chunk_signature_))
        return fail(chunk_problem::wrong_signature);
    state_ = state::trailers;
}

void chunked_decoder::end_chunk() {
    if (!line_.empty())
        return fail(chunk_problem::malformed);
    if (signatures_ && !signatures_->ends_with(chunk_signature_))
        return fail(chunk_problem::wrong_signature);
    state_ = state::length;
}

void chunked_decoder::add_trailer() {
    const auto colon = line_.find(':');
    if (colon == std::string::npos || colon == 0 || trailers_.size() == most_trailers)
        return fail(chunk_problem::malformed);
    auto name = ascii::lower_case(std::string_view{line_}.substr(0, colon));
    auto value = canonical_value({{name, line_.substr(colon + 1)}}, name);
    if (name != trailer_signature)
        trailer_lines_ += name + ':' + value + '\n';
    trailers_.emplace_back(std::move(name), std::move(value));
}

void chunked_decoder::end_trailers() {
    state_ = state::done;
    const auto signature =
        std::ranges::find(trailers_, trailer_signature, &std::pair<std::string, std::string>::first);
    if (signatures_ && signature != trailers_.end() &&
        !signatures_->trailer_has(trailer_lines_, signature->second))
        fail(chunk_problem::wrong_signature);
}

bool chunked_decoder::complete() {
    // Some clients end with the last trailer and leave the empty line out.
    if (state_ == state::trailers && problem_ == chunk_problem::none) {
        if (!line_.empty())
            take_line();
        if (problem_ == chunk_problem::none)
            end_trailers();
    }
    return state_ == state::done && problem_ == chunk_problem::none;
}

} // namespace sendlab::aws
