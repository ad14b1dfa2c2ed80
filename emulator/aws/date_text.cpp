#include "aws/date_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

namespace sendlab::aws {

namespace {

using namespace std::chrono;

constexpr std::array weekday_names = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> month_names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct calendar {
    explicit calendar(time_point when)
        : date{floor<days>(when)},
          time{floor<seconds>(when - floor<days>(when))},
          weekday{floor<days>(when)} {}

    int year() const { return static_cast<int>(date.year()); }
    unsigned month() const { return static_cast<unsigned>(date.month()); }
    unsigned day() const { return static_cast<unsigned>(date.day()); }
    int hour() const { return static_cast<int>(time.hours().count()); }
    int minute() const { return static_cast<int>(time.minutes().count()); }
    int second() const { return static_cast<int>(time.seconds().count()); }

    year_month_day date;
    hh_mm_ss<seconds> time;
    std::chrono::weekday weekday;
};

/// Takes numbers and words from the front of a text; remembers whether all of them were there.
class reader {
public:
    explicit reader(std::string_view text) : text_{text} {}

    int number(std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            const char c = i < text_.size() ? text_[i] : ' ';
            good_ = good_ && c >= '0' && c <= '9';
            value = value * 10 + (c - '0');
        }
        skip(digits);
        return good_ ? value : 0;
    }
    void word(std::string_view expected) {
        good_ = good_ && text_.starts_with(expected);
        skip(expected.size());
    }
    int month() {
        const auto* found = std::ranges::find(month_names, text_.substr(0, 3));
        good_ = good_ && found != month_names.end();
        skip(3);
        return good_ ? static_cast<int>(found - month_names.begin()) + 1 : 0;
    }
    bool accept(char c) {
        const bool there = text_.starts_with(c);
        skip(there ? 1 : 0);
        return there;
    }
    void skip(std::size_t count) { text_.remove_prefix(std::min(count, text_.size())); }
    [[nodiscard]] bool next_is_digit() const { return !text_.empty() && text_[0] >= '0' && text_[0] <= '9'; }
    [[nodiscard]] bool done() const { return good_ && text_.empty(); }
    [[nodiscard]] bool at_end() const { return text_.empty(); }

private:
    std::string_view text_;
    bool good_ = true;
};

std::optional<time_point> moment(int y, int m, int d, int hour, int minute, int second) {
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    // A nanosecond clock of 64 bits begins in 1677 and ends in 2262.
    if (!date.ok() || y < 1900 || y > 2200 || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    return time_point{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second};
}

/// ".123", to nanoseconds.
duration read_fraction(reader& text) {
    duration sum{0};
    if (!text.accept('.'))
        return sum;
    for (duration unit = milliseconds{100}; text.next_is_digit(); unit /= 10)
        sum += unit * text.number(1);
    return sum;
}

/// "Z", "+02:00", or nothing.
duration read_offset(reader& text) {
    if (text.accept('Z') || text.at_end())
        return duration{0};
    const bool ahead = text.accept('+');
    if (!ahead)
        text.word("-");
    const auto whole = hours{text.number(2)};
    text.accept(':');
    const duration offset = whole + minutes{text.number(2)};
    return ahead ? offset : -offset;
}

} // namespace

std::string amz_date(time_point when) {
    const calendar c{when};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%04d%02u%02uT%02d%02d%02dZ", c.year(), c.month(), c.day(),
                  c.hour(), c.minute(), c.second());
    return out.data();
}

std::string http_date(time_point when) {
    const calendar c{when};
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                  weekday_names[c.weekday.c_encoding()], c.day(), month_names[c.month() - 1].data(), c.year(),
                  c.hour(), c.minute(), c.second());
    return out.data();
}

std::optional<time_point> parse_iso_date(std::string_view from) {
    reader text{from};
    const int y = text.number(4);
    text.word("-");
    const int m = text.number(2);
    text.word("-");
    const int d = text.number(2);
    if (text.done())
        return moment(y, m, d, 0, 0, 0);
    text.word("T");
    const int hour = text.number(2);
    text.word(":");
    const int minute = text.number(2);
    text.word(":");
    const int second = text.number(2);
    const auto fraction = read_fraction(text);
    const auto offset = read_offset(text);
    const auto whole = text.done() ? moment(y, m, d, hour, minute, second) : std::nullopt;
    return whole ? std::optional{*whole + fraction - offset} : std::nullopt;
}

std::optional<time_point> parse_amz_date(std::string_view from) {
    reader text{from};
    const int y = text.number(4);
    const int m = text.number(2);
    const int d = text.number(2);
    text.word("T");
    const int hour = text.number(2);
    const int minute = text.number(2);
    const int second = text.number(2);
    text.word("Z");
    return text.done() ? moment(y, m, d, hour, minute, second) : std::nullopt;
}

std::optional<time_point> parse_http_date(std::string_view from) {
    reader text{from};
    text.skip(3); // the day of the week follows from the date
    text.word(", ");
    const int d = text.number(2);
    text.word(" ");
    const int m = text.month();
    text.word(" ");
    const int y = text.number(4);
    text.word(" ");
    const int hour = text.number(2);
    text.word(":");
    const int minute = text.number(2);
    text.word(":");
    const int second = text.number(2);
    text.word(" GMT");
    return text.done() ? moment(y, m, d, hour, minute, second) : std::nullopt;
}

} // namespace sendlab::aws
