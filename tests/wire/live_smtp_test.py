"""SMTP in `sendlab serve`: what a 250 promises the API shows, and options, faults and limits act on real clients."""

import email.message
import hashlib
import json
import os
import pathlib
import shutil
import smtplib
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

from clients import install_modules, needs
from http_fixture import TIMEOUT, Emulator
from smtp_fixture import ENVELOPE, Client

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("SENDLAB_WIRE_BUILD", "build/wire"))
TEXT = b"Message-ID: <1@client.example>\r\nSubject: x\r\n\r\ntext\r\n"
NO_WAITING = {"smtp": {"rtt": "0s", "server_time": "0s"}}


class SmtpEmulator(Emulator):
    @property
    def smtp(self):
        return self.facts["ports"]["smtp"]

    def get(self, path):
        status, body = self.ask("GET", path)
        assert status == 200, (path, status, body)
        return json.loads(body)

    def messages(self):
        """Oldest first."""
        return self.get("/api/v1/messages?limit=0")["messages"][::-1]

    def wait(self, query="", count=1):
        return self.get(f"/_sendlab/wait?query={urllib.parse.quote(query)}&count={count}&timeout={TIMEOUT}s")

    def metric(self, name):
        _, body = self.ask("GET", "/_sendlab/metrics")
        return next(int(line.rsplit(" ", 1)[1]) for line in body.decode().splitlines() if line.startswith(name + " "))

    def session(self, number):
        """A session that is over. Its end may be a moment away: a connection closes after the last answer."""
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            status, body = self.ask("GET", f"/_sendlab/sessions/{number}")
            if status == 200:
                return json.loads(body)
        raise AssertionError(f"session {number} is not over")

    def smtplib(self, **options):
        return smtplib.SMTP("127.0.0.1", self.smtp, timeout=TIMEOUT, **options)

    def client(self):
        return Client(self, self.smtp)


class LiveSmtp(unittest.TestCase):
    def start(self, *options, scenario=None):
        if scenario is not None:
            folder = self.enterContext(tempfile.TemporaryDirectory())
            path = pathlib.Path(folder) / "scenario.json"
            path.write_text(json.dumps({**NO_WAITING, **scenario}), encoding="utf-8")
            options = (str(path), *options)
        return self.enterContext(SmtpEmulator(*options))


