"""bench/peers measures what it says, shows a peer that fails as failed, and docs/performance.md is what its figures say."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from clients import needs
from http_fixture import SENDLAB

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "bench/peers"
BUILD = pathlib.Path(SENDLAB).resolve().parent
sys.path.insert(0, str(ROOT / "bench"))


class Peers(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="sendlab-bench-")))

    def peers(self, *options):
        done = subprocess.run([sys.executable, "-B", PEERS, "--build", BUILD, *options], capture_output=True, text=True,
                              check=False, env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"})
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def measured(self, group, servers):
        figures = self.folder / "figures.json"
        page = self.peers("--only", group, "--servers", servers, "--rounds", "1", "--seconds", "1", "--json", figures)
        self.assertEqual(self.peers("--figures", figures), page)
        return json.loads(figures.read_text())["tables"], page

    @needs("wrk")
    def test_requests_are_counted_and_a_peer_that_fails_says_so(self):
        broken = self.folder / "moto_server"
        broken.write_text("#!/bin/sh\necho no such luck >&2\nexit 1\n")
        broken.chmod(0o755)
        tables, page = self.measured("http", "sendlab,moto")
        for title in ("S3 PUT of 4 KiB, 16 connections", "S3 GET of 4 KiB, 1 connection", "SES SendEmail of 1 kB, 16 connections"):
            self.assertGreater(tables[title]["rows"]["sendlab"]["median"], 0)
        self.assertIn("| moto | failed: it did not start: no such luck |", page)

    @needs("smtp-source")
    def test_messages_are_counted(self):
        tables, _ = self.measured("smtp", "sendlab")
        self.assertGreater(tables["SMTP messages of 4 KiB, 10 sessions, 10 connections"]["rows"]["sendlab"]["median"], 0)
        self.assertGreater(tables["SMTP: memory of a kept message of 4 KiB"]["rows"]["sendlab"]["median"], 4096)

    def test_the_page_is_what_the_figures_say(self):
        self.assertEqual(self.peers("--figures", ROOT / "docs/performance.json"), (ROOT / "docs/performance.md").read_text())

    def test_every_budget_is_of_something_measured(self):
        import budgets
        tables = json.loads((ROOT / "docs/performance.json").read_text())["tables"]
        for budget in budgets.BUDGETS:
            self.assertIsNotNone(budget.measured(tables), budget.title)

    def test_an_unknown_group_is_refused(self):
        done = subprocess.run([sys.executable, "-B", PEERS, "--only", "nothing"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, "no such group: nothing" in done.stderr), (2, True))


if __name__ == "__main__":
    unittest.main(verbosity=2)
