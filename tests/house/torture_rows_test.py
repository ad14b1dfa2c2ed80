#!/usr/bin/env python3
"""A check that cannot fail is none: torture_rows.py sees a row without a test, and tests of both kinds."""

import pathlib
import tempfile
import unittest

import torture_rows


class TortureRows(unittest.TestCase):
    def rows(self, **files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                ending = ".py" if "def " in text else ".cpp"
                (pathlib.Path(folder) / (name + ending)).write_text(text, encoding="utf-8")
            return torture_rows.tests_by_row(pathlib.Path(folder))

    def test_a_row_without_a_test_is_missed(self):
        rows = self.rows(a_test='TEST_CASE("one", "[row 1]") {}\nTEST_CASE("two") {}\n')
        self.assertEqual(rows[1], ["a_test.cpp: one"])
        self.assertEqual(rows[2], [])

    def test_names_may_be_cut_into_pieces_and_tags_may_be_several(self):
        rows = self.rows(b_test='TEST_CASE("one "\n          "case", "[slow][row 12]") {}')
        self.assertEqual(rows[12], ["b_test.cpp: one "])

    def test_wire_tests_say_it_in_words(self):
        rows = self.rows(c_test='    def test_x(self):\n        """Rows 24 and 26 of the torture table: x."""\n')
        self.assertEqual((rows[24], rows[26]), (["c_test.py: test_x"],) * 2)


if __name__ == "__main__":
    unittest.main()
