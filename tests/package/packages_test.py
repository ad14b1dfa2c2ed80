#!/usr/bin/env python3
"""Packs what was built, looks into the packages, and packs once more: the same bytes. They stay in BUILD_FOLDER/tests/package
for debian_root.sh.

Usage: packages_test.py BUILD_FOLDER
"""

import gzip
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else ROOT / "build/dev"
KEPT = BUILD / "tests/package/packages"
EPOCH = 1700000000  # 2023-11-14


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False, **more)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, words))}\n{done.stdout}")
    return done.stdout


def pack(folder, components="program;development", **environment):
    """gzip: xz takes half a minute for what a debug build is."""
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", folder, "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip",
        "-D", f"CPACK_COMPONENTS_ALL={components}", "-G", "DEB" if components == "program" else "DEB;TGZ", umask=0o022,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), **environment})
    shutil.rmtree(folder / "_CPack_Packages")
    return {path.name.split("_")[0].split("-0")[0] + "".join(path.suffixes[-1:]): path for path in folder.iterdir()}


def setUpModule():
    if not shutil.which("dpkg-shlibdeps"):
        print("dpkg-shlibdeps is not installed: scripts/setup --packages")
        sys.exit(1 if os.environ.get("CI") else 77)
    shutil.rmtree(KEPT, ignore_errors=True)
    Packages.files = pack(KEPT)


