"""What no client should send, on every protocol: each gets the protocol's own error, and the emulator is as it was: it lives,
serves others, and has neither more descriptors nor more memory."""

import base64
import contextlib
import functools
import hashlib
import io
import json
import os
import pathlib
import re
import socket
import stat
import struct
import tempfile
import time
import unittest
import zipfile

from http_fixture import TIMEOUT, Emulator

MIB = 1024 * 1024


def repeated(test):
    @functools.wraps(test)
    def again(self):
        descriptors = self.descriptors()
        test(self)
        self.check_descriptors(descriptors)
        for _ in range(self.rounds):
            memory = self.emulator.memory()
            test(self)
            self.is_well()
            self.check_descriptors(descriptors)
            if self.emulator.memory() - memory < self.leak:
                return
        self.fail(f"more memory in each of {self.rounds} rounds, {self.emulator.memory() - memory} octets in the last")
    return again


class Unhurt(unittest.TestCase):
    """One emulator a class. Each test is done twice: what the first time needs may be kept for later. So may what the second
    needs besides, as the allocator learns how much to keep; what each further time needs is a leak."""

    options = ()
    leak = 6 * MIB
    rounds = 5

    def __init_subclass__(cls):
        for name, test in list(vars(cls).items()):
            if name.startswith("test_"):
                setattr(cls, name, repeated(test))

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator(*cls.options)
        cls.addClassCleanup(cls.emulator.__exit__)
        cls.process = pathlib.Path(f"/proc/{cls.emulator.process.pid}")
        cls.emulator.ask("PUT", "/kept")
        cls.emulator.ask("PUT", "/kept/whole", b"whole")

    def descriptors(self):
        return len(list((self.process / "fd").iterdir()))

    def is_well(self):
        self.assertIsNone(self.emulator.process.poll(), "the emulator has ended")
        self.assertEqual(self.emulator.ask("GET", "/_sendlab/health")[0], 200)

    def check_descriptors(self, before):
        end = time.monotonic() + TIMEOUT
        while self.descriptors() > before and time.monotonic() < end:
            time.sleep(0.02)
        self.assertLessEqual(self.descriptors(), before)

    def say(self, octets, port=None):
        """All that is answered, until the server closes. The client has nothing more to say."""
        with socket.create_connection(("127.0.0.1", port or self.emulator.port), timeout=TIMEOUT) as client:
            answer = b""
            with contextlib.suppress(OSError):  # it may be sent away before it has said all
                client.sendall(octets)
                client.shutdown(socket.SHUT_WR)
            with contextlib.suppress(OSError):
                while more := client.recv(65536):
                    answer += more
            return answer

    def status_of(self, octets):
        answer = self.say(octets)
        return int(answer.split()[1]) if answer.startswith(b"HTTP/1.1 ") else None

    def refused(self, method, path, body, headers=None, codes=(), status=400):
        got, text = self.emulator.ask(method, path, body, headers)
        self.assertEqual(got, status, text[:300])
        if codes:
            self.assertTrue(any(code.encode() in text for code in codes), text[:300])
        return text


def request(*lines, body=b""):
    return "\r\n".join(("PUT /kept/k HTTP/1.1", "Host: h", *lines, "", "")).encode("latin-1") + body