class Promises(LiveSmtp):
    def test_the_250_names_the_message_that_the_api_shows(self):
        emulator = self.start()
        with emulator.client().greeted() as client:
            client.send(ENVELOPE + b"DATA\r\n" + TEXT + b".\r\n")
            *_, last = [client.reply() for _ in range(4)]
            name = last.removeprefix("250 2.0.0 Ok: queued as ")
            message = emulator.get(f"/api/v1/message/{name}")
            self.assertEqual((message["MessageID"], message["Bcc"][0]["Address"]),
                             ("1@client.example", "b@server.example"))

    def test_raw_octets_come_back_whatever_they_are(self):
        texts = {"eight bits": bytes(range(128, 256)) + b"\r\n", "dots": b".\r\n..\r\n...x\r\n", "nul": b"a\0b\r\n",
                 "nothing": b"", "no header": b"\r\n\r\n\r\n", "bad base64":
                 b"Content-Transfer-Encoding: base64\r\nContent-Type: text/html; charset=nonsense\r\n\r\n====%%\r\n",
                 "half a boundary": b"Content-Type: multipart/mixed; boundary=\"x\r\n\r\n--x\r\n--x--\r\n",
                 "shift-jis": "Subject: 件名\r\n\r\n本文\r\n".encode("shift-jis"), "long": b"x" * 998 + b"\r\n"}
        emulator = self.start()
        with emulator.client().greeted() as client:
            for what, text in texts.items():
                with self.subTest(what):
                    stuffed = b"".join(b"." * line.startswith(b".") + line for line in text.splitlines(True))
                    if what == "nothing":
                        stuffed = b""
                    self.assertEqual(client.codes(ENVELOPE + b"DATA\r\n" + stuffed + b".\r\n", 4), [250, 250, 354, 250])
                    _, raw = emulator.ask("GET", "/api/v1/message/latest/raw")
                    self.assertEqual(hashlib.sha256(raw).digest(), hashlib.sha256(text).digest())
                    emulator.get("/api/v1/message/latest")

    def test_fifty_connections_at_once_two_hundred_idle_and_a_hundred_mails_on_one(self):
        emulator = self.start()
        idle = [self.enterContext(emulator.client()) for _ in range(200)]

        def send(number, count=1):
            with emulator.smtplib() as client:
                for n in range(count):
                    client.sendmail("a@client.example", f"user{number}-{n}@server.example", TEXT)

        threads = [threading.Thread(target=send, args=(number,)) for number in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        send("one", 100)
        self.assertEqual(len({m["Bcc"][0]["Address"] for m in emulator.messages()}), 150)
        for client in idle:
            self.assertEqual(client.code(), 220)
            self.assertEqual(client.codes(b"NOOP\r\n", 1), [250])

    def test_eight_megabytes(self):
        emulator = self.start()
        text = b"Subject: big\r\n\r\n" + b"".join(b"%d ".ljust(70, b"\xff") % i + b"\r\n" for i in range(120_000))
        with emulator.smtplib() as client:
            client.sendmail("a@client.example", "b@server.example", text)
        _, raw = emulator.ask("GET", "/api/v1/message/latest/raw")
        self.assertEqual(hashlib.sha256(raw).digest(), hashlib.sha256(text).digest())

    def test_a_session_is_told_line_by_line_and_in_round_trips(self):
        emulator = self.start()
        with emulator.smtplib() as client:
            client.sendmail("a@client.example", "b@server.example", TEXT)
        session = emulator.session(1)
        self.assertEqual((session["messages"], session["answer_in_doubt"]), (1, False))
        # TCP, greeting, EHLO, MAIL, RCPT, DATA, text
        self.assertEqual(session["round_trips"], 7)
        self.assertIn("C: rcpt TO:<b@server.example>", session["log"])
        self.assertIn("S: 221 2.0.0", session["log"][-1])
        self.assertIn("SMTP mail from <a@client.example> to 1 => 250 0000000000000000000001", emulator.logged())

    def test_pipelining_saves_round_trips(self):
        emulator = self.start()
        with emulator.client().greeted() as client:
            client.codes(ENVELOPE + b"DATA\r\n", 3)
            client.codes(TEXT + b".\r\nQUIT\r\n", 2)
        self.assertEqual(emulator.session(1)["round_trips"], 4)  # TCP, greeting, EHLO, the envelope with DATA

    def test_a_session_that_never_was(self):
        status, body = self.start().ask("GET", "/_sendlab/sessions/1x")
        self.assertEqual(status, 404)
        self.assertIn("no session 1x", body.decode())


class Duplicates(LiveSmtp):
    """The purest one: the mail is taken, the answer is lost, the client sends it again."""

    def test_the_api_names_both_copies_and_the_log_says_why(self):
        emulator = self.start(scenario={"faults": [{"target": "smtp", "lose_answer": True, "times": 1}]})
        mail = email.message.EmailMessage()
        mail["Message-ID"], mail["Subject"] = "<order-7@shop.example>", "Your order"
        mail.set_content("Thank you.")
        tries = 0
        for _ in range(3):
            try:
                tries += 1
                with emulator.smtplib() as client:
                    client.send_message(mail, "shop@shop.example", ["customer@example.com"])
                break
            except smtplib.SMTPServerDisconnected:
                pass
        self.assertEqual(tries, 2)
        report = emulator.get("/_sendlab/duplicates")
        self.assertEqual(report["duplicates"], 1)
        [copied] = report["emails"]
        self.assertEqual(copied["recipients_hit_twice"], ["customer@example.com"])
        self.assertEqual([send["id"] for send in copied["sends"]], [1, 2])
        first, second = emulator.session(1), emulator.session(2)
        self.assertEqual([first["answer_in_doubt"], second["answer_in_doubt"]], [True, False])
        self.assertIn("SMTP session 1: a mail was accepted, but its client may not know", emulator.logged())
        self.assertEqual(emulator.metric("sendlab_smtp_answers_in_doubt_total"), 1)

    def test_a_server_slower_than_its_clients_patience_makes_them_send_twice(self):
        emulator = self.start(scenario={"faults": [{"target": "smtp", "add": "2s", "times": 1}]})
        with self.assertRaises(smtplib.SMTPServerDisconnected), smtplib.SMTP("127.0.0.1", emulator.smtp, timeout=0.5) as client:
            client.sendmail("a@client.example", "b@server.example", TEXT)
        with emulator.smtplib() as client:
            client.sendmail("a@client.example", "b@server.example", TEXT)
        emulator.wait("", 2)
        self.assertEqual(emulator.get("/_sendlab/duplicates")["duplicates"], 1)
        self.assertTrue(emulator.session(1)["answer_in_doubt"])

    def test_a_field_of_the_users_own_tells_copies(self):
        emulator = self.start("--copy-field", "X-Order")
        with emulator.smtplib() as client:
            for n, order in enumerate((b"7", b"7", b"8")):
                client.sendmail("a@client.example", "b@server.example",
                                b"Message-ID: <%d@x>\r\nX-Order: %b\r\n\r\n%d\r\n" % (n, order, n))
        [copied] = emulator.get("/_sendlab/duplicates")["emails"]
        self.assertEqual(len(copied["sends"]), 2)


class AsSes(LiveSmtp):
    """--smtp-ses: the account behind the SMTP port is the one behind the API."""

    USER, PASSWORD = "AKIAIOSFODNN7EXAMPLE", "BHMxVPVVdEeH1yKbADuF2YDPDlW/kWTkDjrJ1WnlFMeq"

    def logged_in(self, emulator):
        client = self.enterContext(emulator.smtplib())
        client.starttls(context=ssl.create_default_context(cafile=emulator.facts["ca"]))
        client.login(self.USER, emulator.facts["smtp_password"])
        return client

    def test_tls_and_the_credentials_of_ses_come_first(self):
        emulator = self.start("--smtp-ses")
        with emulator.smtplib() as client:
            client.ehlo()
            self.assertFalse(client.has_extn("pipelining"))
            self.assertEqual(client.docmd("MAIL FROM:<a@b.example>")[0], 530)
            client.starttls(context=ssl.create_default_context(cafile=emulator.facts["ca"]))
            with self.assertRaises(smtplib.SMTPAuthenticationError):
                client.login(self.USER, "test")
            client.login(self.USER, emulator.facts["smtp_password"])
            code, text = client.mail("a@b.example")
            self.assertEqual(code, 250)

    def test_the_answer_has_the_id_that_ses_gives(self):
        emulator = self.start("--smtp-ses")
        client = self.logged_in(emulator)
        client.mail("a@b.example")
        client.rcpt("c@d.example")
        code, text = client.data(TEXT)
        self.assertEqual(code, 250)
        self.assertRegex(text.decode(), r"^Ok [0-9a-f]{16}-[0-9a-f-]{36}-000000$")
        [message] = emulator.get("/_aws/ses")["messages"]
        self.assertEqual(message["Id"], text.decode().removeprefix("Ok "))

    def test_rate_and_quota_are_those_of_the_account(self):
        emulator = self.start("--smtp-ses", scenario={"ses": {"rate": "1/s", "burst": 2, "daily_quota": 3}})
        client = self.logged_in(emulator)

        def send(*recipients):
            try:
                client.sendmail("a@b.example", recipients, TEXT)
            except smtplib.SMTPDataError as refused:
                return refused.smtp_code, refused.smtp_error.decode()
            return None

        self.assertIsNone(send("1@d.example", "2@d.example"))
        self.assertEqual(send("3@d.example"), (454, "Throttling failure: Maximum sending rate exceeded"))
        self.assertEqual(send("3@d.example", "4@d.example"), (454, "Throttling failure: Daily message quota exceeded"))
        self.assertEqual(len(emulator.messages()), 1)

    def test_senders_must_be_verified_where_the_account_says_so(self):
        emulator = self.start("--smtp-ses", scenario={"ses": {"verify_senders": True, "verified": ["good.example"]}})
        client = self.logged_in(emulator)
        with self.assertRaises(smtplib.SMTPDataError) as refused:
            client.sendmail("a@bad.example", "c@d.example", TEXT)
        self.assertEqual(refused.exception.smtp_code, 554)
        self.assertEqual(refused.exception.smtp_error.decode(),
                         "Message rejected: Email address is not verified. The following identities failed the check "
                         "in region US-EAST-1: a@bad.example")
        client.sendmail("a@good.example", "c@d.example", TEXT)


class Options(LiveSmtp):
    def test_tls_from_the_start(self):
        emulator = self.start("--smtps-port", "0")
        context = ssl.create_default_context(cafile=emulator.facts["ca"])
        with smtplib.SMTP_SSL("localhost", emulator.facts["ports"]["smtps"], timeout=TIMEOUT, context=context) as client:
            client.sendmail("a@client.example", "b@server.example", TEXT)
        self.assertEqual(len(emulator.messages()), 1)

    def test_hidden_keywords_do_not_exist(self):
        emulator = self.start("--smtp-hide", "PIPELINING,CHUNKING,starttls")
        with emulator.smtplib() as client:
            client.ehlo()
            self.assertEqual([client.has_extn(word) for word in ("pipelining", "chunking", "starttls", "size")],
                             [False, False, False, True])
            self.assertEqual(client.docmd("BDAT 0 LAST")[0], 502)

    def test_lone_line_feeds_are_refused_or_kept(self):
        for options, code in (((), 550), (("--smtp-line-ends", "keep"), 250)):
            emulator = self.start(*options)
            with emulator.client().greeted() as client:
                self.assertEqual(client.codes(ENVELOPE + b"DATA\r\na\nb\r\n.\r\n", 4), [250, 250, 354, code])

    def test_limits_of_connections_and_of_messages(self):
        emulator = self.start("--smtp-connections", "1", "--smtp-session-messages", "1")
        with emulator.client().greeted() as client, emulator.client() as second:
            self.assertEqual(second.reply(), "421 4.3.2 Too many concurrent SMTP connections")
            client.codes(ENVELOPE + b"DATA\r\n" + TEXT + b".\r\n", 4)
            client.send(b"MAIL FROM:<a@b.example>\r\n")
            self.assertEqual(client.reply(), "421 Maximum message count per session reached")
            self.assertEqual(client.is_closed(), "closed")
        self.assertEqual(emulator.metric("sendlab_smtp_connections_turned_away_total"), 1)

    def test_what_goes_is_counted_and_said_aloud(self):
        emulator = self.start("--keep-messages", "2")
        with emulator.smtplib() as client:
            for n in range(5):
                client.sendmail("a@client.example", f"{n}@server.example", TEXT)
        self.assertEqual([m["Bcc"][0]["Address"] for m in emulator.messages()],
                         ["3@server.example", "4@server.example"])
        self.assertEqual(emulator.metric('sendlab_messages_evicted_total{limit="messages"}'), 3)
        self.assertIn("mailbox: 1 message has gone", emulator.logged())

    def test_modes_keep_the_envelope_or_only_count(self):
        for mode, kept in (("envelope", 1), ("count", 0)):
            emulator = self.start("--keep", mode)
            with emulator.smtplib() as client:
                client.sendmail("a@client.example", "b@server.example", TEXT)
            self.assertEqual(len(emulator.messages()), kept)
            self.assertEqual(emulator.metric("sendlab_messages_total"), 1)

    def test_words_that_mean_nothing(self):
        for options in (["--smtp-hide", "VRFY"], ["--keep", "some"], ["--keep-bytes", "many"], ["--keep-for", "1"],
                        ["--smtp-line-ends", "x"], ["--smtps-port", "70000"]):
            done = subprocess.run([os.environ["SENDLAB"], "serve", *options], capture_output=True, text=True,
                                  timeout=TIMEOUT, check=False)
            self.assertEqual(done.returncode, 2, options)
            self.assertIn(options[0], done.stderr)


class Faults(LiveSmtp):
    def refusal_of(self, emulator):
        with emulator.smtplib() as client:
            try:
                client.sendmail("a@client.example", "b@server.example", TEXT)
            except smtplib.SMTPResponseException as refused:
                return refused.smtp_code
            except smtplib.SMTPRecipientsRefused as refused:
                return next(iter(refused.recipients.values()))[0]
        return None

    def test_chaos_as_mailpit_has_it(self):
        emulator = self.start()
        self.assertIsNone(self.refusal_of(emulator))
        for step, code in (("Sender", 451), ("Recipient", 550)):
            status, _ = emulator.ask("PUT", "/api/v1/chaos",
                                     json.dumps({step: {"ErrorCode": code, "Probability": 100}}))
            self.assertEqual(status, 200)
            self.assertEqual(self.refusal_of(emulator), code)
        emulator.ask("PUT", "/api/v1/chaos", "{}")
        self.assertIsNone(self.refusal_of(emulator))

    def test_a_client_that_tries_again_meets_a_fault_of_its_first_try_no_more(self):
        emulator = self.start(scenario={"faults": [{"target": "smtp", "fail": "451 later", "attempt": 1}]})
        self.assertEqual([self.refusal_of(emulator) for _ in range(3)], [451, None, None])

    def test_a_reset_at_an_octet(self):
        emulator = self.start("--smtp-reset-after", "100B")
        with emulator.client().greeted() as client:
            client.send(ENVELOPE + b"DATA\r\n" + b"x" * 60 + b"\r\n" + b"y" * 60 + b"\r\n.\r\n")
            self.assertEqual(client.is_closed(), "reset")
        self.assertEqual(emulator.messages(), [])

    def test_a_narrow_link(self):
        emulator = self.start("--smtp-bandwidth", "20KB")
        begun = time.monotonic()
        with emulator.smtplib() as client:
            client.sendmail("a@client.example", "b@server.example", b"x" * 70 + b"\r\n" + b"y\r\n" * 5_000)
        self.assertGreater(time.monotonic() - begun, 0.7)  # 15 KB and more at 20 KB a second; it can only take longer
        self.assertEqual(len(emulator.messages()), 1)

    def consumed(self, emulator):
        return {fault["fault"]: fault["struck"] for fault in emulator.get("/_sendlab/faults")["faults"]}

    def test_greylisting_refuses_the_first_try_of_a_sender_and_recipient(self):
        emulator = self.start(scenario={"faults": [{"target": "smtp.rcpt", "fail": "450 Greylisted", "attempt": 1}]})
        self.assertEqual([self.refusal_of(emulator) for _ in range(3)], [450, None, None])
        self.assertEqual(self.consumed(emulator), {"smtp.rcpt: fail 450 Greylisted": 1})

    def test_one_connection_or_message_too_many_is_told_421_and_counted(self):
        emulator = self.start(scenario={"faults": [{"target": "smtp.connect", "limit": 2},
                                                   {"target": "smtp.mail", "limit": 3}]})
        with emulator.client().greeted() as one, emulator.client().greeted():
            with emulator.client() as third:
                self.assertEqual(third.reply(), "421 4.3.0 Too many concurrent SMTP connections")
                self.assertEqual(third.is_closed(), "closed")
            for _ in range(3):
                self.assertEqual(one.codes(ENVELOPE + b"DATA\r\n" + TEXT + b".\r\n", 4)[-1], 250)
            self.assertEqual(one.codes(b"MAIL FROM:<a@b>\r\n", 1), [421])
        self.assertEqual(self.consumed(emulator), {"smtp.connect: limit": 1, "smtp.mail: limit": 1})

    def test_a_tarpit_outlasts_the_clients_patience_and_nothing_is_sent(self):
        emulator = self.start(scenario={"faults": [{"target": "smtp.rcpt", "add": "1h"}]})
        client = smtplib.SMTP("127.0.0.1", emulator.smtp, timeout=0.3)
        with self.assertRaises(OSError):
            client.sendmail("a@client.example", "b@server.example", TEXT)
        self.assertEqual(emulator.messages(), [])
        self.assertEqual(emulator.stop(), 0)  # before it notices that the client has gone

    def test_a_throttle_says_what_ses_says(self):
        emulator = self.start(scenario={"faults": [{"target": "smtp", "throttle": "0.001/s", "burst": 2}]})
        self.assertEqual([self.refusal_of(emulator) for _ in range(3)], [None, None, 454])


@needs("swaks")
class Swaks(LiveSmtp):
    def swaks(self, emulator, *options):
        command = ["swaks", "--server", f"127.0.0.1:{emulator.smtp}", "--from", "a@client.example", "--to",
                   "b@server.example", *options]
        done = subprocess.run(command, capture_output=True, text=True, timeout=2 * TIMEOUT, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_plain_pipelined_with_a_login_and_over_tls(self):
        emulator = self.start()
        ways = [(), ("--pipeline",), ("--auth", "PLAIN", "--auth-user", "u", "--auth-password", "p")]
        support = subprocess.run(["swaks", "--support"], capture_output=True, text=True, check=False).stdout
        if "TLS supported" in support:
            ways.append(("-tls",))
        for way in ways:
            self.swaks(emulator, *way)
        self.assertEqual(len(emulator.messages()), len(ways))


@needs("npm")
class Nodemailer(LiveSmtp):
    folder = BUILD / "smtp_npm"

    @classmethod
    def setUpClass(cls):
        shutil.copytree(HERE / "smtp_npm", cls.folder, dirs_exist_ok=True)
        install_modules(cls.folder)

    def send(self, emulator, count, **options):
        command = ["node", str(self.folder / "send.mjs"), str(emulator.smtp), json.dumps(options), str(count)]
        return json.loads(subprocess.run(command, capture_output=True, timeout=2 * TIMEOUT, check=True).stdout)

    def test_a_pool_saves_the_set_up_of_connections(self):
        trips = {}
        for pool in (False, True):
            emulator = self.start()
            self.send(emulator, 20, pool=pool)
            self.assertEqual(len(emulator.messages()), 20)
            sessions = emulator.get("/_sendlab/sessions")["sessions"]
            deadline = time.monotonic() + TIMEOUT
            while sum(s["messages"] for s in sessions) < 20:
                self.assertLess(time.monotonic(), deadline, sessions)
                sessions = emulator.get("/_sendlab/sessions")["sessions"]
            trips[pool] = sum(s["round_trips"] for s in sessions)
        self.assertLess(trips[True], 0.75 * trips[False])


class BrokenInput(LiveSmtp):
    def test_clients_of_other_protocols_and_noise_hurt_nobody(self):
        emulator = self.start("--smtps-port", "0")
        noise = [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", bytes(range(256)) * 40, b"\x16\x03\x01\x02\x00\x01",
                 b"x" * 200_000, b"EHLO x\r\nSTARTTLS\r\n" + b"\x00" * 1000, b"\r\n" * 1000]
        for port in (emulator.smtp, emulator.facts["ports"]["smtps"]):
            for octets in noise:
                with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as rude:
                    try:
                        rude.sendall(octets)
                        rude.shutdown(socket.SHUT_WR)
                        while rude.recv(65536):
                            pass
                    except OSError:
                        pass  # it may be sent away before it has said all
        with emulator.smtplib() as client:
            client.sendmail("a@client.example", "b@server.example", TEXT)
        self.assertEqual(len(emulator.messages()), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
