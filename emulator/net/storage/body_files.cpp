#include "net/storage/body_files.hpp"

#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "net/file_blob.hpp"

namespace sendlab::net {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error{errno, std::generic_category(), what};
}

void sync(int descriptor, const std::string& path) {
    if (::fsync(descriptor) != 0)
        fail("cannot write " + path);
}

/// A file without a name gets one; false where that cannot be: it is elsewhere, or its file system has no such files.
bool give_name(int descriptor, const std::string& path) {
    const auto open_file = "/proc/self/fd/" + std::to_string(descriptor);
    return ::linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

} // namespace

body_files::body_files(std::string folder) : folder_{std::move(folder)} {
    if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST)
        fail("cannot make " + folder_);
}

std::string body_files::path_of(storage::body_id id) const {
    return folder_ + '/' + std::to_string(id);
}

void body_files::write(storage::body_id id, const blob& bytes) const {
    const auto path = path_of(id);
    remove(id); // left by a batch that was not kept
    if (const auto* file = dynamic_cast<const file_blob*>(&bytes)) {
        sync(file->descriptor(), path);
        if (give_name(file->descriptor(), path))
            return;
    }
    const auto unfinished = path + ".new";
    const owned_file file{::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!file)
        fail("cannot make " + unfinished);
    for_each_piece(bytes, [&](std::string_view piece) { write_all(file.descriptor(), piece); });
    sync(file.descriptor(), unfinished);
    if (::rename(unfinished.c_str(), path.c_str()) != 0)
        fail("cannot make " + path);
}

void body_files::sync_folder() const {
    const owned_file open{::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!open)
        fail("cannot open " + folder_);
    sync(open.descriptor(), folder_);
}

blob_ptr body_files::open(storage::body_id id) const {
    owned_file file{::open(path_of(id).c_str(), O_RDONLY | O_CLOEXEC)};
    struct stat facts {};
    if (!file || ::fstat(file.descriptor(), &facts) != 0)
        fail("cannot open " + path_of(id));
    return std::make_shared<const file_blob>(std::move(file), static_cast<std::uint64_t>(facts.st_size));
}

void body_files::remove(storage::body_id id) const noexcept {
    ::unlink(path_of(id).c_str());
}

void body_files::keep_only(const std::vector<storage::body_id>& wanted) const {
    std::set<std::string> names;
    for (const auto id : wanted)
        names.insert(std::to_string(id));
    for (const auto& entry : fs::directory_iterator{folder_})
        if (!names.contains(entry.path().filename().string()))
            fs::remove(entry.path());
}

} // namespace sendlab::net
