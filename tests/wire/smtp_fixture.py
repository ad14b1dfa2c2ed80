"""The SMTP server of the wire tests as a process, and a client that speaks in octets."""

import json
import os
import queue
import socket
import subprocess
import threading

import process_memory

SERVER = os.environ.get("SENDLAB_SMTP_SERVER", "smtp_test_server")
PATIENCE = 20  # seconds until a test gives up; nothing waits that long where all is well


class Server:
    """`with Server(idle_ms=300) as server:`; what it prints are events, in order."""

    def __init__(self, **settings):
        arguments = [f"{key}={value}" for key, value in settings.items()]
        self.process = subprocess.Popen([SERVER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.events = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        ready = self.events.get(timeout=PATIENCE)
        self.port, self.tls_port = ready["port"], ready["tls_port"]

    def _read(self):
        for line in self.process.stdout:
            self.events.put(json.loads(line))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        status = self.process.wait(timeout=PATIENCE)
        self.reader.join(timeout=PATIENCE)
        self.process.stdout.close()
        assert status == 0, f"the server ended with status {status}"

    def wait_for(self, kind):
        """The next event of this kind."""
        while True:
            event = self.events.get(timeout=PATIENCE)
            if event["event"] == kind:
                return event

    def messages(self, count):
        return [self.wait_for("message") for _ in range(count)]

    def memory_kib(self):
        """0 with a sanitizer, whose memory says nothing."""
        return process_memory.resident(self.process.pid) // 1024


class Client:
    """One connection."""

    def __init__(self, server, port=None):
        self.socket = socket.create_connection(("127.0.0.1", port or server.port), timeout=PATIENCE)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def line(self):
        while b"\r\n" not in self.buffer:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError(self.buffer)
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode()

    def reply(self):
        """The last line of the next reply."""
        while True:
            line = self.line()
            if line[3:4] != "-":
                return line

    def code(self):
        return int(self.reply()[:3])

    def codes(self, octets, count):
        self.send(octets)
        return [self.code() for _ in range(count)]

    def greeted(self):
        assert self.codes(b"EHLO client.example\r\n", 2) == [220, 250]
        return self

    def is_closed(self):
        """How the server ends the connection; what it says before that is in the buffer."""
        try:
            while more := self.socket.recv(65536):
                self.buffer += more
            return "closed"
        except ConnectionResetError:
            return "reset"


ENVELOPE = b"MAIL FROM:<a@client.example>\r\nRCPT TO:<b@server.example>\r\n"
