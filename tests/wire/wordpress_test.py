"""WordPress with fixtures/wordpress/async-mail: whose mail leaves how and with which headers, before and after."""

import email
import email.policy
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest
import urllib.request

from clients import skip_file

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "fixtures/wordpress"))
import measure  # noqa: E402

PROGRAMS = ("php", "mariadb-install-db", "my_print_defaults")
if not measure.wordpress_folder() or not all(map(shutil.which, PROGRAMS)):
    skip_file("PHP, MariaDB or WordPress is not installed")
FOLLOWERS = 12
MULTIPART = "--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>rich\r\n--b--\r\n"

# wp_mail for each mail on standard input; what it said, as JSON.
SEND = """
$_SERVER += ['HTTP_HOST' => 'site.example', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/'];
require 'wp-load.php';
$failures = [];
add_action('wp_mail_failed', function ($error) use (&$failures) { $failures[] = $error->get_error_message(); });
$said = array_map(fn ($mail) => wp_mail(...$mail), json_decode(stream_get_contents(STDIN), true));
echo json_encode(['said' => $said, 'failures' => $failures]);
"""


class WhatTheUserWaits(unittest.TestCase):
    def test_a_user_no_longer_waits_for_the_mail_of_others(self):
        os.environ["EMAILS_PER_FILE"] = "5"
        found = measure.measure(measure.wordpress_folder(), FOLLOWERS)
        before, after = found["before"], found["after"]
        self.assertEqual((before["followers_by"], before["password_by"], before["files"]), (["smtp"], ["smtp"], 0))
        self.assertEqual((after["followers_by"], after["password_by"], after["files"]), (["ses"], ["smtp"], 3))
        for one in (before, after):
            self.assertEqual((one["mails"], one["duplicates"]), (FOLLOWERS + 1, 0))
        # Each mail takes its session of five round trips or more of 50 ms.
        self.assertGreater(before["publish_s"], FOLLOWERS * 5 * 0.05)
        self.assertIn(f"with {FOLLOWERS} followers", measure.table(found))
        print(measure.table(found))