class Packages(unittest.TestCase):
    files = {}

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sendlab-packages-")))

    def members(self, package):
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", self.files[package]], stdout=subprocess.PIPE) as process:
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                return {member.name.removeprefix("."): member for member in archive}

    def unpacked(self, package):
        run("dpkg-deb", "-x", self.files[package], self.folder)
        return self.folder

    def field(self, package, name):
        return run("dpkg-deb", "-f", self.files[package], name).strip()

    def test_there_are_two_packages_and_an_archive(self):
        self.assertEqual(set(self.files), {"sendlab.deb", "libsendlab-dev.deb", "sendlab.gz"})
        version = re.search(r"project\(sendlab VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text())[1]
        for package in ("sendlab.deb", "libsendlab-dev.deb"):
            self.assertEqual(self.field(package, "Version"), f"{version}-0deb12")
            self.assertEqual(self.field(package, "Package"), package.removesuffix(".deb"))

    def test_the_program_depends_on_its_libraries(self):
        depends = self.field("sendlab.deb", "Depends")
        for library in ("libarchive13", "libc6", "libgmime-3.0-0", "libpugixml1v5", "libsimdjson14", "libsqlite3-0", "libssl3"):
            self.assertRegex(depends, rf"\b{re.escape(library)}\b")
        self.assertNotIn("-dev", depends)

    def test_the_library_depends_on_what_its_archives_are_linked_with(self):
        depends = self.field("libsendlab-dev.deb", "Depends")
        for line in (ROOT / "docs/cpp.md").read_text().splitlines():
            for library in re.findall(r"\blib[\w.+-]+-dev\b", line):
                if library != "libsendlab-dev":
                    self.assertIn(library, depends)

    def test_files_are_where_debian_looks_for_them(self):
        program = self.members("sendlab.deb")
        for name in ("bin/sendlab", "share/man/man1/sendlab.1.gz", "share/man/man1/sendlab-plan.1.gz",
                     "share/bash-completion/completions/sendlab", "share/zsh/vendor-completions/_sendlab",
                     "share/fish/vendor_completions.d/sendlab.fish", "share/doc/sendlab/copyright",
                     "share/doc/sendlab/changelog.gz", "share/doc/sendlab/changelog.Debian.gz",
                     "share/sendlab/scenarios/article-trap.json", "share/sendlab/clients/python/sendlab.py"):
            self.assertIn(f"/usr/{name}", program)
        library = self.members("libsendlab-dev.deb")
        for name in ("include/sendlab/world.hpp", "lib/libsendlab_core.a", "lib/libsendlab_net.a",
                     "lib/cmake/sendlab/sendlabConfig.cmake", "share/doc/libsendlab-dev/copyright",
                     "share/doc/libsendlab-dev/changelog.Debian.gz"):
            self.assertIn(f"/usr/{name}", library)
        self.assertEqual([name for name in program if name in library and not library[name].isdir()], [])

    def test_everything_is_roots_and_as_old_as_the_commit(self):
        for package in ("sendlab.deb", "libsendlab-dev.deb"):
            for name, member in self.members(package).items():
                self.assertEqual((member.uname, member.gname, member.mtime), ("root", "root", EPOCH), name)
                self.assertEqual(member.mode, 0o755 if member.isdir() or "/bin/" in name else 0o644, name)

    def test_what_debian_wants_to_know(self):
        folder = self.unpacked("sendlab.deb") / "usr/share/doc/sendlab"
        (folder / "changelog").write_bytes(gzip.decompress((folder / "changelog.Debian.gz").read_bytes()))
        said = run("dpkg-parsechangelog", "-l", folder / "changelog")
        self.assertIn("Date: Tue, 14 Nov 2023 22:13:20 +0000", said)
        self.assertIn(f"Version: {self.field('sendlab.deb', 'Version')}\n", said)
        self.assertTrue((folder / "copyright").read_text().startswith("Format: https://www.debian.org/"))

    @unittest.skipUnless(shutil.which("lintian") or os.environ.get("CI"), "no lintian: scripts/setup --try")
    def test_lintian_has_nothing_to_say(self):
        """Of the program; archives of a debug build keep it busy for minutes. scripts/package --try asks it of both."""
        said = run("lintian", "--fail-on", "error,warning", self.files["sendlab.deb"])
        self.assertEqual(said.replace("running with root privileges is not recommended!", "").strip(), "")

    def test_the_archive_works_where_it_is_unpacked(self):
        with tarfile.open(self.files["sendlab.gz"]) as archive:
            archive.extractall(self.folder)
        (top,) = self.folder.iterdir()
        said = run(top / "bin/sendlab", "run", top / "share/sendlab/scenarios/same-region.json")
        self.assertIn("conservation laws hold", said)
        self.assertTrue((top / "lib/cmake/sendlab/sendlabConfig.cmake").is_file())

    def test_no_text_tells_where_it_was_built(self):
        for package in ("sendlab.deb", "libsendlab-dev.deb"):
            texts = [path for path in self.unpacked(package).rglob("*") if path.is_file() and path.suffix != ".a"]
            self.assertEqual([path for path in texts if path.name != "sendlab" and str(ROOT).encode() in path.read_bytes()], [])

    def test_the_library_is_found_by_cmake(self):
        prefix = self.unpacked("libsendlab-dev.deb") / "usr"
        said = run("cmake", "-S", prefix / "share/doc/libsendlab-dev/examples/cpp-project", "-B", self.folder / "build",
                   f"-DCMAKE_PREFIX_PATH={prefix}", "-DCMAKE_FIND_PACKAGE_NO_SYSTEM_PACKAGE_REGISTRY=ON")
        self.assertIn("Configuring done", said)

    @unittest.skipUnless((ROOT / ".git").exists(), "the sources are no working copy of git")
    def test_sources_from_an_archive_know_their_commit(self):
        archive = self.folder / "sources.tar"
        run("git", "-C", ROOT, "archive", "-o", archive, "HEAD")
        with tarfile.open(archive) as sources:
            sources.extractall(self.folder / "sources")
        run("cmake", f"-DSOURCE={self.folder}/sources", f"-DOUT={self.folder}/commit.hpp", "-P",
            ROOT / "scripts/cmake/commit.cmake")
        commit = run("git", "-C", ROOT, "rev-parse", "--short=12", "HEAD").strip()
        self.assertIn(f'#define SENDLAB_COMMIT "{commit}"\n', (self.folder / "commit.hpp").read_text())

    def test_packed_again_elsewhere_it_is_the_same_bytes(self):
        again = pack(self.folder, "program", TZ="Asia/Tokyo", LANG="de_DE.UTF-8", HOME="/nonexistent")
        self.assertEqual(hashlib.sha256(again["sendlab.deb"].read_bytes()).hexdigest(),
                         hashlib.sha256(self.files["sendlab.deb"].read_bytes()).hexdigest())


if __name__ == "__main__":
    unittest.main(verbosity=2)
