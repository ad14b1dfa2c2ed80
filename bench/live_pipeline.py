"""The whole pipeline with a real Node.js handler, Sendlab alone."""

import contextlib
import http.client
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from measuring import PEERS, ROOT, SIGNED, Failed, program

sys.path.insert(0, str(ROOT / "emulator/clients/python"))
import sendlab

FILES, EMAILS = 200, 25
NO_LATENCY = {"s3": {"put_latency": "0s", "get_latency": "0s", "notification_delay": "0s"},
              "lambda": {"dispatch_delay": "0s", "cold_start": "0s", "memory_mb": 1769},
              "ses": {"latency": "0s", "rate": "100000/s"}}


def post(emulator, method, path, content):
    connection = http.client.HTTPConnection(emulator.endpoint.removeprefix("http://"), timeout=60)
    connection.request(method, path, json.dumps(content), {"Authorization": SIGNED.format("s3" if method == "PUT" else "lambda")})
    answer = connection.getresponse()
    said = answer.read().decode(errors="replace")
    connection.close()
    if answer.status not in (200, 201):
        raise Failed(f"{method} {path} was answered with {answer.status}: {said}")


def upload(emulator, number):
    emails = [{"to": f"user{number}-{n}@example.com", "subject": "Hi", "message": "Hello"} for n in range(EMAILS)]
    meta = {"from": "a@example.org", "contentType": "text/plain", "charset": "UTF-8"}
    post(emulator, "PUT", f"/async-emails/{number}.json", {"meta": meta, "emails": emails})


def all_mail(emulator):
    """E-mails a second, until every one has come; how many came twice, how many attempts timed out."""
    start = time.perf_counter()
    for number in range(FILES):
        upload(emulator, number)
    emulator.wait_for_messages(count=FILES * EMAILS, timeout=120)
    took = time.perf_counter() - start
    report = emulator.report()
    return FILES * EMAILS / took, report["duplicates"], report["timeouts"]


def invocations(emulator, folder, seconds):
    """A second, of a function that does nothing, one after the other."""
    (folder / "index.js").write_text("exports.handler = async () => null;\n")
    post(emulator, "POST", "/2015-03-31/functions", {
        "FunctionName": "nothing", "Runtime": "nodejs20.x", "Role": "arn:aws:iam::000000000000:role/r", "Handler": "index.handler",
        "Code": {"S3Bucket": "hot-reload", "S3Key": str(folder)}})
    script = folder / "invoke.lua"
    script.write_text('wrk.method = "POST"\nwrk.body = "{}"\n')
    words = [program("wrk"), "-t", "1", "-c", "1", "-d", f"{seconds}s", "-s", script,
             f"{emulator.endpoint}/2015-03-31/functions/nothing/invocations"]
    said = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if "Non-2xx" in said or not found:
        raise Failed(said.strip())
    return float(found[1])


@contextlib.contextmanager
def emulator_with_handler(options, code):
    function = {"code": str(code), "runtime": "nodejs20.x", "handler": "index.handler"}
    with tempfile.TemporaryDirectory(prefix="sendlab-bench-") as folder:
        path = pathlib.Path(folder) / "pipeline.json"
        path.write_text(json.dumps({**NO_LATENCY, "setup": {"functions": [function]}}))
        with sendlab.start(path, binary=str(options.sendlab)) as emulator:
            yield emulator, pathlib.Path(folder)


def pipeline_round(book, options):
    code = PEERS / "handler"
    if not (code / "node_modules").exists() or not shutil.which("node"):
        book.absent["Node.js handler"] = "not there: bench/peers --setup"
        return
    mail = f"Real Node.js handler, {FILES} files of {EMAILS} e-mails"
    try:
        with emulator_with_handler(options, code) as (emulator, folder):
            rate, duplicates, timeouts = all_mail(emulator)
            book.enter("Pipeline", mail, "e-mails a second", "sendlab", rate)
            book.enter("Pipeline", f"{mail}: duplicates", "", "sendlab", duplicates, "less")
            book.enter("Pipeline", f"{mail}: time-outs", "", "sendlab", timeouts, "less")
            if program("wrk"):
                book.enter("Pipeline", "Real Node.js handler that does nothing, one environment", "invocations a second", "sendlab",
                           invocations(emulator, folder, options.seconds))
    except (sendlab.SendlabError, Failed) as failure:
        book.enter("Pipeline", mail, "e-mails a second", "sendlab", Failed(str(failure)))
