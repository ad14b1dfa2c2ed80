#include "pipeline/upload_file.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include <simdjson.h>

#include "base/json_text.hpp"

namespace sendlab::pipeline {

namespace {

using simdjson::ondemand::value;

/// In our words: the library's name its own functions.
std::string problem_of(simdjson::error_code code) {
    switch (code) {
    case simdjson::INCORRECT_TYPE:
        return "a value of the wrong type, expected a text, a list or an object as upload files have it here";
    case simdjson::UTF8_ERROR:
        return "not UTF-8";
    case simdjson::EMPTY:
        return "nothing, expected a JSON object";
    case simdjson::DEPTH_ERROR:
        return "nested too deeply";
    default:
        return "not JSON";
    }
}

/// What the text lacks, though it is JSON.
struct bad_request {
    std::string what;
};

/// simdjson reads from front to back and throws where the text is not what is asked for; read_upload() catches.
class upload_reader {
public:
    explicit upload_reader(std::string_view text)
        : text_{padded(text), text.size()},
          document_{parser().iterate(text_.data(), text_.size(), text_.size() + simdjson::SIMDJSON_PADDING)} {
    }

    uploaded_group read() {
        uploaded_group group;
        for (auto member : document_.get_object()) {
            const std::string_view name = member.unescaped_key();
            if (name == "meta")
                read_meta(group, member.value());
            else if (name == "emails")
                read_emails(group, member.value());
        }
        check(!group.meta_json.empty(), group.emails.size());
        return group;
    }

    std::size_t count() {
        bool has_meta = false;
        std::size_t emails = 0;
        for (auto member : document_.get_object()) {
            const std::string_view name = member.unescaped_key();
            if (name == "meta") {
                member.value().get_object().value();
                has_meta = true;
            } else if (name == "emails") {
                auto list = member.value().get_array().value();
                emails = list.count_elements();
            }
        }
        check(has_meta, emails);
        return emails;
    }

    /// How many bytes of the text lie before the place where reading stopped.
    [[nodiscard]] std::size_t position() {
        const char* at = nullptr;
        if (document_.current_location().get(at) != simdjson::SUCCESS)
            return 0;
        return std::min(static_cast<std::size_t>(at - text_.data()), text_.size());
    }

private:
    void check(bool has_meta, std::size_t emails) {
        if (document_.current_location().error() == simdjson::SUCCESS)
            throw bad_request{"text behind the end, expected one JSON object"};
        if (!has_meta)
            throw bad_request{R"(bad request: no meta, expected {"meta": {...}, "emails": [...]})"};
        if (emails == 0)
            throw bad_request{"bad request: no e-mails, expected at least one in emails"};
    }

    void read_meta(uploaded_group& group, value meta) {
        auto object = meta.get_object().value();
        group.meta_json = object.raw_json().value();
        object.reset();
        for (auto member : object) {
            std::string_view from;
            if (member.unescaped_key().value() == "from" && !member.value().get_string().get(from))
                group.from = from;
        }
    }

    void read_emails(uploaded_group& group, value emails) {
        group.emails.clear(); // as in any JSON reader, of two the later counts
        for (auto item : emails.get_array())
            read_email(group.emails.emplace_back(), item.get_object().value());
    }

    void read_email(uploaded_email& email, simdjson::ondemand::object object) {
        email.bytes = object.raw_json().value().size();
        object.reset();
        for (auto member : object) {
            const std::string_view name = member.unescaped_key();
            if (name == "to")
                read_recipients(email, member.value());
            else if (name == "subject")
                email.subject = text_of(member.value());
            else if (name == "message")
                email.message = text_of(member.value());
            else if (name == "attachments")
                read_texts(email.attachments, member.value());
        }
        if (email.to.empty())
            throw bad_request{"an e-mail to nobody, expected a recipient in to"};
    }

    void read_recipients(uploaded_email& email, value to) {
        email.to.clear();
        if (to.type() == simdjson::ondemand::json_type::array)
            read_texts(email.to, to);
        else
            email.to.emplace_back(text_of(to));
    }

    void read_texts(std::vector<std::string>& texts, value list) {
        texts.clear();
        for (auto item : list.get_array())
            texts.emplace_back(text_of(item.value()));
    }

    static std::string_view text_of(value text) { return text.get_string().value(); }

    // A run reads one small file after the other: both keep their memory from file to file.
    static const char* padded(std::string_view text) {
        thread_local std::string copy;
        copy.reserve(text.size() + simdjson::SIMDJSON_PADDING);
        copy = text;
        return copy.data();
    }
    static simdjson::ondemand::parser& parser() {
        thread_local simdjson::ondemand::parser parser;
        return parser;
    }

    std::string_view text_;
    simdjson::ondemand::document document_;
};

upload_error error_at(std::string_view text, std::size_t position, std::string what) {
    const auto before = text.substr(0, position);
    const auto line_start = before.rfind('\n') + 1; // 0 in the first line
    const auto lines = std::count(before.begin(), before.end(), '\n');
    return {static_cast<std::size_t>(lines) + 1, before.size() - line_start + 1, std::move(what)};
}

/// What `read` makes of the text, its exceptions as values.
template<class Read>
auto reading(std::string_view text, Read read)
    -> result<std::invoke_result_t<Read, upload_reader&>, upload_error> {
    try {
        upload_reader reader{text};
        try {
            return {boost::system::in_place_value, read(reader)};
        } catch (const bad_request& bad) {
            return error_at(text, reader.position(), bad.what);
        } catch (const simdjson::simdjson_error& bad) {
            return error_at(text, reader.position(), problem_of(bad.error()));
        }
    } catch (const simdjson::simdjson_error& bad) {
        return error_at(text, 0, problem_of(bad.error()));
    }
}

void append_texts(std::string& out, const std::vector<std::string>& texts) {
    out += '[';
    for (const auto& text : texts) {
        if (out.back() != '[')
            out += ',';
        append_json_string(out, text);
    }
    out += ']';
}

void append_email(std::string& out, const uploaded_email& email) {
    out += R"({"to":)";
    append_texts(out, email.to);
    out += R"(,"subject":)";
    append_json_string(out, email.subject);
    out += R"(,"message":)";
    append_json_string(out, email.message);
    if (!email.attachments.empty()) {
        out += R"(,"attachments":)";
        append_texts(out, email.attachments);
    }
    out += '}';
}

} // namespace

result<uploaded_group, upload_error> read_upload(std::string_view text) {
    return reading(text, [](upload_reader& reader) { return reader.read(); });
}

result<std::size_t, upload_error> count_emails(std::string_view text) {
    return reading(text, [](upload_reader& reader) { return reader.count(); });
}

upload_writer::upload_writer(std::string_view meta_json, std::size_t likely_size) {
    out_.reserve(likely_size);
    out_.append(R"({"meta":)").append(meta_json).append(R"(,"emails":[)");
}

void upload_writer::add(const uploaded_email& email) {
    if (out_.back() == '}')
        out_ += ',';
    append_email(out_, email);
}

std::string upload_writer::finish() && {
    return std::move(out_ += "]}");
}

} // namespace sendlab::pipeline
