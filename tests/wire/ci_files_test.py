"""The files that users copy for their CI, fixtures/ci: their commands are run, in a folder of their own."""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

from http_fixture import SENDLAB, TIMEOUT, Emulator

ROOT = pathlib.Path(__file__).parents[2]
FILES = ROOT / "fixtures/ci"


def commands_of(workflow):
    """Lines of shell that call sendlab, of a GitHub workflow or a GitLab pipeline."""
    return re.findall(r"^\s*(?:-\s+)?(?:run: )?(sendlab .*)$", (FILES / workflow).read_text(), re.MULTILINE)


class Workflows(unittest.TestCase):
    def test_the_package_that_is_installed_has_the_name_of_one_that_is_made(self):
        version = re.search(r"project\(sendlab VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
        for text in ((FILES / "github.yml").read_text(), (ROOT / "docs/install.md").read_text()):
            self.assertIn(f"/sendlab_{version}-0deb12_amd64.deb", text)

    def run_all(self, workflow):
        commands = commands_of(workflow)
        self.assertEqual([command.split()[1] for command in commands], ["run", "plan", "exec"])
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sendlab-ci-")))
        shutil.copytree(FILES / "mail", folder / "mail")
        program = pathlib.Path(SENDLAB).resolve()
        environment = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}",
                       "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "XDG_CACHE_HOME": str(folder)}
        for command in commands:
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True, timeout=8 * TIMEOUT,
                                  stdin=subprocess.DEVNULL, capture_output=True, check=False)
            self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        for name in ("run.xml", "plan.xml"):
            self.assertIn('failures="0"', (folder / name).read_text())
        return folder

    def test_github(self):
        summary = (self.run_all("github.yml") / "summary.md").read_text()
        self.assertIn("1 of 1 scenario as expected", summary)
        self.assertIn("Use EMAILS_PER_FILE=", summary)

    def test_gitlab(self):
        self.run_all("gitlab-ci.yml")


class Dockerfile(unittest.TestCase):
    text = (FILES / "Dockerfile").read_text()

    def test_it_builds_with_a_script_that_exists(self):
        for script in re.findall(r"\bscripts/\w+", self.text):
            self.assertTrue(os.access(ROOT / script, os.X_OK), script)

    def test_it_installs_the_package_that_is_made(self):
        self.assertIn("COPY --from=build /src/build/packages/sendlab_*.deb /tmp/\n", self.text)
        self.assertRegex(self.text, r"apt-get install [^\n]* /tmp/sendlab_\*\.deb ")

    def test_nobody_is_root_in_it(self):
        final = self.text.split("FROM ")[-1]
        self.assertIn("useradd", final)
        self.assertEqual(re.findall(r"^USER (\w+)$", final, re.MULTILINE), ["sendlab"])

    def health(self, port):
        words = json.loads(re.search(r"^HEALTHCHECK .* CMD (\[.*\])$", self.text, re.MULTILINE)[1])
        words = [word.replace("/4566", f"/{port}") for word in words]
        return subprocess.run(words, capture_output=True, timeout=TIMEOUT, check=False).returncode

    def test_the_health_check_tells_one_that_answers_from_none(self):
        with Emulator() as emulator:
            self.assertEqual(self.health(emulator.port), 0)
        self.assertNotEqual(self.health(emulator.port), 0)

    def test_its_command_is_one(self):
        words = json.loads(re.search(r"^CMD (\[.*\])$", self.text, re.MULTILINE)[1])
        help_text = subprocess.check_output([SENDLAB, words[0], "--help"], text=True)
        self.assertTrue(set(words[1:]) - {"0.0.0.0"} <= set(help_text.split()), shlex.join(words))


if __name__ == "__main__":
    unittest.main(verbosity=2)
