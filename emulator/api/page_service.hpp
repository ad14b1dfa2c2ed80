// The page that shows what the emulator does, from files that are part of the binary.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "base/embedded_file.hpp"

namespace sendlab::api {

/// Answers "/" and the files; all else is `otherwise`'s. Scripts and styles run from here only, nothing may
/// frame the page, and no script may make markup of text (Content-Security-Policy Level 3; Trusted Types).
class page_service final : public http_service {
public:
    /// Of a file X, "X.gz" is the same compressed. Without any files "/" says in a sentence that there is no
    /// page. Both outlive the service.
    page_service(std::span<const embedded_file> files, http_service& otherwise);

    void handle(http_request request, http_answer answer) override;

private:
    struct served_file {
        std::string_view content_type;
        blob_ptr plain;
        blob_ptr compressed; // null: there is none
        std::string tag;     // "..." of the bytes
    };

    [[nodiscard]] const served_file* find(const http_request& request) const;

    std::map<std::string, served_file, std::less<>> files_; // by path: "/page.js"
    http_service& otherwise_;
};

} // namespace sendlab::api
