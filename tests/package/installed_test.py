#!/usr/bin/env python3
"""Installs the library into a folder of its own, builds fixtures/cpp-project against it and runs its tests; adds the tree
to another project.

Usage: installed_test.py BUILD_FOLDER
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else ROOT / "build/dev"
PUBLIC = {"catch.hpp", "checks.hpp", "emulator.hpp", "gtest.hpp", "handler.hpp", "world.hpp"}


def run(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


class InstalledLibrary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.prefix = pathlib.Path(cls.folder.name) / "prefix"
        run("cmake", "--install", BUILD, "--component", "development", "--prefix", cls.prefix)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_only_public_headers_are_installed(self):
        self.assertEqual({path.name for path in (self.prefix / "include/sendlab").iterdir()}, PUBLIC)
        self.assertEqual([path.name for path in (self.prefix / "include").iterdir()], ["sendlab"])

    def test_public_headers_include_none_but_their_own_and_the_standard_library(self):
        for header in (self.prefix / "include/sendlab").iterdir():
            for line in header.read_text().splitlines():
                if line.startswith("#include"):
                    name = line.split()[1]
                    own = name.startswith('"sendlab/') and name[len('"sendlab/'):-1] in PUBLIC
                    self.assertTrue(own or (name.startswith("<") and "/" not in name and "." not in name), f"{header}: {line}")

    def test_a_project_outside_of_the_tree_uses_it(self):
        project = pathlib.Path(self.folder.name) / "project"
        run("cmake", "-S", ROOT / "fixtures/cpp-project", "-B", project, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DCMAKE_CXX_COMPILER={os.environ.get('CXX', 'g++')}",
            "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror")
        run("cmake", "--build", project)
        self.assertIn("All tests passed", run(project / "newsletter_test"))
        if os.environ.get("CI") or (project / "newsletter_gtest").exists():
            self.assertIn("[  PASSED  ] 3 tests.", run(project / "newsletter_gtest"))

    def test_the_tree_can_be_a_folder_of_another_project(self):
        run("cmake", "-S", ROOT / "tests/package/subproject", "-B", pathlib.Path(self.folder.name) / "other", "-G", "Ninja",
            f"-DTREE={ROOT}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
