#include "report/timeline_page.hpp"

#include <array>

#include "web/page_files.hpp"

namespace sendlab::report {

namespace {

/// In the order in which they use one another.
constexpr std::array<std::string_view, 8> modules{
    "dom.js",           "words.js",        "axis.js",  "timeline_model.js", "timeline_canvas.js",
    "attempt_panel.js", "timeline_bar.js", "report.js"};

/// The modules as one script: their names differ, so without imports and exports they are one.
void append_module(std::string& script, std::string_view source) {
    constexpr std::string_view exported = "export ";
    while (!source.empty()) {
        const auto end = std::min(source.find('\n'), source.size() - 1) + 1;
        auto line = source.substr(0, end);
        source.remove_prefix(end);
        if (line.starts_with("import "))
            continue;
        if (line.starts_with(exported))
            line.remove_prefix(exported.size());
        script += line;
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text)
        out += c == '<' ? std::string{"&lt;"} : c == '&' ? std::string{"&amp;"} : std::string(1, c);
    return out;
}

/// Nothing in it may end the element that it stands in.
std::string without_tags(std::string json) {
    for (auto at = json.find('<'); at != std::string::npos; at = json.find('<', at))
        json.replace(at, 1, "\\u003c");
    return json;
}

constexpr std::string_view head =
    R"(<!doctype html>
<html lang="en" data-theme="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
)";

} // namespace

std::optional<std::string> timeline_page(const timeline_recorder& run) {
    const auto files = embedded::page_files();
    const auto* style = find_embedded(files, "page.css");
    if (!style)
        return std::nullopt;
    std::string page{head};
    page += "<title>" + escaped(run.run().name) + " \u00b7 Sendlab</title>\n<style>\n";
    page += style->bytes;
    page += "</style>\n</head>\n<body class=\"report\">\n<main id=\"view\"></main>\n"
            "<script type=\"application/json\" id=\"run\">\n";
    page += without_tags(run.json());
    page += "</script>\n<script type=\"module\">\n";
    for (const auto name : modules)
        if (const auto* file = find_embedded(files, name))
            append_module(page, file->bytes);
    return page + "</script>\n</body>\n</html>\n";
}

} // namespace sendlab::report
