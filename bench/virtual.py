"""Virtual time: model PIPE (bench/pipe.json) on several engines, and how long runs and plans take."""

import json
import pathlib
import subprocess
import sys
import tempfile

from measuring import PEERS, ROOT, beside, timed

HERE = ROOT / "bench"
ARTICLE = ROOT / "fixtures/article/pipeline.json"
SWEEP = ["--set", "lambda.memory_mb=1769", "--emails-per-file", "1..200", "--max-timeout-probability", "1e-6"]


def python_with_simpy():
    """Debian's packages are seen by Debian's Python only, which need not be the first one."""
    for python in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import simpy"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    return None


def rate(words, environment=None):
    """E-mails a second of CPU time, start of the process included."""
    _, cpu, _, printed = timed(words, environment)
    return json.loads(printed)["emails"] / cpu


def longer(folder, times):
    """bench/pipe.json, so many times as long."""
    scenario = json.loads((HERE / "pipe.json").read_text())
    scenario["duration"] = f"{float(scenario['duration'].removesuffix('s')) * times}s"
    path = pathlib.Path(folder) / f"pipe-{times}.json"
    path.write_text(json.dumps(scenario))
    return path


def engines(options, absent):
    """{engine: words} for an event an e-mail."""
    found = {"sendlab run": [options.sendlab, "run", HERE / "pipe.json", "--json"]}
    heap = options.build / "bench/pipe_heap"
    if heap.exists():
        found["hand-written heap"] = [heap, "40000"]
    else:
        absent["hand-written heap"] = "not built: cmake --preset release -DSENDLAB_BENCH=ON"
    for name, words in (("ns-3", [PEERS / "pipe_ns3", "40000"]), ("SimGrid", [PEERS / "pipe_simgrid", "4000"])):
        if words[0].exists():
            found[name] = words
        else:
            absent[name] = "not built: bench/peers --setup"
    if python := python_with_simpy():
        found["SimPy"] = [python, HERE / "pipe_simpy.py", "4000"]
    else:
        absent["SimPy"] = "not installed: apt-get install python3-simpy"
    return found


def printed_seconds(words):
    return json.loads(timed(words)[3])["seconds"] * 1e3


def wall_ms(words, statuses=(0,)):
    return timed(words, statuses=statuses)[0] * 1e3


def virtual_round(book, options):
    pipe, title = [options.sendlab, "run", HERE / "pipe.json", "--json"], "PIPE, 1 M e-mails, an event an e-mail"
    book.measure("Virtual time", title, "e-mails a second of CPU", {
        name: lambda words=words: rate(words, beside() if str(PEERS) in str(words[0]) else None)
        for name, words in engines(options, book.absent).items()})
    for size in ("8KB", "500B"):
        bodies = ["--set", "application.bodies=true", "--set", "duration=1295s", "--set", f"application.email_size={size}"]
        book.measure("Virtual time", f"PIPE, 0.1 M e-mails with bodies of {size}: files of JSON, messages of MIME",
                     "e-mails a second of CPU", {"sendlab run": lambda: rate([*pipe, *bodies])})
    kernel, heap, curve = (options.build / "bench" / name for name in ("pipe_kernel", "pipe_heap", "timeout_curve"))
    if kernel.exists():
        book.measure("Virtual time", "PIPE, 1 M e-mails, an event an attempt", "e-mails a second of CPU", {
            "sendlab, the planner's kernel": lambda: rate([kernel, "40000"]),
            "hand-written heap": lambda: rate([heap, "40000", "10", "1", "attempts"])})
        book.measure("Plan", "P(time-out) for 1 to 200 e-mails, computed: one after the other", "ms", {
            "sendlab": lambda: printed_seconds([curve])}, "less")
        book.measure("Plan", "P(time-out) for 1 to 200 e-mails, computed: the same, correlation 0.1", "ms", {
            "sendlab": lambda: printed_seconds([curve, "0.1"])}, "less")
    with tempfile.TemporaryDirectory() as folder:
        ten = longer(folder, 10)
        peak = {}

        def ten_million():
            _, cpu, peak["sendlab run"], printed = timed([options.sendlab, "run", ten, "--json"])
            return json.loads(printed)["emails"] / cpu
        book.measure("Virtual time", "PIPE, 10 M e-mails", "e-mails a second of CPU", {"sendlab run": ten_million})
        for name, used in peak.items():
            book.enter("Virtual time", "PIPE, 10 M e-mails: peak memory", "MiB", name, used, "less")
    book.measure("Virtual time", "The article's file, from start to exit: 25 e-mails, 3 s, retries after 1 and 2 minutes", "ms", {
        "sendlab run": lambda: wall_ms([options.sendlab, "run", HERE / "article.json", "--json"])}, "less")
    plan_round(book, options)


def plan_round(book, options):
    def plan(*words):
        return lambda: wall_ms([options.sendlab, "plan", *words, "--json", "--quiet"], (0, 1, 4))

    book.measure("Plan", "sendlab plan, from start to exit: scenarios/article-defaults.json", "ms", {
        "sendlab": plan(ROOT / "scenarios/article-defaults.json")}, "less")
    for model, how in (("sequential", "one after the other"), ("parallel", "50 at once")):
        book.measure("Plan", f"sendlab plan, from start to exit: 1 to 200 e-mails a file for 1 in a million, {how}", "ms", {
            "sendlab": plan(ARTICLE, *SWEEP, "--set", f"lambda.handler.model={model}")}, "less")
