#!/usr/bin/env python3
"""Compiles some rooms as release, in two copies of the sources in different folders: the same objects.

Usage: two_folders_test.py CXX
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CXX = sys.argv.pop(1) if len(sys.argv) > 1 else "g++"
ROOMS = ("sendlab_time", "sendlab_faults")  # with assertions, which name their files


def objects_of(folder):
    """{name: bytes} of what the rooms are compiled to."""
    folder.mkdir(parents=True)
    for part in ("CMakeLists.txt", "CMakePresets.json"):
        shutil.copyfile(ROOT / part, folder / part)
    for part in ("emulator", "scripts"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("node_modules"))
    build = folder / "build/release"
    if (ROOT / "build/deps").exists():
        build.parent.mkdir()
        build.with_name("deps").symlink_to(ROOT / "build/deps")
    for words in (["cmake", "--preset", "release", "-DSENDLAB_TESTS=OFF", f"-DCMAKE_CXX_COMPILER={CXX}"],
                  ["cmake", "--build", build, "--target", *ROOMS]):
        done = subprocess.run(words, cwd=folder, env={**os.environ, "CCACHE_DISABLE": "1"}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != 0:
            raise AssertionError(done.stdout)
    return {str(path.relative_to(build)): path.read_bytes() for room in ROOMS
            for path in (build / "emulator").rglob(f"CMakeFiles/{room}.dir/**/*.o")}


class TwoFolders(unittest.TestCase):
    def test_objects_are_the_same_and_do_not_name_the_folder(self):
        with tempfile.TemporaryDirectory(prefix="sendlab-two-") as folder:
            first = objects_of(pathlib.Path(folder) / "a")
            second = objects_of(pathlib.Path(folder) / "another/and longer one")
            self.assertGreaterEqual(len(first), len(ROOMS))
            self.assertEqual([name for name in first if first[name] != second.get(name)], [])
            self.assertEqual([name for name in first if folder.encode() in first[name]], [])
            self.assertTrue(any(b".cpp" in text or b".hpp" in text for text in first.values()), "no assertion to see it by")


if __name__ == "__main__":
    unittest.main(verbosity=2)
