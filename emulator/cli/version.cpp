#include "cli/version.hpp"

#include <string_view>

#include <boost/version.hpp>

#include "cli/commit.hpp" // written by scripts/cmake/commit.cmake
#include "planner/plan_page.hpp"
#include "web/page_files.hpp"

namespace sendlab::cli {

std::string commit_date() {
    return SENDLAB_COMMIT_DATE;
}

std::string version_text() {
    constexpr std::string_view commit = SENDLAB_COMMIT;
    std::string out = std::string{"sendlab "} + version + '\n';
    if (!commit.empty())
        (out += "commit ").append(commit).append("\n");
    out += "built by " SENDLAB_COMPILER ", " SENDLAB_BUILD_TYPE ", Boost " BOOST_LIB_VERSION;
    out += embedded::page_files().empty() ? ", without the page" : ", with the page";
    return out + (planner::has_live_charts() ? " and live charts" : ", without live charts");
}

} // namespace sendlab::cli
