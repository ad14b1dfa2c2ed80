// What the forms share while a scenario is read: which file it is, which key they are at, what was wrong so
// far.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "scenario/document.hpp"
#include "scenario/problem.hpp"

namespace sendlab::scenario {

class reader {
public:
    /// `file` is what problems call the scenario; files that it names are looked up from `folder`.
    reader(std::string file, std::filesystem::path folder, problems& found);

    /// Goes one step down the path of keys ("timeout", "[2]") for as long as it lives.
    class step {
    public:
        step(reader& in, std::string_view name, position where);
        ~step();
        step(const step&) = delete;
        step& operator=(const step&) = delete;

    private:
        reader& in_;
        std::size_t before_;
    };

    /// Adds a problem at the current path. Returns nothing, which is what a form returns then.
    std::nullopt_t fail(position where, std::string what);
    std::nullopt_t fail(const node& n, std::string what) { return fail(n.where, std::move(what)); }
    /// The same about a file that the scenario names.
    std::nullopt_t fail_in(std::string file, position where, std::string what);
    /// The same about a key that has been read, or is missing; for rules between keys.
    void fail_at(const std::string& path, std::string what);

    /// Says more about the problem told last.
    void add_to_last(std::string_view text) { found_.back().what += text; }

    /// Was the key in the file?
    [[nodiscard]] bool has(const std::string& path) const { return places_.contains(path); }
    [[nodiscard]] std::size_t problem_count() const { return found_.size(); }
    [[nodiscard]] std::filesystem::path locate(const std::string& named) const { return folder_ / named; }

private:
    std::string file_;
    std::filesystem::path folder_;
    problems& found_;
    std::string path_;
    std::map<std::string, position> places_; // of every key read so far
};

} // namespace sendlab::scenario
