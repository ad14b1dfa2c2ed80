"""The snippets of README.md and docs/ that are no plain commands: blocks ```console live against an emulator at free ports,
and code in other languages. (Plain commands: tests/house/commands.py.) A snippet that nothing here can run is listed with
the reason, and a new kind of snippet fails the test until somebody decides."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import unittest

from clients import install_modules, pytest_path
from http_fixture import SENDLAB, TIMEOUT

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/house"))
import commands  # noqa: E402

PROGRAM = pathlib.Path(SENDLAB).resolve()
MODULES = pathlib.Path(os.environ["SENDLAB_WIRE_BUILD"]) / "docs_npm"
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>[^\n`]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)

# How many commands of each document are not run, and why. A new one changes a number.
NOT_RUN = {
    "README.md": (3, "scripts/demo, test and package build everything; CI runs the second"),
    "architecture.md": (6, "scripts for building and testing, which CI runs"),
    "install.md": (5, "tests/package makes, installs and uses packages"),
    "performance.md": (3, "tens of minutes: tests/wire/bench_test.py runs a round of a part"),
    "reliability.md": (4, "hours: tests/wire, tests/model and tests/fuzz run the same in small"),
    "wordpress.md": (1, "tests/wire/wordpress_test.py runs the same with fewer followers"),
    "planning.md": (2, "a minute of real handlers: tests/wire/verify_test.py runs the same in small"),
}

PYTHON = """
import os, smtplib, sys
from email.message import EmailMessage
sys.path.insert(0, "emulator/clients/python")
mail = EmailMessage()
mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.com", "Hi"
"""


def documents():
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def snippets(*kinds):
    """(where, kind, text) of the blocks of these kinds."""
    for document in documents():
        text = document.read_text()
        for found in FENCE.finditer(text):
            if found["kind"] in kinds:
                where = f"{document.name}:{text.count(chr(10), 0, found.start()) + 1}"
                yield where, found["kind"], textwrap.dedent(found["body"])


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def python_path():
    return ":".join(filter(None, (str(ROOT / "emulator/clients/python"), pytest_path(MODULES / "pytest"))))


def live_text(text, port):
    """The shell's text, with the emulator at this port, and ready before the next command."""
    serve = re.fullmatch(r"sendlab serve(.*) &", text)
    if not serve:
        return text.replace("127.0.0.1:4566", f"127.0.0.1:{port}")
    out = f"serve-{port}.out"
    return (f"sendlab serve{serve[1]} --port {port} --mail-port 0 --smtp-port 0 > {out} 2> serve.log &\n"
            f"until grep -qs Ready. {out}; do kill -0 $! || break; sleep 0.05; done; cat {out}")


