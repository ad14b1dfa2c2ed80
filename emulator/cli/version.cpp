#include "cli/version.hpp"

#include <boost/version.hpp>

#include "planner/plan_page.hpp"
#include "web/page_files.hpp"

namespace sendlab::cli {

std::string version_text() {
    std::string out = std::string{"sendlab "} + version +
                      "\nbuilt by " SENDLAB_COMPILER ", " SENDLAB_BUILD_TYPE ", Boost " BOOST_LIB_VERSION;
    out += embedded::page_files().empty() ? ", without the page" : ", with the page";
    return out + (planner::has_live_charts() ? " and live charts" : ", without live charts");
}

} // namespace sendlab::cli
