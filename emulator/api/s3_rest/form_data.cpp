#include "api/s3_rest/form_data.hpp"

#include <algorithm>
#include <optional>

#include "aws/canonical_request.hpp"
#include "base/ascii.hpp"
#include "s3/blob_parts.hpp"

namespace sendlab::api {

namespace {

constexpr std::size_t longest_beginning = 64 * 1024; // of fields and the headers of their parts
constexpr std::size_t most_fields_bytes = 20 * 1024;

s3::error malformed_form(std::string message = {}) {
    auto answer = make_error(s3::errc::malformed_post_request);
    if (!message.empty())
        answer.message = std::move(message);
    return answer;
}

/// The value of a parameter of a header field, in quotation marks or not: name="file"; filename="a.txt".
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
    const auto wanted = std::string{name} + '=';
    for (auto at = header.find(';'); at != std::string_view::npos; at = header.find(';', at + 1)) {
        auto rest = header.substr(at + 1);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        if (!ascii::lower_case(rest.substr(0, wanted.size())).starts_with(wanted))
            continue;
        rest.remove_prefix(wanted.size());
        if (rest.starts_with('"'))
            return std::string{rest.substr(1, rest.find('"', 1) - 1)};
        return std::string{rest.substr(0, rest.find(';'))};
    }
    return std::nullopt;
}

/// A file's name without the folders that some browsers send.
std::string base_name(const std::string& path) {
    const auto slash = path.find_last_of("/\\");
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string beginning_of(const blob& body) {
    std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(body.size(), longest_beginning)), '\0');
    std::size_t filled = 0;
    while (const auto got = body.read(filled, std::span{text}.subspan(filled)))
        filled += got;
    text.resize(filled);
    return text;
}

/// Where `wanted` next stands in a blob of any size; nothing if nowhere.
std::optional<std::uint64_t> find_in(const blob& body, std::string_view wanted, std::uint64_t from) {
    std::string window;
    std::uint64_t window_start = from;
    std::vector<char> piece(64 * 1024);
    for (auto at = from;;) {
        const auto got = body.read(at, piece);
        if (got == 0)
            return std::nullopt;
        window.append(piece.data(), got);
        if (const auto found = window.find(wanted); found != std::string::npos)
            return window_start + found;
        const auto kept = std::min(window.size(), wanted.size() - 1);
        window_start += window.size() - kept;
        window.erase(0, window.size() - kept);
        at += got;
    }
}

/// Headers of a part: Content-Disposition is what counts, Content-Type of the file does not.
std::string disposition_of(std::string_view headers) {
    while (!headers.empty()) {
        const auto end = std::min(headers.find("\r\n"), headers.size());
        const auto line = headers.substr(0, end);
        if (ascii::lower_case(line.substr(0, 20)) == "content-disposition:")
            return std::string{line};
        headers.remove_prefix(std::min(end + 2, headers.size()));
    }
    return {};
}

class form_reader {
public:
    form_reader(const blob_ptr& body, std::string boundary)
        : body_{body}, text_{beginning_of(*body)}, delimiter_{"\r\n--" + std::move(boundary)} {}

    result<form_data, s3::error> read() {
        if (!text_.starts_with(std::string_view{delimiter_}.substr(2)))
            return malformed_form();
        at_ = delimiter_.size() - 2;
        while (!done_)
            if (auto wrong = read_part())
                return *std::move(wrong);
        return std::move(form_);
    }

private:
    std::optional<s3::error> read_part() {
        if (text_.compare(at_, 2, "--") == 0)
            return s3::invalid_argument("POST requires exactly one file upload per request.", "file", "0");
        const auto headers_end = text_.find("\r\n\r\n", at_);
        if (text_.compare(at_, 2, "\r\n") != 0 || headers_end == std::string::npos)
            return malformed_form();
        const auto disposition =
            disposition_of(std::string_view{text_}.substr(at_ + 2, headers_end + 2 - (at_ + 2)));
        const auto name = parameter(disposition, "name");
        if (!name)
            return malformed_form();
        return ascii::lower_case(*name) == "file" ? read_file(disposition, headers_end + 4)
                                                  : read_field(*name, headers_end + 4);
    }

    std::optional<s3::error> read_field(const std::string& name, std::size_t begin) {
        const auto end = text_.find(delimiter_, begin);
        if (end == std::string::npos)
            return malformed_form();
        fields_bytes_ += name.size() + end - begin;
        if (fields_bytes_ > most_fields_bytes)
            return malformed_form("Your POST request fields preceding the upload file were too large.");
        form_.fields.emplace_back(name, text_.substr(begin, end - begin));
        at_ = end + delimiter_.size();
        return std::nullopt;
    }

    std::optional<s3::error> read_file(std::string_view disposition, std::size_t begin) {
        const auto end = find_in(*body_, delimiter_, begin);
        if (!end)
            return malformed_form();
        form_.file_name = base_name(parameter(disposition, "filename").value_or(""));
        form_.file = std::make_shared<const s3::blob_slice>(body_, begin, *end - begin);
        done_ = true;
        return std::nullopt;
    }

    const blob_ptr& body_;
    std::string text_;
    std::string delimiter_;
    std::size_t at_ = 0;
    std::size_t fields_bytes_ = 0;
    bool done_ = false;
    form_data form_;
};

} // namespace

std::string form_data::field(std::string_view lower_case_name) const {
    for (const auto& [name, value] : fields)
        if (ascii::lower_case(name) == lower_case_name)
            return value;
    return {};
}

result<form_data, s3::error> read_form_data(const blob_ptr& body, std::string_view content_type) {
    const auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70)
        return malformed_form();
    return form_reader{body, *boundary}.read();
}

} // namespace sendlab::api
