#include "net/http/request_reader.hpp"

#include <cassert>
#include <optional>
#include <system_error>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "net/http/spool.hpp"

namespace sendlab::net {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::iequals;

namespace {

using text_view = boost::beast::string_view;

std::string string_of(text_view t) {
    return {t.data(), t.size()};
}

std::string head_too_long(const http_limits& limits) {
    return "The request head is longer than " + std::to_string(limits.head_bytes) + " bytes.";
}

const blob_ptr& no_bytes() {
    static const blob_ptr empty = std::make_shared<memory_blob>(std::string{});
    return empty;
}

} // namespace

/// Beast finds the parts; this puts them where a service looks for them. Serves for one request.
class request_reader::parser final : public http::basic_parser<true> {
public:
    parser(const http_limits& limits, memory_share& share) : limits_{limits}, share_{share} {
        header_limit(limits.head_bytes);
        body_limit(limits.body_bytes);
        eager(true);
    }

    api::http_request request;
    std::optional<refusal> refused;
    bool continue_due = false;

    [[nodiscard]] bool body_begun() const { return body_.has_value(); }

    /// The client announced an empty body, and waits all the same: botocore does, and takes a final answer without
    /// 100 before it for the answer to its next request, too.
    [[nodiscard]] bool waits_for_nothing() const { return continue_due && !body_begun(); }

private:
    void refuse(unsigned status, std::string why, error_code& ec) {
        refused = refusal{status, std::move(why)};
        ec = http::error::bad_field;
    }

    /// Beast limits the request line and the fields each; here they count together.
    void count(std::size_t bytes, error_code& ec) {
        head_bytes_ += bytes;
        if (head_bytes_ + 2 > limits_.head_bytes)
            refuse(431, head_too_long(limits_), ec);
    }

    void on_request_impl(http::verb, text_view method, text_view target, int version,
                         error_code& ec) override {
        version_ = version;
        count(method.size() + target.size() + std::string_view{"  HTTP/1.1\r\n"}.size(), ec);
        if (ec)
            return;
        request.method = string_of(method);
        request.target = string_of(target);
        if (request.target.starts_with('/'))
            return;
        // The form that proxies are asked in (RFC 9112, section 3.2.2) names the host as well.
        const auto scheme = request.target.find("://");
        const auto path = scheme == std::string::npos ? scheme : request.target.find('/', scheme + 3);
        if (scheme == std::string::npos)
            return refuse(400, "The request target must be a path.", ec);
        request.target = path == std::string::npos ? "/" : request.target.substr(path);
    }

    void on_field_impl(http::field name, text_view name_text, text_view value, error_code& ec) override {
        if (is_header_done())
            return; // a trailer
        if (name_text.size() + value.size() > limits_.field_bytes)
            return refuse(
                431, "A header field is longer than " + std::to_string(limits_.field_bytes) + " bytes.", ec);
        count(name_text.size() + value.size() + std::string_view{": \r\n"}.size(), ec);
        if (name == http::field::host)
            ++hosts_;
        else if (name == http::field::expect)
            return note_expectation(value, ec);
        else if (name == http::field::transfer_encoding && !iequals(value, "chunked"))
            return refuse(501, "The only transfer coding here is chunked.", ec);
        request.fields.add(string_of(name_text), string_of(value));
    }

    void note_expectation(text_view value, error_code& ec) {
        continue_due = iequals(value, "100-continue");
        if (!continue_due)
            refuse(417, "The only expectation that can be met is 100-continue.", ec);
    }

    void on_header_impl(error_code& ec) override {
        if (hosts_ > 1 || (hosts_ == 0 && version_ >= 11))
            refuse(400, "A request must have one Host field.", ec);
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        expected_ = length.value_or(0);
    }

    void append(text_view bytes) {
        if (!body_)
            body_.emplace(limits_.memory_bytes, expected_, limits_.body_folder, &share_);
        body_->append({bytes.data(), bytes.size()});
    }

    std::size_t on_body_impl(text_view bytes, error_code&) override {
        append(bytes);
        return bytes.size();
    }

    std::size_t on_chunk_body_impl(std::uint64_t, text_view bytes, error_code&) override {
        append(bytes);
        return bytes.size();
    }

    void on_finish_impl(error_code&) override { request.body = body_ ? body_->finish() : no_bytes(); }

    void on_response_impl(int, text_view, int, error_code&) override {}
    void on_chunk_header_impl(std::uint64_t, text_view, error_code&) override {}

    const http_limits& limits_;
    memory_share& share_;
    std::size_t head_bytes_ = 0;
    int version_ = 11;
    unsigned hosts_ = 0;
    std::uint64_t expected_ = 0;
    std::optional<spool> body_;
};

request_reader::request_reader(const http_limits& limits, memory_pool* body_memory)
    : limits_{limits}, share_{body_memory}, parser_{std::make_unique<parser>(limits, share_)} {}

request_reader::~request_reader() = default;

request_reader::progress request_reader::fail(unsigned status, std::string why) {
    failure_ = {status, std::move(why)};
    return progress::failed;
}

bool request_reader::at_start() const {
    return !parser_->is_header_done();
}

request_reader::outcome request_reader::read(std::string_view bytes) {
    if (parser_->is_done())
        return {progress::complete, 0};
    if (bytes.empty())
        return {};
    error_code ec;
    outcome now;
    try {
        now.used = parser_->put(boost::asio::const_buffer{bytes.data(), bytes.size()}, ec);
    } catch (const std::system_error& disk) {
        return {fail(507, disk.what()), bytes.size()};
    }
    if (parser_->refused)
        now.what = fail(parser_->refused->status, std::move(parser_->refused->text));
    else if (ec == http::error::header_limit)
        now.what = fail(431, head_too_long(limits_));
    else if (ec == http::error::body_limit)
        now.what = fail(413, "The body is longer than " + std::to_string(limits_.body_bytes) + " bytes.");
    else if (ec == http::error::bad_version)
        now.what = fail(505, "Speak HTTP/1.1.");
    else if (ec && ec != http::error::need_more)
        now.what = fail(400, "This is no HTTP request: " + ec.message() + ".");
    else if (parser_->is_done())
        now.what = parser_->waits_for_nothing() ? progress::wants_continue : progress::complete;
    else if (parser_->is_header_done() && now.used == 0 && bytes.size() > limits_.head_bytes)
        now.what = fail(431, "What is said about a chunk, or behind the last one, is longer than " +
                                 std::to_string(limits_.head_bytes) + " bytes.");
    else if (parser_->is_header_done() && std::exchange(parser_->continue_due, false))
        now.what = parser_->body_begun() ? progress::more : progress::wants_continue;
    return now;
}

api::http_request request_reader::take() {
    assert(parser_->is_done());
    auto request = std::move(parser_->request);
    keep_alive_ = parser_->keep_alive();
    parser_ = std::make_unique<parser>(limits_, share_);
    return request;
}

} // namespace sendlab::net
