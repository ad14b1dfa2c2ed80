// What there is to send: how many e-mails a request causes, how big each is, to whom it goes. Either made up,
// every attribute a pure function of the e-mail's number, or taken from upload files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random_source.hpp"
#include "pipeline/settings.hpp"

namespace sendlab::pipeline {

/// E-mails are numbered from 0 in the order in which requests cause them, whatever EMAILS_PER_FILE is: the
/// same e-mail has the same number, hence the same latencies, in every run of a sweep.
using email_number = std::uint64_t;

class email_catalog {
public:
    email_catalog(const application_settings& application, random_source random);

    /// Sizes of the groups of identical headers of a request, in order; their sum is the request's e-mails.
    /// `traced` overrides the number where a trace gives it. A request may cause none.
    [[nodiscard]] std::vector<std::uint32_t> groups(std::uint32_t request,
                                                    std::optional<std::uint32_t> traced) const;

    [[nodiscard]] std::uint64_t bytes(email_number email) const {
        return constant_bytes_ ? constant_bytes_ : drawn_bytes(email);
    }
    [[nodiscard]] std::uint32_t recipients(email_number email) const {
        return files_ ? from_files(email).recipients : application_.recipients_per_email;
    }
    /// Whom the e-mail is for; made up unless it comes from a file.
    [[nodiscard]] std::vector<std::string> addresses(email_number email) const;
    [[nodiscard]] std::string sender(email_number email) const;
    /// True if some addresses are those of the mailbox simulator.
    [[nodiscard]] bool uses_simulator() const;

    /// The e-mail as real text, for runs with bodies: from the upload file, or made up in `scratch`, whose memory
    /// is used again from one e-mail to the next.
    [[nodiscard]] const uploaded_email& content(email_number email, uploaded_email& scratch) const;
    /// The `meta` of the upload file that the e-mail goes into.
    [[nodiscard]] std::string meta(email_number email) const;

private:
    struct attributes {
        std::uint64_t bytes;
        std::uint32_t recipients;
        std::uint32_t group;
        std::uint32_t position;
    };
    [[nodiscard]] std::uint64_t drawn_bytes(email_number email) const;
    [[nodiscard]] const attributes& from_files(email_number email) const {
        return files_index_[email % files_index_.size()];
    }

    application_settings application_;
    const std::vector<uploaded_group>* files_;
    std::vector<attributes> files_index_; // of one request's e-mails, in order
    std::uint64_t constant_bytes_ = 0;    // 0: they differ
    random_stream count_;
    random_stream size_;
    random_stream bounce_;
};

} // namespace sendlab::pipeline
