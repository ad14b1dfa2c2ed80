"""The manual pages and the completions of the shells have every word of --help, and the programs that read them do.

Usage: words_test.py SENDLAB
"""

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

SENDLAB = os.path.abspath(sys.argv.pop(1) if len(sys.argv) > 1 else "build/dev/sendlab")
IN_CI = bool(os.environ.get("CI"))
TIMEOUT = 20


def sendlab(*words):
    return subprocess.run([SENDLAB, *words], capture_output=True, text=True, check=True).stdout


def commands():
    return re.findall(r"^  (\w+) ", sendlab("--help").split("Subcommands:\n")[1], re.MULTILINE)


def options_of(command):
    """Every "-o" and "--output" in the help of a command, or of the program ("")."""
    lines = re.findall(r"^  (-\S+)", sendlab(*filter(None, [command]), "--help"), re.MULTILINE)
    return [name for line in lines for name in line.split(",")]


def needs(program):
    return unittest.skipUnless(shutil.which(program) or IN_CI, f"{program} is not installed: scripts/setup --clients")


class InFolder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sendlab-words-")))

    def run_in(self, *words, **more):
        return subprocess.run([str(word) for word in words], cwd=self.folder, text=True, timeout=TIMEOUT, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)


class Manual(InFolder):
    def setUp(self):
        super().setUp()
        sendlab("manual", "--into", str(self.folder))

    def test_there_is_a_page_for_each_command(self):
        self.assertEqual({path.name for path in self.folder.iterdir()},
                         {"sendlab.1", *(f"sendlab-{command}.1" for command in commands())})
        self.assertEqual((self.folder / "sendlab-plan.1").read_text(), sendlab("manual", "plan"))

    def test_every_option_of_the_help_is_in_the_page(self):
        for command in ("", *commands()):
            page = (self.folder / f"sendlab{command and '-'}{command}.1").read_text()
            for option in options_of(command):
                self.assertIn(rf"\fB{option}\fR".replace("-", r"\-"), page)

    def test_it_has_the_sections_that_readers_look_for(self):
        for command in ("", *commands()):
            page = sendlab("manual", *filter(None, [command]))
            for section in ("NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS", "SEE ALSO"):
                self.assertIn(f"\n.SH {section}\n", page)

    @needs("mandoc")
    def test_mandoc_has_nothing_to_say(self):
        for page in self.folder.iterdir():
            said = self.run_in("mandoc", "-T", "lint", "-W", "warning", page)
            self.assertEqual((said.returncode, said.stdout), (0, ""))

    @needs("groff")
    def test_groff_and_man_have_nothing_to_say(self):
        for page in self.folder.iterdir():
            said = self.run_in("groff", "-ww", "-z", "-man", "-T", "utf8", page)
            self.assertEqual((said.returncode, said.stdout), (0, ""))

    @needs("lexgrog")
    def test_apropos_finds_it_by_what_it_is(self):
        said = self.run_in("lexgrog", self.folder / "sendlab-plan.1").stdout
        self.assertIn("sendlab-plan - Find how many e-mails may be put in a file", said)


class Bash(InFolder):
    script = 'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sendlab; printf "%s\\n" "${COMPREPLY[@]}"'

    def setUp(self):
        super().setUp()
        (self.folder / "script").write_text(sendlab("completion", "bash"))
        (self.folder / "run.json").touch()
        (self.folder / "reports").mkdir()

    def offered(self, *words):
        """What bash has in COMPREPLY for the last of these words."""
        said = self.run_in("bash", "--norc", "-uc", self.script, "-", "sendlab", *words)
        self.assertEqual(said.returncode, 0, said.stdout)
        return said.stdout.split()

    def test_commands(self):
        self.assertEqual(self.offered(""), commands())
        self.assertEqual(self.offered("ca"), ["calibrate"])
        self.assertEqual(self.offered("--v"), ["--version"])

    def test_every_option_of_the_help(self):
        for command in commands():
            self.assertEqual(sorted(self.offered(command, "-")), sorted(options_of(command)))
        self.assertEqual(self.offered("run", "--jo"), ["--journal"])

    def test_files_where_files_are_wanted(self):
        self.assertEqual(self.offered("run", "ru"), ["run.json"])
        self.assertEqual(self.offered("run", "--journal", "ru"), ["run.json"])
        self.assertEqual(self.offered("verify", "--scenario", "ru"), ["run.json"])
        self.assertEqual(self.offered("calibrate", "-o", "ru"), ["run.json"])
        self.assertEqual(self.offered("run", "--json", "=", "ru"), ["run.json"])
        self.assertIn("run.json", self.offered("run", "--json", "="))
        self.assertEqual(self.offered("plan", "--charts", ""), ["reports"])
        self.assertEqual(self.offered("schema", ""), [])

    def test_words_of_a_list(self):
        self.assertEqual(self.offered("serve", "--keep", ""), ["everything", "envelope", "count"])
        self.assertEqual(self.offered("serve", "--keep", "=", "e"), ["everything", "envelope"])
        self.assertEqual(self.offered("exec", "--smtp-line-ends", ""), ["refuse", "keep"])
        self.assertEqual(self.offered("completion", "f"), ["fish"])
        self.assertEqual(self.offered("manual", ""), commands())

    def test_nothing_for_numbers_and_free_text(self):
        self.assertEqual(self.offered("run", "--seed", ""), [])
        self.assertEqual(self.offered("run", "--set", ""), [])

    def test_behind_exec_and_two_hyphens_stands_another_command(self):
        self.assertIn("mkfifo", self.offered("exec", "run.json", "--", "mkfif"))
        self.assertEqual(self.offered("exec", "--", "cat", "ru"), ["run.json"])
        self.assertEqual(self.offered("exec", "--", "cat", "--h"), [])


