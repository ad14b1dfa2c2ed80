"""SMTP servers beside one another. The client is Postfix's smtp-source."""

import contextlib
import os
import pathlib
import socket
import subprocess
import time

from measuring import BODY, DEBIAN, LOADED, Failed, Server, beside, free_port, module, program, rate_and_cpu, sendlab_words, started


def connects(port):
    def probe():
        with socket.create_connection(("127.0.0.1", port), 1) as client:
            client.settimeout(5)
            return client.recv(100) != b""
    return probe


class SmtpServer(Server):
    def __init__(self, name, words, port, environment=None):
        super().__init__(name, words, connects(port), environment)
        self.port = port

    def send(self, messages, reuse):
        """Messages a second, and the server's CPU for one, in microseconds."""
        words = [program("smtp-source"), *(["-d"] if reuse else []), "-s", "10", "-l", str(len(BODY)), "-m", str(messages),
                 f"127.0.0.1:{self.port}"]
        cpu, start = self.cpu(), time.perf_counter()
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode != 0:
            raise Failed((done.stderr.strip().splitlines() or ["smtp-source failed"])[-1])
        return messages / (time.perf_counter() - start), (self.cpu() - cpu) / messages * 1e6

    def rate(self, reuse, seconds):
        first, _ = self.send(200, reuse)
        return self.send(int(min(max(first * seconds, 200), 50_000)), reuse)

    def greeting_ms(self):
        start = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self.port)) as client:
            client.recv(100)
            return (time.perf_counter() - start) * 1e3

    def big_message_ms(self):
        text = (b"x" * 70 + b"\r\n") * (8 * 1024 * 1024 // 72)
        with socket.create_connection(("127.0.0.1", self.port), 60) as client:
            for command in (b"", b"HELO bench\r\n", b"MAIL FROM:<a@b.example>\r\n", b"RCPT TO:<c@d.example>\r\n", b"DATA\r\n"):
                client.sendall(command)
                client.recv(1000)
            start = time.perf_counter()
            client.sendall(text + b".\r\n")
            said = client.recv(1000)
            if not said.startswith(b"250"):
                raise Failed(f"8 MiB were answered with {said.decode(errors='replace').strip()}")
            return (time.perf_counter() - start) * 1e3


def smtp_servers(sendlab, absent):
    ports = [free_port() for _ in range(6)]
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    yield SmtpServer("smtp-sink (keeps nothing)", [program("smtp-sink"), *user, f"127.0.0.1:{ports[0]}", "1024"], ports[0])
    yield SmtpServer("sendlab", sendlab_words(sendlab, ports[1], ports[2]), ports[2])
    if words := module("maildev", "bin/maildev"):
        here = ["--ip", "127.0.0.1", "--web-ip", "127.0.0.1"]
        yield SmtpServer("maildev", [*words, "-s", ports[3], "-w", ports[4], *here], ports[3])
    else:
        absent["maildev"] = "not there: bench/peers --setup"
    packages = "usr/lib/python3/dist-packages/aiosmtpd"
    if (DEBIAN / packages).exists() or pathlib.Path("/", packages).exists():
        words = ["/usr/bin/python3", "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{ports[5]}", "-c", "aiosmtpd.handlers.Sink"]
        yield SmtpServer("aiosmtpd (keeps nothing)", words, ports[5], beside())
    else:
        absent["aiosmtpd"] = "not there: bench/peers --setup"


def smtp_round(book, options):
    if not program("smtp-source") or not program("smtp-sink"):
        book.absent["SMTP"] = "smtp-source and smtp-sink are not installed: apt-get install postfix"
        return
    with contextlib.ExitStack() as stack:
        servers = started(stack, book, "SMTP", smtp_servers(options.sendlab, book.absent))
        book.measure("SMTP", "SMTP: from connect to greeting, median of 20", "ms", {
            s.name: lambda s=s: sorted(s.greeting_ms() for _ in range(20))[10] for s in servers}, "less")
        for server in servers:
            with contextlib.suppress(Failed):
                server.send(LOADED, True)
        book.measure("SMTP", f"SMTP: memory with {LOADED:,} messages of 4 KiB", "MiB",
                     {s.name: s.memory_mib for s in servers}, "less")
        for reuse, how in ((False, "a connection each"), (True, "10 connections")):
            rate_and_cpu(book, f"SMTP messages of 4 KiB, 10 sessions, {how}", "SMTP", servers,
                         lambda server: server.rate(reuse, options.seconds))
        book.measure("SMTP", "SMTP: one message of 8 MiB", "ms", {s.name: s.big_message_ms for s in servers}, "less")
    alone_round(book, options)


def alone_round(book, options):
    """What only a server that keeps mail can be asked."""
    port = free_port()
    with SmtpServer("sendlab", sendlab_words(options.sendlab, 0, port), port) as server:
        book.enter("SMTP", "SMTP: from connect to greeting, 99th percentile of 1,000", "ms", "sendlab",
                   sorted(server.greeting_ms() for _ in range(1000))[989], "less")
        before = server.memory_mib()
        with contextlib.ExitStack() as idle:
            for _ in range(1000):
                idle.enter_context(socket.create_connection(("127.0.0.1", port))).recv(100)
            book.enter("SMTP", "SMTP: memory of one of 1,000 idle connections", "KiB", "sendlab",
                       (server.memory_mib() - before) * 1024 / 1000, "less")
            book.enter("SMTP", "SMTP: a new client beside 1,000 idle ones, slowest of 100", "ms", "sendlab",
                       max(server.greeting_ms() for _ in range(100)), "less")
        before, messages = server.memory_mib(), 20_000
        server.send(messages, True)
        book.enter("SMTP", "SMTP: memory of a kept message of 4 KiB", "bytes", "sendlab",
                   (server.memory_mib() - before) * 2**20 / messages, "less")
