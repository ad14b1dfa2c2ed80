"""The clients of emulator/clients, and the projects of fixtures/projects that use them: as their users run them."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time
import unittest

from clients import install_modules, needs, pytest_path
from http_fixture import SENDLAB, TIMEOUT, Emulator

ROOT = pathlib.Path(__file__).parents[2]
CLIENTS = ROOT / "emulator/clients"
COPY = pathlib.Path(os.environ["SENDLAB_WIRE_BUILD"]) / "projects"

sys.path.insert(0, str(CLIENTS / "python"))
import sendlab  # noqa: E402


def environment(**more):
    return {**os.environ, "SENDLAB": os.path.abspath(SENDLAB), "PYTHONDONTWRITEBYTECODE": "1", **more}


def python_path():
    return ":".join(filter(None, (str(CLIENTS / "python"), pytest_path(COPY / "pytest"))))


def run(words, folder, **more):
    done = subprocess.run(words, cwd=folder, env=environment(**more), stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=8 * TIMEOUT, check=False)
    return done.returncode, done.stdout


def copied(*parts):
    """Parts of the repository beside the build, where packages may be installed: the sources stay as they are."""
    for part in parts:
        shutil.copytree(ROOT / part, COPY / part, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    return COPY


class Python(unittest.TestCase):
    def test_a_project_with_pytest(self):
        folder = copied("fixtures/projects/python", "fixtures/handlers/python", "fixtures/uploaders/python")
        status, said = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
                           folder / "fixtures/projects/python", PYTHONPATH=python_path())
        self.assertEqual(status, 0, said)
        self.assertIn("5 passed", said)

    def test_a_scenario_may_be_a_dictionary(self):
        with sendlab.start({"ses": {"rate": "1/s"}}, binary=SENDLAB) as emulator:
            self.assertEqual(emulator.messages(), [])
            self.assertEqual(emulator.report()["emails"], 0)
            self.assertTrue(emulator.page.startswith("http://127.0.0.1:"))
        self.assertEqual([name for name in os.listdir(".") if name.startswith(".sendlab-")], [])

    def test_what_the_program_says_is_the_error(self):
        with self.assertRaisesRegex(sendlab.SendlabError, "(?s)did not start.*unknown key"):
            sendlab.start({"lambada": {}}, binary=SENDLAB)
        with self.assertRaisesRegex(sendlab.SendlabError, "cannot start /no/such/program"):
            sendlab.start(binary="/no/such/program")
        with self.assertRaisesRegex(sendlab.SendlabError, "SENDLAB_ENDPOINT"):
            sendlab.attach()

    def test_days_pass_at_once(self):
        with sendlab.start(binary=SENDLAB) as emulator:
            passed = emulator.advance(7 * 86400)["elapsed_ms"]
            self.assertGreaterEqual(passed, 7 * 86400 * 1000)
            with self.assertRaisesRegex(sendlab.SendlabError, "duration"):
                emulator.advance("-1s")

    def test_it_ends_with_the_process_that_started_it(self):
        script = ("import os, signal, sendlab; emulator = sendlab.start(); print(emulator.endpoint, flush=True); "
                  "os.kill(os.getpid(), signal.SIGKILL)")
        status, said = run([sys.executable, "-c", script], ".", PYTHONPATH=str(CLIENTS / "python"))
        self.assertEqual(status, -signal.SIGKILL, said)
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            try:
                sendlab.attach(said.split()[0])
            except OSError:
                return
        self.fail("the emulator outlived its parent")

    def test_under_exec_the_emulator_is_there_already(self):
        script = "import sendlab; print(sendlab.attach().duplicates()['duplicates'])"
        status, said = run([SENDLAB, "exec", "--", sys.executable, "-c", script], ".",
                           PYTHONPATH=str(CLIENTS / "python"))
        self.assertEqual((status, said.splitlines()[0]), (0, "0"), said)


@needs("node")
class Node(unittest.TestCase):
    def test_a_project_with_node_test_and_vitest(self):
        tree = copied("fixtures/projects/node", "fixtures/handlers/node-sdk-v3", "emulator/clients/node")
        project = tree / "fixtures/projects/node"
        install_modules(tree / "fixtures/handlers/node-sdk-v3")
        install_modules(project)
        status, said = run(["npm", "test"], project)
        self.assertEqual(status, 0, said)
        self.assertIn("# pass 4", said)
        status, said = run(["npm", "run", "test:vitest"], project, NO_COLOR="1")
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"Tests +2 passed")

    def test_a_program_that_does_not_stop_it_can_end_nevertheless(self):
        script = "import {start} from './index.js'; const e = await start(); console.log(e.endpoint, e.smtp.port > 0)"
        status, said = run(["node", "--input-type=module", "-e", script], CLIENTS / "node")
        self.assertEqual(status, 0, said)
        self.assertRegex(said, r"^http://127\.0\.0\.1:\d+ true\n$")

    def test_what_the_program_says_is_the_error(self):
        script = ("import {start, attach} from './index.js'; process.chdir(process.env.TMP_FOLDER);"
                  "for (const act of [() => start({scenario: {lambada: {}}}), () => start({binary: '/no/such'}), attach])"
                  "  await act().catch((error) => console.log(`${error.name}: ${error.message}`));")
        with Emulator() as other:
            status, said = run(["node", "--input-type=module", "-e", script], CLIENTS / "node",
                               TMP_FOLDER=other.folder.name)
        self.assertEqual(status, 0, said)
        for expected in ("unknown key", "/no/such ENOENT", "no SENDLAB_ENDPOINT"):
            self.assertIn(expected, said)
        self.assertEqual(said.count("SendlabError: "), 3)

    def test_the_package_holds_what_it_declares(self):
        package = json.loads((CLIENTS / "node/package.json").read_text())
        for name in (*package["files"], package["exports"]["."]["types"], package["exports"]["."]["default"]):
            self.assertTrue((CLIENTS / "node" / name).is_file(), name)
        self.assertNotIn("dependencies", package)
        types = (CLIENTS / "node/index.d.ts").read_text()
        script = ("import * as all from './index.js'; console.log(Object.getOwnPropertyNames(all.Sendlab.prototype)"
                  ".filter((name) => name !== 'constructor').concat(Object.keys(all)).join(' '))")
        status, said = run(["node", "--input-type=module", "-e", script], CLIENTS / "node")
        self.assertEqual(status, 0, said)
        for name in said.split():
            self.assertRegex(types, rf"\b{name}\b", "declared in index.d.ts")


class Readiness(unittest.TestCase):
    """For Testcontainers: Wait.forLogMessage(".*Ready\\..*", 1), or Wait.forHttp("/_localstack/health").forPort(4566)."""

    def test_everything_answers_once_the_line_is_there(self):
        words = [SENDLAB, "serve", "--port", "0", "--mail-port", "0", "--smtp-port", "0", "--until-eof"]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True) as process:
            endpoint = process.stdout.readline().removeprefix("AWS_ENDPOINT_URL=").strip()
            self.assertEqual(process.stdout.readline(), "Ready.\n")
            emulator = sendlab.attach(endpoint)
            self.assertEqual(emulator.facts["status"], "ready")
            process.stdin.close()
            self.assertEqual(process.wait(TIMEOUT), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
