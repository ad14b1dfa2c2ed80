"""Starts Sendlab for a test suite and asks it what happened. One file, the standard library only: copy it or install it.

    with sendlab.start("pipeline.json") as emulator:
        ...                                  # the code under test, with emulator.environment
        emulator.advance("10m")              # Lambda's retries, without the minutes between them
        assert emulator.duplicates()["duplicates"] == 0

Under `sendlab exec -- pytest` the emulator runs already: sendlab.attach() is it.
"""

import datetime
import json
import os
import select
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

__version__ = "0.1.0"
__all__ = ["Sendlab", "SendlabError", "attach", "start"]

_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy cannot reach the loopback interface
_SLACK = 30  # seconds that an answer may take beyond what was asked for


class SendlabError(Exception):
    """The emulator did not start, or refused a call; the text is its own."""


class Sendlab:
    """A running emulator. Made by start() and attach(); a context manager that stops it."""

    def __init__(self, endpoint, process=None, log=None):
        self.endpoint = endpoint
        self._process, self._log = process, log
        self.facts = self._ask("GET", "/_sendlab/health")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def page(self):
        """URL of the mail that was caught, for a browser."""
        return f"http://127.0.0.1:{self.facts['ports']['mail']}"

    @property
    def smtp(self):
        """(host, port) of SMTP."""
        return "127.0.0.1", self.facts["ports"]["smtp"]

    @property
    def environment(self):
        """What AWS SDKs and mail libraries look at, as `sendlab exec` sets it."""
        host, port = self.smtp
        region, ca = self.facts["region"], self.facts["ca"]
        return {"AWS_ENDPOINT_URL": self.endpoint, "SENDLAB_ENDPOINT": self.endpoint, "AWS_ACCESS_KEY_ID": "test",
                "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": region, "AWS_DEFAULT_REGION": region,
                "AWS_CA_BUNDLE": ca, "SMTP_HOST": host, "SMTP_PORT": str(port)}

    def messages(self, query=""):
        """What was accepted and matches, newest first; `query` takes Mailpit's filters: "to:a@example.com subject:Hi"."""
        messages, size = [], 500
        while True:
            page = self._ask("GET", "/_sendlab/messages", query=query, start=len(messages), limit=size)
            messages += page["messages"]
            if len(messages) >= page["matching"] or not page["messages"]:
                return messages

    def message(self, name):
        """One message with its text, as Mailpit's API has it; `name` is its "name", or "ID" where Mailpit says so."""
        return self._ask("GET", f"/api/v1/message/{urllib.parse.quote(name)}")

    def wait_for_messages(self, query="", count=1, timeout=10, exact=False):
        """The messages that match, oldest first, as soon as there are `count`. `exact`: no more may come within the time.
        Raises SendlabError when the time is over."""
        answer = self._ask("GET", "/_sendlab/wait", query=query, count=count, timeout=_duration(timeout),
                           exact=str(exact).lower())
        return answer["messages"][::-1]

    def duplicates(self):
        """Who got what more than once: {"duplicates": 0, "recipients_hit_twice": 0, "emails": [...]}."""
        return self._ask("GET", "/_sendlab/duplicates")

    def invocations(self, **filters):
        """Every invocation with its attempts; state="given_up", key=..., function=..."""
        return self._ask("GET", "/_sendlab/invocations", **filters)["invocations"]

    def report(self):
        """The account of all that happened, with the scenario's expectations, as `sendlab run --json` has it."""
        return self._ask("GET", "/_sendlab/report")

    def faults(self):
        """The faults, how often each was met, how often it struck."""
        return self._ask("GET", "/_sendlab/faults")["faults"]

    def set_faults(self, faults):
        """Replaces them, in the words of a scenario file, times from now: [{"target": "ses", "add": "300ms"}]."""
        return self._ask("PUT", "/_sendlab/faults", {"faults": faults})["faults"]

    def reset(self):
        """Forgets buckets, functions, mail and faults; the scenario's own bucket and functions are there again. Code that
        runs is waited for, so that it cannot reach into what comes next."""
        self.advance(0)
        self._ask("DELETE", "/_sendlab/faults")
        self._ask("POST", "/_sendlab/reset")

    def advance(self, by):
        """Puts the clock forward: all that is due until then happens now, each event at its own moment. Code that runs is
        waited for. Seconds, a timedelta, or text such as "2m"."""
        return self._ask("POST", "/_sendlab/clock/advance", by=_duration(by), wait=None)

    def log(self):
        """What the emulator wrote so far: a line for each call, and what functions wrote."""
        if self._log is None:
            return ""
        self._log.seek(0)
        return self._log.read()

    def stop(self):
        """Ends it, unless it is somebody else's (attach)."""
        if self._process is None:
            return
        self._process.stdin.close()  # it was started with --until-eof
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()
        self._process = self._log = None

    def _ask(self, method, path, body=None, wait=_SLACK, **parameters):
        query = urllib.parse.urlencode({name: value for name, value in parameters.items() if value != ""})
        request = urllib.request.Request(f"{self.endpoint}{path}?{query}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        if wait is not None and "timeout" in parameters:
            wait += _seconds(parameters["timeout"])
        try:
            with _DIRECT.open(request, timeout=wait) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            try:
                text = json.loads(text)["error"]
            except (ValueError, KeyError, TypeError):
                pass
            raise SendlabError(f"{method} {path}: {text}") from None


def start(scenario=None, *, retry_delays=None, options=(), binary=None, timeout=30):
    """Starts `sendlab serve` on free ports and comes back when it is ready.

    `scenario` is a file, or a dictionary as a file has it (paths in it are then relative to the working directory).
    `options` go to the program: ["--smtp-ses"]. `binary`: else $SENDLAB, else sendlab in the PATH.
    The emulator ends with stop(), and with this process at the latest.
    """
    words = [binary or os.environ.get("SENDLAB") or "sendlab", "serve", "--json", "--until-eof",
             "--port", "0", "--mail-port", "0", "--smtp-port", "0"]
    if retry_delays:
        words += ["--retry-delays", retry_delays]
    written = _written(scenario)
    words += [*options, *([] if scenario is None else [written or os.fspath(scenario)])]
    log = tempfile.TemporaryFile("w+", prefix="sendlab-log-", errors="replace")
    try:
        process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        line = _first_line(process, timeout)
    except OSError as error:
        log.close()
        raise SendlabError(f"cannot start {words[0]}: {error.strerror}") from None
    finally:
        if written:
            os.remove(written)
    if not line:
        process.kill()
        process.wait()
        log.seek(0)
        raise SendlabError(f"{' '.join(words)} did not start: {log.read().strip() or 'no answer in time'}")
    return Sendlab(json.loads(line)["AWS_ENDPOINT_URL"], process, log)


def attach(endpoint=None):
    """The emulator that runs already: at `endpoint`, else the one of `sendlab exec` (SENDLAB_ENDPOINT)."""
    endpoint = endpoint or os.environ.get("SENDLAB_ENDPOINT")
    if not endpoint:
        raise SendlabError("no SENDLAB_ENDPOINT: is this command run by `sendlab exec -- COMMAND`?")
    return Sendlab(endpoint.rstrip("/"))


def _written(scenario):
    """A file for a scenario that is a dictionary, in the working directory, as its paths are relative to that."""
    if not isinstance(scenario, dict):
        return None
    with tempfile.NamedTemporaryFile("w", dir=".", prefix=".sendlab-", suffix=".json", delete=False) as file:
        json.dump(scenario, file)
    return file.name


def _first_line(process, timeout):
    """Printed once everything listens; nothing if that takes too long or the program ends."""
    end = time.monotonic() + timeout
    text = b""
    while not text.endswith(b"\n"):
        if not select.select([process.stdout], [], [], max(0, end - time.monotonic()))[0]:
            return b""
        more = os.read(process.stdout.fileno(), 65536)
        if not more:
            return b""
        text += more
    return text


def _duration(value):
    """As the emulator reads it: text is passed on, numbers are seconds."""
    if isinstance(value, datetime.timedelta):
        value = value.total_seconds()
    return value if isinstance(value, str) else f"{round(value * 1000)}ms"


def _seconds(text):
    """Of a duration in one unit; 10 minutes, the longest wait there is, where it is written otherwise."""
    for unit, factor in (("ms", 1e-3), ("s", 1), ("m", 60)):
        number = text.removesuffix(unit)
        if number != text and number.replace(".", "", 1).isdigit():
            return float(number) * factor
    return 600
