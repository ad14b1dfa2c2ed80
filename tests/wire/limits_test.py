"""Limits over the wire: at each of them all is well, just past it comes the protocol's own error, and what is bounded in memory
stays so (docs/live.md has the table)."""

import base64
import gzip
import http.client
import io
import json
import re
import resource
import smtplib
import socket
import unittest
import urllib.parse
import zipfile

from http_fixture import TIMEOUT, Emulator

MIB = 1024 * 1024
SES = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ses/aws4_request"}
ENVELOPE = b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n"


class Limits(unittest.TestCase):
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator(*cls.options)
        cls.addClassCleanup(cls.emulator.__exit__)
        cls.emulator.ask("PUT", "/limits")
        with open(f"/proc/{cls.emulator.process.pid}/maps", encoding="ascii") as maps:
            cls.measures = not re.search(r"lib[at]san", maps.read())

    def status(self, *request):
        return self.emulator.ask(*request)[0]

    def grew(self, before, most):
        """No more memory than that at any time since then."""
        if self.measures:
            self.assertLess(self.emulator.peak_memory() - before, most)


class Http(Limits):
    def answer(self, octets):
        with self.emulator.connect() as client:
            client.send(octets)
            return client.head()[0]

    def head_of(self, size):
        start = "GET /_sendlab/health HTTP/1.1\r\nHost: h\r\n"
        fields = [f"X{n}: {'x' * 4000}\r\n" for n in range(4)]
        rest = size - len(start) - sum(map(len, fields)) - 2
        return start + "".join(fields) + f"Y: {'y' * (rest - 5)}\r\n\r\n"

    def test_a_head_of_16_kib(self):
        self.assertEqual(len(self.head_of(16384)), 16384)
        self.assertEqual(self.answer(self.head_of(16384)), 200)
        self.assertEqual(self.answer(self.head_of(16385)), 431)

    def test_a_field_of_8_kib(self):
        for size, status in ((8192, 200), (8193, 431)):
            self.assertEqual(self.answer(f"GET /_sendlab/health HTTP/1.1\r\nHost: h\r\nX: {'x' * (size - 1)}\r\n\r\n"), status)

    def test_a_body_of_5_gib(self):
        for size, status in ((5 << 30, 100), ((5 << 30) + 1, 413)):
            self.assertEqual(self.answer(f"PUT /limits/k HTTP/1.1\r\nHost: h\r\nContent-Length: {size}\r\nExpect: 100-continue\r\n\r\n"),
                             status)

    def test_thousands_of_idle_connections(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        each = min(2000, hard // 4)
        before, idle = self.emulator.memory(), []
        for port in self.emulator.facts["ports"].values():
            for _ in range(each):
                idle.append(socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT))
                self.addCleanup(idle[-1].close)
        self.assertEqual(self.status("GET", "/_sendlab/health"), 200)
        self.grew(before, len(idle) * 20 * 1024 + 8 * MIB)

    def test_a_flood_of_requests_whose_answers_nobody_reads(self):
        before = self.emulator.memory()
        with self.emulator.connect() as deaf:
            deaf.socket.settimeout(0.5)
            with self.assertRaises(TimeoutError):  # it is not read from for as long as it does not read
                for _ in range(100_000):
                    deaf.socket.sendall(b"GET /_sendlab/health HTTP/1.1\r\nHost: h\r\n\r\n" * 1000)
            self.assertEqual(self.status("GET", "/_sendlab/health"), 200)
            self.grew(before, 8 * MIB)

    def test_bodies_are_never_unpacked(self):
        before = self.emulator.memory()
        bomb = gzip.compress(bytes(256 * MIB), 1)
        fields = {"Content-Encoding": "gzip"}
        self.assertEqual(self.status("PUT", "/limits/bomb", bomb, fields), 200)
        self.assertEqual(self.emulator.ask("GET", "/limits/bomb")[1], bomb)
        for path, more in (("/", SES), ("/v2/email/outbound-emails", SES), ("/2015-03-31/functions", {}), ("/limits?delete", {})):
            self.assertIn(self.status("POST", path, bomb, {**fields, **more}), (400, 403), path)
        self.grew(before, 64 * MIB)


class S3(Limits):
    def test_a_key_of_1024_octets(self):
        for size, status in ((1024, 200), (1025, 400)):
            self.assertEqual(self.status("PUT", "/limits/" + "k" * size, b"x"), status)

    def test_metadata_of_2_kib(self):
        for size, status in ((2048, 200), (2049, 400)):
            self.assertEqual(self.status("PUT", "/limits/meta", b"x", {"x-amz-meta-a": "x" * (size - 1)}), status)

    def test_ten_tags(self):
        for count, status in ((10, 200), (11, 400)):
            tags = urllib.parse.urlencode({f"k{n}": n for n in range(count)})
            self.assertEqual(self.status("PUT", "/limits/tags", b"x", {"x-amz-tagging": tags}), status)

    def test_a_thousand_deletions_at_once(self):
        for count, status in ((1000, 200), (1001, 400)):
            keys = "".join(f"<Object><Key>{n}</Key></Object>" for n in range(count))
            self.assertEqual(self.status("POST", "/limits?delete", f"<Delete>{keys}</Delete>"), status)

    def test_ten_thousand_parts_of_an_upload(self):
        _, text = self.emulator.ask("POST", "/limits/parts?uploads")
        upload = re.search(rb"<UploadId>(.*?)</UploadId>", text)[1].decode()
        before, tags = self.emulator.memory(), []
        connection = http.client.HTTPConnection("127.0.0.1", self.emulator.port, timeout=TIMEOUT)
        self.addCleanup(connection.close)

        def put(number):
            connection.request("PUT", f"/limits/parts?partNumber={number}&uploadId={upload}", b"x" * 1024)
            answer = connection.getresponse()
            answer.read()
            tags.append(answer.getheader("ETag"))
            return answer.status
        self.assertEqual({put(number) for number in range(1, 10_001)}, {200})
        self.assertEqual(put(10_001), 400)
        parts = "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>{tag}</ETag></Part>" for n, tag in enumerate(tags[:-1], 1))
        complete = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>"
        status, text = self.emulator.ask("POST", f"/limits/parts?uploadId={upload}", complete)
        self.assertEqual((status, b"EntityTooSmall" in text), (400, True), text[:300])
        self.grew(before, 10_000 * 3 * 1024 + 16 * MIB)
        self.assertEqual(self.status("DELETE", f"/limits/parts?uploadId={upload}"), 204)


