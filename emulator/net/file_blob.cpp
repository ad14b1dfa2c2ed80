#include "net/file_blob.hpp"

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace sendlab::net {

owned_file::~owned_file() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

std::size_t file_blob::read(std::uint64_t offset, std::span<char> into) const {
    ssize_t n = 0;
    do
        n = ::pread(file_.descriptor(), into.data(), into.size(), static_cast<off_t>(offset));
    while (n < 0 && errno == EINTR);
    if (n < 0)
        throw std::system_error{errno, std::generic_category(), "cannot read a file"};
    return static_cast<std::size_t>(n);
}

void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = ::write(descriptor, bytes.data(), bytes.size());
        if (n < 0 && errno != EINTR)
            throw std::system_error{errno, std::generic_category(), "cannot write to a file"};
        bytes.remove_prefix(n < 0 ? 0 : static_cast<std::size_t>(n));
    }
}

} // namespace sendlab::net
