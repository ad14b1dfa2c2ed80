#include "net/storage/data_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace sendlab::net {

namespace asio = boost::asio;

namespace {

std::string reason() {
    return std::generic_category().message(errno);
}

owned_file open_private(const std::string& path) {
    owned_file file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!file)
        throw storage_error{path + ": " + reason()};
    return file;
}

/// Held as long as the file is open, so it goes with the process, however that ends. Waits a second, as an emulator that was
/// killed may have left a child that was not yet a handler and has the file, too.
owned_file lock(const std::string& folder) {
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        throw storage_error{folder + ": cannot make the folder: " + problem.message()};
    auto file = open_private(folder + "/lock");
    boost::asio::io_context waiting;
    for (int tries = 50; ::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0; --tries) {
        if (errno == EWOULDBLOCK && tries > 0) {
            boost::asio::steady_timer{waiting, std::chrono::milliseconds{20}}.wait();
            continue;
        }
        if (errno == EWOULDBLOCK)
            throw storage_error{folder + ": another emulator uses the folder"};
        throw storage_error{folder + ": cannot lock the folder: " + reason()};
    }
    return file;
}

bool in_file(const storage::batch::body& body) {
    return !body.bytes->in_memory();
}

/// Written sooner than a thread is woken for it.
bool is_short(const storage::batch& changes) {
    constexpr std::uint64_t most = 1024 * 1024;
    std::uint64_t size = 0;
    for (const auto& body : changes.new_bodies)
        size += body.bytes->size();
    for (const auto& row : changes.rows)
        size += row.value ? row.value->size() : 0;
    return size <= most && std::ranges::none_of(changes.new_bodies, in_file);
}

/// What cannot be used is told with the folder's name.
template<class Make>
auto named(const std::string& folder, Make&& make) {
    try {
        return make();
    } catch (const std::exception& error) {
        throw storage_error{folder + ": " + error.what()};
    }
}

} // namespace

data_folder::data_folder(asio::io_context& io, std::string path, std::function<void(std::string_view)> log)
    : io_{io},
      path_{std::move(path)},
      log_{std::move(log)},
      lock_{lock(path_)},
      files_{named(path_, [this] { return body_files{path_ + "/bodies"}; })},
      database_{open_database()},
      starts_{named(path_, [this] { return database_.note_start(); })},
      self_{std::make_shared<data_folder*>(this)} {
    named(path_, [this] { files_.keep_only(database_.bodies_in_files()); });
}

data_folder::~data_folder() {
    writer_.join();
}

/// SQLite gives its other files the permissions of this one.
database data_folder::open_database() const {
    const auto path = path_ + "/sendlab.db";
    open_private(path);
    return named(path_, [&] { return database{path}; });
}

// ---- At the start -----------------------------------------------------------------------------------------

void data_folder::restore(std::vector<storage::shelf> shelves) {
    for (auto& one : shelves) {
        book_.add(std::move(one));
        fill(book_.shelves().back());
    }
    loaded_.clear();
}

void data_folder::fill(const storage::shelf& into) {
    named(path_, [&] {
        database_.read_records(into.kind, [&](const std::string& key, std::string value, const auto& ids) {
            std::vector<storage::batch::body> bodies;
            storage::record kept{std::move(value)};
            try {
                for (const auto id : ids) {
                    kept.bodies.push_back(load(id));
                    bodies.push_back({id, kept.bodies.back()});
                }
                into.restore(key, kept);
            } catch (const std::exception& error) {
                throw storage_error{"the record \"" + key + "\" of " + into.kind +
                                    " is damaged: " + error.what()};
            }
            book_.note_kept(into.kind, key, kept.value, bodies);
        });
    });
}

/// The same one for all that name it.
blob_ptr data_folder::load(storage::body_id id) {
    auto& place = loaded_[id];
    if (auto there = place.lock())
        return there;
    auto found = database_.read_body(id);
    if (!found)
        throw storage::damaged_record{"body " + std::to_string(id) + " is missing"};
    const blob_ptr made =
        found->bytes ? std::make_shared<const memory_blob>(*std::move(found->bytes)) : files_.open(id);
    if (made->size() != found->size)
        throw storage::damaged_record{"body " + std::to_string(id) + " is not whole"};
    place = made;
    return made;
}

// ---- While it runs ----------------------------------------------------------------------------------------

void data_folder::mark(std::string_view kind, std::string key) {
    book_.mark(kind, std::move(key));
    schedule();
}

void data_folder::mark_all() {
    book_.mark_all();
    schedule();
}

void data_folder::wait(std::function<void(bool kept)> then) {
    if (book_.clean() && !writing_)
        return then(true);
    if (book_.clean())
        return in_flight_.push_back(std::move(then));
    waiting_.push_back(std::move(then));
    schedule();
}

/// Behind what is to happen now, as that may change more.
void data_folder::schedule() {
    if (writing_ || std::exchange(scheduled_, true))
        return;
    asio::post(io_, [alive = std::weak_ptr{self_}] {
        if (const auto self = alive.lock())
            (*self)->flush();
    });
}

void data_folder::flush() {
    scheduled_ = false;
    writing_ = std::make_unique<commit>(commit{book_.next()});
    in_flight_ = std::exchange(waiting_, {});
    if (is_short(writing_->changes)) {
        write(*writing_);
        return on_written();
    }
    asio::post(writer_, [this, alive = std::weak_ptr{self_}, busy = asio::make_work_guard(io_)] {
        write(*writing_);
        asio::post(io_, [alive] {
            if (const auto self = alive.lock())
                (*self)->on_written();
        });
    });
}

void data_folder::write(commit& made) {
    try {
        write(made.changes);
    } catch (const std::exception& error) {
        made.problem = error.what();
    }
}

/// Maybe on the writer's thread. Files first, so that no record names one that is not there; removed last, for the same reason.
void data_folder::write(const storage::batch& changes) {
    if (changes.empty())
        return; // what was marked is as it was
    bool files = false;
    for (const auto& body : changes.new_bodies)
        if (in_file(body)) {
            files_.write(body.id, *body.bytes);
            files = true;
        }
    if (files)
        files_.sync_folder();
    database_.write(changes);
    for (const auto& body : changes.gone_bodies)
        if (in_file(body))
            files_.remove(body.id);
}

void data_folder::on_written() {
    const auto done = std::exchange(writing_, nullptr);
    const bool kept = done->problem.empty();
    book_.settle(done->changes, kept);
    if (std::exchange(failing_, !kept) != failing_)
        log_(path_ + (kept ? ": can be written again"
                           : ": calls that change something are refused: " + done->problem));
    for (const auto& then : std::exchange(in_flight_, {}))
        then(kept);
    if (!waiting_.empty() || (kept && !book_.clean()))
        schedule();
}

void data_folder::close() {
    writer_.join(); // what it was to tell is not waited for
    self_.reset();
    if (writing_)
        book_.settle(writing_->changes, writing_->problem.empty());
    writing_.reset();
    in_flight_.clear();
    waiting_.clear();
    try {
        write(book_.next());
    } catch (const std::exception& error) {
        log_(path_ + ": the last changes are not kept: " + error.what());
    }
}

} // namespace sendlab::net
