#!/usr/bin/env python3
"""Every row of the torture table (tests/unit/smtp/torture_test.cpp) has a test. Prints which.

usage: torture_rows.py [FOLDER OF TESTS]
"""

import collections
import pathlib
import re
import sys

ROWS = range(1, 34)
CASE = re.compile(r'TEST_CASE\(\s*"([^"]*)"(?:\s*"([^"]*)")*\s*,\s*"([^"]*\[row \d+\][^"]*)"')
METHOD = re.compile(r'def (test_\w+)\(self\):\n\s*"""(Rows? [\d, and]+) of the torture table')


def tests_by_row(folder):
    rows = collections.defaultdict(list)
    for path in sorted(folder.rglob("*_test.*")):
        text = path.read_text(encoding="utf-8")
        found = [(match[1], match[3]) for match in CASE.finditer(text)]
        found += [(match[1], match[2]) for match in METHOD.finditer(text)]
        for name, where in found:
            for number in re.findall(r"\d+", where):
                rows[int(number)].append(f"{path.relative_to(folder)}: {name}")
    return rows


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
    rows = tests_by_row(folder)
    for number in ROWS:
        for name in rows[number] or ["NO TEST"]:
            print(f"{number:2} {name}")
    return 0 if all(rows[number] for number in ROWS) else 1


if __name__ == "__main__":
    sys.exit(main())
