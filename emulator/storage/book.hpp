// What is kept, so far as one has to know it to keep the rest: which records there are and which bodies they name. Works out
// what to write when records change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/shelf.hpp"

namespace sendlab::storage {

using body_id = std::uint64_t; // never used twice

/// Changes that belong together: all of them are kept, or none.
struct batch {
    struct row {
        std::string kind;
        std::string key;
        std::optional<std::string> value; // nothing: the record goes
        std::vector<body_id> bodies;
    };
    struct body {
        body_id id = 0;
        blob_ptr bytes;
    };

    std::vector<row> rows;
    std::vector<body> new_bodies;
    std::vector<body> gone_bodies; // that no record names any more

    [[nodiscard]] bool empty() const { return rows.empty(); }
};

class book {
public:
    void add(shelf kept) { shelves_.push_back(std::move(kept)); }
    [[nodiscard]] const std::vector<shelf>& shelves() const { return shelves_; }

    /// Of a shelf that was added.
    void mark(std::string_view kind, std::string key);
    /// Everything that is kept: after changes that nobody has told.
    void mark_all();
    /// Nothing is marked.
    [[nodiscard]] bool clean() const { return marks_.empty(); }

    /// What the marks come to. They are taken away; until settle() there must be no other batch.
    [[nodiscard]] batch next();
    /// The batch is kept; or it is not, and what it was made of is marked again.
    void settle(const batch& made, bool kept);

    /// A record that is kept already, with the bodies that it names.
    void note_kept(std::string_view kind, const std::string& key, std::string_view value,
                   const std::vector<batch::body>& bodies);

private:
    using place = std::pair<std::size_t, std::string>; // shelf and key
    struct kept_row {
        std::size_t value_hash = 0;
        std::vector<body_id> bodies;
    };
    struct kept_body {
        blob_ptr bytes; // alive, so that its address is nobody else's
        std::size_t named = 0;
    };

    [[nodiscard]] std::size_t shelf_of(std::string_view kind) const;
    [[nodiscard]] body_id id_of(const blob_ptr& bytes, std::map<const blob*, body_id>& fresh, batch& into);
    void add_row(const place& at, std::map<const blob*, body_id>& fresh, batch& into);
    void unname(body_id id);

    std::vector<shelf> shelves_;
    std::set<place> marks_;
    std::set<place> in_batch_;
    std::map<place, kept_row> rows_;
    std::map<body_id, kept_body> bodies_;
    std::map<const blob*, body_id> ids_;
    body_id last_id_ = 0;
};

} // namespace sendlab::storage
