// Our own runtime clients, emulator/runtimes/, as they were when the emulator was built.
#pragma once

#include <string_view>

namespace sendlab::net::sandbox::runtime_files {

extern const std::string_view node_client;
extern const std::string_view node_loader;
extern const std::string_view node_preload;
extern const std::string_view python_client;

} // namespace sendlab::net::sandbox::runtime_files
