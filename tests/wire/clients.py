"""Client programs of the wire tests. Where one is missing its tests are skipped, but not in CI: there scripts/setup
--clients has installed them, and a test that does not run is one that has failed."""

import os
import shutil
import subprocess
import sys
import unittest

IN_CI = bool(os.environ.get("CI"))


def needs(program):
    return unittest.skipUnless(shutil.which(program) or IN_CI,
                               f"{program} is not installed: scripts/setup --clients")


def skip_file(why):
    """Ends a test file whose client is missing, as skipped for ctest."""
    print(f"{why}: scripts/setup --clients")
    sys.exit(1 if IN_CI else 77)


def install_modules(folder):
    """What package-lock.json says, once. Scripts of packages are not run."""
    if (folder / "node_modules").is_dir():
        return
    install = ["npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
        if IN_CI:
            raise AssertionError(done.stderr)
        raise unittest.SkipTest(f"npm cannot install what {folder.name} needs")
