// A folder that only this process uses, and that goes with it.
#pragma once

#include <filesystem>
#include <string>

namespace sendlab::net::sandbox {

class private_folder {
public:
    /// A new folder in `parent`, readable by nobody else, with a name that begins with `prefix`. Throws
    /// std::filesystem::filesystem_error.
    private_folder(const std::filesystem::path& parent, const std::string& prefix);
    /// Removes it with all that is in it, write-protected or not; what cannot be removed stays.
    ~private_folder();
    private_folder(const private_folder&) = delete;
    private_folder& operator=(const private_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace sendlab::net::sandbox
