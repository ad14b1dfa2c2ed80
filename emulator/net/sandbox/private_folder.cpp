#include "net/sandbox/private_folder.hpp"

#include <cerrno>
#include <system_error>

#include <stdlib.h>

namespace sendlab::net::sandbox {

namespace fs = std::filesystem;

namespace {

/// What is in a folder that may not be written to cannot be removed.
void make_writable(const fs::path& top) {
    std::error_code ignored;
    fs::permissions(top, fs::perms::owner_all, fs::perm_options::add, ignored);
    fs::recursive_directory_iterator all{top, fs::directory_options::skip_permission_denied, ignored};
    for (const auto end = fs::end(all); !ignored && all != end; all.increment(ignored)) {
        std::error_code unimportant;
        if (!all->is_symlink(unimportant) && all->is_directory(unimportant))
            fs::permissions(all->path(), fs::perms::owner_all, fs::perm_options::add, unimportant);
    }
}

} // namespace

private_folder::private_folder(const fs::path& parent, const std::string& prefix) {
    auto name = (parent / (prefix + "XXXXXX")).string();
    if (!::mkdtemp(name.data()))
        throw fs::filesystem_error{"cannot make a folder", parent,
                                   std::error_code{errno, std::generic_category()}};
    path_ = name;
}

private_folder::~private_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    if (!ignored)
        return;
    make_writable(path_);
    fs::remove_all(path_, ignored);
}

} // namespace sendlab::net::sandbox
