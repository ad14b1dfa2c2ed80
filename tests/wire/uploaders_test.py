"""The uploaders of fixtures/uploaders: what a request queues comes out of the mailbox, once, whatever language wrote it."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from clients import install_modules, needs
from http_fixture import TIMEOUT
from lambda_fixture import PASS_ON, LambdaEmulator

ROOT = pathlib.Path(__file__).parents[2]
UPLOADERS = ROOT / "fixtures/uploaders"
BUILD = pathlib.Path(os.environ["SENDLAB_WIRE_BUILD"])

SITE = {"from": "Site <site@example.com>", "contentType": "text/plain", "charset": "UTF-8"}
MAILS = [{**SITE, "to": f"user{n}@example.com", "subject": f"Grüße {n}/60", "message": "Zeile 1\nZeile 2 \"€\""}
         for n in range(60)]
MAILS.insert(30, {"from": "other@example.com", "contentType": "text/html", "to": ["a@example.com", "b@example.com"],
                  "subject": "Other headers", "message": "<p>x</p>", "attachments": ["aGVsbG8="]})


class Uploader:
    """Subclasses say which."""

    def test_files_are_those_of_the_pipeline(self):
        with LambdaEmulator("--verify-signatures") as emulator:
            s3 = emulator.client("s3")
            s3.create_bucket(Bucket="async-emails")
            environment = dict(os.environ, AWS_ENDPOINT_URL=emulator.endpoint, AWS_REGION="us-east-1",
                               EMAILS_PER_FILE="25", **PASS_ON)
            done = subprocess.run(self.command(), env=environment, input=json.dumps(MAILS), text=True,
                                  capture_output=True, timeout=2 * TIMEOUT, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            keys = json.loads(done.stdout)
            bodies = [s3.get_object(Bucket="async-emails", Key=key)["Body"].read() for key in keys]
            self.assertEqual({o["Key"] for o in s3.list_objects_v2(Bucket="async-emails")["Contents"]}, set(keys))
        stamp = re.fullmatch(r"(\d{10}\d{6})0\.json", keys[0])[1]
        self.assertEqual(keys, [f"{stamp}{chunk}.json" for chunk in range(4)])
        files = [json.loads(body) for body in bodies]
        self.assertEqual([len(file["emails"]) for file in files], [25, 25, 10, 1])
        self.assertEqual(files[0]["meta"], SITE)
        self.assertEqual([email["to"] for file in files[:3] for email in file["emails"]],
                         [f"user{n}@example.com" for n in range(60)])
        self.assertEqual(files[3], {"meta": {"from": "other@example.com", "contentType": "text/html"}, "emails": [
            {"to": ["a@example.com", "b@example.com"], "subject": "Other headers", "message": "<p>x</p>",
             "attachments": ["aGVsbG8="]}]})
        wanted = {"meta": SITE, "emails": [{k: v for k, v in m.items() if k not in SITE} for m in MAILS[:25]]}
        self.assertEqual(bodies[0].decode(), json.dumps(wanted, ensure_ascii=False, separators=(",", ":")))


class Python(Uploader, unittest.TestCase):
    def command(self):
        return ["python3", str(UPLOADERS / "python/mail_queue.py")]


class Node(Uploader, unittest.TestCase):
    def command(self):
        folder = BUILD / "uploaders/node"
        shutil.copytree(UPLOADERS / "node", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
        install_modules(folder)
        return ["node", str(folder / "mail_queue.js")]


@needs("php")
class Php(Uploader, unittest.TestCase):
    def command(self):
        return ["php", str(UPLOADERS / "php/MailQueue.php")]


if __name__ == "__main__":
    unittest.main(verbosity=2)
