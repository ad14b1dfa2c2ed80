#include "storage/book.hpp"

#include <algorithm>
#include <cassert>
#include <functional>

namespace sendlab::storage {

namespace {

std::size_t hash_of(std::string_view value) {
    return std::hash<std::string_view>{}(value);
}

/// How many records more, or fewer, name each body once the batch is kept.
using naming = std::map<body_id, std::ptrdiff_t>;

} // namespace

std::size_t book::shelf_of(std::string_view kind) const {
    const auto found = std::ranges::find(shelves_, kind, &shelf::kind);
    assert(found != shelves_.end());
    return static_cast<std::size_t>(found - shelves_.begin());
}

void book::mark(std::string_view kind, std::string key) {
    marks_.emplace(shelf_of(kind), std::move(key));
}

void book::mark_all() {
    for (const auto& [at, row] : rows_)
        marks_.insert(at);
}

batch book::next() {
    assert(in_batch_.empty());
    batch made;
    std::map<const blob*, body_id> fresh;
    for (const auto& at : marks_)
        add_row(at, fresh, made);
    naming changes;
    for (const auto& row : made.rows) {
        for (const auto id : row.bodies)
            ++changes[id];
        if (const auto old = rows_.find({shelf_of(row.kind), row.key}); old != rows_.end())
            for (const auto id : old->second.bodies)
                --changes[id];
    }
    for (const auto& [id, change] : changes)
        if (const auto kept = bodies_.find(id);
            kept != bodies_.end() && static_cast<std::ptrdiff_t>(kept->second.named) + change == 0)
            made.gone_bodies.push_back({id, kept->second.bytes});
    in_batch_.swap(marks_);
    return made;
}

void book::add_row(const place& at, std::map<const blob*, body_id>& fresh, batch& into) {
    const auto& from = shelves_[at.first];
    const auto old = rows_.find(at);
    auto now = from.find(at.second);
    if (!now) {
        if (old != rows_.end())
            into.rows.push_back({from.kind, at.second, std::nullopt, {}});
        return;
    }
    std::vector<body_id> bodies;
    for (const auto& bytes : now->bodies)
        bodies.push_back(id_of(bytes, fresh, into));
    if (old != rows_.end() && old->second.value_hash == hash_of(now->value) && old->second.bodies == bodies)
        return;
    into.rows.push_back({from.kind, at.second, std::move(now->value), std::move(bodies)});
}

body_id book::id_of(const blob_ptr& bytes, std::map<const blob*, body_id>& fresh, batch& into) {
    if (const auto known = ids_.find(bytes.get()); known != ids_.end())
        return known->second;
    const auto [known_now, is_new] = fresh.try_emplace(bytes.get(), last_id_ + 1);
    if (is_new)
        into.new_bodies.push_back({++last_id_, bytes});
    return known_now->second;
}

void book::settle(const batch& made, bool kept) {
    const auto taken = std::exchange(in_batch_, {});
    if (!kept) {
        marks_.insert(taken.begin(), taken.end());
        return;
    }
    for (const auto& body : made.new_bodies) {
        bodies_[body.id].bytes = body.bytes;
        ids_[body.bytes.get()] = body.id;
    }
    for (const auto& row : made.rows) // first all that are named, so that none goes in between
        for (const auto id : row.bodies)
            ++bodies_.at(id).named;
    for (const auto& row : made.rows) {
        const place at{shelf_of(row.kind), row.key};
        if (const auto old = rows_.find(at); old != rows_.end())
            for (const auto id : old->second.bodies)
                unname(id);
        if (row.value)
            rows_[at] = {hash_of(*row.value), row.bodies};
        else
            rows_.erase(at);
    }
}

void book::unname(body_id id) {
    const auto found = bodies_.find(id);
    if (--found->second.named > 0)
        return;
    ids_.erase(found->second.bytes.get());
    bodies_.erase(found);
}

void book::note_kept(std::string_view kind, const std::string& key, std::string_view value,
                     const std::vector<batch::body>& bodies) {
    auto& row = rows_[{shelf_of(kind), key}];
    row.value_hash = hash_of(value);
    for (const auto& [id, bytes] : bodies) {
        row.bodies.push_back(id);
        auto& kept = bodies_[id];
        kept.bytes = bytes;
        ++kept.named;
        ids_[bytes.get()] = id;
        last_id_ = std::max(last_id_, id);
    }
}

} // namespace sendlab::storage
