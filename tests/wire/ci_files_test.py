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

    def test_it_builds_with_scripts_and_presets_that_exist(self):
        for script in re.findall(r"\bscripts/\w+", self.text):
            self.assertTrue(os.access(ROOT / script, os.X_OK), script)
        presets = json.loads((ROOT / "CMakePresets.json").read_text())
        for preset in re.findall(r"--preset (\w+)", self.text):
            for kind in ("configurePresets", "buildPresets"):
                self.assertIn(preset, [one["name"] for one in presets[kind]])
        for source in re.findall(r"COPY --from=build /src/(\S+)", self.text):
            self.assertTrue(source.startswith("build/") or (ROOT / source).exists(), source)

    def test_every_library_of_the_program_is_installed(self):
        for tool in ("objdump", "ldconfig", "dpkg"):
            if not shutil.which(tool, path=f"{os.environ['PATH']}:/sbin:/usr/sbin"):
                self.skipTest(f"no {tool}")
        needed = re.findall(r"NEEDED\s+(\S+)", subprocess.check_output(["objdump", "-p", SENDLAB], text=True))
        cache = subprocess.check_output(["/sbin/ldconfig", "-p"], text=True)
        named = set(re.findall(r"[a-z][\w.+-]+", self.text)) | {"libc6", "libgcc-s1"}
        for library in needed:
            path = re.search(rf"^\s*{re.escape(library)} .*=> (\S+)$", cache, re.MULTILINE)[1]
            owner = subprocess.run(["dpkg", "-S", os.path.realpath(path)], capture_output=True, text=True, check=False)
            if owner.returncode == 0:
                package = owner.stdout.split(":")[0]
                # GMime brings GLib with it.
                self.assertTrue(package in named or package == "libglib2.0-0", f"{library} is in {package}")

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
