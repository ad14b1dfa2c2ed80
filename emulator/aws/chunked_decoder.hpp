// The aws-chunked content coding: chunks with a length, perhaps signed, and trailing header fields (S3 API Reference,
// "Signature calculations ... multiple chunks", "... including trailing headers").
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/chunk_signatures.hpp"
#include "base/blob.hpp"

namespace sendlab::aws {

enum class chunk_problem { none, malformed, wrong_signature };

/// Takes the coded body in pieces of any size and writes what is in it.
class chunked_decoder {
public:
    /// Signatures are checked where `signatures` is given.
    explicit chunked_decoder(blob_writer& out, chunk_signatures* signatures = nullptr)
        : out_{out}, signatures_{signatures} {}

    /// False once the body is wrong; problem() says how.
    bool feed(std::string_view bytes);
    /// To be asked once everything was fed: whether the last chunk, and its trailers, have come.
    [[nodiscard]] bool complete();

    [[nodiscard]] chunk_problem problem() const { return problem_; }
    /// Bytes written.
    [[nodiscard]] std::uint64_t decoded_size() const { return decoded_; }
    /// In order, names in lower case.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& trailers() const {
        return trailers_;
    }

private:
    enum class state { length, data, data_end, trailers, done };

    void take_line();
    void begin_chunk();
    void add_trailer();
    void end_trailers();
    void end_chunk();
    std::string_view take_data(std::string_view bytes);
    void fail(chunk_problem problem) { problem_ = problem; }

    blob_writer& out_;
    chunk_signatures* signatures_;
    state state_ = state::length;
    chunk_problem problem_ = chunk_problem::none;
    std::string line_;
    std::string chunk_signature_;
    std::string trailer_lines_;
    std::uint64_t left_ = 0; // of the chunk's data
    std::uint64_t decoded_ = 0;
    std::vector<std::pair<std::string, std::string>> trailers_;
};

} // namespace sendlab::aws
