#include "scenario/upload_form.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>

#include "pipeline/upload_file.hpp"
#include "scenario/text_file.hpp"

namespace sendlab::scenario {

namespace {

namespace fs = std::filesystem;
using groups = std::vector<pipeline::uploaded_group>;

constexpr std::uintmax_t most_upload_bytes = 256 * 1024 * 1024;

/// The file itself, or the upload files of a directory.
std::optional<std::vector<fs::path>> files_of(const node& n, reader& in) {
    if (!n.text())
        return refuse(in, n, "is not the name of a file", "a file or a directory");
    const auto path = in.locate(*n.text());
    std::error_code failed;
    if (!fs::is_directory(path, failed))
        return std::vector{path};
    std::vector<fs::path> files;
    for (fs::directory_iterator entry{path, failed}, end; !failed && entry != end; entry.increment(failed))
        if (entry->path().extension() == ".json")
            files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    if (files.empty())
        return in.fail(n, path.string() + " has no *.json files, expected at least one");
    return files;
}

void merge(groups& all, pipeline::uploaded_group group) {
    const auto same = std::find_if(all.begin(), all.end(),
                                   [&](const auto& known) { return known.meta_json == group.meta_json; });
    if (same == all.end())
        all.push_back(std::move(group));
    else
        std::move(group.emails.begin(), group.emails.end(), std::back_inserter(same->emails));
}

void read_file(const node& named, const fs::path& path, groups& all, reader& in) {
    const auto text = read_text_file(path, most_upload_bytes);
    if (!text) {
        in.fail(named, path.string() + ' ' + text.error().why);
        return;
    }
    if (const auto bad = unreadable(*text)) {
        in.fail_in(path.string(), bad->where, bad->what);
        return;
    }
    auto group = pipeline::read_upload(*text);
    if (group)
        return merge(all, std::move(*group));
    const auto& error = group.error();
    in.fail_in(path.string(),
               {static_cast<std::uint32_t>(error.line), static_cast<std::uint32_t>(error.column)},
               error.what);
}

std::optional<uploaded_groups> read_files(const node& n, reader& in, const std::string& expected) {
    if (!n.items() || n.items()->empty())
        return refuse(in, n, "does not fit", expected);
    const auto problems_before = in.problem_count();
    groups all;
    for (const auto& item : *n.items())
        if (const auto files = files_of(item, in))
            for (const auto& file : *files)
                read_file(item, file, all, in);
    if (in.problem_count() != problems_before)
        return std::nullopt;
    return std::make_shared<const groups>(std::move(all));
}

} // namespace

form<uploaded_groups> upload_lists() {
    const std::string expected = "a list of files and directories such as [\"uploads\"]";
    return word_or<uploaded_groups>("made-up", nullptr,
                                    {expected,
                                     R"({"type":"array","minItems":1,"items":{"type":"string"}})",
                                     {"\"made-up\""},
                                     [=](const node& n, reader& in) { return read_files(n, in, expected); },
                                     [](const uploaded_groups&) { return std::string{}; }});
}

} // namespace sendlab::scenario
