"""Live load that lasts: what bench/soak measures, and the verdict on it."""

import base64
import http.client
import io
import itertools
import json
import math
import pathlib
import re
import smtplib
import statistics
import subprocess
import threading
import time
import urllib.parse
import zipfile

from http_fixture import SENDLAB, Emulator, children_of, descriptors_of
from measuring import machine

FILES, EMAILS, KEPT, WORKERS, BACKLOG = 500, 5, 2000, 4, 20
SES = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ses/aws4_request",
       "Content-Type": "application/x-www-form-urlencoded"}
HANDLER = """
import http.client, json, os, urllib.parse
KEY = os.environ["AWS_ACCESS_KEY_ID"]
HEAD = {"Authorization": f"AWS4-HMAC-SHA256 Credential={KEY}/20260101/us-east-1/ses/aws4_request",
        "Content-Type": "application/x-www-form-urlencoded"}
where = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL"])
def ask(connection, *request):
    connection.request(*request)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status}: {body[:200]}")
    return body
def handler(event, context):
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
    for record in event["Records"]:
        key = record["s3"]["object"]["key"]
        file = json.loads(ask(connection, "GET", f"/async-emails/{key}"))
        for mail in file["emails"]:
            ask(connection, "POST", "/", urllib.parse.urlencode({
                "Action": "SendEmail", "Source": file["meta"]["from"], "Destination.ToAddresses.member.1": mail["to"],
                "Message.Subject.Data": mail["subject"], "Message.Body.Text.Data": mail["message"]}), HEAD)
    connection.close()
"""


def form(**fields):
    return urllib.parse.urlencode({"Action": "SendEmail", "Source": "app@example.com", **fields})


class Client:
    """Of one worker: connections that stay open, and what each kind of call took."""

    def __init__(self, load):
        ports = load.emulator.facts["ports"]
        self.load, self.took = load, {}
        self.edge = http.client.HTTPConnection("127.0.0.1", ports["edge"], timeout=30)
        self.smtp = smtplib.SMTP("127.0.0.1", ports["smtp"], timeout=30)

    def timed(self, kind, call, *arguments):
        start = time.perf_counter()
        try:
            return call(*arguments)
        finally:
            self.took.setdefault(kind, []).append((start, time.perf_counter() - start))

    def ask(self, method, path, body=None, fields=None):
        self.edge.request(method, path, body, fields or {})
        answer = self.edge.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {text[:200]}")
        return text

    def round(self, number):
        emails = [{"to": f"f{number}-{n}@example.com", "subject": f"file {number}", "message": "x" * 1000} for n in range(EMAILS)]
        file = json.dumps({"meta": {"from": "app@example.com"}, "emails": emails})
        self.timed("S3 put", self.ask, "PUT", f"/async-emails/{number % FILES}.json", file)
        for n in range(EMAILS):
            self.timed("SES send", self.ask, "POST", "/", form(**{
                "Destination.ToAddresses.member.1": f"s{number}-{n}@example.com", "Message.Subject.Data": f"ses {number}",
                "Message.Body.Text.Data": "y" * 1000}), SES)
            self.timed("SMTP mail", self.smtp.sendmail, "app@example.com", [f"m{number}-{n}@example.com"],
                       f"Subject: smtp {number}\r\nMessage-ID: <{number}.{n}@example.com>\r\n\r\n" + "z" * 70 + "\r\n")
        newest = json.loads(self.timed("list", self.ask, "GET", "/api/v1/messages?limit=50"))["messages"]
        self.timed("search", self.ask, "GET", "/api/v1/search?query=subject:ses&limit=10")
        if newest:
            self.edge.request("GET", f"/api/v1/message/{newest[0]['ID']}")
            answer = self.edge.getresponse()
            answer.read()
            if answer.status not in (200, 404): # retention may have taken it meanwhile
                raise RuntimeError(f"a message was answered with {answer.status}")

    def close(self):
        self.edge.close()
        self.smtp.close()