class Snippets(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sendlab-docs-")))
        commands.copy_tree(ROOT, self.folder)
        shutil.copytree(ROOT / "emulator/clients", self.folder / "emulator/clients")
        self.environment = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(self.folder),
                            "SENDLAB": str(PROGRAM), "PYTHONPATH": python_path(), "PYTHONDONTWRITEBYTECODE": "1",
                            "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "npm_config_ignore_scripts": "true"}
        for name in [name for name in self.environment if name.startswith("AWS_ENDPOINT")]:
            del self.environment[name]
        if "npm_config_cache" not in os.environ:
            self.environment["npm_config_cache"] = os.path.expanduser("~/.npm")

    def run_in(self, words, where):
        done = subprocess.run(words, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=8 * TIMEOUT, check=False)
        self.assertEqual(done.returncode, 0, f"{where}: {done.stdout}")
        return done.stdout

    def use_modules(self):
        """nodemailer, the SDK of the example project, and our own client, for scripts in the folder."""
        MODULES.mkdir(parents=True, exist_ok=True)
        parts = {"smtp": ROOT / "tests/wire/smtp_npm", "project": ROOT / "fixtures/projects/node",
                 "handler": ROOT / "fixtures/handlers/node-sdk-v3"}
        for name, source in parts.items():
            shutil.copytree(source, MODULES / name / "a/b/c", dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
            if name == "project":
                shutil.copytree(ROOT / "emulator/clients", MODULES / name / "emulator/clients", dirs_exist_ok=True)
            install_modules(MODULES / name / "a/b/c")
        modules = self.folder / "node_modules"
        modules.mkdir()
        (modules / "nodemailer").symlink_to(MODULES / "smtp/a/b/c/node_modules/nodemailer")
        (modules / "sendlab").symlink_to(self.folder / "emulator/clients/node")
        (self.folder / "fixtures/projects/node/node_modules").symlink_to(MODULES / "project/a/b/c/node_modules")
        (self.folder / "fixtures/handlers/node-sdk-v3/node_modules").symlink_to(MODULES / "handler/a/b/c/node_modules")

    def test_live_commands(self):
        self.use_modules()
        for where, _, body in snippets("console live"):
            port = free_port()
            block = [(text, [line.replace("127.0.0.1:4566", f"127.0.0.1:{port}") for line in expected])
                     for text, expected in commands.commands_of(body)]
            run = [("$ " + live_text(commands.shell_text(text), port).replace("\n", "\n> "), expected)
                   for text, expected in block]
            end = ("$ kill $(jobs -p) 2>/dev/null; wait", ["..."])
            with self.subTest(where):
                results = commands.run_block([*run, end], self.environment, self.folder)
                self.assertEqual(list(commands.block_complaints(block, results)), [])

    def test_scenarios(self):
        words = [str(PROGRAM), "calibrate", "fixtures/logs/sends.csv", "--column", "latency_ms", "--quiet", "--output"]
        for name in ("model.json", "sends-model.json"):
            self.run_in([*words, name], name)
        for where, _, text in snippets("json", "jsonc"):
            whole = re.sub(r"^\s*//.*\n", "", text).lstrip().startswith("{")
            folder = "scenarios/" if '"../fixtures' in text else ""
            (self.folder / f"{folder}snippet.json").write_text(text if whole else "{" + text + "}")
            with self.subTest(where):
                self.run_in([str(PROGRAM), "run", f"{folder}snippet.json", "--set", "duration=1s", "--set", "expect={}",
                             "--quiet"], where)

    def test_python(self):
        for where, _, text in snippets("python"):
            (self.folder / "snippet.py").write_text(PYTHON + text)
            with self.subTest(where):
                self.run_in([str(PROGRAM), "exec", "--", sys.executable, "snippet.py"], where)

    def test_javascript(self):
        self.use_modules()
        for where, _, text in snippets("js"):
            before = "" if "import" in text else "import nodemailer from 'nodemailer';\n"
            after = "" if before == "" else "await transport.sendMail({from: 'a@example.org', to: 'b@example.com'}); transport.close();"
            (self.folder / "snippet.mjs").write_text(before + text + after)
            with self.subTest(where):
                said = self.run_in([str(PROGRAM), "exec", "--", "node", "snippet.mjs"], where)
                self.assertIn("message" if before else "0 0", said)

    def test_steps_of_ci(self):
        for where, _, text in snippets("yaml"):
            steps = re.findall(r"^- run: (.*)$", text, re.MULTILINE)
            self.assertNotEqual(steps, [], where)
            (self.folder / "package.json").write_text(json.dumps({"scripts": {"test": "node --version"}}))
            for step in steps:
                with self.subTest(where):
                    (self.folder / "slow.json").write_text("{}")
                    self.run_in(["bash", "-c", step.replace("build/release/sendlab", str(PROGRAM))], where)

    def test_code_compiles(self):
        for where, _, text in snippets("cpp"):
            (self.folder / "snippet.cpp").write_text(text.replace("#pragma once\n", ""))
            with self.subTest(where):
                self.run_in([os.environ.get("CXX", "g++"), "-std=c++20", "-fsyntax-only", "-I", str(ROOT / "emulator"),
                             "snippet.cpp"], where)

    def test_everything_else_is_listed(self):
        known = {"console", "console live", "console no-run", "json", "jsonc", "python", "js", "yaml", "cpp", ""}
        counts = {}
        for document in documents():
            for found in FENCE.finditer(document.read_text()):
                self.assertIn(found["kind"], known, document.name)
                if found["kind"] == "console no-run":
                    counts[document.name] = counts.get(document.name, 0) + len(commands.commands_of(found["body"]))
        self.assertEqual(counts, {name: number for name, (number, _) in NOT_RUN.items()})


if __name__ == "__main__":
    unittest.main(verbosity=2)
