"""bench/soak for twenty seconds: no error, nothing lost, and nothing left when the emulator ends. No word on speed or memory."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from http_fixture import SENDLAB

SOAK = pathlib.Path(__file__).resolve().parents[2] / "bench/soak"


class Soak(unittest.TestCase):
    def test_twenty_seconds(self):
        with tempfile.TemporaryDirectory(prefix="sendlab-soak-") as folder:
            figures = pathlib.Path(folder) / "soak.json"
            done = subprocess.run([sys.executable, "-B", SOAK, str(20 / 60), "--probe", "5", "--share", "0.5", "--binary", SENDLAB,
                                   "--json", figures], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            found = json.loads(figures.read_text())
        self.assertEqual((found["errors"], found["lost"], found["attempts_besides_the_first"]), ([], 0, 0))
        self.assertGreater(found["rounds"], 0)
        self.assertIn("too short to tell", done.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