class Load:
    """Workers that play rounds: at once (a capacity), or at fixed times."""

    def __init__(self, emulator):
        self.emulator, self.errors, self.rounds, self.took, self.late = emulator, [], 0, {}, 0.0
        self.lock, self.room = threading.Lock(), threading.Event()

    def run(self, seconds, rate=None):
        """Rounds a second that were done."""
        numbers, start, before = itertools.count(), time.perf_counter(), self.rounds
        self.over, first = False, self.rounds
        threads = [threading.Thread(target=self.work, args=(numbers, start, rate, first)) for _ in range(WORKERS)]
        for thread in threads:
            thread.start()
        try:
            self.watch(start + seconds)
        finally:
            self.over = True
            self.room.set()
            for thread in threads:
                thread.join()
        return (self.rounds - before) / (time.perf_counter() - start)

    def watch(self, end):
        """Files whose handlers have not ended are few, so that what is measured is what the pipeline does."""
        while time.perf_counter() < end and not self.errors:
            self.room.set() if self.pending() < BACKLOG else self.room.clear()
            time.sleep(0.1)

    def work(self, numbers, start, rate, first):
        client = None
        try:
            client = Client(self)
            while not self.over:
                number = next(numbers)
                if rate:
                    due = start + number / rate
                    time.sleep(max(0.0, due - time.perf_counter()))
                    self.late = max(self.late, time.perf_counter() - due)
                else:
                    self.room.wait()
                if self.over:
                    break
                client.round(first + number)
                with self.lock:
                    self.rounds += 1
        except Exception as error:  # whatever it is, it is an error of the load
            self.errors.append(f"{type(error).__name__}: {error}")
        finally:
            if client:
                client.close()
                with self.lock:
                    for kind, times in client.took.items():
                        self.took.setdefault(kind, []).extend(times)

    def metric(self, name):
        text = self.emulator.ask("GET", "/_sendlab/metrics")[1].decode()
        return sum(float(value) for value in re.findall(rf"^{name}(?:{{.*}})? ([\d.e+]+)$", text, re.MULTILINE))

    def pending(self):
        return self.metric("sendlab_invocations_pending")

    def drain(self):
        end = time.monotonic() + 60
        while self.pending() and time.monotonic() < end:
            time.sleep(0.1)


class Sampler(threading.Thread):
    """Each second, what the emulator has of the machine."""

    def __init__(self, emulator):
        super().__init__(daemon=True)
        self.pid, self.samples, self.over = emulator.process.pid, [], threading.Event()

    def run(self):
        start = time.perf_counter()
        while not self.over.wait(1):
            status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
            value = {name: int(re.search(rf"{name}:\s+(\d+)", status)[1]) for name in ("VmRSS", "Threads")}
            self.samples.append({"second": round(time.perf_counter() - start, 1), "rss_kib": value["VmRSS"],
                                 "threads": value["Threads"], "descriptors": len(descriptors_of(self.pid)),
                                 "processes": len(children_of(self.pid))})


def slope(points, blocks=20):
    """KiB a minute and its standard error, of the means of blocks: neighbouring seconds are not independent."""
    size = len(points) // blocks
    if size == 0:
        return 0.0, math.inf
    means = [[statistics.fmean(column) for column in zip(*points[n * size:(n + 1) * size])] for n in range(blocks)]
    x_mean, y_mean = (statistics.fmean(column) for column in zip(*means))
    spread = sum((x - x_mean) ** 2 for x, _ in means)
    found = sum((x - x_mean) * (y - y_mean) for x, y in means) / spread
    rest = sum((y - y_mean - found * (x - x_mean)) ** 2 for x, y in means)
    return 60 * found, 60 * math.sqrt(rest / (blocks - 2) / spread)


