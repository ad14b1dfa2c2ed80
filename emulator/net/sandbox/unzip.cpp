#include "net/sandbox/unzip.hpp"

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include "net/sandbox/descriptor.hpp"

namespace sendlab::net::sandbox {

namespace {

namespace fs = std::filesystem;
using lambda::errc;
using verdict = result<void, lambda::error>;

verdict damaged() {
    return lambda::error{errc::invalid_parameter_value,
                         "Could not unzip uploaded file. Please check your file, then try to upload again."};
}

verdict unpacked_too_large(const archive_limits& limits) {
    return lambda::error{errc::invalid_parameter_value,
                         "Unzipped size must be smaller than " + std::to_string(limits.unpacked) + " bytes"};
}

/// Where an entry goes; empty for one that would leave the folder.
fs::path place_of(const fs::path& folder, const char* name) {
    if (!name || !*name)
        return {};
    const fs::path relative{name};
    if (relative.is_absolute())
        return {};
    for (const auto& part : relative)
        if (part == "..")
            return {};
    return folder / relative;
}

/// False if something else of that name is in the way.
bool make_folders(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error == std::errc::no_space_on_device || error == std::errc::permission_denied)
        throw fs::filesystem_error{"unpacking a function", folder, error};
    return fs::is_directory(folder, error);
}

void write_all(int file, const char* bytes, std::size_t size) {
    while (size > 0) {
        const auto written = ::write(file, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            throw std::system_error(errno, std::generic_category(), "unpacking a function");
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
}

class unpacking {
public:
    unpacking(const blob& bytes, const fs::path& folder, const archive_limits& limits)
        : bytes_{bytes},
          folder_{folder},
          limits_{limits},
          archive_{::archive_read_new(), ::archive_read_free} {}

    verdict run() {
        ::archive_read_support_format_zip_seekable(archive_.get());
        ::archive_read_set_read_callback(archive_.get(), &on_read);
        ::archive_read_set_seek_callback(archive_.get(), &on_seek);
        ::archive_read_set_callback_data(archive_.get(), this);
        if (::archive_read_open1(archive_.get()) != ARCHIVE_OK)
            return damaged();
        archive_entry* entry = nullptr;
        int status = ARCHIVE_OK;
        while ((status = ::archive_read_next_header(archive_.get(), &entry)) == ARCHIVE_OK) {
            if (++entries_ > limits_.entries)
                return damaged();
            if (auto taken = take(entry); !taken)
                return taken;
        }
        if (status != ARCHIVE_EOF || entries_ == 0)
            return damaged();
        return protect_folders();
    }

private:
    static la_ssize_t on_read(archive*, void* self, const void** part) {
        auto& u = *static_cast<unpacking*>(self);
        const auto size = u.bytes_.read(u.position_, u.buffer_);
        u.position_ += size;
        *part = u.buffer_.data();
        return static_cast<la_ssize_t>(size);
    }
    static la_int64_t on_seek(archive*, void* self, la_int64_t offset, int whence) {
        auto& u = *static_cast<unpacking*>(self);
        const auto size = static_cast<la_int64_t>(u.bytes_.size());
        const auto from = whence == SEEK_SET   ? la_int64_t{0}
                          : whence == SEEK_CUR ? static_cast<la_int64_t>(u.position_)
                                               : size;
        const auto to = from + offset;
        if (to < 0 || to > size)
            return ARCHIVE_FATAL;
        u.position_ = static_cast<std::uint64_t>(to);
        return to;
    }

    verdict take(archive_entry* entry) {
        const auto place = place_of(folder_, ::archive_entry_pathname(entry));
        if (place.empty() || ::archive_entry_hardlink(entry))
            return damaged();
        const auto type = ::archive_entry_filetype(entry);
        if (type != AE_IFDIR && type != AE_IFREG)
            return damaged();
        if (!make_folders(type == AE_IFDIR ? place : place.parent_path()))
            return damaged();
        if (type == AE_IFDIR)
            return {};
        return write_file(place, (::archive_entry_perm(entry) & 0111) != 0);
    }

    verdict write_file(const fs::path& place, bool executable) {
        std::error_code ignored;
        fs::remove(place, ignored); // a name may come twice; the last one counts
        const descriptor file{::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                     executable ? 0555 : 0444)};
        if (file.get() < 0 && (errno == EEXIST || errno == EISDIR || errno == ENAMETOOLONG))
            return damaged();
        if (file.get() < 0)
            throw fs::filesystem_error{"unpacking a function", place,
                                       std::error_code{errno, std::generic_category()}};
        for (;;) {
            const auto size = ::archive_read_data(archive_.get(), block_.data(), block_.size());
            if (size < 0)
                return damaged();
            if (size == 0)
                return {};
            unpacked_ += static_cast<std::uint64_t>(size);
            if (unpacked_ > limits_.unpacked)
                return unpacked_too_large(limits_);
            write_all(file.get(), block_.data(), static_cast<std::size_t>(size));
        }
    }

    verdict protect_folders() {
        constexpr auto read_only = fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                                   fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;
        std::vector<fs::path> folders{folder_};
        for (const auto& entry : fs::recursive_directory_iterator{folder_})
            if (entry.is_directory())
                folders.push_back(entry.path());
        for (const auto& one : folders)
            fs::permissions(one, read_only);
        return {};
    }

    const blob& bytes_;
    const fs::path& folder_;
    const archive_limits& limits_;
    std::unique_ptr<archive, int (*)(archive*)> archive_;
    std::uint64_t position_ = 0;
    std::uint64_t unpacked_ = 0;
    std::uint64_t entries_ = 0;
    std::array<char, 65'536> buffer_;
    std::array<char, 65'536> block_;
};

} // namespace

verdict unzip(const blob& archive, const fs::path& folder, const archive_limits& limits) {
    if (archive.size() > limits.zipped)
        return lambda::error{errc::request_entity_too_large,
                             "Zipped size must be smaller than " + std::to_string(limits.zipped) + " bytes"};
    return std::make_unique<unpacking>(archive, folder, limits)->run();
}

} // namespace sendlab::net::sandbox
