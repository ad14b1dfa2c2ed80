#!/usr/bin/env python3
"""A check that cannot fail is none: commands.py on documents that are right and wrong."""

import contextlib
import io
import pathlib
import tempfile
import unittest

import commands


def examined(body, info="", update=False):
    """The examiner after a document with one block, what it said, and the document."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "scenarios").mkdir()
        (root / "scenarios" / "a.json").write_text("{}\n")
        document = root / "README.md"
        document.write_text(f"Text\n\n```console{info}\n{body}```\n\nMore\n")
        examiner = commands.Examiner(pathlib.Path("/usr/bin/env"), root)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            examiner.examine(document, update)
        return examiner, said.getvalue(), document.read_text()


class Commands(unittest.TestCase):
    def assert_right(self, body):
        examiner, said, _ = examined(body)
        self.assertEqual((examiner.failed, said), (0, ""))
        self.assertGreater(examiner.run, 0)

    def assert_wrong(self, body, words):
        examiner, said, _ = examined(body)
        self.assertEqual(examiner.failed, 1, said)
        self.assertIn(words, said)

    def test_what_is_printed_must_be_what_is_shown(self):
        self.assert_right("$ echo one; echo two\none\ntwo\n")
        self.assert_wrong("$ echo one\ntwo\n", "README.md:3: $ echo one\nshould print")
        self.assert_wrong("$ echo one; echo two\none\n", "should print")
        self.assert_wrong("$ true\none\n", "should print")

    def test_dots_stand_for_lines_or_a_part_of_one(self):
        self.assert_right("$ seq 5\n1\n...\n5\n")
        self.assert_right("$ echo done in 17 ms\ndone in ... ms\n")
        self.assert_right("$ seq 2\n1\n...\n2\n")
        self.assert_wrong("$ seq 5\n1\n...\n4\n", "should print")
        self.assert_wrong("$ echo a.c; echo b\na...d\nb\n", "should print")

    def test_a_command_must_succeed_unless_its_status_is_shown(self):
        self.assert_wrong("$ false\n", "ended with status 1")
        self.assert_right("$ (exit 4)\n$ echo $?\n4\n")
        self.assert_wrong("$ (exit 4)\n$ echo $?\n0\n", "should print")
        self.assert_wrong("$ no-such-command-here\n...\n", "status 127")
        self.assert_wrong("$ exit 0\n", "status -1")

    def test_commands_of_a_block_share_a_shell_and_a_copy(self):
        self.assert_right("$ cd scenarios\n$ cat \\\n> a.json\n{}\n$ rm a.json\n")
        self.assert_right("$ echo to standard error >&2\nto standard error\n")

    def test_blocks_that_are_not_run_are_listed(self):
        examiner, said, _ = examined("$ scripts/demo\n", " no-run")
        self.assertEqual((examiner.run, examiner.listed), (0, 1))
        self.assertIn("not run: scripts/demo", said)

    def test_an_update_writes_what_is_printed_and_keeps_what_matched(self):
        _, _, text = examined("$ seq 3\n...\n3\n$ echo new\nold\n", update=True)
        self.assertEqual(text, "Text\n\n```console\n$ seq 3\n...\n3\n$ echo new\nnew\n```\n\nMore\n")

    def test_a_document_without_commands_is_no_proof(self):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            document = pathlib.Path(folder) / "a.md"
            document.write_text("nothing\n")
            self.assertEqual(commands.main(["--binary", "/usr/bin/env", str(document)]), 1)


if __name__ == "__main__":
    unittest.main()
