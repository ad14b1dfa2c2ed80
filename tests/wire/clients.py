"""Client programs of the wire tests. Where one is missing its tests are skipped, but not in CI: there scripts/setup
--clients has installed them, and a test that does not run is one that has failed."""

import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

IN_CI = bool(os.environ.get("CI"))


def needs(program):
    return unittest.skipUnless(shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin") or IN_CI,
                               f"{program} is not installed: scripts/setup --clients")


def skip_file(why):
    """Ends a test file whose client is missing, as skipped for ctest."""
    print(f"{why}: scripts/setup --clients")
    sys.exit(1 if IN_CI else 77)


def pytest_path(folder):
    """What PYTHONPATH needs so that this Python finds pytest; nothing where it does anyway. A Python that is not Debian's is
    shown Debian's pytest and what that imports, and no other package, since those would hide its own."""
    if importlib.util.find_spec("pytest"):
        return None
    folder.mkdir(parents=True, exist_ok=True)
    debian = pathlib.Path("/usr/lib/python3/dist-packages")
    for name in ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "attr", "attrs", "py"):
        if (debian / name).exists() and not (folder / name).exists():
            (folder / name).symlink_to(debian / name)
    if not (folder / "pytest").exists():
        if IN_CI:
            raise AssertionError("pytest is not installed: scripts/setup --clients")
        raise unittest.SkipTest("pytest is not installed: scripts/setup --clients")
    return str(folder)


def install_modules(folder):
    """What package-lock.json says, again only where it is newer. Scripts of packages are not run."""
    installed = folder / "node_modules/.package-lock.json"
    if installed.is_file() and installed.stat().st_mtime > (folder / "package-lock.json").stat().st_mtime:
        return
    install = ["npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
        if IN_CI:
            raise AssertionError(done.stderr)
        raise unittest.SkipTest(f"npm cannot install what {folder.name} needs")
