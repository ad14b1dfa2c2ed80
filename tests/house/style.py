#!/usr/bin/env python3
"""What clang-format and clang-tidy do not look at: length of files, tabs, blanks at line ends, line ends.

A C++ file has at most LIMIT lines. The longer ones that exist are listed in long_files.txt with their length; they may
shrink, not grow, and leave the list when they are short: the list only gets shorter (a ratchet).

Usage: style.py [REPOSITORY]    prints file:line: complaints, and ends with status 1 if there are any
"""

import pathlib
import sys

LIMIT = 400
LISTED = "tests/house/long_files.txt"
FOLDERS = ("emulator", "tests", "bench", "scripts", "scenarios", "docs", "fixtures", ".ci")
SUFFIXES = {".hpp", ".cpp", ".cmake", ".txt", ".py", ".json", ".md", ".css", ".js", ".html", ".sh", ""}
AS_FOUND = ("tests/fuzz/corpus/", "fixtures/uploads/", "tests/golden/")  # bytes that a program wrote


def sources(root):
    yield from (path for path in sorted(root.iterdir()) if path.is_file() and path.suffix in SUFFIXES)
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            relative = path.relative_to(root).as_posix()
            if path.is_file() and path.suffix in SUFFIXES and not relative.startswith(AS_FOUND):
                if "__pycache__" not in path.parts and "node_modules" not in path.parts:
                    yield path


def line_complaints(text):
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            yield number, "a tab"
        if line != line.rstrip():
            yield number, "blanks (or a carriage return) at the end of the line"
    if text and not text.endswith("\n"):
        yield len(lines), "no newline at the end"
    if text.endswith("\n\n"):
        yield len(lines) - 1, "an empty line at the end"


def length_complaints(lengths, listed):
    """`lengths` of the C++ files there are, `listed` lengths of those allowed to be long."""
    for name, length in lengths.items():
        allowed = listed.get(name)
        if allowed is None and length > LIMIT:
            yield f"{name}:{length}: {length} lines; {LIMIT} is the limit: has it one subject?"
        elif allowed is not None and length > allowed:
            yield f"{name}:{length}: {length} lines, more than the {allowed} in {LISTED}"
        elif allowed is not None and length <= LIMIT:
            yield f"{name}:{length}: short enough now, take it out of {LISTED}"
        elif allowed is not None and length < allowed:
            yield f"{name}:{length}: {length} lines now, write that into {LISTED} in place of {allowed}"
    for name in listed.keys() - lengths.keys():
        yield f"{LISTED}:1: {name} does not exist"


def read_list(path):
    rows = (line.split() for line in path.read_text().splitlines() if line and not line.startswith("#"))
    return {name: int(length) for length, name in rows}


def check(root):
    lengths = {}
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        with path.open(newline="", encoding="utf-8") as file:
            text = file.read()
        if path.suffix in (".hpp", ".cpp"):
            lengths[name] = text.count("\n")
        for line, said in line_complaints(text):
            yield f"{name}:{line}: {said}"
    yield from length_complaints(lengths, read_list(root / LISTED))


def main(arguments):
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parents[2]).resolve()
    found = list(check(root))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
