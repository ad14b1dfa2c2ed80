// A file that the user asked for. A disk that is full, or a folder that is not there, is an environment_error.
#pragma once

#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>

namespace sendlab::cli {

/// All of it, to an open file; 0, or the errno that stopped it.
int write_all(int descriptor, std::string_view text);

/// Each piece of text is one write: who writes often brings a buffer.
class output_file : private std::streambuf {
public:
    /// Opens (and empties) it at once, so that a long run does not end with an unwritable result.
    explicit output_file(std::string path);
    ~output_file() override;
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;

    [[nodiscard]] std::ostream& stream() { return stream_; }

    /// All of its text at once.
    void finish(std::string_view text);

    /// Everything is with the operating system now; throws if anything went wrong since the file was opened.
    void close();

private:
    int overflow(int character) override;
    std::streamsize xsputn(const char* text, std::streamsize length) override;

    std::string path_;
    int descriptor_;
    int error_ = 0; // the first
    std::ostream stream_{this};
};

} // namespace sendlab::cli
