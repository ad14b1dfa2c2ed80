// Calls a fuzz target with every file of its corpus, and with bytes made from them: the same ones every time.
//
//     fuzz_mail tests/fuzz/corpus/mail              10 changes of each file
//     fuzz_mail --changes 1000 tests/fuzz/corpus/mail
//     fuzz_mail failed-input                        the input that a failure has left
#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "base/random_source.hpp"
#include "fuzz/target.hpp"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest = 256 * 1024;
constexpr const char* left_behind = "failed-input";

std::string input; // what the target is given; a failure leaves it behind

extern "C" void keep_input(int signal) {
    const int file = ::open(left_behind, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (file >= 0 && ::write(file, input.data(), input.size()) >= 0)
        (void)!::write(STDERR_FILENO, "the input is in failed-input\n", 29);
    ::signal(signal, SIG_DFL);
    (void)::raise(signal);
}

void call() {
    (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

/// One of the ways in which bytes go wrong, drawn by number.
class changes {
public:
    explicit changes(const std::vector<std::string>& corpus) : corpus_{corpus} {}

    std::string of(std::string bytes, std::uint64_t number) {
        number_ = number;
        draw_ = 0;
        for (auto times = 1 + below(4); times > 0; --times)
            change(bytes);
        bytes.resize(std::min(bytes.size(), largest));
        return bytes;
    }

private:
    std::size_t below(std::size_t end) {
        return static_cast<std::size_t>(stream_.uniform(number_, draw_++) * static_cast<double>(end));
    }

    void change(std::string& bytes) {
        const auto at = below(bytes.size() + 1);
        const auto length = std::min(below(64) + 1, bytes.size() - at);
        switch (below(7)) {
        case 0: // a bit
            if (at < bytes.size())
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
            break;
        case 1:
            bytes.insert(at, 1, static_cast<char>(below(256)));
            break;
        case 2: {
            static constexpr std::array<std::string_view, 12> words{"0",   "-1",       "18446744073709551616",
                                                                    "%00", "\r\n",     "\r\n\r\n",
                                                                    "\"",  "&",        "<!--",
                                                                    "../", "\xff\xfe", "1e999"};
            bytes.insert(at, words.at(below(words.size())));
            break;
        }
        case 3:
            bytes.erase(at, length);
            break;
        case 4: // again
            bytes.insert(at, bytes.substr(at, length));
            break;
        case 5: // the end is missing
            bytes.resize(at);
            break;
        default: { // the rest of another
            const auto& other = corpus_[below(corpus_.size())];
            bytes.replace(at, std::string::npos, other, below(other.size() + 1), std::string::npos);
        }
        }
    }

    const std::vector<std::string>& corpus_;
    sendlab::random_stream stream_ = sendlab::random_source{1}.stream("fuzz");
    std::uint64_t number_ = 0;
    std::uint32_t draw_ = 0;
};

std::string bytes_in(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<std::string> corpus_in(const std::vector<fs::path>& names) {
    std::vector<fs::path> files;
    for (const auto& name : names) {
        if (!fs::is_directory(name))
            files.push_back(name);
        else
            for (const auto& entry : fs::recursive_directory_iterator{name})
                if (entry.is_regular_file())
                    files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<std::string> out;
    for (const auto& file : files)
        out.push_back(bytes_in(file));
    return out;
}

} // namespace

int main(int count, char** words) {
    std::uint64_t each = 10;
    std::vector<fs::path> names;
    for (int i = 1; i < count; ++i) {
        if (std::strcmp(words[i], "--changes") == 0 && i + 1 < count)
            each = std::strtoull(words[++i], nullptr, 10);
        else
            names.emplace_back(words[i]);
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL})
        std::signal(signal, keep_input);
    const auto corpus = corpus_in(names);
    if (corpus.empty()) {
        std::fprintf(stderr, "no input\n");
        return 2;
    }
    changes changed{corpus};
    for (std::size_t i = 0; i < corpus.size(); ++i) {
        input = corpus[i];
        call();
        for (std::uint64_t n = 0; n < each; ++n) {
            input = changed.of(corpus[i], i * each + n);
            call();
        }
    }
    std::printf("%zu inputs of the corpus, %llu made from each\n", corpus.size(),
                static_cast<unsigned long long>(each));
    return 0;
}
