#include "cli/output_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "cli/command.hpp"

namespace sendlab::cli {

namespace {

[[noreturn]] void fail(const std::string& path, int error) {
    throw environment_error{"cannot write " + path + ": " + std::strerror(error)};
}

} // namespace

int write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

output_file::output_file(std::string path)
    : path_{std::move(path)},
      descriptor_{::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)} {
    if (descriptor_ < 0)
        fail(path_, errno);
}

output_file::~output_file() {
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

void output_file::finish(std::string_view text) {
    stream_ << text;
    close();
}

void output_file::close() {
    const int descriptor = std::exchange(descriptor_, -1);
    if (::close(descriptor) != 0 && error_ == 0)
        error_ = errno;
    if (error_ != 0)
        fail(path_, error_);
}

int output_file::overflow(int character) {
    const char c = static_cast<char>(character);
    return xsputn(&c, 1) == 1 ? character : EOF;
}

std::streamsize output_file::xsputn(const char* text, std::streamsize length) {
    if (error_ == 0)
        error_ = write_all(descriptor_, {text, static_cast<std::size_t>(length)});
    return error_ == 0 ? length : 0;
}

} // namespace sendlab::cli
