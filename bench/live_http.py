"""S3 and SES over HTTP, servers beside one another. The client is wrk."""

import contextlib
import http.client
import os
import re
import shutil
import subprocess
import tempfile

from measuring import BODY, LOADED, SIGNED, Failed, Server, free_port, module, program, rate_and_cpu, sendlab_words, started

FORM = ("Action=SendEmail&Version=2010-12-01&Source=a%40example.com&Destination.ToAddresses.member.1=b%40example.com"
        "&Message.Subject.Data=s&Message.Body.Text.Data=" + "x" * 1000)
SCRIPT = """
local n, method, path, body = 0, "%(method)s", "%(path)s", %(body)s
local fields = {["Content-Type"] = "%(type)s", ["Authorization"] = %(authorization)s}
request = function()
    n = n + 1
    return wrk.format(method, path == "" and "/bench/key" .. (n %% 1000) or path, fields, body)
end
"""


def answers_http(port):
    def probe():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()
        return True
    return probe


class HttpServer(Server):
    """S3, SES or both on one port. `signed`: its requests carry a signature, which it does not check."""

    def __init__(self, name, words, port, services, signed=True, prepare=()):
        super().__init__(name, words, answers_http(port), {**os.environ, "NODE_ENV": "production"})
        self.port, self.services, self.signed, self.prepare = port, services, signed, prepare

    def ask(self, method, path, body, service):
        kind = "application/octet-stream" if service == "s3" else "application/x-www-form-urlencoded"
        fields = {"Content-Type": kind, **({"Authorization": SIGNED.format(service)} if self.signed else {})}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, fields)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status != 200:
            raise Failed(f"{method} {path} was answered with {answer.status}: {text[:100].decode(errors='replace')}")
        return text

    def check(self):
        """Does it do what is measured?"""
        for method, path, body, service in self.prepare:
            self.ask(method, path, body, service)
        if "s3" in self.services:
            self.ask("PUT", "/bench/object", BODY, "s3")
            if self.ask("GET", "/bench/object", None, "s3") != BODY:
                raise Failed("an object does not come back as it was put")
        if "ses" in self.services and b"MessageId" not in self.ask("POST", "/", FORM, "ses"):
            raise Failed("SendEmail has no MessageId")

    def load(self):
        for number in range(LOADED):
            if "s3" in self.services:
                self.ask("PUT", f"/bench/key{number}", BODY, "s3")
            if "ses" in self.services:
                self.ask("POST", "/", FORM, "ses")

    def rate(self, what, connections, seconds):
        """Requests a second, and the server's CPU for one, in microseconds."""
        method, path, body, service = {"put": ("PUT", "", f'string.rep("x", {len(BODY)})', "s3"),
                                       "get": ("GET", "/bench/object", "nil", "s3"),
                                       "ses": ("POST", "/", f'"{FORM}"', "ses")}[what]
        kind = "application/octet-stream" if service == "s3" else "application/x-www-form-urlencoded"
        authorization = f'"{SIGNED.format(service)}"' if self.signed else "nil"
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
            file.write(SCRIPT % {"method": method, "path": path, "body": body, "type": kind, "authorization": authorization})
            file.flush()
            words = [program("wrk"), "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s", "-s", file.name,
                     f"http://127.0.0.1:{self.port}"]
            cpu = self.cpu()
            said = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout
            cpu = self.cpu() - cpu
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
        broken = re.search(r"Socket errors: (.*)", said)
        found = re.search(r"Requests/sec:\s+([\d.]+)", said)
        if refused or broken or not found or float(found[1]) == 0:
            raise Failed(refused[0] if refused else broken[0] if broken else said.strip().splitlines()[-1])
        return float(found[1]), cpu / int(re.search(r"(\d+) requests in", said)[1]) * 1e6


def http_servers(sendlab, folder, absent):
    """Those that are there; why the others are not goes into `absent`."""
    ports = [free_port() for _ in range(5)]
    yield HttpServer("sendlab", sendlab_words(sendlab, ports[0], ports[1]), ports[0], ("s3", "ses"),
                     prepare=[("PUT", "/bench", None, "s3")])
    if words := module("s3rver", "bin/s3rver.js"):
        yield HttpServer("s3rver", [*words, "-d", folder, "-a", "127.0.0.1", "-p", ports[2], "-s", "--configure-bucket", "bench"],
                         ports[2], ("s3",), signed=False)
    else:
        absent["s3rver"] = "not there: bench/peers --setup"
    if words := module("aws-ses-v2-local", "dist/cli.js"):
        yield HttpServer("aws-ses-v2-local", [*words, "--port", ports[3]], ports[3], ("ses",))
    else:
        absent["aws-ses-v2-local"] = "not there: bench/peers --setup"
    if shutil.which("moto_server"):
        verify = "Action=VerifyEmailIdentity&EmailAddress=a%40example.com&Version=2010-12-01"
        yield HttpServer("moto", ["moto_server", "-H", "127.0.0.1", "-p", ports[4]], ports[4], ("s3", "ses"),
                         prepare=[("PUT", "/bench", None, "s3"), ("POST", "/", verify, "ses")])
    else:
        absent["moto"] = "not there: pip install 'moto[server]'"


def http_round(book, options):
    if not program("wrk"):
        book.absent["S3 and SES"] = "wrk is not installed: apt-get install wrk"
        return
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sendlab-bench-"))
        servers = started(stack, book, "HTTP", http_servers(options.sendlab, folder, book.absent))
        for server in servers:
            server.load()
        book.measure("HTTP", f"HTTP: memory with {LOADED:,} objects, {LOADED:,} e-mails, or both, as it serves them", "MiB",
                     {s.name: s.memory_mib for s in servers}, "less")
        for connections in (1, 16):
            for what, title in (("put", "S3 PUT of 4 KiB"), ("get", "S3 GET of 4 KiB"), ("ses", "SES SendEmail of 1 kB")):
                asked = [s for s in servers if ("ses" if what == "ses" else "s3") in s.services]
                rate_and_cpu(book, f"{title}, {connections} connection{'s' if connections > 1 else ''}", "HTTP", asked,
                             lambda server: server.rate(what, connections, options.seconds))