class Ses(Limits):
    def raw(self, size):
        head = b"From: a@example.com\r\nTo: b@example.com\r\nMessage-ID: <1@example.com>\r\n\r\n"
        line = b"x" * 98 + b"\r\n"
        body = line * ((size - len(head)) // len(line))
        return head + body + b"y" * (size - len(head) - len(body))

    def v1(self, raw, *recipients):
        form = {"Action": "SendRawEmail", "RawMessage.Data": base64.b64encode(raw).decode()}
        form.update({f"Destinations.member.{n}": address for n, address in enumerate(recipients, 1)})
        return self.emulator.ask("POST", "/", urllib.parse.urlencode(form),
                                 {**SES, "Content-Type": "application/x-www-form-urlencoded"})

    def v2(self, raw, **destination):
        body = {"FromEmailAddress": "a@example.com", "Destination": destination or {"ToAddresses": ["b@example.com"]},
                "Content": {"Raw": {"Data": base64.b64encode(raw).decode()}}}
        return self.emulator.ask("POST", "/v2/email/outbound-emails", json.dumps(body), SES)

    def test_messages_of_10_and_of_40_mib(self):
        for send, limit in ((self.v1, 10 * MIB), (self.v2, 40 * MIB)):
            self.assertEqual(send(self.raw(limit))[0], 200)
            status, text = send(self.raw(limit + 1))
            self.assertEqual((status, str(limit).encode() in text), (400, True), text[:300])
        self.emulator.ask("DELETE", "/api/v1/messages")

    def test_fifty_recipients(self):
        for count, status in ((50, 200), (51, 400)):
            to = [f"{n}@example.com" for n in range(count)]
            self.assertEqual(self.v1(self.raw(1000), *to)[0], status)
            self.assertEqual(self.v2(self.raw(1000), ToAddresses=to[:20], CcAddresses=to[20:40], BccAddresses=to[40:])[0], status)


class Lambda(Limits):
    options = ("--keep-invocations", "3")
    HANDLER = "def handler(event, context):\n    return len(event)\n"

    def setUp(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("app.py", self.HANDLER)
        create = {"FunctionName": "size", "Runtime": "python3.11", "Handler": "app.handler", "Timeout": 30,
                  "Role": "arn:aws:iam::000000000000:role/r", "Code": {"ZipFile": base64.b64encode(out.getvalue()).decode()}}
        self.assertEqual(self.status("POST", "/2015-03-31/functions", json.dumps(create)), 201)
        self.addCleanup(self.emulator.ask, "DELETE", "/2015-03-31/functions/size")

    def invoke(self, event, kind="RequestResponse"):
        return self.emulator.ask("POST", "/2015-03-31/functions/size/invocations", event, {"X-Amz-Invocation-Type": kind})

    def test_payloads_of_6_mib_and_1_mib(self):
        for kind, limit, fine in (("RequestResponse", 6 * MIB, 200), ("Event", MIB, 202)):
            for size, status in ((limit, fine), (limit + 1, 413)):
                event = '"' + "x" * (size - 2) + '"'
                got, text = self.invoke(event, kind)
                self.assertEqual(got, status, text[:300])
                if got == 200:
                    self.assertEqual(json.loads(text), size - 2)

    def test_invocations_that_are_kept(self):
        self.emulator.ask("POST", "/_sendlab/reset")
        self.setUp()
        for n in range(5):
            self.assertEqual(self.invoke(f'"{"x" * n}"')[1], str(n).encode())
        told = json.loads(self.emulator.ask("GET", "/_sendlab/invocations")[1])
        self.assertEqual((len(told["invocations"]), told["forgotten"]), (3, 2))


class Smtp(Limits):
    options = ("--keep-bytes", "40MB")

    def client(self):
        client = smtplib.SMTP("127.0.0.1", self.emulator.facts["ports"]["smtp"], timeout=TIMEOUT)
        self.addCleanup(client.close)
        client.ehlo("client.example")
        return client

    def text_of(self, octets):
        client = self.client()
        client.mail("a@example.com")
        client.rcpt("b@example.com")
        self.assertEqual(client.docmd("DATA")[0], 354)
        client.send(octets + b".\r\n")
        return client.getreply()[0]

    def test_a_command_line_of_512_octets(self):
        client = self.client()
        self.assertEqual(client.docmd("NOOP " + "x" * 505)[0], 250)
        self.assertEqual(client.docmd("NOOP " + "x" * 506)[0], 500)

    def test_a_line_of_1000_octets(self):
        self.assertEqual(self.text_of(b"x" * 998 + b"\r\n"), 250)
        self.assertEqual(self.text_of(b"x" * 999 + b"\r\n"), 554)

    def test_a_message_of_40_mib(self):
        line = b"x" * 510 + b"\r\n"
        whole = line * (40 * MIB // len(line))
        self.assertEqual(len(whole), 40 * MIB)
        self.assertEqual(self.text_of(whole), 250)
        self.assertEqual(self.text_of(b"y" + whole), 552)
        self.assertEqual(self.client().docmd(f"MAIL FROM:<a@b.example> SIZE={40 * MIB}")[0], 250)
        self.assertEqual(self.client().docmd(f"MAIL FROM:<a@b.example> SIZE={40 * MIB + 1}")[0], 552)

    def test_ten_thousand_recipients(self):
        client = self.client()
        client.mail("a@example.com")
        client.send(b"RCPT TO:<b@example.com>\r\n" * 10_001)
        self.assertEqual([client.getreply()[0] for _ in range(10_001)], [250] * 10_000 + [452])

    def test_the_mailbox_stays_within_its_bytes_and_counts_what_goes(self):
        before = self.emulator.memory()
        line = b"x" * 510 + b"\r\n"
        for _ in range(25):
            self.assertEqual(self.text_of(line * (4 * MIB // len(line))), 250)
        metrics = self.emulator.ask("GET", "/_sendlab/metrics")[1].decode()
        gone = int(re.search(r'sendlab_messages_evicted_total\{limit="bytes"\} (\d+)', metrics)[1])
        kept = json.loads(self.emulator.ask("GET", "/api/v1/info")[1])["Messages"]
        self.assertGreaterEqual(gone, 25 - 40_000_000 // (4 * MIB))
        self.assertLessEqual(kept, 40_000_000 // (4 * MIB))
        self.grew(before, 40_000_000 + 60 * MIB)


if __name__ == "__main__":
    unittest.main(verbosity=2)
