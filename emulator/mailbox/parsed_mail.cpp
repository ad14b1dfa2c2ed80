#include "mailbox/parsed_mail.hpp"

#include <algorithm>
#include <memory>

#include <gmime/gmime.h>

#include "base/ascii.hpp"
#include "mailbox/header_fields.hpp"

namespace sendlab::mailbox {

namespace {

constexpr std::size_t longest_header = 1 << 20;
constexpr std::size_t most_part_lines = 10'000; // lines that may begin a part
constexpr int deepest_part = 100;
constexpr std::ptrdiff_t most_groups = 500; // RFC 5322 knows no group in a group, GMime goes down into each

/// GMime takes apart the header of every message that it meets, forwarded ones too, and its address parser goes
/// down a level, and a stack frame, for each group in a group. So it is given no header of a message: of the
/// outer one what concerns MIME, and forwarded ones as parts of a type that it does not know.
constexpr std::string_view message_type = "message/";
constexpr std::string_view hidden_type = "messagx/";

struct unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template<class Object>
using owned = std::unique_ptr<Object, unref>;

struct release {
    void operator()(char* text) const { g_free(text); }
};
using owned_text = std::unique_ptr<char, release>;

std::string text_of(const char* text) {
    return text ? std::string{text} : std::string{};
}

/// The library wants to be told once that it will be used.
void begin_use() {
    static const bool ready = [] {
        g_mime_init();
        return true;
    }();
    (void)ready;
}

owned<GMimeStream> stream_of(std::string_view bytes) {
    return owned<GMimeStream>{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
}

std::string bytes_of(GMimePart* part) {
    auto* const content = g_mime_part_get_content(part);
    if (!content)
        return {};
    const owned<GMimeStream> out{g_mime_stream_mem_new()};
    g_mime_data_wrapper_write_to_stream(content, out.get());
    const auto* const array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out.get()));
    return {reinterpret_cast<const char*>(array->data), array->len};
}

std::string text_of(GMimeTextPart* part) {
    const owned_text text{g_mime_text_part_get_text(part)};
    return text_of(text.get());
}

void append_addresses(std::vector<mail_address>& out, InternetAddressList* list) {
    const int count = list ? internet_address_list_length(list) : 0;
    for (int i = 0; i < count; ++i) {
        auto* const entry = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(entry))
            append_addresses(out, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(entry)));
        else if (INTERNET_ADDRESS_IS_MAILBOX(entry))
            out.push_back({text_of(internet_address_get_name(entry)),
                           text_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(entry)))});
    }
}

/// The text with the type of messages by its own name again.
std::string uncovered(std::string text) {
    for (auto at = text.find(hidden_type); at != std::string::npos; at = text.find(hidden_type, at))
        text.replace(at, message_type.size(), message_type);
    return text;
}

/// Hides the type of messages where a line names it as the type of a part, or goes on with doing so.
void hide_messages(std::string& text) {
    constexpr std::string_view field = "content-type:";
    bool in_field = false;
    for (std::size_t line = 0; line < text.size();) {
        const auto end = std::min(text.find('\n', line), text.size() - 1) + 1;
        const bool folded = text[line] == ' ' || text[line] == '\t';
        in_field =
            same_name(std::string_view{text}.substr(line, field.size()), field) || (folded && in_field);
        for (auto at = line; in_field && at + message_type.size() <= end; ++at)
            if (same_name(std::string_view{text}.substr(at, message_type.size()), message_type))
                text.replace(at, hidden_type.size(), hidden_type);
        line = end;
    }
}

/// The message as GMime gets it.
std::string covered(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    header_fields fields{raw};
    for (raw_field field; fields.next(field);)
        if (same_name(field.name.substr(0, 8), "Content-") || same_name(field.name, "MIME-Version"))
            out += field.whole;
    if (!out.empty() && !out.ends_with('\n'))
        out += "\r\n";
    out.append("\r\n").append(fields.body());
    hide_messages(out);
    return out;
}

/// Distributes the leaves of a message's tree.
class part_collector {
public:
    part_collector(parsed_mail& out, parse_scope scope) : out_{out}, scope_{scope} {}

    void visit(GMimeObject* part, const std::string& id, int depth = 0) {
        if (!part || depth > deepest_part)
            return;
        if (scope_ == parse_scope::everything)
            out_.outline.push_back(outlined(part, id, depth));
        if (GMIME_IS_MULTIPART(part))
            return visit_children(GMIME_MULTIPART(part), id, depth);
        if (GMIME_IS_PART(part))
            add_leaf(GMIME_PART(part), id.empty() ? std::string{"0"} : id);
    }

private:
    void visit_children(GMimeMultipart* parent, const std::string& id, int depth) {
        const int count = g_mime_multipart_get_count(parent);
        for (int i = 0; i < count; ++i)
            visit(g_mime_multipart_get_part(parent, i), (id.empty() ? id : id + '.') + std::to_string(i + 1),
                  depth + 1);
    }

    static outlined_part outlined(GMimeObject* part, const std::string& id, int depth) {
        outlined_part out{.id = id, .depth = depth, .content_type = content_type(part)};
        out.disposition = ascii::lower_case(text_of(g_mime_object_get_disposition(part)));
        out.content_id = text_of(g_mime_object_get_content_id(part));
        if (GMIME_IS_PART(part)) {
            out.file_name = text_of(g_mime_part_get_filename(GMIME_PART(part)));
            out.size = bytes_of(GMIME_PART(part)).size();
        }
        return out;
    }

