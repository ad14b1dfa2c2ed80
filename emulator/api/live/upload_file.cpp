#include "api/live/upload_file.hpp"

#include <nlohmann/json.hpp>

namespace sendlab::api::live {

namespace {

using nlohmann::json;

/// Counts the elements of the member "emails" of the outermost object, and keeps nothing.
class email_counter : public json::json_sax_t {
public:
    std::uint32_t emails = 0;

    bool null() override { return value(); }
    bool boolean(bool) override { return value(); }
    bool number_integer(json::number_integer_t) override { return value(); }
    bool number_unsigned(json::number_unsigned_t) override { return value(); }
    bool number_float(json::number_float_t, const std::string&) override { return value(); }
    bool string(std::string&) override { return value(); }
    bool binary(json::binary_t&) override { return value(); }
    bool key(std::string& name) override {
        if (depth_ == 1)
            in_emails_ = name == "emails";
        return true;
    }
    bool start_object(std::size_t) override { return value() && ++depth_ < deepest; }
    bool end_object() override { return --depth_ >= 0; }
    bool start_array(std::size_t) override { return value() && ++depth_ < deepest; }
    bool end_array() override { return --depth_ >= 0; }
    bool parse_error(std::size_t, const std::string&, const json::exception&) override { return false; }

private:
    static constexpr int deepest = 1000;

    bool value() {
        emails += in_emails_ && depth_ == 2 ? 1 : 0;
        return true;
    }

    int depth_ = 0;
    bool in_emails_ = false;
};

} // namespace

std::uint32_t emails_in(const blob& file) {
    constexpr std::uint64_t largest = 8ULL * 1024 * 1024;
    if (file.size() > largest)
        return 0;
    email_counter counter;
    return json::sax_parse(to_string(file), &counter) ? counter.emails : 0;
}

} // namespace sendlab::api::live
