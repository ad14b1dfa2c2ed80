"""The emulator as a process, for tests over real sockets: `sendlab serve` at ports that the kernel chooses.

SENDLAB names the program. Certificates and temporary files are made in a folder of the test's own. An emulator that a test has
not ended must end well: with the descriptors that it began with, no child process, status 0, and no temporary file.
"""

import http.client
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import tempfile
import time

import process_memory

SENDLAB = os.environ["SENDLAB"]
TIMEOUT = 30  # of any wait; a test that waits longer has failed


def descriptors_of(pid):
    """{number: what it is} of a process."""
    found = {}
    for one in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        try:
            found[int(one.name)] = os.readlink(one)
        except FileNotFoundError:
            pass  # closed meanwhile
    return found


def connected_sockets():
    """Those whose clients have not closed them, as descriptors name them: a pool of a test's own client is no leak."""
    rows = [line.split() for name in ("tcp", "tcp6") for line in pathlib.Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == "01"}


def children_of(pid):
    """{process: its name}."""
    found = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = stat.read_text().split("(", 1)[1].rsplit(")", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(rest.split()[1]) == pid:
            found[int(stat.parent.name)] = name
    return found


def wait_until_gone(leaks):
    """Fails with what `leaks()` still gives when nobody should wait any longer."""
    end = time.monotonic() + TIMEOUT
    while found := leaks():
        if time.monotonic() > end:
            raise AssertionError(f"it is still there: {found}")
        time.sleep(0.02)


class Emulator:
    def __init__(self, *options, port=0):
        self.folder = tempfile.TemporaryDirectory(prefix="sendlab-wire-")
        self.temporary = pathlib.Path(self.folder.name) / "tmp"
        self.temporary.mkdir()
        environment = dict(os.environ, XDG_CACHE_HOME=self.folder.name, TMPDIR=str(self.temporary))
        self.log = tempfile.TemporaryFile("w+", prefix="sendlab-wire-log-")
        self.process = subprocess.Popen(
            [SENDLAB, "serve", "--port", str(port), "--mail-port", "0", "--smtp-port", "0", "--json", *options],
            stdout=subprocess.PIPE, stderr=self.log, env=environment, text=True)
        line = self.process.stdout.readline()  # printed once everything listens
        if not line:
            raise AssertionError(f"sendlab serve did not start: {self.logged()}")
        self.facts = json.loads(line)
        self.port = self.facts["ports"]["edge"]
        self.descriptors = descriptors_of(self.process.pid)

    def __enter__(self):
        return self

    def __exit__(self, failed=None, *_):
        try:
            if self.process.poll() is None and not failed:
                self.end_well()
        finally:
            if self.process.poll() is None:
                self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.log.close()
            self.folder.cleanup()

    def end_well(self):
        """After a reset it has nothing that it did not have at first; then it goes by itself and leaves nothing."""
        status, answer = self.ask("POST", "/_sendlab/reset")
        assert status == 200, answer
        wait_until_gone(lambda: children_of(self.process.pid))
        wait_until_gone(self.new_descriptors)
        status = self.stop()
        assert status == 0, f"it ended with status {status}: {self.logged()}"
        left = [str(path.relative_to(self.temporary)) for path in self.temporary.rglob("*")]
        assert not left, f"temporary files were left: {left}"

    def new_descriptors(self):
        now, connected = descriptors_of(self.process.pid), connected_sockets()
        own = {number: what for number, what in now.items() if what not in connected}
        return own if len(own) > len(self.descriptors) else None

    def connect(self, port=None):
        return Client(socket.create_connection(("127.0.0.1", port or self.port), timeout=TIMEOUT))

    def connect_tls(self, name="localhost"):
        context = ssl.create_default_context(cafile=self.facts["ca"])
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        return Client(context.wrap_socket(plain, server_hostname=name))

    def ask(self, method, path, body=None, headers=None, port=None):
        """(status, body) of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def memory(self):
        """Resident bytes; 0 with a sanitizer."""
        return process_memory.resident(self.process.pid)

    def peak_memory(self):
        return process_memory.peak(self.process.pid)

    def stop(self, number=signal.SIGTERM):
        """The exit status after a signal."""
        self.process.send_signal(number)
        return self.process.wait(TIMEOUT)

    def logged(self):
        self.log.seek(0)
        return self.log.read()


class Client:
    """A raw connection: bytes out, answers in."""

    def __init__(self, connection):
        self.socket = connection
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def receive(self, size):
        while len(self.unread) < size:
            self._more()
        data, self.unread = self.unread[:size], self.unread[size:]
        return data

    def head(self):
        """(status, {field: value}) of the next answer."""
        while b"\r\n\r\n" not in self.unread:
            self._more()
        head, self.unread = self.unread.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines)
        return int(first.split()[1]), {name.lower(): value for name, value in fields.items()}

    def answer(self, head_only=False):
        """(status, fields, body) of the next answer."""
        status, fields = self.head()
        return status, fields, b"" if head_only else self.receive(int(fields.get("content-length", 0)))

    def at_end(self):
        """Has the server closed? Waits until it does or says something."""
        if self.unread:
            return False
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def _more(self):
        data = self.socket.recv(65536)
        if not data:
            raise EOFError("the server closed the connection")
        self.unread += data
