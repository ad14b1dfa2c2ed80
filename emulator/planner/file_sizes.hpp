// Into files of which sizes does the application cut its e-mails? Most hold EMAILS_PER_FILE of them, the last of each
// request (and group of headers) what is left.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "pipeline/settings.hpp"

namespace sendlab::planner {

class file_sizes {
public:
    /// Nothing if requests may cause more e-mails than can be listed.
    static std::optional<file_sizes> of(const pipeline::application_settings& application);

    /// P(a file holds so many e-mails), for 1, 2, ..., `emails_per_file`: long-run shares of all files.
    [[nodiscard]] std::vector<double> shares(std::uint32_t emails_per_file) const;
    /// The largest file that there can be.
    [[nodiscard]] std::uint32_t largest_group() const;

private:
    /// Expected groups of 1, 2, 3, ... e-mails in a request.
    std::vector<double> groups_;
};

} // namespace sendlab::planner
