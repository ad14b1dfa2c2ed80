#!/usr/bin/env python3
"""Runs every scenario and holds its report against the one in reports/.

A report is the same bytes for the same scenario, seed and version, in every build and on every machine; so a difference is
either a mistake or a change of behaviour. `golden.py SENDLAB --rewrite` accepts the new reports; review them with git diff.
"""
import difflib
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def report_of(sendlab, scenario):
    done = subprocess.run([sendlab, "run", str(scenario.relative_to(ROOT))], cwd=ROOT, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return f"{done.stdout}{done.stderr}exit status {done.returncode}\n"


def main():
    sendlab = str(pathlib.Path(sys.argv[1]).resolve())
    rewrite = "--rewrite" in sys.argv[2:]
    scenarios = sorted(file for file in (ROOT / "scenarios").glob("*.json") if file.name != "scenario.schema.json")
    wrong = 0
    for scenario in scenarios:
        kept = HERE / "reports" / f"{scenario.stem}.txt"
        now = report_of(sendlab, scenario)
        before = kept.read_text() if kept.exists() else ""
        if now == before:
            continue
        if rewrite:
            kept.write_text(now)
            print(f"rewrote {kept.name}")
            continue
        wrong += 1
        sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), now.splitlines(True),
                                                   f"kept/{kept.name}", f"now/{kept.name}"))
    orphans = {kept.stem for kept in (HERE / "reports").glob("*.txt")} - {scenario.stem for scenario in scenarios}
    for orphan in sorted(orphans):
        wrong += 1
        print(f"{orphan}.txt: there is no such scenario any more")
    print(f"{len(scenarios)} scenarios, {wrong} differences")
    return 1 if wrong or not scenarios else 0


sys.exit(main())