class AtATerminal(InFolder):
    """A shell at a pseudo-terminal, with TAB pressed."""

    def typed(self, shell, setup, line, expected):
        """Types the line and waits until the shell shows what is expected."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execvpe(shell[0], shell, {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "dumb", "PS1": "> "})
        try:
            os.write(terminal, f"{setup}; echo rea''dy\n".encode())
            self.wait_for(terminal, "ready")
            os.write(terminal, line.encode())
            self.wait_for(terminal, expected)
        finally:
            os.close(terminal)
            os.kill(pid, 9)
            os.waitpid(pid, 0)

    def wait_for(self, terminal, expected):
        shown, end = "", time.monotonic() + TIMEOUT
        while expected not in shown:
            if not select.select([terminal], [], [], end - time.monotonic())[0]:
                self.fail(f"no {expected!r} in {shown!r}")
            shown += os.read(terminal, 4096).decode(errors="replace")

    def test_bash(self):
        (self.folder / "script").write_text(sendlab("completion", "bash"))
        (self.folder / "reports").mkdir()
        bash = ["bash", "--norc", "--noprofile", "-i"]
        self.typed(bash, "source ./script", "sendlab ca\t", "sendlab calibrate ")
        self.typed(bash, "source ./script", "sendlab run --jo\t", "--journal ")
        self.typed(bash, "source ./script", "sendlab run rep\t", "reports/")

    @needs("zsh")
    def test_zsh(self):
        (self.folder / "_sendlab").write_text(sendlab("completion", "zsh"))
        (self.folder / "reports").mkdir()
        self.assertEqual(self.run_in("zsh", "-n", "_sendlab").stdout, "")
        zsh = ["zsh", "-f", "-i"]
        setup = f"fpath=({self.folder} $fpath); autoload -U compinit; compinit -u -D"
        for line, expected in (("sendlab ca\t", "calibrate "), ("sendlab run --jo\t", "journal="),
                               ("sendlab run rep\t", "reports/"), ("sendlab serve --keep env\t", "envelope"),
                               ("sendlab exec -- mkfif\t", "mkfifo"), ("sendlab completion f\t", "fish")):
            self.typed(zsh, setup, line, expected)


@needs("zsh")
class Zsh(unittest.TestCase):
    def test_every_option_of_the_help(self):
        script = sendlab("completion", "zsh")
        for command in commands():
            part = re.search(rf"^        {command}\)\n(.*?);;$", script, re.MULTILINE | re.DOTALL)[1]
            self.assertEqual(sorted(re.findall(r"'\*(-[-\w]+)=?\[", part)), sorted(options_of(command)))


@needs("fish")
class Fish(InFolder):
    def offered(self, line):
        (self.folder / "script").write_text(sendlab("completion", "fish"))
        said = self.run_in("fish", "--no-config", "-c", "source script; complete -C $argv[1]", line,
                           env={**os.environ, "HOME": str(self.folder)})
        self.assertEqual(said.returncode, 0, said.stdout)
        return [row.split("\t")[0] for row in said.stdout.splitlines()]

    def test_what_it_offers(self):
        (self.folder / "run.json").touch()
        self.assertEqual(sorted(self.offered("sendlab ")), sorted(commands()))
        self.assertEqual(self.offered("sendlab run --jo"), ["--journal"])
        self.assertEqual(self.offered("sendlab run ru"), ["run.json"])
        self.assertEqual(self.offered("sendlab verify --scenario ru"), ["run.json"])
        self.assertEqual(sorted(self.offered("sendlab serve --keep ")), ["count", "envelope", "everything"])
        self.assertEqual(sorted(self.offered("sendlab completion ")), ["bash", "fish", "zsh"])
        self.assertEqual(self.offered("sendlab run --seed "), [])
        self.assertIn("mkfifo", self.offered("sendlab exec run.json -- mkfif"))

    def test_every_option_of_the_help(self):
        for command in commands():
            wanted = {name for name in options_of(command) if name.startswith("--")}
            self.assertEqual(wanted - set(self.offered(f"sendlab {command} --")), set())


if __name__ == "__main__":
    unittest.main(verbosity=2)
