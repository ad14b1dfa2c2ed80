#!/usr/bin/env python3
"""Holds the sources of emulator/ against the picture of docs/architecture.md: which folder may include which, and what
only some folders may use (sockets, threads, the wall clock, chance, the C library's mathematics).

Usage: layers.py [REPOSITORY]    prints file:line: complaints, and ends with status 1 if there are any
"""

import pathlib
import re
import sys

# What a room names directly; it may also include all that stands below that. Neighbours do not see one another.
USES = {
    "cli": ["net", "scenario", "planner", "report"],
    "sendlab": ["net", "scenario", "report"],
    "net": ["api", "storage", "smtp", "time", "web"],
    "storage": ["api"],
    "api": ["pipeline", "aws"],
    "scenario": ["pipeline"],
    "planner": ["pipeline"],
    "report": ["pipeline", "web"],
    "pipeline": ["s3", "lambda", "ses", "smtp", "mailbox", "faults"],
    "s3": ["time", "base"],
    "lambda": ["time", "base"],
    "ses": ["time", "base"],
    "smtp": ["time", "base"],
    "mailbox": ["time", "base"],
    "aws": ["time", "base"],
    "faults": ["time", "base"],
    "time": ["base"],
    "base": [],
    "web": ["base"],
}

# (header, rooms that may include it, what to say); the first that matches counts.
HEADERS = [
    (r"boost/(asio|beast|process)\b.*", {"net", "sendlab"}, "sockets and processes are net/'s"),
    (r"(sys/(socket|un|epoll|eventfd|timerfd|wait)|netdb|poll|spawn)\.h|(netinet|arpa|net)/.*|openssl/ssl\.h",
     {"net"}, "sockets and processes are net/'s"),
    (r"sys/.*|unistd\.h|c?signal(\.h)?|fcntl\.h|time\.h|ctime|spdlog/.*", {"net", "cli"},
     "the operating system is met in net/ and cli/"),
    (r"thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier|stop_token",
     {"planner", "net", "cli", "sendlab"}, "one thread owns the world"),
    (r"random", set(), "chance comes from random_stream"),
]

# (code, rooms that may write it, what to say)
WORDS = [
    (r"\b(secure_)?getenv\b", {"net", "cli"}, "the environment is read in net/ and cli/"),
    (r"\b(system_clock|steady_clock|high_resolution_clock)\s*::\s*now\b|\b(gettimeofday|clock_gettime)\b",
     {"net", "cli"}, "the domain's time is scheduler::now()"),
    (r"\brandom_device\b", {"net", "cli"}, "chance comes from random_stream"),
    (r"\b(mt19937(_64)?|default_random_engine|\w+_distribution\s*<\s*(double|float|int)?\s*>)|\b(srand|drand48)\b"
     r"|\bstd\s*::\s*rand\b", set(), "chance comes from random_stream"),
    (r"\bstd\s*::\s*(exp2?|expm1|log|log2|log10|log1p|pow|cbrt|hypot|a?(sin|cos|tan)h?|atan2|erfc?|[tl]gamma)\s*\(",
     {"net", "cli"}, "not the same bits everywhere: use base/portable_math.hpp"),
    (r"\blong\s+double\b", set(), "not the same bits everywhere"),
    (r"\b(sleep_for|sleep_until|usleep|nanosleep)\b", set(), "nothing sleeps"),
]

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
      | (?P<text>"(?:\\.|[^"\\\n])*")
      | (?P<char>(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')""",
    re.VERBOSE | re.DOTALL,
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
ROOM = re.compile(r"sendlab_room\(\s*\w+(.*?)\)", re.DOTALL)


def below(room, found=None):
    """The rooms that a room may include: what it names, and what that reaches."""
    found = set() if found is None else found
    for used in USES[room]:
        if used not in found:
            found.add(used)
            below(used, found)
    return found


def blanked(source, kinds):
    """The source with tokens of these kinds blanked out; lines keep their numbers."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group()) if match.lastgroup in kinds else match.group()
    return TOKEN.sub(blank, source)


def include_complaint(root, room, header_file, quoted, name):
    if quoted:
        target = name.split("/")[0]
        if "/" not in name or name.startswith("."):
            return f'"{name}" must be written from emulator/: "{room}/..."'
        if target not in USES:
            return f'"{name}": no such room (libraries stand in <>)'
        if target != room and target not in below(room):
            return f"{room}/ must not include {target}/"
        return None
    if name.split("/")[0] in USES and (root / "emulator" / name).exists():
        return f"<{name}>: our own headers stand in quotes"
    if header_file and name.startswith("nlohmann/") and name != "nlohmann/json_fwd.hpp":
        return f"<{name}> in a header: every file that includes it pays for it"
    for pattern, rooms, reason in HEADERS:
        if re.fullmatch(pattern, name):
            return None if room in rooms else f"<{name}>: {reason}"
    return None


def complaints_about(root, path):
    relative = path.relative_to(root / "emulator")
    room = relative.parts[0]
    if room not in USES or len(relative.parts) < 2:
        yield 1, "in no room that the picture knows"
        return
    without_comments = blanked(path.read_text(), {"comment"})
    for match in INCLUDE.finditer(without_comments):
        said = include_complaint(root, room, path.suffix == ".hpp", match[1] == '"', match[2])
        if said:
            yield without_comments.count("\n", 0, match.start()) + 1, said
    code = blanked(without_comments, {"raw", "text", "char"})
    for pattern, rooms, reason in WORDS:
        if room not in rooms:
            for match in re.finditer(pattern, code):
                yield code.count("\n", 0, match.start()) + 1, f"{match.group().strip()}: {reason}"


def build_complaints(root):
    """The rooms that CMake links for a room are rooms that it may include."""
    for path in sorted((root / "emulator").glob("*/**/CMakeLists.txt")):
        room = path.relative_to(root / "emulator").parts[0]
        for arguments in ROOM.findall(path.read_text()):
            uses = re.search(r"\bUSES\b([\w\s]*?)(\bLIBRARIES\b|\bSOURCES\b|\bINTO\b|$)", arguments)
            for used in uses[1].split() if uses else []:
                if used not in below(room) and used.split("_")[0] not in {room, *below(room)}:
                    yield path, 1, f"{room}/ must not use {used}/"


def check(root):
    found = list(build_complaints(root))
    for path in sorted((root / "emulator").rglob("*")):
        if path.suffix in (".hpp", ".cpp"):
            found += [(path, line, said) for line, said in complaints_about(root, path)]
    return [f"{path.relative_to(root)}:{line}: {said}" for path, line, said in found]


def main(arguments):
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parents[2]).resolve()
    found = check(root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
