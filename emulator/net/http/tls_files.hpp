// The emulator's own certificate authority, and the server certificate that it signs. Made at first need,
// then reused, so that a client has to be told once whom to trust.
#pragma once

#include <filesystem>
#include <string>

namespace sendlab::net {

/// PEM files of one folder.
struct tls_files {
    std::string authority;     // the certificate that clients trust: AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS
    std::string authority_key; // readable by the owner only, as is the other key
    std::string certificate;   // for localhost and the AWS names that are redirected here
    std::string key;

    static tls_files in(const std::filesystem::path& folder);
    /// $XDG_CACHE_HOME/sendlab, or ~/.cache/sendlab (XDG Base Directory Specification); of_homeless() without either.
    static tls_files of_user();
    /// sendlab-UID in the folder for temporary files.
    static tls_files of_homeless();
};

/// Makes what is missing, damaged or about to expire; keys are EC P-256. Processes that do so at the same
/// time wait for one another. A folder that cannot be written throws std::runtime_error.
void make_tls_files(const tls_files& files);

} // namespace sendlab::net
