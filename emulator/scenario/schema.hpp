// The scenario format, told to machines and to people. Both are made from the keys that the parser reads
// with.
#pragma once

#include <string>

namespace sendlab::scenario {

/// A JSON Schema (draft 2020-12) of scenario files, with defaults and examples.
std::string json_schema();

/// Tables of all keys in Markdown: what may be written, default, meaning. Stands in docs/scenarios.md between
/// two markers.
std::string key_reference();

} // namespace sendlab::scenario
