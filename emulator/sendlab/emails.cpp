#include <stdexcept>
#include <utility>

#include "base/json_text.hpp"
#include "pipeline/upload_file.hpp"
#include "sendlab/handler.hpp"

namespace sendlab {

std::vector<email> read_emails(std::string_view file) {
    auto read = pipeline::read_upload(file);
    if (!read) {
        const auto& error = read.error();
        throw std::invalid_argument{"line " + std::to_string(error.line) + ", column " +
                                    std::to_string(error.column) + ": " + error.what};
    }
    std::vector<email> emails;
    for (auto& item : read->emails)
        emails.push_back({std::move(item.to), std::move(item.subject), std::move(item.message), read->from});
    return emails;
}

std::string write_emails(const std::vector<email>& emails) {
    std::string meta = R"({"from":)";
    append_json_string(meta, emails.empty() ? email{}.from : emails.front().from);
    meta += R"(,"contentType":"text/plain","charset":"utf-8"})";
    pipeline::upload_writer out{meta, 256 * emails.size()};
    for (const auto& mail : emails) {
        pipeline::uploaded_email item;
        item.to = mail.to;
        item.subject = mail.subject;
        item.message = mail.text;
        out.add(item);
    }
    return std::move(out).finish();
}

} // namespace sendlab