    void add_leaf(GMimePart* part, const std::string& id) {
        const auto type = content_type(GMIME_OBJECT(part));
        const bool readable = type == "text/plain" || type == "text/html";
        const auto disposition =
            ascii::lower_case(text_of(g_mime_object_get_disposition(GMIME_OBJECT(part))));
        const bool named = g_mime_part_get_filename(part) != nullptr;
        if (readable && GMIME_IS_TEXT_PART(part) && disposition != "attachment" && !named)
            return append_text(type == "text/html" ? out_.html : out_.text, GMIME_TEXT_PART(part));
        auto found = part_of(part, id, type);
        if (scope_ == parse_scope::everything)
            found.bytes = uncovered(bytes_of(part));
        const bool shown = disposition == "inline" || (disposition.empty() && !found.content_id.empty());
        add(shown ? out_.inlines : out_.attachments, std::move(found));
    }

    static void add(std::vector<mail_part>& list, mail_part&& found) {
        found.size = found.bytes.size();
        list.push_back(std::move(found));
    }

    static mail_part part_of(GMimePart* part, const std::string& id, const std::string& type) {
        mail_part found;
        found.id = id;
        found.content_type = type;
        found.file_name = text_of(g_mime_part_get_filename(part));
        found.content_id = text_of(g_mime_part_get_content_id(part));
        return found;
    }

    static void append_text(std::string& out, GMimeTextPart* part) {
        if (!out.empty() && !out.ends_with('\n'))
            out += '\n';
        out += uncovered(text_of(part));
    }

    static std::string content_type(GMimeObject* part) {
        const owned_text type{g_mime_content_type_get_mime_type(g_mime_object_get_content_type(part))};
        return uncovered(ascii::lower_case(text_of(type.get())));
    }

    parsed_mail& out_;
    parse_scope scope_;
};

/// A group begins with a colon; where one ends only the parser knows, as semicolons may be quoted. Other colons (of
/// IPv6, of routes) are few.
bool has_many_groups(std::string_view addresses) {
    return std::ranges::count(addresses, ':') > most_groups;
}

bool has_too_many_parts(std::string_view raw) {
    std::size_t lines = 0;
    for (auto at = raw.find("\n--"); at != std::string_view::npos; at = raw.find("\n--", at + 3))
        if (++lines > most_part_lines)
            return true;
    return false;
}

/// Reads the header itself, in its own order; says where the body begins.
std::string_view read_header(parsed_mail& out, std::string_view raw) {
    header_fields fields{raw};
    std::size_t length = 0;
    for (raw_field field; length <= longest_header && fields.next(field);) {
        length += field.whole.size();
        if (length <= longest_header)
            out.headers.emplace_back(field.name, decoded_words(unfolded(field.value)));
        else
            out.opaque = true;
    }
    return fields.body();
}

void read_addresses(parsed_mail& out, std::string_view raw) {
    header_fields fields{raw};
    for (raw_field field; fields.next(field);) {
        auto* const list = same_name(field.name, "From")       ? &out.from
                           : same_name(field.name, "To")       ? &out.to
                           : same_name(field.name, "Cc")       ? &out.cc
                           : same_name(field.name, "Bcc")      ? &out.bcc
                           : same_name(field.name, "Reply-To") ? &out.reply_to
                                                               : nullptr;
        if (!list)
            continue;
        for (auto& address : parse_addresses(unfolded(field.value)))
            list->push_back(std::move(address));
    }
}

void read_date(parsed_mail& out) {
    constexpr auto most =
        std::chrono::duration_cast<std::chrono::seconds>(time_point::max().time_since_epoch());
    const std::string value{out.header("Date")};
    if (value.empty())
        return;
    if (auto* const date = g_mime_utils_header_decode_date(value.c_str())) {
        const std::chrono::seconds since_1970{g_date_time_to_unix(date)};
        if (since_1970 > -most && since_1970 < most)
            out.date = time_point{since_1970};
        g_date_time_unref(date);
    }
}

void read_parts(parsed_mail& out, std::string_view raw, parse_scope scope) {
    const auto stream = stream_of(covered(raw));
    const owned<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    const owned<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), nullptr)};
    if (message)
        part_collector{out, scope}.visit(g_mime_message_get_mime_part(message.get()), {});
}

} // namespace

std::string_view parsed_mail::header(std::string_view name) const {
    const auto found =
        std::ranges::find_if(headers, [&](const auto& field) { return same_name(field.first, name); });
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

parsed_mail parse_mail(std::string_view raw, parse_scope scope) {
    begin_use();
    parsed_mail out;
    const auto body = read_header(out, raw);
    out.opaque = out.opaque || has_too_many_parts(raw);
    out.subject = out.header("Subject");
    out.message_id = message_id_of(raw);
    read_date(out);
    if (!out.opaque) {
        read_addresses(out, raw);
        read_parts(out, raw, scope);
    }
    const bool empty = out.text.empty() && out.html.empty() && out.attachments.empty() && out.inlines.empty();
    if (out.opaque || (out.headers.empty() && empty))
        out.text = body;
    return out;
}

std::vector<mail_address> parse_addresses(std::string_view value) {
    begin_use();
    std::vector<mail_address> found;
    if (has_many_groups(value))
        return found;
    const std::string text{value};
    if (const owned<InternetAddressList> list{internet_address_list_parse(nullptr, text.c_str())})
        append_addresses(found, list.get());
    return found;
}

std::string decoded_words(std::string_view value) {
    if (value.find("=?") == std::string_view::npos)
        return std::string{value};
    begin_use();
    const std::string text{value};
    const owned_text decoded{g_mime_utils_header_decode_text(nullptr, text.c_str())};
    return text_of(decoded.get());
}

} // namespace sendlab::mailbox
