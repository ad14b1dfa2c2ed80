// What `serve` and `exec` can be told about mail: how SMTP behaves, and what is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "faults/fault_settings.hpp"
#include "net/live/mail_config.hpp"

namespace sendlab::cli {

struct mail_options {
    net::smtp_config smtp;
    net::mailbox_config mailbox;
    std::string hidden;    // "PIPELINING,CHUNKING"
    std::string line_ends; // "refuse", "keep"
    std::string mode;      // "everything", "envelope", "count"
    std::string bandwidth; // "8KB", a second
    std::string reset;     // "64KB"
    std::string bytes;     // "64MB"
    std::string age;       // "1h"
};

void add_mail_options(CLI::App& command, mail_options& options);

/// Throws usage_error where a word or a number is none.
[[nodiscard]] net::smtp_config smtp_config_of(const mail_options& options);
[[nodiscard]] std::vector<faults::fault_settings> faults_of(const mail_options& options);
[[nodiscard]] net::mailbox_config mailbox_config_of(const mail_options& options);

} // namespace sendlab::cli
