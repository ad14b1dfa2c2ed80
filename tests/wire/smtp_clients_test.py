#!/usr/bin/env python3
"""Mail clients that people use, against the SMTP server: smtplib, swaks, Postfix's smtp-source, nodemailer."""

import collections
import hashlib
import json
import os
import pathlib
import shutil
import smtplib
import ssl
import subprocess
import threading
import unittest

from clients import IN_CI, install_modules, needs
from smtp_fixture import Server

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("SENDLAB_WIRE_BUILD", "build/wire"))


def run(*command, status=0):
    """What it printed."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == status, f"{command}: status {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


class Smtplib(unittest.TestCase):
    TEXT = b"Subject: x\r\n\r\n.\r\n..\r\n\xff\xfe\r\n"

    def test_starttls_login_and_a_text_with_dots(self):
        context = ssl._create_unverified_context()
        with Server(password="secret") as server, smtplib.SMTP("127.0.0.1", server.port) as client:
            client.starttls(context=context)
            client.login("user", "secret")
            client.sendmail("a@client.example", ["b@server.example", "c@server.example"], self.TEXT)
            message = server.wait_for("message")
            self.assertEqual(message["sha256"], hashlib.sha256(self.TEXT).hexdigest())
            self.assertEqual(message["recipients"], ["b@server.example", "c@server.example"])
            self.assertEqual((message["user"], message["tls"]), ("user", True))

    def test_wrong_password(self):
        with Server(password="secret") as server, smtplib.SMTP("127.0.0.1", server.port) as client:
            for mechanism in (client.auth_plain, client.auth_login):
                client.ehlo()
                client.user, client.password = "user", "wrong"
                with self.assertRaises(smtplib.SMTPAuthenticationError) as failed:
                    client.auth(mechanism.__name__.removeprefix("auth_").upper(), mechanism)
                self.assertEqual(failed.exception.smtp_code, 535)

    def test_address_in_utf8(self):
        with Server() as server, smtplib.SMTP("127.0.0.1", server.port) as client:
            client.sendmail("grüße@client.example", ["用户@例子.example"], self.TEXT, mail_options=["SMTPUTF8"])
            message = server.wait_for("message")
            self.assertEqual((message["from"], message["smtputf8"]), ("grüße@client.example", True))

    def test_implicit_tls(self):
        with Server() as server:
            with smtplib.SMTP_SSL("127.0.0.1", server.tls_port, context=ssl._create_unverified_context()) as client:
                client.sendmail("a@client.example", "b@server.example", self.TEXT)
            self.assertTrue(server.wait_for("message")["tls"])

    def test_size_over_the_limit(self):
        with Server(message=1000) as server, smtplib.SMTP("127.0.0.1", server.port) as client:
            with self.assertRaises(smtplib.SMTPSenderRefused) as refused:
                client.sendmail("a@client.example", "b@server.example", b"x" * 1001)
            self.assertEqual(refused.exception.smtp_code, 552)

    def test_fifty_connections_at_once(self):
        with Server() as server:
            def send(index):
                with smtplib.SMTP("127.0.0.1", server.port) as client:
                    client.sendmail(f"a{index}@client.example", "b@server.example", self.TEXT)
            threads = [threading.Thread(target=send, args=(index,)) for index in range(50)]
            for thread in threads:
                thread.start()
            senders = {message["from"] for message in server.messages(50)}
            for thread in threads:
                thread.join()
            self.assertEqual(senders, {f"a{index}@client.example" for index in range(50)})


@needs("swaks")
class Swaks(unittest.TestCase):
    ENVELOPE = ("--from", "a@client.example", "--to", "b@server.example,c@server.example")

    def swaks(self, server, *options, port=None, status=0):
        return run("swaks", "--server", f"127.0.0.1:{port or server.port}", *self.ENVELOPE, *options, status=status)

    def test_plain_and_pipelined(self):
        with Server() as server:
            for options in ((), ("--pipeline",)):
                self.swaks(server, *options)
                self.assertEqual(len(server.wait_for("message")["recipients"]), 2)

    def test_auth(self):
        with Server(password="secret") as server:
            for mechanism in ("PLAIN", "LOGIN"):
                credentials = ("--auth", mechanism, "--auth-user", "user", "--auth-password")
                self.swaks(server, *credentials, "secret")
                self.assertEqual(server.wait_for("message")["user"], "user")
                self.assertIn("535 5.7.8", self.swaks(server, *credentials, "wrong", status=28))

    def test_drop_at_every_stage(self):
        with Server() as server:
            for stage in ("connect", "first-helo", "mail", "rcpt", "data"):
                self.swaks(server, "--drop-after", stage)
            self.assertEqual(sum(server.wait_for("session")["accepted"] for _ in range(5)), 0)

    def test_tls(self):
        if "TLS supported" not in run("swaks", "--support") and not IN_CI:
            self.skipTest("swaks has no Net::SSLeay")
        with Server() as server:
            self.swaks(server, "-tls")
            self.swaks(server, "-tlsc", port=server.tls_port)
            self.assertEqual([message["tls"] for message in server.messages(2)], [True, True])


@needs("smtp-source")
class SmtpSource(unittest.TestCase):
    def test_sessions_at_once_and_many_mails_on_one(self):
        with Server() as server:
            run("smtp-source", "-s", "50", "-m", "500", "-l", "4096", f"127.0.0.1:{server.port}")
            sessions = collections.Counter(message["session"] for message in server.messages(500))
            self.assertEqual(set(sessions.values()), {1})
            run("smtp-source", "-d", "-s", "1", "-m", "100", "-r", "5", f"127.0.0.1:{server.port}")
            messages = server.messages(100)
            self.assertEqual(len({message["session"] for message in messages}), 1)
            self.assertEqual({len(message["recipients"]) for message in messages}, {5})


@needs("npm")
class Nodemailer(unittest.TestCase):
    folder = BUILD / "smtp_npm"

    @classmethod
    def setUpClass(cls):
        shutil.copytree(HERE / "smtp_npm", cls.folder, dirs_exist_ok=True)
        install_modules(cls.folder)

    def send(self, server, count, **options):
        printed = run("node", str(self.folder / "send.mjs"), str(server.port), json.dumps(options), str(count))
        return json.loads(printed)

    def test_connection_a_mail(self):
        with Server() as server:
            results = self.send(server, 20)
            self.assertTrue(all(result["response"].startswith("250 2.0.0 Ok: queued as ") for result in results))
            messages = server.messages(20)
            self.assertEqual(len({message["session"] for message in messages}), 20)
            self.assertTrue(all(message["tls"] for message in messages))  # it takes STARTTLS where that is offered
            self.assertEqual({message["envelope_id"] for message in messages}, {f"id-{i}" for i in range(20)})

    def test_pool(self):
        with Server(password="secret") as server:
            results = self.send(server, 250, pool=True, auth={"user": "user", "pass": "secret"})
            self.assertEqual(len(results), 250)
            sessions = collections.Counter(message["session"] for message in server.messages(250))
            self.assertLess(len(sessions), 20)
            self.assertLessEqual(max(sessions.values()), 100)

    def test_wrong_password(self):
        with Server(password="secret") as server:
            results = self.send(server, 1, auth={"user": "user", "pass": "wrong"})
            self.assertEqual(results, [{"code": "EAUTH", "responseCode": 535}])


if __name__ == "__main__":
    unittest.main()
