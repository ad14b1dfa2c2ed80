#!/usr/bin/env python3
"""A check that cannot fail is none: what style.py must find, and what it must let pass."""

import pathlib
import tempfile
import unittest

import style


def said_about(files, listed=""):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {style.LISTED: listed, **files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        return list(style.check(root))


def lines(count):
    return "x\n" * count


class Style(unittest.TestCase):
    def assert_said(self, files, words, listed=""):
        said = said_about(files, listed)
        self.assertEqual(len(said), 1, said)
        self.assertIn(words, said[0])

    def test_tabs_blanks_and_line_ends(self):
        self.assert_said({"emulator/a.cpp": "a\n\tb\n"}, "emulator/a.cpp:2: a tab")
        self.assert_said({"docs/a.md": "a \n"}, "docs/a.md:1: blanks")
        self.assert_said({"scripts/a": "a\r\n"}, "scripts/a:1: blanks")
        self.assert_said({"README.md": "a"}, "no newline at the end")
        self.assert_said({"CMakeLists.txt": "a\n\n"}, "an empty line at the end")

    def test_a_file_may_not_grow_past_the_limit(self):
        self.assertEqual(said_about({"emulator/a.cpp": lines(style.LIMIT)}), [])
        self.assert_said({"emulator/a.cpp": lines(style.LIMIT + 1)}, "is the limit")

    def test_the_ratchet_only_tightens(self):
        listed = f"# why\n{style.LIMIT + 50} emulator/a.cpp\n"
        self.assertEqual(said_about({"emulator/a.cpp": lines(style.LIMIT + 50)}, listed), [])
        self.assert_said({"emulator/a.cpp": lines(style.LIMIT + 51)}, "more than the 450", listed)
        self.assert_said({"emulator/a.cpp": lines(style.LIMIT + 49)}, "in place of 450", listed)
        self.assert_said({"emulator/a.cpp": lines(style.LIMIT)}, "short enough now", listed)
        self.assert_said({}, "does not exist", listed)

    def test_bytes_that_a_program_wrote_stay_as_they_are(self):
        self.assertEqual(said_about({"fixtures/uploads/1.json": "{}", "tests/golden/a.json": "{}"}), [])


if __name__ == "__main__":
    unittest.main()
