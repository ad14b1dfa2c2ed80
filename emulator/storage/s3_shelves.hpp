// What is kept of S3: buckets, what lies under each key, uploads in parts.
#pragma once

#include <vector>

#include "s3/object_store.hpp"
#include "storage/shelf.hpp"

namespace sendlab::storage {

/// In the order in which they are restored, into an empty store. The store outlives them.
[[nodiscard]] std::vector<shelf> shelves_of(s3::object_store& store);
/// Put notifications on their way; apart, as functions must be there when they arrive.
[[nodiscard]] shelf notification_shelf_of(s3::object_store& store);
/// Marks what changes in the store from now on; to be called before notifications are restored.
void watch(s3::object_store& store, mark_function mark);

} // namespace sendlab::storage
