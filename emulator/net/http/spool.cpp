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
constexpr std::uint64_t everyones = 64 * 1024;  // so much memory is had without being asked for

[[noreturn]] void fail(const char* what) {
    throw std::system_error{errno, std::generic_category(), what};
}

/// Readable by this process only, gone with it.
owned_file make_nameless_file(std::string path) {
    if (path.empty()) {
        const char* folder = std::getenv("TMPDIR");
        path = folder && *folder ? folder : "/tmp";
    }
    if (owned_file file{::open(path.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)})
        return file;
    path += "/sendlab-XXXXXX"; // some file systems cannot make a file without a name
    owned_file file{::mkostemp(path.data(), O_CLOEXEC)};
    if (!file)
        fail("cannot make a temporary file");
    ::unlink(path.c_str());
    return file;
}

} // namespace

spool::spool(std::uint64_t memory_bytes, std::uint64_t expected, std::string folder, memory_share* share)
    : memory_bytes_{memory_bytes}, folder_{std::move(folder)}, share_{share} {
    // A promise is not trusted with much memory: whoever sends nothing after it costs nothing.
    memory_.reserve(std::min({expected, memory_bytes, everyones}));
}

bool spool::fits(std::size_t more) {
    const std::uint64_t whole = memory_.size() + more;
    const bool needs_share = share_ && whole > everyones;
    return whole <= memory_bytes_ && (!needs_share || share_->take(more));
}

void spool::append(std::string_view bytes) {
    if (!file_ && !fits(bytes.size())) {
        file_ = make_nameless_file(folder_);
        if (share_)
            share_->give_back();
    }
    memory_ += bytes;
    if (file_ && memory_.size() >= write_bytes)
        write_out();
}

void spool::write_out() {
    write_all(file_.descriptor(), memory_);
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
