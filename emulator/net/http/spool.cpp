#include "net/http/spool.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace sendlab::net {

namespace {

constexpr std::size_t write_bytes = 256 * 1024; // gathered before each write
constexpr std::uint64_t reserved_at_once = 64 * 1024;

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

/// Readable by this process only, gone with it.
owned_file make_nameless_file() {
    const char* folder = std::getenv("TMPDIR");
    std::string path = folder && *folder ? folder : "/tmp";
    if (owned_file file{::open(path.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600)})
        return file;
    path += "/sendlab-XXXXXX"; // some file systems cannot make a file without a name
    owned_file file{::mkostemp(path.data(), O_CLOEXEC)};
    if (!file)
        fail("cannot make a temporary file");
    ::unlink(path.c_str());
    return file;
}

class file_blob final : public blob {
public:
    file_blob(owned_file file, std::uint64_t size) : file_{std::move(file)}, size_{size} {}

    [[nodiscard]] std::uint64_t size() const override { return size_; }
    [[nodiscard]] std::optional<std::string_view> in_memory() const override { return std::nullopt; }

    [[nodiscard]] std::size_t read(std::uint64_t offset, std::span<char> into) const override {
        ssize_t n = 0;
        do
            n = ::pread(file_.descriptor(), into.data(), into.size(), static_cast<off_t>(offset));
        while (n < 0 && errno == EINTR);
        if (n < 0)
            fail("cannot read a temporary file");
        return static_cast<std::size_t>(n);
    }

private:
    owned_file file_;
    std::uint64_t size_;
};

} // namespace

owned_file::~owned_file() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

spool::spool(std::uint64_t memory_bytes, std::uint64_t expected) : memory_bytes_{memory_bytes} {
    // A promise is not trusted with much memory: whoever sends nothing after it costs nothing.
    memory_.reserve(std::min({expected, memory_bytes, reserved_at_once}));
}

void spool::append(std::string_view bytes) {
    if (!file_ && memory_.size() + bytes.size() > memory_bytes_)
        file_ = make_nameless_file();
    memory_ += bytes;
    if (file_ && memory_.size() >= write_bytes)
        write_out();
}

void spool::write_out() {
    std::string_view left = memory_;
    while (!left.empty()) {
        const auto n = ::write(file_.descriptor(), left.data(), left.size());
        if (n < 0 && errno != EINTR)
            fail("cannot write to a temporary file");
        left.remove_prefix(n < 0 ? 0 : static_cast<std::size_t>(n));
    }
    written_ += memory_.size();
    if (memory_.capacity() > 2 * write_bytes)
        memory_ = std::string{}; // what was gathered before there was a file
    memory_.clear();
}

blob_ptr spool::finish() {
    if (!file_)
        return std::make_shared<memory_blob>(std::move(memory_));
    write_out();
    return std::make_shared<file_blob>(std::move(file_), written_);
}

} // namespace sendlab::net
