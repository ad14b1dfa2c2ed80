#include "scenario/problem.hpp"

namespace sendlab::scenario {

std::string to_string(const problem& p) {
    std::string line = p.file;
    if (p.where.line != 0)
        line += ':' + std::to_string(p.where.line) + ':' + std::to_string(p.where.column);
    if (!p.path.empty())
        line += ": " + p.path;
    return line + ": " + p.what;
}

std::ostream& operator<<(std::ostream& out, const problem& p) {
    return out << to_string(p);
}

} // namespace sendlab::scenario
