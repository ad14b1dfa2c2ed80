// The aws-chunked coding, in pieces: the first octet says how long they are.
#include "aws/chunked_decoder.hpp"
#include "fuzz/target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sendlab;
    auto bytes = fuzz::text_of(data, size);
    const auto piece = fuzz::take_piece_size(bytes);
    const auto coded = bytes.size();
    memory_blob_writer out;
    aws::chunked_decoder decoder{out};
    bool good = true;
    for (; good && !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size())))
        good = decoder.feed(bytes.substr(0, piece));
    fuzz::hold(good == (decoder.problem() == aws::chunk_problem::none), "what is wrong is said");
    fuzz::hold(decoder.decoded_size() <= coded, "nothing is made of nothing");
    fuzz::hold(out.finish()->size() == decoder.decoded_size(), "all that was decoded was written");
    return 0;
}
