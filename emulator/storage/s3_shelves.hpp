// What is kept of S3: buckets, what lies under each key, uploads in parts.
#pragma once

#include <vector>

#include "s3/object_store.hpp"
#include "storage/shelf.hpp"

namespace sendlab::storage {

/// In the order in which they are restored, into an empty store. The store outlives them.
[[nodiscard]] std::vector<shelf> shelves_of(s3::object_store& store);
/// Marks what changes in the store from now on.
void watch(s3::object_store& store, mark_function mark);

} // namespace sendlab::storage
