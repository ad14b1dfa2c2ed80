"""S3 as both generations of the AWS SDK for JavaScript see it, with every signature checked."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from clients import skip_file
from http_fixture import TIMEOUT, Emulator

HERE = pathlib.Path(__file__).parent
FOLDER = pathlib.Path(os.environ.get("SENDLAB_WIRE_BUILD", tempfile.gettempdir())) / "s3_npm"

if not shutil.which("npm"):
    skip_file("npm is not installed")


def install():
    shutil.copytree(HERE / "s3_npm", FOLDER, dirs_exist_ok=True)
    if not (FOLDER / "node_modules" / "aws-sdk").is_dir():
        command = ["npm", "ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]
        if subprocess.run(command, cwd=FOLDER, capture_output=True, check=False).returncode != 0:
            skip_file("npm cannot install the SDKs")


class RoundTrip(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Emulator("--verify-signatures")
        cls.addClassCleanup(cls.server.__exit__)

    def check(self, generation, missing):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        done = subprocess.run(["node", "round_trip.mjs", generation, self.server.facts["AWS_ENDPOINT_URL"], generation + "-mails"],
                              cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=2 * TIMEOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout), {
            "etag": '"99914b932bd37a50b983c5e7c90ae93b"', "text": "{}", "metadata": {"n": "1"}, "signed": "{}",
            "encoding": None, "same": True, "notified": ["EmailSender"], "keys": ["a b+c/é~*'()!.json", "stream"],
            "missing": missing, "deleted": 2})

    def test_version_3(self):
        self.check("v3", "NoSuchKey")

    def test_version_2(self):
        self.check("v2", "NoSuchKey")


if __name__ == "__main__":
    install()
    unittest.main()
