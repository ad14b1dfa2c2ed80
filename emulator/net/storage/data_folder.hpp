// A folder in which a live world survives its process: answers wait until what they tell of is in it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/thread_pool.hpp>

#include "api/answer_gate.hpp"
#include "net/file_blob.hpp"
#include "net/storage/body_files.hpp"
#include "net/storage/database.hpp"
#include "net/storage/storage_error.hpp"
#include "storage/book.hpp"

namespace boost::asio {
class io_context;
}

namespace sendlab::net {

/// Changes that are marked before a batch is made, or while one is being written, make one commit. A long one is written on a
/// thread of its own; all else belongs to the thread of the io_context. Where a batch cannot be written, whoever
/// waits is told so, and what was to be kept is tried again with what changes next.
class data_folder final : public api::answer_gate {
public:
    /// Makes the folder where it is not there, and locks it. Throws storage_error, as restore() does. `log` gets a line when
    /// the folder cannot be written any more, and when it can again.
    data_folder(boost::asio::io_context& io, std::string path, std::function<void(std::string_view)> log);
    ~data_folder() override;

    /// Of emulators that used the folder, this one included.
    [[nodiscard]] std::uint64_t starts() const { return starts_; }
    /// Where long bodies are best put before anybody knows whether they are kept.
    [[nodiscard]] const std::string& body_folder() const { return files_.folder(); }

    /// Fills the shelves with what is kept, in their order, which is that of all calls of it.
    void restore(std::vector<storage::shelf> shelves);
    /// From now on what is marked is written.
    void mark(std::string_view kind, std::string key);
    void mark_all();
    void wait(std::function<void(bool kept)> then) override;
    /// Writes what is left. The shelves must still be there; nothing may be marked afterwards.
    void close();

private:
    struct commit {
        storage::batch changes;
        std::string problem{}; // why it is not kept; set by the writer, when it is done
    };
    using waiters = std::vector<std::function<void(bool)>>;

    [[nodiscard]] database open_database() const;
    [[nodiscard]] blob_ptr load(storage::body_id id);
    void fill(const storage::shelf& into);
    void schedule();
    void flush();
    void write(commit& made);
    void write(const storage::batch& changes);
    void on_written();

    boost::asio::io_context& io_;
    std::string path_;
    std::function<void(std::string_view)> log_;
    owned_file lock_;
    body_files files_;
    database database_;
    std::uint64_t starts_;
    storage::book book_;
    std::map<storage::body_id, std::weak_ptr<const blob>> loaded_; // while shelves are filled
    waiters waiting_;                                              // for the next batch
    waiters in_flight_;                                            // for the one that is being written
    bool scheduled_ = false;
    std::unique_ptr<commit> writing_; // null: nothing is being written
    bool failing_ = false;
    std::shared_ptr<data_folder*>
        self_; // tells events that were on their way that nobody is left to hear them
    boost::asio::thread_pool writer_{1};
};

} // namespace sendlab::net
