#!/usr/bin/env python3
"""How fast the live emulator answers, and what it costs to have it: requests a second at 16 connections (wrk, Debian's
package of that name), the time from exec to ready, resident memory. Figures of one machine, not a test.

Usage: bench/live.py SENDLAB [SECONDS]
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

STARTS = 10
BODY = 4096
PUT = f"""
local n = 0
request = function()
    n = n + 1
    return wrk.format("PUT", "/bench/key" .. (n % 1000), nil, string.rep("x", {BODY}))
end
"""
SEND = """
local form = "Action=SendEmail&Version=2010-12-01&Source=a%40example.com" ..
    "&Destination.ToAddresses.member.1=b%40example.com&Message.Subject.Data=s&Message.Body.Text.Data=" ..
    string.rep("x", 1000)
request = function()
    return wrk.format("POST", "/", {["Content-Type"] = "application/x-www-form-urlencoded"}, form)
end
"""


class Emulator:
    def __init__(self, sendlab):
        begin = time.perf_counter()
        self.process = subprocess.Popen([sendlab, "serve", "--port", "0", "--mail-port", "0", "--smtp-port", "0", "--json"],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.endpoint = json.loads(self.process.stdout.readline())["AWS_ENDPOINT_URL"]
        self.ready_ms = (time.perf_counter() - begin) * 1000

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def put(self, path, body=b""):
        urllib.request.urlopen(urllib.request.Request(self.endpoint + path, body, method="PUT")).close()

    def memory_mib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS:"))


def per_second(emulator, path, seconds, script=None):
    command = ["wrk", "-t", "1", "-c", "16", "-d", f"{seconds}s"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script:
            file.write(script)
            file.flush()
            command += ["-s", file.name]
        output = subprocess.run([*command, emulator.endpoint + path], capture_output=True, text=True, check=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    if failed:
        raise SystemExit(f"{failed[1]} requests for {path} failed")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def main(sendlab, seconds=3):
    ready, memory = [], []
    for _ in range(STARTS):
        with Emulator(sendlab) as emulator:
            ready.append(emulator.ready_ms)
            memory.append(emulator.memory_mib())
    print(f"exec to ready   {statistics.median(ready):10.1f} ms (median of {STARTS})")
    print(f"idle memory     {max(memory):10.1f} MiB")
    with Emulator(sendlab) as emulator:
        emulator.put("/bench")
        emulator.put("/bench/object", b"x" * BODY)
        print(f"GET health      {per_second(emulator, '/_sendlab/health', seconds):10,.0f} /s")
        print(f"S3 PUT 4 KiB    {per_second(emulator, '/', seconds, PUT):10,.0f} /s")
        print(f"S3 GET 4 KiB    {per_second(emulator, '/bench/object', seconds):10,.0f} /s")
        print(f"SES SendEmail   {per_second(emulator, '/', seconds, SEND):10,.0f} /s")


if __name__ == "__main__":
    main(sys.argv[1], *(int(word) for word in sys.argv[2:3]))
