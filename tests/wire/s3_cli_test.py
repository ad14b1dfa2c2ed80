"""S3 as the AWS CLI sees it: the high-level commands with files of all sizes, and configurations as JSON."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

from clients import skip_file
from http_fixture import TIMEOUT, Emulator

if not shutil.which("aws"):
    skip_file("the AWS CLI is not installed")


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Emulator()
        cls.addClassCleanup(cls.server.__exit__)
        cls.home = tempfile.TemporaryDirectory(prefix="sendlab-cli-")
        cls.addClassCleanup(cls.home.cleanup)
        cls.folder = pathlib.Path(cls.home.name)
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        cls.environment.update(
            AWS_ENDPOINT_URL=cls.server.facts["AWS_ENDPOINT_URL"], AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
            AWS_DEFAULT_REGION="us-east-1", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull,
            AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="", AWS_MAX_ATTEMPTS="1")

    def aws(self, *words, status=0):
        # Given on the command line too: the CLI of Debian 12 does not know AWS_ENDPOINT_URL.
        done = subprocess.run(["aws", "--endpoint-url", self.environment["AWS_ENDPOINT_URL"], *words], timeout=TIMEOUT,
                              env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def test_files(self):
        (self.folder / "in" / "sub").mkdir(parents=True)
        (self.folder / "in" / "1.json").write_text("{}")
        (self.folder / "in" / "sub" / "ü b+c.txt").write_text("x" * 1000)
        large = self.folder / "in" / "large.bin"
        large.write_bytes(os.urandom(20 * 1024 * 1024))
        self.aws("s3", "mb", "s3://files")
        self.aws("s3", "sync", "in", "s3://files/in")
        listed = self.aws("s3", "ls", "s3://files", "--recursive")
        self.assertEqual([line.split(None, 3)[3] for line in listed.splitlines()],
                         ["in/1.json", "in/large.bin", "in/sub/ü b+c.txt"])
        self.aws("s3", "mv", "s3://files/in/1.json", "s3://files/out/1.json")
        self.aws("s3", "sync", "s3://files", "out")
        self.assertEqual((self.folder / "out" / "in" / "large.bin").read_bytes(), large.read_bytes())
        self.assertEqual((self.folder / "out" / "in" / "sub" / "ü b+c.txt").read_text(), "x" * 1000)
        self.assertEqual((self.folder / "out" / "out" / "1.json").read_text(), "{}")
        url = self.aws("s3", "presign", "s3://files/out/1.json", "--expires-in", "60").strip()
        with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:
            self.assertEqual(answer.read(), b"{}")
        self.assertIn("BucketNotEmpty", self.aws("s3", "rb", "s3://files", status=1))
        self.aws("s3", "rb", "s3://files", "--force")
        self.assertNotIn("files", self.aws("s3", "ls"))

    def test_configurations(self):
        self.aws("s3api", "create-bucket", "--bucket", "mails", "--create-bucket-configuration",
                 "LocationConstraint=eu-west-1")
        self.assertEqual(json.loads(self.aws("s3api", "get-bucket-location", "--bucket", "mails")),
                         {"LocationConstraint": "eu-west-1"})
        rules = {"Rules": [{"ID": "tidy", "Filter": {"Prefix": ""}, "Status": "Enabled", "Expiration": {"Days": 7}}]}
        self.aws("s3api", "put-bucket-lifecycle-configuration", "--bucket", "mails", "--lifecycle-configuration",
                 json.dumps(rules))
        told = json.loads(self.aws("s3api", "get-bucket-lifecycle-configuration", "--bucket", "mails"))
        self.assertEqual(told["Rules"], rules["Rules"])
        self.aws("s3api", "wait", "bucket-exists", "--bucket", "mails")
        put = json.loads(self.aws("s3api", "put-object", "--bucket", "mails", "--key", "a", "--metadata", "n=1"))
        self.assertIn("tidy", put["Expiration"])
        self.assertIn("NoSuchKey", self.aws("s3api", "get-object", "--bucket", "mails", "--key", "b", "b", status=254
                                            if self.aws_version() >= 2 else 255))

    def aws_version(self):
        return int(self.aws("--version").split("/")[1].split(".")[0])


if __name__ == "__main__":
    unittest.main()
