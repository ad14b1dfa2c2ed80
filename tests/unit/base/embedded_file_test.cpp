#include "base/embedded_file.hpp"

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace sendlab::embedded {
std::span<const embedded_file> sample_files();
}

namespace sendlab {
namespace {

TEST_CASE("an embedded file has the bytes that it has on disk") {
    const auto* found = find_embedded(embedded::sample_files(), "support/embedded.txt");
    REQUIRE(found);
    std::ostringstream on_disk;
    on_disk << std::ifstream{SENDLAB_SOURCE_DIR "/tests/support/embedded.txt", std::ios::binary}.rdbuf();
    CHECK(found->bytes == on_disk.str());
    CHECK(found->content_type == "text/plain; charset=utf-8");
}

TEST_CASE("files that were not embedded are not found") {
    CHECK(embedded::sample_files().size() == 2);
    CHECK(find_embedded(embedded::sample_files(), "embedded.txt") == nullptr);
    CHECK(find_embedded(embedded::sample_files(), "CMakeLists.txt")->content_type ==
          "text/plain; charset=utf-8");
}

} // namespace
} // namespace sendlab
