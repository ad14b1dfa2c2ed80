#include "scenario/text_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include "base/units.hpp"

namespace sendlab::scenario {

namespace fs = std::filesystem;

result<std::string, refusal> read_text_file(const fs::path& path, std::uintmax_t most) {
    std::error_code failed;
    const auto type = fs::status(path, failed).type();
    if (type == fs::file_type::directory)
        return refusal{"is a directory, expected a file"};
    if (failed || type == fs::file_type::not_found)
        return refusal{"cannot be read (" + (failed ? failed.message() : "no such file") +
                       "), expected a file"};
    if (type != fs::file_type::regular)
        return refusal{"is a device or a pipe, expected a file"};
    const auto size = fs::file_size(path, failed);
    if (size > most)
        return refusal{"has " + size_text(size) + ", expected at most " + size_text(most)};

    std::ifstream in{path, std::ios::binary};
    if (!in)
        return refusal{"cannot be read (" + std::generic_category().message(errno) + "), expected a file"};
    std::string bytes(size, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return {boost::system::in_place_value, std::move(bytes)};
}

} // namespace sendlab::scenario
