#include "net/sandbox/sandbox.hpp"

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "aws/hashing.hpp"
#include "base/base64.hpp"
#include "base/digest.hpp"
#include "net/sandbox/process_handler.hpp"
#include "net/sandbox/process_watch.hpp"
#include "net/sandbox/runtime_files.hpp"
#include "net/sandbox/strays.hpp"
#include "net/sandbox/unzip.hpp"

namespace sendlab::net::sandbox {

namespace {

namespace fs = std::filesystem;

std::string sha256_base64(const blob& bytes) {
    aws::hash sum{aws::hash_kind::sha256};
    std::vector<char> block(65'536);
    std::uint64_t position = 0;
    while (const auto size = bytes.read(position, block)) {
        sum.add({block.data(), size});
        position += size;
    }
    return base64(sum.value());
}

/// An archive, and the private folder that it was unpacked into.
class unpacked_code final : public lambda::function_code {
public:
    unpacked_code(blob_ptr zip, const fs::path& parent)
        : zip_{std::move(zip)}, sha256_{sha256_base64(*zip_)}, files_{parent, "code-"} {}

    [[nodiscard]] std::string sha256() const override { return sha256_; }
    [[nodiscard]] std::uint64_t size() const override { return zip_->size(); }
    [[nodiscard]] blob_ptr archive() const override { return zip_; }
    [[nodiscard]] std::string folder() const override { return files_.path().string(); }

private:
    blob_ptr zip_;
    std::string sha256_;
    private_folder files_;
};

/// A folder of the user's. Its digest is that of its name: its contents change as they please.
class local_code final : public lambda::function_code {
public:
    explicit local_code(std::string folder)
        : folder_{std::move(folder)}, sha256_{sha256_base64(memory_blob{folder_})} {}

    [[nodiscard]] std::string sha256() const override { return sha256_; }
    [[nodiscard]] std::uint64_t size() const override { return 0; }
    [[nodiscard]] blob_ptr archive() const override { return nullptr; }
    [[nodiscard]] std::string folder() const override { return folder_; }

private:
    std::string folder_;
    std::string sha256_;
};

void write_file(const fs::path& file, std::string_view text) {
    fs::create_directories(file.parent_path());
    std::ofstream out{file};
    out << text;
    out.close();
    if (!out)
        throw std::system_error(errno, std::generic_category(), file.string());
}

/// "2026/01/31/[$LATEST]0123456789abcdef0123456789abcdef"
std::string log_stream(const lambda::program& what, time_point now, std::uint64_t environment) {
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(now)};
    char day[32];
    std::snprintf(day, sizeof day, "%04d/%02u/%02u/[", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    digest name;
    name.add(what.name);
    name.add(static_cast<std::uint64_t>(now.time_since_epoch().count()));
    return day + what.version + ']' + name.text() + hex_text(environment);
}

} // namespace

struct sandbox::impl {
    impl(boost::asio::io_context& its_io, scheduler& its_clock, sandbox_settings settings)
        : io{its_io},
          clock{its_clock},
          files{settings.temporary, "sendlab-"},
          shared{settings,    interpreters{settings.program_path}, {}, 0, files.path() / "runtime",
                 files.path()} {
        write_file(shared.runtimes / "node/client.js", runtime_files::node_client);
        write_file(shared.runtimes / "node/loader.js", runtime_files::node_loader);
        write_file(shared.runtimes / "node/preload.js", runtime_files::node_preload);
        write_file(shared.runtimes / "python/client.py", runtime_files::python_client);
    }

    ~impl() { kill_strays("LAMBDA_RUNTIME_DIR=" + shared.runtimes.string()); }

    boost::asio::io_context& io;
    scheduler& clock;
    private_folder files;
    premises shared;
    process_watch watch{io};
};

sandbox::sandbox(boost::asio::io_context& io, scheduler& clock, sandbox_settings settings)
    : impl_{std::make_unique<impl>(io, clock, std::move(settings))} {}

sandbox::~sandbox() = default;

void sandbox::set_endpoint(std::string url, std::uint16_t smtp_port) {
    impl_->shared.endpoint = std::move(url);
    impl_->shared.smtp_port = smtp_port;
}

sandbox::code_result sandbox::unpack(blob_ptr zip) {
    try {
        const auto code = std::make_shared<unpacked_code>(std::move(zip), impl_->files.path());
        if (const auto done = unzip(*code->archive(), code->folder()); !done)
            return done.error();
        return std::shared_ptr<const lambda::function_code>{code};
    } catch (const std::system_error& full) {
        return lambda::error{lambda::errc::service, full.what()};
    }
}

sandbox::code_result sandbox::use_folder(const std::string& path) {
    std::error_code ignored;
    if (!fs::path{path}.is_absolute() || !fs::is_directory(path, ignored))
        return lambda::error{lambda::errc::invalid_parameter_value,
                             "hot-reload needs the absolute path of a folder as its key; '" + path + "' is " +
                                 (fs::path{path}.is_absolute() ? "no folder that is there" : "relative")};
    return std::shared_ptr<const lambda::function_code>{
        std::make_shared<local_code>(fs::path{path}.lexically_normal().string())};
}

lambda::handler_factory sandbox::run(lambda::program what) {
    const auto shared = std::make_shared<const lambda::program>(std::move(what));
    return [host = impl_.get(), shared](std::uint64_t environment) -> std::unique_ptr<lambda::handler> {
        auto plan = std::make_unique<start_plan>(host->shared, shared, environment,
                                                 log_stream(*shared, host->clock.now(), environment));
        return std::make_unique<process_handler>(host->io, host->clock, host->watch, std::move(plan));
    };
}

} // namespace sendlab::net::sandbox
