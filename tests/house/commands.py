#!/usr/bin/env python3
"""Runs what README.md and docs/*.md show, so that they stay true.

In a fenced block ```console, lines that start with "$ " are commands ("> " continues one); what follows is the output
they must print, standard error included. "..." alone on a line stands for any number of lines, inside a line for any
text. A command must succeed, unless the next one is "echo $?". The commands of a block share a shell, in a copy of the
files they may name. A block ```console live is run by tests/wire/docs_test.py, against an emulator at free ports; a block
```console no-run is listed, not run.

Usage: commands.py --binary FILE [--update] [DOCUMENT...]
  --update  rewrites the blocks whose output has changed; read the difference before you commit it
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
COPIED = ("README.md", "scenarios", "fixtures", "docs", "bench")
BLOCK = re.compile(r"^```console(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
END = "--- end of command, status "
SECONDS = 300


def commands_of(body):
    """[(command as written, expected lines)] of a block."""
    found = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line, []))
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1] = (f"{found[-1][0]}\n{line}", [])
        elif found:
            found[-1][1].append(line)
        else:
            raise ValueError(f"output before the first command: {line!r}")
    return found


def shell_text(command):
    return "\n".join(line[2:] for line in command.split("\n"))


def run_block(commands, environment, folder):
    """[(output lines, status)] of commands run one after the other in one shell."""
    script = "".join(
        f"{shell_text(command)}\nstatus=$?; printf '\\n{END}%d\\n' $status; (exit $status)\n" for command, _ in commands
    )
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
    results, lines = [], []
    for line in done.stdout.decode(errors="replace").splitlines():
        if line.startswith(END):
            if lines and lines[-1] == "":
                lines.pop()  # the newline that sets the mark off
            results.append((lines, int(line.removeprefix(END))))
            lines = []
        else:
            lines.append(line.rstrip())
    while len(results) < len(commands):
        results.append((lines, -1))
        lines = ["(the shell had ended)"]
    return results


def matches(expected, printed):
    """Do the printed lines match, where "..." stands for anything?"""
    pattern = []
    for line in expected:
        if line == "...":
            pattern.append(r"(?:.*\n)*?")
        else:
            pattern.append(".*?".join(re.escape(part) for part in line.rstrip().split("...")) + r"\n")
    return re.fullmatch("".join(pattern), "".join(f"{line}\n" for line in printed)) is not None


def may_fail(commands, index):
    return index + 1 < len(commands) and commands[index + 1][0] == "$ echo $?"


def block_complaints(commands, results):
    for index, ((command, expected), (printed, status)) in enumerate(zip(commands, results)):
        if status != 0 and not may_fail(commands, index):
            yield f"{command}\nended with status {status}:\n" + "\n".join(printed)
        elif not matches(expected, printed):
            yield (f"{command}\nshould print:\n" + "\n".join(f"  |{line}" for line in expected)
                   + "\nand prints:\n" + "\n".join(f"  |{line}" for line in printed))


def as_printed(commands, results):
    """The block with the output of those commands that printed something else."""
    text = []
    for (command, expected), (printed, _) in zip(commands, results):
        text += [command, *(expected if matches(expected, printed) else printed)]
    return "".join(f"{line}\n" for line in text)


def copy_tree(root, folder):
    """The files that documents may name."""
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        elif source.exists():
            shutil.copy(source, folder)


class Examiner:
    """Runs the blocks of documents and keeps count."""

    def __init__(self, binary, root=ROOT):
        self.binary, self.root = binary, root
        self.run = self.listed = self.failed = 0

    def environment(self, home):
        path = f"{self.binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        return {"PATH": path, "HOME": str(home), "LC_ALL": "C.UTF-8", "TERM": "dumb", "COLUMNS": "120"}

    def results_of(self, commands):
        with tempfile.TemporaryDirectory() as folder:
            copy_tree(self.root, pathlib.Path(folder))
            return run_block(commands, self.environment(folder), folder)

    def examine(self, document, update):
        text = document.read_text()

        def examined(match):
            where = f"{document.name}:{text.count(chr(10), 0, match.start()) + 1}"
            commands = commands_of(match["body"])
            if match["info"].split() == ["live"]:
                return match[0]
            if match["info"].split() == ["no-run"]:
                self.listed += len(commands)
                for command, _ in commands:
                    print(f"{where}: not run: {shell_text(command)}")
                return match[0]
            self.run += len(commands)
            results = self.results_of(commands)
            for said in block_complaints(commands, results):
                self.failed += 1
                print(f"{where}: {said}")
            return f"```console{match['info']}\n{as_printed(commands, results)}```"

        renewed = BLOCK.sub(examined, text)
        if update and renewed != text:
            document.write_text(renewed)


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("documents", nargs="*", type=pathlib.Path)
    options = parser.parse_args(arguments)
    documents = options.documents or [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    examiner = Examiner(options.binary.resolve())
    for document in documents:
        examiner.examine(document, options.update)
    print(f"{examiner.run} commands run, {examiner.listed} listed, {examiner.failed} wrong")
    return 1 if examiner.failed or examiner.run == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
