#include "smtp/session_log.hpp"

#include <algorithm>

namespace sendlab::smtp {

void session_log::add(time_point at, speaker who, std::string_view text) {
    text = text.substr(0, longest_line);
    if (text_.size() + text.size() > most_bytes || entries_.size() == most_lines) {
        ++left_out_;
        return;
    }
    if (entries_.empty()) { // room for a short session at once
        text_.reserve(512);
        entries_.reserve(16);
    }
    const auto begin = static_cast<std::ptrdiff_t>(text_.size());
    text_ += text;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    std::replace_if(text_.begin() + begin, text_.end(), is_control, '?');
    entries_.push_back({at, static_cast<std::uint32_t>(text_.size()), who});
}

session_log::line session_log::operator[](std::size_t index) const {
    const auto begin = index == 0 ? 0 : entries_[index - 1].end;
    const auto& found = entries_[index];
    return {found.at, found.who, std::string_view{text_}.substr(begin, found.end - begin)};
}

std::string session_log::text() const {
    std::string all;
    for (std::size_t i = 0; i < size(); ++i) {
        const auto next = (*this)[i];
        all += next.who == speaker::client ? "C: " : next.who == speaker::server ? "S: " : "-- ";
        all.append(next.text) += '\n';
    }
    if (left_out_ != 0)
        all += "-- " + std::to_string(left_out_) + " more lines\n";
    return all;
}

} // namespace sendlab::smtp
