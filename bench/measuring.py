"""What the measurements of bench/peers have in common: programs that are timed, servers that are started, figures that are kept."""

import contextlib
import os
import pathlib
import platform
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "build/peers"
DEBIAN = PEERS / "debian"
TICK = os.sysconf("SC_CLK_TCK")
BODY = b"x" * 4096
LOADED = 1000  # objects, e-mails or messages that a server is given before its memory is read
SIGNED = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"


class Failed(Exception):
    """Could not be measured; the text says why, and stands in the table."""


class Book:
    """Figures of all rounds, by title and by who was measured. `servers`: the names of those to measure; all if empty."""

    def __init__(self, servers=()):
        self.tables, self.absent, self.round, self.servers = {}, {}, 0, servers

    def enter(self, group, title, unit, who, number, better="more"):
        row = self.tables.setdefault(title, {"group": group, "unit": unit, "better": better, "rows": {}})["rows"].setdefault(
            who, {"figures": [], "failed": None})
        if isinstance(number, Failed):
            row["failed"] = str(number)
        else:
            row["figures"].append(number)

    def measure(self, group, title, unit, contestants, better="more"):
        """Each in turn, in another order each round; `contestants` maps who to what returns the figure."""
        names = list(contestants)
        turn = self.round % max(1, len(names))
        for who in names[turn:] + names[:turn]:
            try:
                number = contestants[who]()
            except Failed as failure:
                number = failure
            except (OSError, ValueError, subprocess.TimeoutExpired) as error:
                number = Failed(f"{type(error).__name__}: {error}")
            self.enter(group, title, unit, who, number, better)

    def as_json(self):
        for table in self.tables.values():
            for row in table["rows"].values():
                found = row["figures"]
                row["median"] = statistics.median(found) if found else None
        return {"tables": self.tables, "absent": self.absent}


def program(name):
    """Where it is: installed, or unpacked beside by bench/peers --setup."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:{DEBIAN}/usr/bin")


def beside():
    """The environment of programs whose libraries are unpacked beside."""
    return {**os.environ, "LD_LIBRARY_PATH": f"{DEBIAN}/usr/lib/x86_64-linux-gnu",
            "PYTHONPATH": f"{DEBIAN}/usr/lib/python3/dist-packages"}


def timed(words, environment=None, statuses=(0,)):
    """Seconds from start to end, seconds of CPU, peak memory in MiB, and what it printed."""
    start = time.perf_counter()
    with subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                          env=environment) as process:
        printed = process.stdout.read()
        said = process.stderr.read().decode(errors="replace").strip()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in statuses:
        raise Failed(f"status {process.returncode}: {said.splitlines()[-1] if said else 'it said nothing'}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed


def free_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]


def family(pid):
    """The process and its children, theirs too."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            children.setdefault(int(stat.read_text().rsplit(")", 1)[1].split()[1]), []).append(int(stat.parent.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


class Server:
    """A program that listens: started, asked until it answers, and ended at the end of a `with` block."""

    def __init__(self, name, words, probe, environment=None):
        self.name, self.words, self.probe, self.environment = name, list(map(str, words)), probe, environment

    def __enter__(self):
        start = time.perf_counter()
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(self.words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log,
                                        env=self.environment)
        while not self.answers():
            if self.process.poll() is not None or time.perf_counter() > start + 30:
                said = self.last_words()
                self.__exit__()
                raise Failed(f"it did not start: {said}")
            time.sleep(0.001)
        self.ready_ms = (time.perf_counter() - start) * 1000
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def last_words(self):
        self.log.seek(0)
        lines = self.log.read().decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def check(self):
        """Does it do what is measured? Raises Failed."""

    def answers(self):
        try:
            return self.probe()
        except OSError:
            return False

    def cpu(self):
        total = 0
        for pid in family(self.process.pid):
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICK

    def memory_mib(self):
        total = 0
        for pid in family(self.process.pid):
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            total += sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
        return total / 1024


def module(name, script):
    path = PEERS / "npm/node_modules" / name / script
    return ["node", path] if path.exists() and shutil.which("node") else None


def sendlab_words(sendlab, port, smtp_port, *more):
    return [sendlab, "serve", *more, "--port", port, "--mail-port", "0", "--smtp-port", smtp_port]


def started(stack, book, group, servers):
    """Those that started and do what is measured; how long that took, and their memory."""
    found = []
    title = f"{group}: from exec to the first answer"
    for server in servers:
        if book.servers and server.name.split()[0] not in book.servers:
            continue
        try:
            stack.enter_context(server)
            book.enter(group, title, "ms", server.name, server.ready_ms, "less")
            time.sleep(0.2)
            book.enter(group, f"{group}: memory, idle", "MiB", server.name, server.memory_mib(), "less")
            server.check()
            found.append(server)
        except (Failed, OSError) as failure:
            book.enter(group, title, "ms", server.name, Failed(str(failure)), "less")
    return found


def rate_and_cpu(book, title, group, servers, measured):
    """`measured(server)` returns a rate and the server's CPU for one, in microseconds; they have a table each."""
    cpu = {}

    def rate(server):
        found, cpu[server.name] = measured(server)
        return found
    book.measure(group, title, "a second", {server.name: lambda server=server: rate(server) for server in servers})
    for name, used in cpu.items():
        book.enter(group, f"{title}: the server's CPU", "us each", name, used, "less")


def machine():
    facts = pathlib.Path("/proc/cpuinfo").read_text()
    model = next((line.split(":")[1].strip() for line in facts.splitlines() if line.startswith("model name")), "unknown")
    memory = int(pathlib.Path("/proc/meminfo").read_text().split()[1]) / 2**20
    return {"processor": model, "cores": os.cpu_count(), "memory_gib": round(memory, 1), "kernel": platform.release(),
            "system": platform.freedesktop_os_release().get("PRETTY_NAME", "unknown")}
