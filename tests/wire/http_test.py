"""HTTP as bytes on a socket: what a correct client sends, what a broken one sends, and what becomes of the process."""

import base64
import hashlib
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import unittest

from http_fixture import SENDLAB, TIMEOUT, Emulator

HEALTH = "GET /_sendlab/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
MIB = 1024 * 1024


def put(path, body, extra=""):
    return (f"PUT {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{extra}\r\n").encode() + body


class Requests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.addClassCleanup(cls.emulator.__exit__)
        with cls.emulator.connect() as client:
            client.send(put("/wire", b""))
            assert client.answer()[0] == 200

    def client(self):
        made = self.emulator.connect()
        self.addCleanup(made.__exit__)
        return made

    def test_a_connection_serves_one_request_after_the_other(self):
        client = self.client()
        for _ in range(3):
            client.send(HEALTH)
            status, fields, body = client.answer()
            self.assertEqual(status, 200)
            self.assertEqual(fields["connection"], "keep-alive")
            self.assertEqual(json.loads(body)["status"], "ready")

    def test_pipelined_requests_are_answered_in_order(self):
        client = self.client()
        client.send(b"".join(put(f"/wire/{i}", b"x" * i) for i in range(50)) +
                    b"".join(f"GET /wire/{i} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for i in range(50)))
        for _ in range(50):
            self.assertEqual(client.answer()[0], 200)
        for i in range(50):
            self.assertEqual(client.answer()[2], b"x" * i)

    def test_a_request_may_come_byte_by_byte(self):
        client = self.client()
        for byte in put("/wire/slow", b"slowly"):
            client.send(bytes([byte]))
        self.assertEqual(client.answer()[0], 200)

    def test_a_body_is_asked_for_when_the_client_waits(self):
        client = self.client()
        client.send("PUT /wire/waited HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        self.assertEqual(client.receive(25), b"HTTP/1.1 100 Continue\r\n\r\n")
        client.send("hello")
        self.assertEqual(client.answer()[0], 200)

    def test_chunks_are_joined(self):
        client = self.client()
        client.send("PUT /wire/chunks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\n\r\n")
        self.assertEqual(client.answer()[0], 200)
        client.send("GET /wire/chunks HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertEqual(client.answer()[2], b"hello world")

    def test_head_has_the_fields_of_get_and_no_body(self):
        client = self.client()
        client.send(put("/wire/head", b"12345") + b"HEAD /wire/head HTTP/1.1\r\nHost: localhost\r\n\r\n" +
                    HEALTH.encode())
        self.assertEqual(client.answer()[0], 200)
        status, fields, _ = client.answer(head_only=True)
        self.assertEqual((status, fields["content-length"]), (200, "5"))
        self.assertEqual(json.loads(client.answer()[2])["status"], "ready")

    def test_a_client_that_wants_to_close_is_let_go(self):
        for request in ("GET /_sendlab/health HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                        "GET /_sendlab/health HTTP/1.0\r\n\r\n"):
            client = self.client()
            client.send(request)
            status, fields, _ = client.answer()
            self.assertEqual((status, fields["connection"]), (200, "close"))
            self.assertTrue(client.at_end())

    def test_what_is_no_request_is_told_so_and_closed(self):
        broken = {
            "GET  / HTTP/1.1\r\nHost: h\r\n\r\n": 400,
            "GET / HTTP/1.1\r\n\r\n": 400,
            "\0\0\0\0\r\n\r\n": 400,
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n": 400,
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n": 400,
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999999999999999999\r\n\r\n": 400,
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n": 400,
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n": 501,
            "GET / HTTP/3.0\r\nHost: h\r\n\r\n": 505,
            "GET /" + "x" * 20000 + " HTTP/1.1\r\nHost: h\r\n\r\n": 431,
            "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x" * 9000 + "\r\n\r\n": 431,
            "PUT /wire/k HTTP/1.1\r\nHost: h\r\nContent-Length: 5368709121\r\nExpect: 100-continue\r\n\r\n": 413,
        }
        for request, expected in broken.items():
            with self.subTest(request=request[:60]):
                client = self.client()
                client.send(request)
                status, fields, body = client.answer()
                self.assertEqual((status, fields["connection"]), (expected, "close"), body)
                self.assertTrue(body)
                self.assertTrue(client.at_end())

    def test_an_answer_survives_a_client_that_is_still_sending(self):
        client = self.client()
        client.send("PUT /wire/k HTTP/1.1\r\nHost: h\r\nContent-Length: 5368709121\r\n\r\n" + "x" * MIB)
        self.assertEqual(client.answer()[0], 413)

    def test_clients_that_go_away_do_no_harm(self):
        for partial in ("", "G", HEALTH[:30], put("/wire/k", b"x" * 100)[:150].decode(), HEALTH):
            client = self.emulator.connect()
            client.send(partial)
            # Reset, not closed: nothing that the server sends has a place to go.
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.socket.close()
        self.assertEqual(self.emulator.ask("GET", "/_sendlab/health")[0], 200)

    def test_random_bytes_do_no_harm(self):
        for seed in range(200):
            noise = b"".join(hashlib.sha256(f"{seed}.{i}".encode()).digest() for i in range(1 + seed % 8))
            with self.emulator.connect() as client:
                client.send(noise if seed % 2 else b"POST / HTTP/1.1\r\nHost: h\r\n" + noise + b"\r\n\r\n")
                client.socket.shutdown(socket.SHUT_WR)
                while client.socket.recv(65536):
                    pass
        self.assertEqual(self.emulator.ask("GET", "/_sendlab/health")[0], 200)

    def test_an_unknown_service_is_answered_at_once(self):
        status, body = self.emulator.ask("POST", "/", b"{}", {"X-Amz-Target": "DynamoDB_20120810.ListTables"})
        self.assertEqual(status, 501)
        self.assertEqual(json.loads(body)["__type"], "NotImplemented")

    def test_own_paths_are_on_the_mail_port_too(self):
        status, _ = self.emulator.ask("GET", "/_sendlab/health", port=self.emulator.facts["ports"]["mail"])
        self.assertEqual(status, 200)


class Events(unittest.TestCase):
    """A WebSocket client by hand (RFC 6455)."""

    def listen(self, client):
        key = base64.b64encode(os.urandom(16)).decode()
        client.send("GET /_sendlab/events HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n")
        status, fields = client.head()
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        self.assertEqual((status, fields["sec-websocket-accept"]), (101, accept.decode()))

    def frame(self, client):
        first, length = client.receive(2)
        if length == 126:
            length = int.from_bytes(client.receive(2), "big")
        return first & 15, client.receive(length)

    def masked(self, kind, payload):
        mask = os.urandom(4)
        return bytes([0x80 | kind, 0x80 | len(payload)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))

    def test_listeners_are_told_of_each_call(self):
        with Emulator() as emulator, emulator.connect() as one, emulator.connect() as two:
            self.listen(one)
            self.listen(two)
            emulator.ask("PUT", "/heard")
            emulator.ask("GET", "/heard/missing")
            for client in (one, two):
                self.assertEqual(json.loads(self.frame(client)[1])["action"], "CreateBucket")
                event = json.loads(self.frame(client)[1])
                self.assertEqual((event["action"], event["status"], event["error"]), ("GetObject", 404, "NoSuchKey"))
            one.send(self.masked(9, b"are you there"))
            self.assertEqual(self.frame(one), (10, b"are you there"))
            one.send(self.masked(8, b"\x03\xe8"))
            self.assertEqual(self.frame(one), (8, b"\x03\xe8"))
            self.assertTrue(one.at_end())
            emulator.ask("GET", "/heard/missing")
            self.assertEqual(json.loads(self.frame(two)[1])["error"], "NoSuchKey")

    def test_a_listener_that_does_not_read_is_dropped_and_holds_up_nobody(self):
        with Emulator() as emulator, emulator.connect() as deaf, emulator.connect() as asker:
            deaf.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            self.listen(deaf)
            for _ in range(100):
                asker.send(b"GET /no-such-bucket/key HTTP/1.1\r\nHost: h\r\n\r\n" * 1000)
                for _ in range(1000):
                    self.assertEqual(asker.answer()[0], 404)
            # 100,000 events are 9 MB, more than buffers hold and the emulator keeps for one listener
            with self.assertRaises((EOFError, ConnectionResetError)):
                for _ in range(100_001):
                    self.frame(deaf)
            self.assertEqual(emulator.stop(), 0)


class LargeBodies(unittest.TestCase):
    SIZE = 200 * MIB

    def test_a_large_object_goes_through_without_living_in_memory(self):
        block = bytes(range(256)) * 4096  # 1 MiB
        with Emulator() as emulator, emulator.connect() as client:
            client.send(put("/large", b""))
            client.answer()
            before = emulator.memory()
            client.send(f"PUT /large/object HTTP/1.1\r\nHost: h\r\nContent-Length: {self.SIZE}\r\n\r\n")
            for _ in range(self.SIZE // MIB):
                client.send(block)
            status, fields, _ = client.answer()
            self.assertEqual(status, 200)
            self.assertEqual(fields["etag"].strip('"'), self.digest_of(block))
            client.send("GET /large/object HTTP/1.1\r\nHost: h\r\n\r\n")
            status, fields = client.head()
            self.assertEqual((status, int(fields["content-length"])), (200, self.SIZE))
            for _ in range(self.SIZE // MIB):
                self.assertEqual(client.receive(MIB), block)
            self.assertLess(emulator.peak_memory() - before, 32 * MIB)

    def digest_of(self, block):
        md5 = hashlib.md5()
        for _ in range(self.SIZE // MIB):
            md5.update(block)
        return md5.hexdigest()

    def test_a_slow_reader_holds_up_nobody(self):
        with Emulator() as emulator, emulator.connect() as slow:
            slow.send(put("/large", b""))
            slow.answer()
            slow.send(put("/large/object", b"x" * (40 * MIB)))
            slow.answer()
            slow.send("GET /large/object HTTP/1.1\r\nHost: h\r\n\r\n")
            slow.head()  # and reads no further for now
            for _ in range(20):
                self.assertEqual(emulator.ask("GET", "/_sendlab/health")[0], 200)
            self.assertEqual(slow.receive(40 * MIB), b"x" * (40 * MIB))


class Tls(unittest.TestCase):
    def test_the_same_port_speaks_tls_for_all_its_names(self):
        with Emulator() as emulator:
            for name in ("localhost", "email.us-east-1.amazonaws.com",
                         "async-emails.s3.amazonaws.com", "async-emails.s3.us-east-1.amazonaws.com",
                         "async-emails.s3.localhost.localstack.cloud", "127.0.0.1"):
                with self.subTest(name=name), emulator.connect_tls(name) as client:
                    client.send(HEALTH * 2)
                    self.assertEqual(client.answer()[0], 200)
                    self.assertEqual(client.answer()[0], 200)
            self.assertEqual(emulator.ask("GET", "/_sendlab/health")[0], 200)

    def test_large_bodies_go_through_tls(self):
        body = os.urandom(3 * MIB)
        with Emulator() as emulator, emulator.connect_tls() as client:
            client.send(put("/tls", b""))
            client.answer()
            client.send(put("/tls/object", body))
            self.assertEqual(client.answer()[0], 200)
            client.send("GET /tls/object HTTP/1.1\r\nHost: h\r\n\r\n")
            self.assertEqual(client.answer()[2], body)

    def test_a_broken_handshake_does_no_harm(self):
        with Emulator() as emulator:
            for noise in (b"\x16", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 600, b"\x16" * 5000):
                with emulator.connect() as client:
                    client.send(noise)
                    client.socket.shutdown(socket.SHUT_WR)
                    try:
                        while client.socket.recv(65536):
                            pass
                    except ConnectionResetError:
                        pass
            with emulator.connect_tls() as client:
                client.send(HEALTH)
                self.assertEqual(client.answer()[0], 200)


class Life(unittest.TestCase):
    def listening(self, port):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def test_a_signal_ends_it_cleanly_and_frees_the_ports(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal=number), Emulator() as emulator:
                idle = [emulator.connect() for _ in range(5)]
                idle[0].send(HEALTH)
                idle[0].answer()
                idle[1].send("GET /_sendlab/he")  # a request that will never be complete
                ports = emulator.facts["ports"].values()
                self.assertEqual(emulator.stop(number), 0)
                self.assertFalse(any(self.listening(port) for port in ports))
                with Emulator(port=emulator.port) as again:
                    self.assertEqual(again.port, emulator.port)
                for client in idle:
                    client.socket.close()

    def test_a_taken_port_is_told_by_its_number(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            done = subprocess.run([SENDLAB, "serve", "--port", port, "--mail-port", "0", "--smtp-port", "0"],
                                  capture_output=True, text=True, timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn(port, done.stderr)
        self.assertEqual(done.stdout, "")

    def test_the_ready_file_comes_and_goes_with_the_emulator(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "ready.json")
            with Emulator("--ready-file", path) as emulator:
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(json.load(file), emulator.facts)
                emulator.stop()
            self.assertEqual(os.listdir(folder), [])

    def test_it_says_where_it_is_and_when_it_is_ready(self):
        process = subprocess.Popen([SENDLAB, "serve", "--port", "0", "--mail-port", "0", "--smtp-port", "0"],
                                   stdout=subprocess.PIPE, text=True)
        lines = [process.stdout.readline() for _ in range(2)]
        process.terminate()
        rest, _ = process.communicate(timeout=TIMEOUT)
        self.assertRegex(lines[0], r"^AWS_ENDPOINT_URL=http://127\.0\.0\.1:\d+\n$")
        self.assertEqual(lines[1:] + [rest], ["Ready.\n", ""])

    def test_reset_forgets(self):
        with Emulator() as emulator:
            emulator.ask("PUT", "/forgotten")
            emulator.ask("PUT", "/forgotten/key", b"x")
            self.assertEqual(emulator.ask("GET", "/forgotten/key"), (200, b"x"))
            self.assertEqual(emulator.ask("POST", "/_localstack/state/reset")[0], 200)
            self.assertEqual(emulator.ask("GET", "/forgotten/key")[0], 404)
            self.assertEqual(emulator.ask("PUT", "/forgotten")[0], 200)

    def test_a_thousand_idle_connections_are_held_in_little_memory(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < 1200:
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
            self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        with Emulator() as emulator:
            emulator.ask("GET", "/_sendlab/health")
            before = emulator.memory()
            idle = [emulator.connect() for _ in range(1000)]
            for client in idle:
                client.send(HEALTH)
                client.answer()
            self.assertLess((emulator.memory() - before) / 1000, 20 * 1024)
            self.assertEqual(emulator.ask("GET", "/_sendlab/health")[0], 200)
            for client in idle:
                client.socket.close()


class Exec(unittest.TestCase):
    def run_exec(self, *words, **options):
        with tempfile.TemporaryDirectory() as cache:
            environment = dict(os.environ, XDG_CACHE_HOME=cache)
            return subprocess.run([SENDLAB, "exec", *words], capture_output=True, text=True, timeout=TIMEOUT,
                                  check=False, env=environment, **options)

    def test_the_command_finds_the_emulator_and_its_status_is_ours(self):
        script = ('import json, os, socket, sys, urllib.request; '
                  'ask = urllib.request.urlopen(os.environ["AWS_ENDPOINT_URL"] + "/_sendlab/health"); '
                  'assert json.load(ask)["status"] == "ready"; '
                  'assert os.environ["AWS_ENDPOINT_URL_S3"] == os.environ["SENDLAB_ENDPOINT"]; '
                  'assert os.path.exists(os.environ["AWS_CA_BUNDLE"]); '
                  'smtp = socket.create_connection((os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"]))); '
                  'assert smtp.recv(4) == b"220 "; '
                  'print(os.environ["AWS_REGION"], sys.argv[1:]); sys.exit(7)')
        done = self.run_exec("--", "python3", "-c", script, "--flag", "--", "x y")
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertEqual(done.stdout, "us-east-1 ['--flag', '--', 'x y']\n")

    def test_a_home_that_cannot_be_written_is_no_obstacle(self):
        temporary = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        environment = dict(os.environ, HOME="/proc", TMPDIR=str(temporary))
        environment.pop("XDG_CACHE_HOME", None)
        script = 'echo "$AWS_ENDPOINT_URL"; test -z "$AWS_CA_BUNDLE" || cat "$AWS_CA_BUNDLE" >/dev/null'
        for tls in True, False:
            if not tls:
                shutil.rmtree(temporary / f"sendlab-{os.geteuid()}")
                (temporary / f"sendlab-{os.geteuid()}").touch()  # no folder can be made of it
            done = subprocess.run([SENDLAB, "exec", "--", "sh", "-c", script], capture_output=True, text=True,
                                  timeout=TIMEOUT, check=False, env=environment)
            self.assertEqual((done.returncode, done.stdout[:7]), (0, "http://"), done.stderr)

    def test_how_a_command_ends_is_told_as_shells_do(self):
        self.assertEqual(self.run_exec("--", "true").returncode, 0)
        self.assertEqual(self.run_exec("--", "no-such-command-here").returncode, 127)
        self.assertEqual(self.run_exec("--", "/etc").returncode, 126)
        self.assertEqual(self.run_exec("--", "sh", "-c", "kill -TERM $$").returncode, 128 + signal.SIGTERM)
        self.assertEqual(self.run_exec().returncode, 2)
        self.assertEqual(self.run_exec("--").returncode, 2)

    def test_signals_reach_the_command(self):
        script = ("import signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM}); "
                  "print('waiting', flush=True); signal.sigwait({signal.SIGTERM}); sys.exit(5)")
        process = subprocess.Popen([SENDLAB, "exec", "--", "python3", "-c", script], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        self.assertEqual(process.stdout.readline(), "waiting\n")
        process.terminate()
        self.assertEqual(process.wait(TIMEOUT), 5)
        process.stdout.close()


if __name__ == "__main__":
    unittest.main()