class Headers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site, cls.emulator = cls.enterClassContext(measure.site_and_emulator(measure.wordpress_folder(), 1))
        cls.site.use("async-mail")

    def setUp(self):
        self.emulator.reset()

    def php(self, code, text):
        done = subprocess.run(["php", "-r", code], cwd=self.site.root, input=text, text=True, capture_output=True, check=False,
                              env={**os.environ, **self.emulator.environment})
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        return json.loads(done.stdout)

    def send(self, **fields):
        """(service, whole mail, recipients) of the one mail that came of it."""
        mail = {"to": "you@example.com", "subject": "Hi", "message": "Hello", **fields}
        self.assertEqual(self.php(SEND, json.dumps([mail])), {"said": [True], "failures": []})
        return self.came()

    def came(self):
        self.emulator.wait_for_messages(count=1, timeout=30)
        self.emulator.advance(0)
        [one] = self.emulator.messages()
        with urllib.request.urlopen(f"{self.emulator.page}/api/v1/message/{one['name']}/raw") as answer:
            whole = email.message_from_bytes(answer.read(), policy=email.policy.default)
        return one["via"], whole, sorted(one["recipients"])

    def test_mail_without_other_headers_goes_through_the_bucket(self):
        for headers in ("", [], "From: Zoë <ann@example.org>\r\nContent-Type: text/html; charset=UTF-8\nMIME-Version: 1.0\nX-Mailer: x",
                        ["from: \"Zoë\" <ann@example.org>", "content-type: text/html", "Cc:", "Reply-To: "]):
            self.emulator.reset()
            via, mail, to = self.send(headers=headers)
            self.assertEqual((via, to), ("ses", ["you@example.com"]), headers)
            self.assertEqual(mail["From"].addresses[0].display_name, "Zoë" if headers else "WordPress")
            self.assertEqual(mail["From"].addresses[0].addr_spec, "ann@example.org" if headers else "site@example.org")
            self.assertEqual(mail.get_content_type(), "text/html" if headers else "text/plain")
            self.assertEqual(mail.get_body().get_content().strip(), "Hello")

    def test_cc_bcc_and_reply_to_go_over_smtp_and_their_repetitions_add_up(self):
        via, mail, to = self.send(to="Yu <you@example.com>, them@example.com", headers=[
            "Cc: Bo <bo@example.com>, cy@example.com", "Reply-To: help@example.org", "BCC: boss@example.com",
            "cc: di@example.com", "Reply-To: \"Desk\" <desk@example.org>", "Bcc: log@example.com",
            "From: Zoë <ann@example.org>"])
        self.assertEqual(via, "smtp")
        self.assertEqual(to, sorted(f"{who}@example.com" for who in ("you", "them", "bo", "cy", "di", "boss", "log")))
        found = {name: [str(a) for a in mail[name].addresses] for name in ("From", "To", "Cc", "Reply-To")}
        self.assertEqual(found, {
            "From": ["Zoë <ann@example.org>"], "To": ["Yu <you@example.com>", "them@example.com"],
            "Cc": ["Bo <bo@example.com>", "cy@example.com", "di@example.com"],
            "Reply-To": ["help@example.org", "Desk <desk@example.org>"]})
        self.assertNotIn("Bcc", mail)

    def test_one_such_header_is_enough(self):
        mails = [{"to": "you@example.com", "subject": line, "message": "Hello", "headers": line}
                 for line in ("Cc: bo@example.com", "bcc: bo@example.com", "Reply-To: bo@example.com", "X-Campaign: spring")]
        self.assertEqual(self.php(SEND, json.dumps(mails)), {"said": [True] * len(mails), "failures": []})
        self.assertEqual({m["subject"]: m["via"] for m in self.emulator.messages()}, {m["subject"]: "smtp" for m in mails})

    def test_a_header_of_ones_own_counts_as_it_was_said_last(self):
        via, mail, _ = self.send(headers="X-Campaign: spring\nList-Unsubscribe: <https://site.example/?a:b>\nX-Campaign: summer")
        self.assertEqual((via, mail.get_all("X-Campaign")), ("smtp", ["summer"]))
        self.assertEqual(mail["List-Unsubscribe"], "<https://site.example/?a:b>")

    def test_text_in_several_parts_keeps_its_boundary(self):
        for headers in (["Content-Type: multipart/alternative; boundary=\"b\""],
                        "Content-Type: multipart/alternative;\n boundary=\"b\"\nFrom: ann@example.org"):
            self.emulator.reset()
            via, mail, _ = self.send(headers=headers, message=MULTIPART)
            self.assertEqual((via, mail.get_all("Content-Type")[1:]), ("smtp", []))
            self.assertEqual([part.get_content_type() for part in mail.iter_parts()], ["text/plain", "text/html"])

    def test_attachments_go_either_way(self):
        path = self.site.root / "note.txt"
        path.write_bytes(b"noted\x00")
        for headers, way in (("", "ses"), ("Cc: bo@example.com", "smtp")):
            self.emulator.reset()
            via, mail, _ = self.send(headers=headers, attachments=[str(path)])
            [attachment] = mail.iter_attachments()
            self.assertEqual((via, attachment.get_filename(), attachment.get_payload(decode=True)), (way, "note.txt", b"noted\x00"))

    def test_a_line_break_in_a_value_brings_no_header_in(self):
        via, mail, to = self.send(headers=["Reply-To: a@example.org\nBcc: spy@example.net", "X-Note: a\nBcc: spy@example.net",
                                           "Cc: bo@example.com"])
        self.assertEqual((via, to), ("smtp", ["bo@example.com", "you@example.com"]))
        self.assertEqual((mail["Bcc"], mail["X-Note"], mail["Reply-To"]), (None, None, None))

    def test_mail_to_nobody_is_said_to_have_failed(self):
        found = self.php(SEND, json.dumps([{"to": "nobody", "subject": "Hi", "message": "Hello", "headers": "X-A: b"}]))
        self.assertEqual((found["said"], len(found["failures"])), ([False], 1))
        self.assertEqual(self.emulator.messages(), [])

    def test_priority_mail_keeps_its_own_headers(self):
        via, mail, _ = self.send(headers="X-Mail-Class: priority\nReply-To: help@example.org")
        self.assertEqual((via, str(mail["Reply-To"]), mail["X-Mail-Class"]), ("smtp", "help@example.org", None))


if __name__ == "__main__":
    unittest.main(verbosity=2)
