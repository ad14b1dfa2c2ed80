// What is kept of an SES account: a record for each part of it.
#pragma once

#include "ses/ses_service.hpp"
#include "storage/shelf.hpp"

namespace sendlab::storage {

/// Restored into an account as it is at the start. The service outlives it.
[[nodiscard]] shelf shelf_of(ses::ses_service& ses);
/// Marks what changes in the account from now on.
void watch(ses::ses_service& ses, mark_function mark);

} // namespace sendlab::storage
