// What the tests of scenario files have in common: text in, settings or problems out.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <stdlib.h>

#include <catch2/catch.hpp>

#include "scenario/scenario.hpp"

namespace sendlab::test {

using lines = std::vector<std::string>;

inline lines told(const scenario::problems& found) {
    lines all;
    for (const auto& p : found)
        all.push_back(to_string(p));
    return all;
}

/// As the user is told them; the file is called x.json.
inline lines problems_of(std::string_view text, const std::filesystem::path& folder = ".") {
    const auto read = scenario::parse(text, "x.json", folder);
    return read ? lines{} : told(read.error());
}

inline scenario::scenario read_scenario(std::string_view text, const std::filesystem::path& folder = ".") {
    const auto read = scenario::parse(text, "x.json", folder);
    if (!read)
        FAIL(to_string(read.error().front()));
    return *read;
}

inline pipeline::settings settings_of(std::string_view text, const std::filesystem::path& folder = ".") {
    return read_scenario(text, folder).settings;
}

/// A folder that is empty at first and gone at the end.
class scratch_folder {
public:
    scratch_folder() {
        auto name = (std::filesystem::temp_directory_path() / "sendlab-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()));
        path_ = name;
    }
    ~scratch_folder() { std::filesystem::remove_all(path_); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, std::string_view text) const {
        std::filesystem::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name, std::ios::binary} << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

} // namespace sendlab::test
