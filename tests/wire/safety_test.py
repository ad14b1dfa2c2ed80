"""What a developer's machine is owed: nobody else is let in unasked, secrets stay out of the log, files are the user's own, and
handlers see no more than their environment says."""

import base64
import io
import json
import os
import pathlib
import re
import smtplib
import stat
import unittest
import zipfile

from http_fixture import TIMEOUT, Emulator, descriptors_of

SECRET = "hunter2-do-not-log"
HANDLER = """
import json, os
def handler(event, context):
    return {"environment": dict(os.environ), "files": os.listdir("/proc/self/fd")}
"""


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("app.py", HANDLER)
    return base64.b64encode(out.getvalue()).decode()


def listening(pid):
    """Addresses, in hexadecimal, on which the process listens."""
    own = set(descriptors_of(pid).values())
    rows = [line.split() for name in ("tcp", "tcp6") for line in pathlib.Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own}


class Safety(unittest.TestCase):
    def create(self, emulator, **variables):
        create = {"FunctionName": "safe", "Runtime": "python3.11", "Handler": "app.handler", "Timeout": 20,
                  "Role": "arn:aws:iam::000000000000:role/r", "Code": {"ZipFile": archive()}, "Environment": {"Variables": variables}}
        status, answer = emulator.ask("POST", "/2015-03-31/functions", json.dumps(create))
        self.assertEqual(status, 201, answer)

    def call(self, emulator):
        status, answer = emulator.ask("POST", "/2015-03-31/functions/safe/invocations", b"{}")
        self.assertEqual(status, 200, answer)
        return json.loads(answer)

    def test_it_listens_on_the_loopback_only(self):
        with Emulator("--smtps-port", "0") as emulator:
            self.assertEqual(listening(emulator.process.pid), {"0100007F"})
            self.create(emulator)
            self.call(emulator)  # the Runtime API has a port of its own
            self.assertEqual(listening(emulator.process.pid), {"0100007F"})

    def test_who_lets_others_in_is_warned(self):
        with Emulator("--host", "0.0.0.0") as emulator:
            self.assertIn("00000000", listening(emulator.process.pid))
            self.assertIn("warning: 0.0.0.0 lets other machines in", emulator.logged())
        for host in ("127.0.0.1", "localhost"):
            with Emulator("--host", host) as emulator:
                self.assertNotIn("warning", emulator.logged())

    def test_secrets_are_not_in_the_log(self):
        signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, "
                                   f"Signature={SECRET}", "X-Amz-Security-Token": SECRET, "Cookie": SECRET,
                  "x-amz-meta-password": SECRET}
        with Emulator() as emulator:
            emulator.ask("PUT", "/secrets", headers=signed)
            emulator.ask("PUT", "/secrets/key", SECRET, signed)
            emulator.ask("GET", f"/secrets/key?X-Amz-Signature={SECRET}&X-Amz-Security-Token={SECRET}&X-Amz-Credential={SECRET}")
            emulator.ask("GET", f"/secrets/key?AWSAccessKeyId=test&Expires=99999999999&Signature={SECRET}")
            with smtplib.SMTP("127.0.0.1", emulator.facts["ports"]["smtp"], timeout=TIMEOUT) as client:
                client.login("user", SECRET)
                client.sendmail("a@example.com", ["b@example.com"], f"Subject: reset\r\n\r\npassword {SECRET}\r\n")
            with smtplib.SMTP("127.0.0.1", emulator.facts["ports"]["smtp"], timeout=TIMEOUT) as client:
                client.ehlo()
                client.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0user\0{SECRET}".encode()).decode())
            self.create(emulator, PASSWORD=SECRET)
            self.assertEqual(self.call(emulator)["environment"]["PASSWORD"], SECRET)
            log = emulator.logged()
            sessions = emulator.ask("GET", "/_sendlab/sessions")[1].decode()
            told = [emulator.ask("GET", f"/_sendlab/sessions/{n}")[1].decode() for n in re.findall(r'"(?:id|session)": ?"?(\d+)', sessions)]
        self.assertIn("s3.PutObject", log)
        self.assertTrue(told)
        for text in (log, *told):
            self.assertNotIn(SECRET, text)
            self.assertNotIn(base64.b64encode(SECRET.encode()).decode(), text)
            self.assertNotIn(base64.b64encode(f"\0user\0{SECRET}".encode()).decode(), text)

    def test_handlers_have_nothing_of_the_emulators(self):
        os.environ["SENDLAB_SAFETY_SECRET"] = SECRET
        self.addCleanup(os.environ.pop, "SENDLAB_SAFETY_SECRET")
        with Emulator() as emulator:
            self.create(emulator, PASSWORD=SECRET)
            seen = self.call(emulator)
        for name, value in seen["environment"].items():
            if name not in ("LANG", "PATH", "PWD", "SHLVL", "TZ", "LC_CTYPE", "PASSWORD"):
                self.assertNotEqual(value, os.environ.get(name, ""), name)
        self.assertNotIn("SENDLAB_SAFETY_SECRET", seen["environment"])
        self.assertLess(len(seen["files"]), 8, "descriptors of the emulator are open in the handler")

    def test_files_are_the_users_own(self):
        before = os.umask(0)
        self.addCleanup(os.umask, before)
        with Emulator() as emulator:
            self.create(emulator)
            self.call(emulator)
            emulator.ask("PUT", "/files")
            emulator.ask("PUT", "/files/large", b"x" * 9_000_000)
            folder = pathlib.Path(emulator.folder.name)
            made = [path for path in folder.rglob("*") if path != emulator.temporary]
            self.assertTrue(made)
            for path in made:
                inside = any(parent.stat().st_mode & 0o077 == 0 for parent in path.parents if folder in parent.parents)
                private = path.lstat().st_mode & 0o077 == 0
                public = path.suffix in (".pem", ".crt") and "key" not in path.name
                self.assertTrue(private or inside or public, f"{path} has {stat.filemode(path.lstat().st_mode)}")


if __name__ == "__main__":
    unittest.main(verbosity=2)
