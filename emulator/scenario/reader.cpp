#include "scenario/reader.hpp"

#include <utility>

namespace sendlab::scenario {

reader::reader(std::string file, std::filesystem::path folder, problems& found)
    : file_{std::move(file)}, folder_{std::move(folder)}, found_{found} {}

reader::step::step(reader& in, std::string_view name, position where) : in_{in}, before_{in.path_.size()} {
    if (before_ > 0 && !name.starts_with('['))
        in_.path_ += '.';
    in_.path_ += name;
    in_.places_.emplace(in_.path_, where);
}

reader::step::~step() {
    in_.path_.resize(before_);
}

std::nullopt_t reader::fail(position where, std::string what) {
    return fail_in(file_, where, std::move(what));
}

std::nullopt_t reader::fail_in(std::string file, position where, std::string what) {
    found_.push_back({std::move(file), where, path_, std::move(what)});
    return std::nullopt;
}

void reader::fail_at(const std::string& path, std::string what) {
    auto place = places_.find(path);
    for (auto parent = path; place == places_.end() && parent.find('.') != parent.npos;) {
        parent.erase(parent.rfind('.'));
        place = places_.find(parent);
    }
    found_.push_back({file_, place == places_.end() ? position{1, 1} : place->second, path, std::move(what)});
}

} // namespace sendlab::scenario