class Http(Unhurt):
    def test_framing_that_two_readers_could_read_in_two_ways_is_refused(self):
        chunked = "Transfer-Encoding: chunked"
        for broken in (
                request("Content-Length: 4", chunked, body=b"0\r\n\r\n"),
                request(chunked, "Content-Length: 4", body=b"0\r\n\r\n"),
                request("Content-Length: 4", "Content-Length: 5", body=b"12345"),
                request("Content-Length: 4, 5", body=b"12345"),
                request("Content-Length: -1"),
                request("Content-Length: +4", body=b"1234"),
                request("Content-Length: 0x4", body=b"1234"),
                request("Content-Length: 4 4", body=b"1234"),
                request("Content-Length:", body=b"1234"),
                request("Content-Length: 18446744073709551617", body=b"1"),
                request("Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"),
                request("Transfer-Encoding: xchunked", body=b"0\r\n\r\n"),
                request("Transfer-Encoding : chunked", body=b"0\r\n\r\n"),
                request("Transfer-Encoding:\x0bchunked", body=b"0\r\n\r\n"),
                request("Content-Length: 1\r\n Content-Length: 2", body=b"12")):
            with self.subTest(broken=broken[:90]):
                self.assertIn(self.status_of(broken + b"GET /kept/whole HTTP/1.1\r\nHost: h\r\n\r\n"), (400, 501))

    def test_chunks_that_are_none(self):
        for chunks in (b"x\r\n", b"-1\r\n", b"0x5\r\nhello\r\n0\r\n\r\n", b"FFFFFFFFFFFFFFFFF\r\n", b"\r\n\r\n",
                       b"5\r\nhelloX\r\n0\r\n\r\n", b"5 5\r\nhello\r\n0\r\n\r\n",
                       b"5;" + b"x" * MIB + b"\r\nhello\r\n0\r\n\r\n",
                       b"0\r\n" + b"X: y\r\n" * 100_000 + b"\r\n"):
            with self.subTest(chunks=chunks[:30]):
                status = self.status_of(request("Transfer-Encoding: chunked", body=chunks))
                self.assertIn(status, (400, 413, 431))

    def test_bodies_that_end_early_are_never_half_applied(self):
        for early in (b"PUT /kept/early HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nonly this",
                      b"PUT /kept/early HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this",
                      b"PUT /kept/early HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n",
                      b"PUT /kept/early HTTP/1.1\r\nHost: h\r\nContent-Length: 20000000\r\n\r\n" + b"x" * 9 * MIB):
            self.say(early)
            self.assertEqual(self.emulator.ask("HEAD", "/kept/early")[0], 404)

    def test_heads_that_are_none(self):
        for broken in (b"GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n", b"GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n",
                       b"GET / HTTP/1.1\r\nHost: h\r\nX\0: ab\r\n\r\n", b"GET / HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n",
                       b"GET / HTTP/1.1\r\nHost: h\r\n: no name\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                       b"GET / HTTP/1.1\r\nHost : h\r\n\r\n", b"GET\r\n\r\n", b"GET /\r\n\r\n", b" GET / HTTP/1.1\r\n\r\n",
                       b"GET / HTTP/9\r\nHost: h\r\n\r\n", b"G\xffT / HTTP/1.1\r\nHost: h\r\n\r\n",
                       b"EHLO client.example\r\nMAIL FROM:<a@b>\r\n\r\n", b"\x80\x2e\x01\x00\x02" * 20 + b"\r\n\r\n",
                       b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
            with self.subTest(broken=broken[:50]):
                self.assertIn(self.status_of(broken), (400, 501, 505))
        for giant in (b"GET /" + b"x" * MIB + b" HTTP/1.1\r\nHost: h\r\n\r\n",
                      b"GET / HTTP/1.1\r\nHost: h\r\nX: " + b"x" * MIB + b"\r\n\r\n",
                      b"GET / HTTP/1.1\r\nHost: h\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
                      b"GET / HTTP/1.1\r\nHost: h\r\n" + b"x" * MIB):
            self.assertIn(self.status_of(giant), (431, None))  # None: it was reset while it was still talking

    def test_tls_that_is_none(self):
        record = b"\x16\x03\x01"
        for garbage in (record + b"\xff\xff" + b"\0" * 70_000, record + b"\0\0", record + b"\0\x05\x01\xff\xff\xff\0",
                        record + b"\x02\0\x01\0\x01\xfc\x03\x03" + os.urandom(600), b"\x15\x03\x03\0\x02\x02\x28",
                        b"\x16", record * 1000):
            self.say(garbage)

    def test_noise_on_all_ports(self):
        ports = self.emulator.facts["ports"].values()
        for seed in range(60):
            noise = b"".join(hashlib.sha256(b"%d.%d" % (seed, i)).digest() for i in range(1 + 40 * (seed % 5)))
            for port in ports:
                self.say(noise, port)

    def test_clients_that_never_finish_hold_up_nobody(self):
        slow, memory = [], self.emulator.memory()
        for port, half in ((self.emulator.port, b"GET / HTTP/1.1\r\nHost: h\r\nX: "),
                           (self.emulator.port, b"PUT /kept/k HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n"),
                           (self.emulator.port, b"\x16\x03\x01\x02\x00\x01"),
                           (self.emulator.port, b""),
                           (self.emulator.facts["ports"]["mail"], b"GET"),
                           (self.emulator.facts["ports"]["smtp"], b"EHLO"),
                           (self.emulator.facts["ports"]["smtp"], b"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\nx")):
            for _ in range(100):
                client = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
                self.addCleanup(client.close)
                client.sendall(half)
                slow.append(client)
        for _ in range(3):
            for client in slow:
                client.sendall(b"1")
            begun = time.monotonic()
            self.assertEqual(self.emulator.ask("GET", "/kept/whole"), (200, b"whole"))
            self.assertLess(time.monotonic() - begun, 5)
        self.assertLess(self.emulator.memory() - memory, len(slow) * 64 * 1024 + 8 * MIB)
        for client in slow:
            client.close()


class S3(Unhurt):
    def bombs(self, root):
        lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        return (f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><{root}>&l9;</{root}>',
                f'<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]><{root}>&file;</{root}>',
                f"<{root}>" + "<a>" * 300_000 + "</a>" * 300_000 + f"</{root}>",
                f"<{root}>" + "<a>" * 300_000, f"<{root} " + 'a="b" ' * 100_000 + "/>", f"<{root}", "<", "</", "\0",
                f"<{root}>\xff\xfe</{root}>", f"<{root}>&#x110000;&#0;&bogus;</{root}>", "<![CDATA[", "<!--", "{}", "x" * MIB)

    def test_xml_bombs_are_malformed_or_mean_nothing(self):
        for path, root in (("?lifecycle", "LifecycleConfiguration"), ("?delete", "Delete"), ("?cors", "CORSConfiguration"),
                           ("?tagging", "Tagging"), ("?notification", "NotificationConfiguration"),
                           ("?versioning", "VersioningConfiguration"), ("?acl", "AccessControlPolicy")):
            for bomb in self.bombs(root):
                with self.subTest(path=path, bomb=bomb[:60]):
                    body = bomb.encode("latin-1")
                    fields = {"Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode()}
                    begun = time.monotonic()
                    status, answer = self.emulator.ask("POST" if path == "?delete" else "PUT", "/kept" + path, body, fields)
                    self.assertLess(time.monotonic() - begun, 5)
                    self.assertLess(status, 500, answer[:200])
                    self.assertLess(len(answer), 10_000)
                    self.assertNotIn(b"root:", answer)
        self.assertNotIn(b"lol", self.emulator.ask("GET", "/kept?tagging")[1])
        self.emulator.ask("PUT", "/kept?acl", headers={"x-amz-acl": "private"})

    def streamed(self, body, length, **fields):
        return self.emulator.ask("PUT", "/kept/streamed", body, {
            "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "Content-Encoding": "aws-chunked",
            "x-amz-decoded-content-length": str(length), **fields})

    def test_aws_chunks_that_are_none_store_nothing(self):
        crc = {"x-amz-trailer": "x-amz-checksum-crc32"}
        for body, length, fields in (
                (b"x\r\n", 1, {}), (b"", 5, {}), (b"5\r\nhel", 5, {}), (b"5\r\nhello\r\n", 5, {}), (b"5\r\nhello", 5, {}),
                (b"5\r\nhello\r\n0\r\n\r\n", 6, {}), (b"5\r\nhello\r\n0\r\n\r\n", 4, {}), (b"5\r\nhello\r\n0\r\n\r\n", "x", {}),
                (b"5\r\nhello\r\n0\r\n\r\n", -5, {}), (b"FFFFFFFFFFFFFFFF\r\nx", 5, {}), (b"FFFFFFFFFFFFFFFFF\r\nx", 5, {}),
                (b"5\r\nhello\r\n0\r\n\r\n", 99999999999999999999, {}), (b"-5\r\nhello\r\n0\r\n\r\n", 5, {}),
                (b"5;chunk-signature=" + b"0" * 100_000 + b"\r\nhello\r\n0\r\n\r\n", 5, {}),
                (b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", 5, crc),
                (b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:!!\r\n\r\n", 5, crc), (b"5\r\nhello\r\n0\r\n\r\n", 5, crc),
                (b"5\r\nhello\r\n0\r\n" + b"x-amz-checksum-crc32:" + b"A" * MIB + b"\r\n\r\n", 5, crc)):
            with self.subTest(body=body[:40], length=length):
                status, answer = self.streamed(body, length, **fields)
                self.assertIn(status, (400, 403, 411), answer)
                self.assertIn(b"<Code>", answer)
                self.assertEqual(self.emulator.ask("HEAD", "/kept/streamed")[0], 404)

    def test_keys_ranges_and_numbers_beyond_all_sense(self):
        self.assertIn(b"KeyTooLong", self.refused("PUT", "/kept/" + "k" * 1100, b"x"))
        for target in ("/kept/%zz", "/kept/%", "/kept/%ff%fe", "/kept/a%00b", "/kept/../../etc/passwd", "/kept//"):
            self.assertIn(self.emulator.ask("PUT", target, b"x")[0], (200, 400), target)
        for query in ("max-keys=-1", "max-keys=99999999999999999999", "max-keys=x", "list-type=2&continuation-token=%ff",
                      "versions&key-marker=%00", "uploads&max-uploads=x", "encoding-type=x"):
            self.assertLess(self.emulator.ask("GET", "/kept?" + query)[0], 500, query)
        for wanted in ("bytes=5-1", "bytes=-", "bytes=99999999999999999999-", "bytes=a-b", "lines=1-2", "bytes=0-0," * 500):
            self.assertIn(self.emulator.ask("GET", "/kept/whole", headers={"Range": wanted})[0], (200, 206, 416), wanted)
        for part in ("0", "-1", "10001", "x", "99999999999999999999"):
            self.assertIn(self.emulator.ask("PUT", f"/kept/k?partNumber={part}&uploadId=none", b"x")[0], (400, 404), part)
        for key in ("kept", "k", "%zz"):
            self.emulator.ask("DELETE", f"/kept/{key}")

    def test_browser_forms_that_are_none(self):
        for body in (b"", b"--b\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--", b"--b--", b"--b" * 100_000,
                     b'--b\r\nContent-Disposition: form-data; name="policy"\r\n\r\n!!!\r\n--b--\r\n',
                     b'--b\r\nContent-Disposition: form-data; name="key"\r\n\r\n' + b"k" * 100_000 + b"\r\n--b--\r\n"):
            for kind in ("multipart/form-data; boundary=b", "multipart/form-data", "multipart/form-data; boundary=" + "b" * 5000):
                status, answer = self.emulator.ask("POST", "/kept", body, {"Content-Type": kind})
                self.assertIn(status, range(400, 500), answer[:200])
                self.assertIn(b"<Code>", answer)


class Signatures(Unhurt):
    options = ("--verify-signatures",)

    def test_signatures_that_are_none(self):
        good = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature="
        for value in ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 " + "," * 7000,
                      "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=, Signature=", good, good + "0" * 64, good + "z" * 64,
                      good.replace("host", ";".join(["host"] * 1000)) + "0" * 64, good.replace("=host", "=x") + "0" * 64,
                      good.replace("20260101", "99999999") + "0" * 64, good.replace("/s3/", "/" * 3000) + "0", "AWS test:",
                      "AWS :", "AWS", "Bearer x", "Basic !!!", "\x01\x02", "Credential=" * 500):
            for method, path, service in (("GET", "/kept", b"<Code>"), ("POST", "/?Action=ListIdentities", b"<Code>"),
                                          ("GET", "/2015-03-31/functions/", b"")):
                status, answer = self.emulator.ask(method, path, headers={"Authorization": value, "X-Amz-Date": "20260101T000000Z"})
                self.assertIn(status, (400, 403, 405), (value[:60], path, answer[:200]))
                if not answer.startswith(b"This is no HTTP request"):
                    self.assertIn(service, answer)

    def test_presigned_addresses_that_are_none(self):
        whole = {"X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Credential": "test/20260101/us-east-1/s3/aws4_request",
                 "X-Amz-Date": "20260101T000000Z", "X-Amz-Expires": "60", "X-Amz-SignedHeaders": "host",
                 "X-Amz-Signature": "0" * 64}
        for name in whole:
            for value in (None, "", "x", "-1", "99999999999999999999", "%00", "%ff", "/" * 1000):
                query = "&".join(f"{n}={v}" for n, v in {**whole, name: value}.items() if v is not None)
                status, answer = self.emulator.ask("GET", "/kept/k?" + query)
                self.assertIn(status, (400, 403), (name, value, answer[:200]))
        for query in ("AWSAccessKeyId=test&Signature=&Expires=x", "AWSAccessKeyId=test&Signature=%00&Expires=99999999999999999999",
                      "AWSAccessKeyId=&Signature=x&Expires=-1"):
            self.assertIn(self.emulator.ask("GET", "/kept/k?" + query)[0], (400, 403), query)


class Ses(Unhurt):
    FORM = {"Content-Type": "application/x-www-form-urlencoded"}
    JSON = {"Content-Type": "application/json"}

    def test_queries_that_are_none(self):
        mail = "Action=SendEmail&Source=a@b.example&Message.Subject.Data=x&Message.Body.Text.Data=x&Destination."
        for body in ("Action=", "Action=Nothing", "Action=%zz", "Action=SendEmail", mail,
                     mail + "ToAddresses.member.99999999999999999999=a@b.example",
                     mail + "ToAddresses.member.-1=a@b.example", mail + "ToAddresses.member.x=a@b.example",
                     mail + "ToAddresses.member.1=", mail + "ToAddresses.member.1=%0d%0aBcc:%20x@y.example",
                     mail + "&Destination.".join(f"ToAddresses.member.{n}=a@b.example" for n in range(1, 20_000)),
                     "Action=SendRawEmail&RawMessage.Data=!!!", "Action=SendRawEmail&RawMessage.Data=",
                     "Action=SendRawEmail", "Action=SendTemplatedEmail&Template=x&TemplateData={{{{",
                     "Action=CreateTemplate&Template.TemplateName=" + "x" * 100_000, "&" * MIB, "=" * MIB, "Action=" + "x" * MIB):
            with self.subTest(body=body[:60]):
                status, answer = self.emulator.ask("POST", "/", body, self.FORM)
                self.assertIn(status, (400, 404, 405), answer[:200])
                self.assertIn(b"<Code>", answer)
        self.assertEqual(self.emulator.ask("GET", "/api/v1/info")[0], 200)

    def test_json_that_is_none(self):
        deep = "[" * 1_000_000
        for body in ("", "{", "[]", "null", "7", '"x"', deep, '{"Content":' * 100_000, '{"Content":{"Raw":{"Data":"!!!"}}}',
                     '{"Content":{"Raw":{"Data":7}}}', '{"Content":7,"Destination":[]}', '{"Destination":{"ToAddresses":"x"}}',
                     '{"Destination":{"ToAddresses":[7,null,{}]},"Content":{"Simple":{}}}', b'{"Content":"\xff\xfe"}',
                     '{"Content":"\\ud800"}', "{" + '"a":1,' * 200_000 + '"b":2}', '{"a":1e999999}', "\0" * 1000):
            with self.subTest(body=body[:60]):
                self.refused("POST", "/v2/email/outbound-emails", body, self.JSON)
        for path in ("/v2/email/templates", "/v2/email/identities", "/v2/email/outbound-bulk-emails", "/v2/email/configuration-sets"):
            for body in (deep, "7", "[]", b"\xff"):
                self.assertIn(self.emulator.ask("POST", path, body, self.JSON)[0], (400, 404), path)


class Mailbox(Unhurt):
    @property
    def mail(self):
        return self.emulator.facts["ports"]["mail"]

    def test_the_http_side_of_the_sink(self):
        """Row 33 of the torture table: large JSON, foreign pages, HTML with a script, links to inner hosts."""
        big = json.dumps({"IDs": ["x" * 22] * 200_000})
        for method, path in (("DELETE", "/api/v1/messages"), ("PUT", "/api/v1/messages"), ("PUT", "/api/v1/tags")):
            self.assertLess(self.emulator.ask(method, path, big, port=self.mail)[0], 500)
            self.assertLess(self.emulator.ask(method, path, "[" * MIB, port=self.mail)[0], 500)
        evil = {"Origin": "http://evil.example", "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
        for path in ("/api/events", "/_sendlab/events"):
            self.assertEqual(self.emulator.ask("GET", path, headers=evil, port=self.mail)[0], 403)
        self.assertEqual(self.emulator.ask("GET", "/api/v1/messages", headers={"Host": "evil.example"}, port=self.mail)[0], 403)

        with socket.create_server(("127.0.0.1", 0)) as inner:
            link = f"http://127.0.0.1:{inner.getsockname()[1]}/secret"
            html = f"<script>alert(1)</script><img src={link}><a href={link}>x</a>"
            self.say(b"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nContent-Type: text/html\r\n\r\n" + html.encode() +
                     b"\r\n.\r\nQUIT\r\n", self.emulator.facts["ports"]["smtp"])
            name = json.loads(self.emulator.ask("GET", "/api/v1/messages", port=self.mail)[1])["messages"][0]["ID"]
            for path in ("", "/headers", "/raw", "/html-check", "/link-check", "/sa-check"):
                self.assertLess(self.emulator.ask("GET", f"/api/v1/message/{name}{path}", port=self.mail)[0], 502)
            answer = self.say(f"GET /view/{name}.html HTTP/1.0\r\n\r\n".encode(), self.mail)
            if b" 200 " in answer[:20]:
                self.assertIn(b"sandbox", answer.split(b"\r\n\r\n")[0])
            inner.settimeout(0.2)
            with self.assertRaises(TimeoutError):
                inner.accept()  # nobody looks where the links lead

    def test_queries_that_are_none(self):
        for path in ("/api/v1/message/" + "x" * 5000, "/api/v1/message/%00", "/api/v1/message/latest/part/99999999999999999999",
                     "/api/v1/messages?start=-1&limit=99999999999999999999", "/api/v1/search?query=" + "%22" * 2000,
                     "/api/v1/search?query=before:99999-99-99", "/api/v1/search?query=larger:99999999999999999999gb",
                     "/_sendlab/wait?query=&count=99999999999999999999&timeout=0s", "/_sendlab/wait?timeout=x&count=-1",
                     "/_sendlab/sessions/99999999999999999999", "/_sendlab/timeline?since=-1", "/_sendlab/invocations/%ff"):
            self.assertLess(self.emulator.ask("GET", path, port=self.mail)[0], 500, path)
        for path in ("/_sendlab/faults", "/_sendlab/faults/panel", "/_sendlab/plan", "/api/v1/chaos"):
            for body in ("", "{", "[" * MIB, "\0", '{"faults": 7}', '{"faults": [7]}', '{"Sender": 7}', '{"faults": [{}]}'):
                for method in ("PUT", "POST"):
                    self.assertLess(self.emulator.ask(method, path, body, port=self.mail)[0], 500, (path, body[:30]))
        self.emulator.ask("DELETE", "/_sendlab/plan", port=self.mail)


def archive(*entries):
    """(name, text, kind): kind is a file's mode in the archive, or None."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text, kind in entries:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (kind or stat.S_IFREG | 0o755) << 16
            made.writestr(entry, text)
    return out.getvalue()


class Functions(Unhurt):
    LINK = stat.S_IFLNK | 0o777

    def create(self, name, code, **settings):
        body = {"FunctionName": name, "Runtime": "provided.al2023", "Handler": "x", "Role": "arn:aws:iam::000000000000:role/r",
                "Timeout": 5, "Code": {"ZipFile": base64.b64encode(code).decode()}, **settings}
        return self.emulator.ask("POST", "/2015-03-31/functions", json.dumps(body))

    def test_archives_that_are_none_or_climb_out(self):
        good = archive(("bootstrap", "#!/bin/sh\n", None))
        with tempfile.TemporaryDirectory() as outside:
            for code in (b"", b"PK", b"no archive", good[:len(good) // 2], good[:-4], good.replace(b"PK\x01\x02", b"PK\x01\xff"),
                         good.replace(b"bootstrap", b"bootstr\0p"), b"PK\x05\x06" + b"\xff" * 18,
                         archive(("../" * 20 + outside + "/slipped", "x", None)), archive((outside + "/slipped", "x", None)),
                         archive(("a/../../slipped", "x", None)),
                         archive(("out", outside, self.LINK), ("out/slipped", "x", None)),
                         archive(("out", "../../../../../../.." + outside, self.LINK), ("out/slipped", "x", None)),
                         archive(*((f"bomb{n}", b"\0" * 30 * MIB, None) for n in range(10)))):
                with self.subTest(code=code[:60]):
                    status, answer = self.create("broken", code)
                    self.assertIn(status, (201, 400), answer[:200])  # 201: what climbs was left out, or stays inside
                    if status == 400:
                        self.assertIn(b"message", answer.lower())
                    self.emulator.ask("DELETE", "/2015-03-31/functions/broken")
                    self.assertEqual(list(pathlib.Path(outside).iterdir()), [])

    def test_settings_that_mean_nothing(self):
        good = archive(("bootstrap", "#!/bin/sh\n", None))
        for settings in ({"Timeout": -1}, {"Timeout": 10**30}, {"Timeout": "x"}, {"MemorySize": 0}, {"Role": ""}, {"Runtime": 7},
                         {"Handler": "x" * 5000}, {"Environment": {"Variables": 7}}, {"Environment": {"Variables": {"AWS_REGION": "x"}}},
                         {"Code": 7}, {"Code": {"ZipFile": "!!!"}}, {"FunctionName": "x" * 1000}, {"FunctionName": "../.."}):
            status, answer = self.create("settings", good, **settings)
            self.assertIn(status, (400, 413), (settings, answer[:200]))
        for body in ("", "{", "7", "[" * 500_000, b"\xff"):
            self.assertIn(self.emulator.ask("POST", "/2015-03-31/functions", body)[0], (400,))
        self.assertEqual(self.emulator.ask("GET", "/2015-03-31/functions/settings")[0], 404)

    NONSENSE = """#!/usr/bin/env python3
import os, socket
host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
def say(octets):
    with socket.create_connection((host, int(port)), timeout=3) as api:
        try:
            api.sendall(octets)
            api.shutdown(socket.SHUT_WR)
            return api.recv(65536)
        except OSError:
            return b""
BASE = b"/2018-06-01/runtime/"
def ask(method, path, body=b""):
    return say(method + b" " + BASE + path + b" HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(body) + body)
say(os.urandom(5000)); say(b"GET"); say(b"GET / HTTP/1.1\\r\\n\\r\\n"); say(b"POST " + BASE + b"init/error HTTP/1.1\\r\\nContent-Length: -1\\r\\n\\r\\n")
for path in (b"", b"invocation/", b"invocation/none/response", b"invocation/" + b"x" * 9000 + b"/error", b"../../", b"invocation/%00/response"):
    for method in (b"GET", b"POST", b"PUT", b"\\0"):
        ask(method, path, b"x")
import urllib.request
event = urllib.request.urlopen(f"http://{host}:{port}/2018-06-01/runtime/invocation/next")
name = event.headers["Lambda-Runtime-Aws-Request-Id"].encode()
say(b"POST " + BASE + b"invocation/" + name + b"/response HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 100\\r\\n\\r\\nhalf")
ask(b"POST", b"invocation/" + name + b"/response", b"x" * 7_000_000)
for _ in range(3):
    ask(b"POST", b"invocation/" + name + b"/response", b"{}")
    ask(b"POST", b"invocation/" + name + b"/error", b"\\xff[[[")
print("x" * 1_000_000, "\\0\\xff")
"""

    def test_a_runtime_that_talks_nonsense_hurts_its_invocation_only(self):
        self.assertEqual(self.create("nonsense", archive(("bootstrap", self.NONSENSE, None)))[0], 201)
        for _ in range(3):
            status, _ = self.emulator.ask("POST", "/2015-03-31/functions/nonsense/invocations", b"{}")
            self.assertEqual(status, 200)
        self.assertEqual(self.emulator.ask("DELETE", "/2015-03-31/functions/nonsense")[0], 204)


class WebSocket(Unhurt):
    GOOD = ("GET /_sendlab/events HTTP/1.1", "Host: h", "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")

    def head(self, *lines):
        return "\r\n".join((*lines, "", "")).encode()

    def test_handshakes_that_are_none(self):
        for number, instead in ((4, "Sec-WebSocket-Version: 12"), (4, "X: y"), (5, "Sec-WebSocket-Key: short"), (5, "X: y"),
                                (3, "Upgrade: h2c"), (0, "POST /_sendlab/events HTTP/1.1"), (5, "Sec-WebSocket-Key: " + "A" * 5000)):
            lines = [*self.GOOD]
            lines[number] = instead
            self.assertNotIn(self.status_of(self.head(*lines)), (101, 500), instead)

    def test_frames_that_are_none(self):
        def frame(first, length, payload=b"", mask=b"\0\0\0\0"):
            return bytes([first]) + length + mask + payload

        for frames in (b"\x81\x05hello", frame(0x83, b"\x80"), frame(0xf1, b"\x80"), frame(0x81, b"\xff" + b"\xff" * 8),
                       frame(0x81, b"\xff" + struct.pack(">Q", 1 << 62)), frame(0x81, b"\xfe\x00\x01", b"x"), frame(0x80, b"\x80"),
                       frame(0x09, b"\x80"), frame(0x89, b"\xfe\x00\x7e", b"x" * 126), frame(0x81, b"\x82", b"\xff\xfe"),
                       frame(0x88, b"\x81", b"x"), frame(0x88, b"\x82", b"\0\0"), frame(0x01, b"\x81", b"x") * 2,
                       frame(0x82, b"\xff" + struct.pack(">Q", 100 * MIB), b"x" * MIB), frame(0x89, b"\x80") * 50_000,
                       b"\x81", b"\x81\xff", os.urandom(5000), b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"):
            with self.subTest(frames=frames[:16]):
                self.assertTrue(self.say(self.head(*self.GOOD) + frames).startswith(b"HTTP/1.1 101 "))


class Smtp(Unhurt):
    def talk(self, octets):
        return self.say(octets, self.emulator.facts["ports"]["smtp"])

    def codes(self, octets):
        return [int(line[:3]) for line in self.talk(octets).splitlines() if line[3:4] == b" "]

    def count(self):
        return json.loads(self.emulator.ask("GET", "/api/v1/info")[1])["Messages"]

    def test_nothing_is_smuggled_in(self):
        begun = self.count()
        inner = b"MAIL FROM:<smuggled@x>\r\nRCPT TO:<b@c>\r\nDATA\r\nx\r\n.\r\n"
        for mark in (b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\r\r\n.\r\r\n", b"\r\n\0.\r\n"):
            codes = self.codes(b"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nx" + mark + inner + b"QUIT\r\n")
            self.assertIn(codes, ([220, 250, 250, 250, 354, 550, 221], [220, 250, 250, 250, 354, 250, 221]))
        found = json.loads(self.emulator.ask("GET", "/api/v1/search?query=from:smuggled@x")[1])
        self.assertEqual(found["messages_count"], 0)
        self.assertLessEqual(self.count() - begun, 1)  # NUL is an octet like others

    def test_floods_of_commands(self):
        self.assertEqual(self.codes(b"EHLO x\r\n" + b"NOOP\r\n" * 100_000 + b"QUIT\r\n"), [220] + [250] * 100_001 + [221])
        self.assertEqual(self.codes(b"\r\n" * 100_000)[-1], 421)
        self.assertEqual(self.codes(b"x" * 10 * MIB + b"\r\nQUIT\r\n"), [220, 500, 221])
        self.assertEqual(self.codes(b"EHLO x\r\nMAIL FROM:<>\r\n" + b"RCPT TO:<a@b>\r\n" * 12_000 + b"RSET\r\nQUIT\r\n")[-3:], [452, 250, 221])
        self.assertEqual(self.codes(b"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n" + b"x" * 20 * MIB + b"\r\n.\r\nQUIT\r\n")[-2:],
                         [554, 221])
        self.assertEqual(self.codes(b"BDAT 18446744073709551615\r\nx")[-1], 220)
        self.assertEqual(self.codes(b"BDAT 18446744073709551616\r\nQUIT\r\n"), [220])  # octets, not commands

    def test_mime_bombs_are_taken_and_shown(self):
        """Row 32 of the torture table, by way of the API."""
        bombs = (b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\n" * 300_000,
                 b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(10_000)),
                 b"Subject: " + b"x\r\n " * 1_000_000 + b"\r\n\r\n", b"X: y\r\n" * 500_000 + b"\r\n",
                 b"Content-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"!" * 990 + b"\r\n",
                 b"To: " + b"(" * 900 + b"\r\n\r\n", b"Content-Type: message/rfc822\r\n\r\n" * 10_000,
                 b"Subject: " + b"=?utf-8?b?" * 90 + b"\r\n\r\n", b"\0" * 900 + b"\r\n")
        for bomb in bombs:
            with self.subTest(bomb=bomb[:40]):
                begun = time.monotonic()
                answer = self.talk(b"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nDATA\r\n" + bomb + b".\r\nQUIT\r\n")
                name = re.search(rb"queued as (\S+)", answer)[1].decode()
                for path in (name, f"{name}/headers", f"{name}/part/1"):
                    self.assertIn(self.emulator.ask("GET", f"/api/v1/message/{path}")[0], (200, 404))
                raw = self.emulator.ask("GET", f"/api/v1/message/{name}/raw")[1]
                self.assertEqual(hashlib.sha256(raw).digest(), hashlib.sha256(bomb).digest())
                self.assertLess(self.emulator.ask("GET", "/api/v1/search?query=zzz")[0], 500)
                self.assertLess(time.monotonic() - begun, 20)
        self.emulator.ask("DELETE", "/api/v1/messages")


if __name__ == "__main__":
    unittest.main(verbosity=2)
