#!/usr/bin/env python3
"""Writes a C++ source that holds files: their names, content types and bytes. Called by sendlab_embed (scripts/cmake).

Usage: embed.py FUNCTION OUT FOLDER [FILE...]    FILE is relative to FOLDER, and is its name in the program
"""

import pathlib
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
PLAIN = {byte: chr(byte) for byte in range(32, 127)} | {ord("\n"): "\\n", ord('"'): '\\"', ord("\\"): "\\\\", ord("?"): "\\?"}


def literals(data, width=110):
    """String literals that together are the bytes. Octal escapes end after three digits, so nothing can run into them."""
    line = ""
    for byte in data:
        line += PLAIN.get(byte) or f"\\{byte:03o}"
        if len(line) >= width or byte == ord("\n"):
            yield f'"{line}"'
            line = ""
    if line or not data:
        yield f'"{line}"'


def source(function, folder, names):
    lines = ["// Written by scripts/embed.py.", '#include "base/embedded_file.hpp"', "", "#include <array>", "",
             "namespace sendlab::embedded {", "", "namespace {", ""]
    for number, name in enumerate(names):
        lines += [f"constexpr char bytes_{number}[] =", *literals((folder / name).read_bytes())]
        lines[-1] += ";"
    lines += ["", f"constexpr std::array<embedded_file, {len(names)}> files{{{{"]
    for number, name in enumerate(names):
        kind = TYPES.get(pathlib.PurePath(name).suffix, "application/octet-stream")
        lines.append(f'    {{"{name}", "{kind}", {{bytes_{number}, sizeof bytes_{number} - 1}}}},')
    return "\n".join([*lines, "}};", "", "} // namespace", "",
                      f"std::span<const embedded_file> {function}();",
                      f"std::span<const embedded_file> {function}() {{", "    return files;", "}", "",
                      "} // namespace sendlab::embedded", ""])


def main():
    function, out, folder, *names = sys.argv[1:]
    pathlib.Path(out).write_text(source(function, pathlib.Path(folder), names), encoding="ascii")


main()
