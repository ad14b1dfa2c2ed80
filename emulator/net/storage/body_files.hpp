// Long bodies, a file each: "bodies/17".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/blob.hpp"
#include "storage/book.hpp"

namespace sendlab::net {

class body_files {
public:
    /// Makes the folder. Throws std::system_error, as all here.
    explicit body_files(std::string folder);

    [[nodiscard]] const std::string& folder() const { return folder_; }

    /// On the disk when it returns, under its name. What is in a file of this folder without a name gets one, nothing is
    /// copied then.
    void write(storage::body_id id, const blob& bytes) const;
    /// To call behind write(), once for many.
    void sync_folder() const;
    [[nodiscard]] blob_ptr open(storage::body_id id) const;
    /// Whoever has it open keeps it. What is not there need not be removed.
    void remove(storage::body_id id) const noexcept;
    /// Removes what is not wanted: left by a process that was killed.
    void keep_only(const std::vector<storage::body_id>& wanted) const;

private:
    [[nodiscard]] std::string path_of(storage::body_id id) const;

    std::string folder_;
};

} // namespace sendlab::net
