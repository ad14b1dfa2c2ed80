// How it is written that real upload files are used instead of made-up e-mails: "files": ["uploads/",
// "extra.json"].
#pragma once

#include <memory>
#include <vector>

#include "pipeline/settings.hpp"
#include "scenario/form.hpp"

namespace sendlab::scenario {

using uploaded_groups = std::shared_ptr<const std::vector<pipeline::uploaded_group>>;

/// Names of files, or of directories whose *.json files are read in the order of their names. Files with the
/// same text as `meta` become one group.
form<uploaded_groups> upload_lists();

} // namespace sendlab::scenario
