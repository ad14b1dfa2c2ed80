#include "net/sandbox/proc_files.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "net/sandbox/descriptor.hpp"

namespace sendlab::net::sandbox {

std::string_view read_proc(const char* process, const char* file, std::span<char> into) {
    std::array<char, 64> path;
    std::snprintf(path.data(), path.size(), "/proc/%s/%s", process, file);
    const descriptor opened{::open(path.data(), O_RDONLY | O_CLOEXEC)};
    const auto size = opened.get() < 0 ? -1 : ::read(opened.get(), into.data(), into.size());
    return size > 0 ? std::string_view{into.data(), static_cast<std::size_t>(size)} : std::string_view{};
}

std::uint64_t number_at(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string_view skip_words(std::string_view text, int words) {
    for (; words > 0; --words)
        text.remove_prefix(std::min(text.find(' ') + 1, text.size()));
    return text;
}

int group_of(const char* process) {
    std::array<char, 512> buffer;
    const auto text = read_proc(process, "stat", buffer);
    const auto name_end = text.rfind(')'); // the name may have anything in it
    if (name_end == std::string_view::npos)
        return 0;
    return static_cast<int>(number_at(skip_words(text.substr(name_end), 3)));
}

void for_each_process(const std::function<void(const char* process)>& look) {
    DIR* const all = ::opendir("/proc");
    if (!all)
        return;
    while (const auto* entry = ::readdir(all))
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            look(entry->d_name);
    ::closedir(all);
}

} // namespace sendlab::net::sandbox