def verdict_of(samples):
    """Flat: over the last two thirds no growth that the scatter does not explain, or less than 1 % of the memory. Below a minute
    nobody can tell."""
    late = [(s["second"], s["rss_kib"]) for s in samples[len(samples) // 3:]]
    rate, error = slope(late)
    minutes = (late[-1][0] - late[0][0]) / 60 if late else 0
    memory = statistics.fmean(y for _, y in late) if late else 0
    return {"kib_a_minute": round(rate, 1), "standard_error": round(error, 1) if math.isfinite(error) else None,
            "minutes": round(minutes, 1), "rss_mib": round(memory / 1024, 1),
            "flat": (rate - 2 * error <= 0 or rate * minutes < memory / 100) if minutes >= 1 else None}


def percentiles(times):
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0] * 99
    return {"n": len(times), "p50_ms": round(1000 * cuts[49], 2), "p99_ms": round(1000 * cuts[98], 2)}


def set_up(emulator):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("app.py", HANDLER)
    create = {"FunctionName": "sender", "Runtime": "python3.11", "Handler": "app.handler", "Timeout": 30, "MemorySize": 1769,
              "Role": "arn:aws:iam::000000000000:role/r", "Code": {"ZipFile": base64.b64encode(out.getvalue()).decode()}}
    rule = ("<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:sender"
            "</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>")
    for request in (("PUT", "/async-emails"), ("POST", "/2015-03-31/functions", json.dumps(create)),
                    ("PUT", "/async-emails?notification", rule)):
        status, answer = emulator.ask(*request)
        assert status in (200, 201), answer


def fill(emulator):
    """As many mails as are kept: what is measured begins with a full mailbox."""
    with smtplib.SMTP("127.0.0.1", emulator.facts["ports"]["smtp"], timeout=30) as client:
        for number in range(KEPT):
            client.sendmail("app@example.com", ["fill@example.com"], f"Subject: {number}\r\n\r\n" + "z" * 900 + "\r\n")


def soak(options):
    with Emulator("--keep-messages", str(KEPT), "--keep-invocations", str(KEPT // 10)) as emulator: # its end fails on what is left
        set_up(emulator)
        load = Load(emulator)
        fill(emulator)
        capacity = load.run(options.probe)
        load.drain()
        load.took.clear()
        sampler = Sampler(emulator)
        sampler.start()
        start, before = time.perf_counter(), load.rounds
        held = load.run(60 * options.minutes, options.share * capacity)
        load.drain()
        sampler.over.set()
        sampler.join()
        expected = KEPT + load.rounds * 3 * EMAILS
        counted = {name: int(load.metric(f"sendlab_{name}")) for name in ("messages_total", "messages_kept", "duplicates")}
        failed = int(load.metric("sendlab_attempts_total")) - load.rounds
    middle = start + 30 * options.minutes
    found = {
        "date": time.strftime("%Y-%m-%d"), "machine": machine(),
        "version": subprocess.run([SENDLAB, "--version"], capture_output=True, text=True, check=True).stdout.splitlines(),
        "minutes": options.minutes, "share": options.share, "capacity": round(capacity, 2), "asked": round(options.share * capacity, 2), "held": round(held, 2),
        "rounds": load.rounds - before, "latest_start_s": round(load.late, 2), "errors": load.errors,
        "lost": expected - counted["messages_total"], "attempts_besides_the_first": failed, **counted,
        "memory": verdict_of(sampler.samples),
        "most": {name: max(s[name] for s in sampler.samples) for name in ("descriptors", "threads", "processes")},
        "latency": {kind: {half: percentiles([took for when, took in times if (when < middle) == (half == "first half")])
                           for half in ("first half", "second half")} for kind, times in load.took.items()},
        "samples": sampler.samples[::max(1, len(sampler.samples) // 60)]}
    found["passed"] = not load.errors and found["lost"] == 0 and failed == 0 and found["memory"]["flat"] is not False
    return found


FLAT = {True: "flat", False: "NOT FLAT", None: "too short to tell"}


def lines_of(found):
    memory = found["memory"]
    yield f"capacity {found['capacity']} rounds a second; asked for {found['asked']}, held {found['held']} for {found['minutes']:g} minutes: {found['rounds']} rounds"
    yield (f"memory {memory['rss_mib']} MiB, {memory['kib_a_minute']} +- {memory['standard_error']} KiB a minute over the last "
           f"{memory['minutes']} minutes: {FLAT[memory['flat']]}")
    yield f"at most {', '.join(f'{number} {name}' for name, number in found['most'].items())}"
    for kind, halves in found["latency"].items():
        yield f"{kind}: " + "; ".join(f"{half} p50 {p['p50_ms']} ms, p99 {p['p99_ms']} ms (n={p['n']})" for half, p in halves.items())
    yield f"errors: {len(found['errors'])}; lost: {found['lost']}; attempts besides the first: {found['attempts_besides_the_first']}"
    yield from found["errors"][:5]
