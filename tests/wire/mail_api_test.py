#!/usr/bin/env python3
"""The inspection API over real sockets: what SMTP took is there before its 250, who waits is woken, pages are safe;
and the npm clients of Mailpit and MailHog."""

import hashlib
import json
import os
import pathlib
import shutil
import smtplib
import subprocess
import threading
import time
import unittest
import urllib.parse

from clients import install_modules, needs
from http_fixture import Emulator

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("SENDLAB_WIRE_BUILD", "build/wire"))


class MailApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Emulator()
        cls.addClassCleanup(cls.server.__exit__)
        cls.ports = cls.server.facts["ports"]

    def setUp(self):
        self.ask("DELETE", "/_sendlab/messages")

    def ask(self, method, path, body=None):
        return self.server.ask(method, path, body, port=self.ports["mail"])

    def get(self, path):
        status, body = self.ask("GET", path)
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def send(self, text, recipients=("b@y.example",)):
        with smtplib.SMTP("127.0.0.1", self.ports["smtp"]) as client:
            client.sendmail("a@x.example", list(recipients), text)

    def test_a_250_means_that_the_mail_is_there_to_the_byte(self):
        text = b"Subject: x\r\n\r\n.\r\n..\r\n\xff\xfe\x00\r\n"
        for number in range(1, 6):
            self.send(text)
            self.assertEqual(self.get("/api/v1/messages")["total"], number)
        for port in (self.ports["mail"], self.ports["edge"]):
            _, raw = self.server.ask("GET", "/_sendlab/messages/latest/raw", port=port)
            self.assertEqual(hashlib.sha256(raw).hexdigest(), hashlib.sha256(text).hexdigest())

    def test_who_waits_is_woken_by_the_mail(self):
        query = urllib.parse.urlencode({"query": "subject:awaited", "count": 2, "timeout": "20s"})
        answers = []
        waiting = threading.Thread(target=lambda: answers.append((self.get("/_sendlab/wait?" + query), time.monotonic())))
        waiting.start()
        self.send(b"Subject: awaited 1\r\n\r\n")
        self.send(b"Subject: other\r\n\r\n")
        self.assertEqual(answers, [])
        self.send(b"Subject: awaited 2\r\n\r\n")
        waiting.join(15)
        self.assertEqual(answers[0][0]["messages_count"], 2)
        status, body = self.ask("GET", "/_sendlab/wait?query=never&timeout=50ms")
        self.assertEqual((status, json.loads(body)["messages_count"]), (408, 0))

    def test_a_client_that_sends_again_is_seen(self):
        for _ in range(2):  # as if the first 250 had been lost
            self.send(b"Message-ID: <same@client>\r\nSubject: twice\r\n\r\nHello\r\n", ["b@y.example", "c@y.example"])
        found = self.get("/_sendlab/duplicates")
        self.assertEqual((found["duplicates"], found["recipients_hit_twice"]), (1, 2))
        sends = found["emails"][0]["sends"]
        self.assertEqual([send["message_id"] for send in sends], ["same@client"] * 2)
        self.assertLess(sends[0]["accepted"], sends[1]["accepted"])

    def test_html_of_strangers_is_sandboxed(self):
        self.send(b"Content-Type: text/html\r\n\r\n<script>alert(1)</script>\r\n")
        with self.server.connect(self.ports["mail"]) as client:
            client.send("GET /view/latest.html HTTP/1.1\r\nHost: x\r\n\r\n")
            status, fields, body = client.answer()
        self.assertEqual(status, 200)
        self.assertIn(b"<script>", body)
        self.assertRegex(fields["content-security-policy"], "^sandbox[ ;]")
        for power in ("allow-scripts", "allow-same-origin", "allow-forms"):
            self.assertNotIn(power, fields["content-security-policy"])
        self.assertEqual(fields["x-content-type-options"], "nosniff")

    def test_hostile_mail_is_listed_and_hurts_nobody(self):
        self.send(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 200_000)
        nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(5000))
        self.send(nested)
        self.assertEqual(self.get("/api/v1/messages")["total"], 2)
        self.assertEqual(self.get("/api/v2/messages")["total"], 2)
        for number in (1, 2):
            self.assertEqual(self.ask("GET", f"/api/v1/message/latest?query=-{number}x")[0], 200)


@needs("npm")
class NpmClients(unittest.TestCase):
    def test_mailpit_api_and_mailhog(self):
        folder = BUILD / "mail_api_npm"
        shutil.copytree(HERE / "mail_api_npm", folder, dirs_exist_ok=True)
        install_modules(folder)
        with Emulator() as server:
            address = f"http://127.0.0.1:{server.facts['ports']['mail']}"
            done = subprocess.run(["node", str(folder / "check.mjs"), address], capture_output=True, text=True,
                                  timeout=120, check=False)
        self.assertEqual(done.stdout, "ok\n", done.stderr)


if __name__ == "__main__":
    unittest.main()
