"""What `sendlab serve --data-dir` promises: what was acknowledged is there after kill -9, at whatever moment; what was not is
absent or whole. Kills the server under load, starts it again, and compares.

Usage: data_dir_test.py [--kills N] [--seed N] [unittest arguments]    SENDLAB names the program
"""

import argparse
import base64
import email
import hashlib
import http.client
import io
import json
import os
import pathlib
import random
import re
import resource
import shutil
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse
import zipfile

SENDLAB = os.environ["SENDLAB"]
TIMEOUT = 30
OPTIONS = argparse.Namespace(kills=8, seed=None)

# Puts "done/NAME" for an event {"name": NAME}, and for each object of a notification.
HANDLER = b"""
import http.client, os, urllib.parse
def handler(event, context):
    names = [event["name"]] if "name" in event else [r["s3"]["object"]["key"] for r in event["Records"]]
    where = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL"])
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
    for name in names:
        connection.request("PUT", "/results/done/" + name, b"x")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(answer.status)
"""


class Server:
    """A start of the emulator with a folder that outlives it."""

    def __init__(self, folder, *options, expect_failure=False, **popen):
        cache = pathlib.Path(folder).parent / "cache"
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [SENDLAB, "serve", "--port", "0", "--mail-port", "0", "--smtp-port", "0", "--json", "--retry-delays", "1s,1s",
             "--data-dir", str(folder), *options],
            stdout=subprocess.PIPE, stderr=self.log, text=True, env=dict(os.environ, XDG_CACHE_HOME=str(cache)), **popen)
        line = self.process.stdout.readline()
        if expect_failure:
            self.status = self.process.wait(TIMEOUT)
        elif not line:
            raise AssertionError(f"the server did not start: {self.logged()}")
        else:
            self.ports = json.loads(line)["ports"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.log.close()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.terminate()
        status = self.process.wait(TIMEOUT)
        self.process.stdout.close()
        return status

    def logged(self):
        self.log.seek(0)
        return self.log.read()

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["edge"], timeout=TIMEOUT)
        try:
            return ask(connection, method, path, body, headers)
        finally:
            connection.close()

    def keys(self, bucket):
        """{key: ETag} of a bucket."""
        found, after = {}, ""
        while True:
            query = urllib.parse.urlencode({"list-type": 2, "start-after": after})
            _, text = self.ask("GET", f"/{bucket}?{query}")
            page = re.findall(rb"<Key>(.*?)</Key>.*?<ETag>&quot;(.*?)&quot;", text)
            found.update((key.decode(), tag.decode()) for key, tag in page)
            if b"<IsTruncated>true" not in text:
                return found
            after = page[-1][0].decode()

    def mails(self):
        """[(subject, id)], newest first."""
        found = []
        while True:
            _, text = self.ask("GET", f"/api/v1/messages?start={len(found)}&limit=1000")
            page = json.loads(text)["messages"]
            if not page:
                return found
            found += [(m["Subject"], m["ID"]) for m in page]


def ask(connection, method, path, body=None, headers=None):
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def ses_v1(**form):
    return "POST", "/", urllib.parse.urlencode(form), {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ses/aws4_request"}


def md5(text):
    return hashlib.md5(text).hexdigest()


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("main.py", HANDLER)
    return out.getvalue()


def set_up(server):
    """Buckets, the function, and the rule by which what is put under in/ invokes it."""
    for bucket in ("objects", "results", "uploads"):
        assert server.ask("PUT", f"/{bucket}")[0] == 200
    create = {"FunctionName": "worker", "Runtime": "python3.11", "Handler": "main.handler", "Role": "arn:aws:iam::000000000000:role/r",
              "Timeout": 10, "Code": {"ZipFile": base64.b64encode(archive()).decode()}}
    status, answer = server.ask("POST", "/2015-03-31/functions", json.dumps(create))
    assert status == 201, answer
    rule = ("<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:worker"
            "</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>")
    status, answer = server.ask("PUT", "/uploads?notification", rule)
    assert status == 200, answer


class Load:
    """Clients of one server until it dies, and what it has acknowledged to them over all its lives."""

    def __init__(self, seed):
        self.seed = seed
        self.number = 0
        self.tried = {}     # object: the ETags that it may have, None for absent
        self.acked = {}     # object: what it had when the last call was acknowledged; nothing while one is not
        self.mail_tried, self.mail_acked = set(), set()
        self.events = set() # names of events and uploads that were acknowledged
        self.tags = {"bucket": (0, 0), "template": (0, 0)} # (acknowledged, tried)
        self.calls = 0
        self.wrong = []     # what a living server should not have done
        self.lock = threading.Lock()

    def next(self):
        with self.lock:
            self.number += 1
            return self.number

    def run(self, server, seconds):
        self.server, self.over, self.dying = server, False, False
        loops = [self.put, self.put, self.multipart, self.send, self.mail, self.invoke, self.upload, self.configure]
        threads = [threading.Thread(target=self.loop, args=(step, i)) for i, step in enumerate(loops)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.dying = True
        server.kill()
        self.over = True
        for thread in threads:
            thread.join()
        assert not self.wrong, self.wrong

    def loop(self, step, index):
        chance = random.Random(f"{self.seed} {self.number} {index}")
        chance.thread = index
        connection = http.client.HTTPConnection("127.0.0.1", self.server.ports["edge"], timeout=TIMEOUT)
        try:
            while not self.over:
                step(connection, chance)
                self.calls += 1
        except Exception as error: # that of a dead server is none
            if not self.dying or not isinstance(error, (OSError, http.client.HTTPException)):
                self.wrong.append(f"{step.__name__}: {error!r}")
        finally:
            connection.close()

    def change(self, connection, method, key, body, tag):
        """What one thread does to an object."""
        was = self.acked.pop(key, None)
        self.tried[key] = {was, tag}
        status, answer = ask(connection, method, f"/objects/{key}", body)
        assert status in (200, 204), answer
        self.tried[key] = {tag}
        self.acked[key] = tag

    def put(self, connection, chance):
        key = f"o/{chance.thread}/{chance.randrange(20)}" if chance.random() < 0.3 else f"o/{self.next()}"
        if chance.random() < 0.1:
            return self.change(connection, "DELETE", key, None, None)
        size = 9_000_000 if chance.random() < 0.01 else chance.randrange(40_000)
        body = chance.randbytes(size)
        return self.change(connection, "PUT", key, body, md5(body))

    def multipart(self, connection, chance):
        key = f"m/{self.next()}"
        _, text = ask(connection, "POST", f"/objects/{key}?uploads")
        upload = re.search(rb"<UploadId>(.*?)</UploadId>", text)[1].decode()
        parts = [bytes([chance.randrange(256)]) * (5 << 20), chance.randbytes(1000)]
        for number, part in enumerate(parts, 1):
            ask(connection, "PUT", f"/objects/{key}?partNumber={number}&uploadId={upload}", part)
        digests = [hashlib.md5(part) for part in parts]
        tag = md5(b"".join(d.digest() for d in digests)) + "-2"
        body = "<CompleteMultipartUpload>" + "".join(
            f"<Part><PartNumber>{n}</PartNumber><ETag>{d.hexdigest()}</ETag></Part>" for n, d in enumerate(digests, 1)) + "</CompleteMultipartUpload>"
        self.tried[key] = {None, tag}
        status, answer = ask(connection, "POST", f"/objects/{key}?uploadId={upload}", body)
        assert status == 200, answer
        self.acked[key] = tag
        self.tried[key] = {tag}
        time.sleep(0.1)

    def send(self, connection, _):
        subject = f"ses {self.next()}"
        self.mail_tried.add(subject)
        status, answer = ask(connection, *ses_v1(**{
            "Action": "SendEmail", "Source": "a@example.com", "Destination.ToAddresses.member.1": "b@example.com",
            "Message.Subject.Data": subject, "Message.Body.Text.Data": "text " * 200 + "END"}))
        assert status == 200, answer
        self.mail_acked.add(subject)

    def mail(self, _, chance):
        with smtplib.SMTP("127.0.0.1", self.server.ports["smtp"], timeout=TIMEOUT) as client:
            while not self.over:
                subject = f"smtp {self.next()}"
                self.mail_tried.add(subject)
                text = f"Subject: {subject}\r\n\r\n" + "line\r\n" * chance.randrange(2000) + "END\r\n"
                client.sendmail("a@example.com", ["b@example.com"], text)
                self.mail_acked.add(subject)

    def invoke(self, connection, _):
        name = f"event-{self.next()}"
        status, answer = ask(connection, "POST", "/2015-03-31/functions/worker/invocations", json.dumps({"name": name}),
                             {"X-Amz-Invocation-Type": "Event"})
        assert status == 202, answer
        self.events.add(name)
        time.sleep(0.02)

    def upload(self, connection, _):
        name = f"upload-{self.next()}"
        status, answer = ask(connection, "PUT", f"/uploads/{name}", b"x")
        assert status == 200, answer
        self.events.add(name)
        time.sleep(0.02)

    def configure(self, connection, _):
        acked, tried = self.tags["bucket"]
        self.tags["bucket"] = (acked, tried + 1)
        body = f"<Tagging><TagSet><Tag><Key>n</Key><Value>{tried + 1}</Value></Tag></TagSet></Tagging>"
        status, answer = ask(connection, "PUT", "/objects?tagging", body)
        assert status in (200, 204), answer
        self.tags["bucket"] = (tried + 1, tried + 1)
        acked, tried = self.tags["template"]
        self.tags["template"] = (acked, tried + 1)
        action = "UpdateTemplate" if acked else "CreateTemplate"
        status, answer = ask(connection, *ses_v1(**{
            "Action": action, "Template.TemplateName": "t", "Template.SubjectPart": f"n={tried + 1}", "Template.TextPart": "x"}))
        assert status == 200 or b"AlreadyExists" in answer, answer
        self.tags["template"] = (tried + 1, tried + 1)

    def forget(self):
        """After a reset nothing of it is there."""
        self.tried.clear()
        self.acked.clear()
        self.mail_tried.clear()
        self.mail_acked.clear()
        self.events.clear()
        self.tags = {name: (0, 0) for name in self.tags}


class Kills(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="sendlab-data-dir-"))
        self.addCleanup(shutil.rmtree, self.place, True)
        self.folder = self.place / "data"

    def test_what_was_acknowledged_survives_kills_under_load(self):
        seed = OPTIONS.seed if OPTIONS.seed is not None else random.randrange(1 << 30)
        chance = random.Random(seed)
        load = Load(seed)
        server = Server(self.folder)
        set_up(server)
        try:
            for kill in range(1, OPTIONS.kills + 1):
                load.run(server, chance.uniform(0.02, 0.8))
                server = Server(self.folder)
                self.check(server, load)
                if sys.stdout.isatty() or OPTIONS.kills > 20:
                    print(f"kill {kill}: {load.calls} calls, {len(load.acked)} objects, {len(load.mail_acked)} mails, "
                          f"{len(load.events)} events", flush=True)
                if kill % 25 == 0:
                    server = self.reset(server, load)
            self.check_events(server, load)
        except BaseException:
            print(f"seed {seed}\n{server.logged()[-3000:]}")
            raise
        finally:
            server.kill()

    def check(self, server, load):
        found = server.keys("objects")
        for key, tags in load.tried.items():
            self.assertIn(found.get(key), tags, key)
            load.tried[key], load.acked[key] = {found.get(key)}, found.get(key) # now it is clear
        self.assertEqual(set(found) - set(load.tried), set())
        recent = random.sample(sorted(load.acked), min(20, len(load.acked)))
        for key in recent:
            status, body = server.ask("GET", f"/objects/{key}")
            self.assertEqual(status, 404 if load.acked[key] is None else 200, key)
            if load.acked[key] and "-" not in load.acked[key]:
                self.assertEqual(md5(body), load.acked[key], key)
        mails = server.mails()
        subjects = [subject for subject, _ in mails]
        self.assertEqual(load.mail_acked - set(subjects), set())
        self.assertEqual(set(subjects) - load.mail_tried, set())
        self.assertEqual(len(subjects), len(set(subjects)))
        for _, number in mails[:20]:
            text = email.message_from_bytes(server.ask("GET", f"/api/v1/message/{number}/raw")[1])
            self.assertTrue(text.get_payload(decode=True).rstrip().endswith(b"END"), number)
        self.check_configuration(server, load)

    def check_configuration(self, server, load):
        acked, tried = load.tags["bucket"]
        status, text = server.ask("GET", "/objects?tagging")
        now = int(re.search(rb"<Value>(\d+)</Value>", text)[1]) if status == 200 else 0
        self.assertIn(now, (acked, tried))
        load.tags["bucket"] = (now, now)
        acked, tried = load.tags["template"]
        status, text = server.ask(*ses_v1(Action="GetTemplate", TemplateName="t"))
        now = int(re.search(rb"n=(\d+)", text)[1]) if status == 200 else 0
        self.assertIn(now, (acked, tried))
        load.tags["template"] = (now, now)

    def check_events(self, server, load):
        """Each that was acknowledged has run, in one life of the server or another."""
        deadline = time.monotonic() + TIMEOUT
        while True:
            missing = load.events - {key.removeprefix("done/") for key in server.keys("results")}
            if not missing:
                return
            self.assertLess(time.monotonic(), deadline, f"never ran: {sorted(missing)[:10]} of {len(load.events)}")
            time.sleep(0.1)

    def reset(self, server, load):
        """An acknowledged reset survives, too."""
        self.check_events(server, load)
        self.assertEqual(server.ask("POST", "/_localstack/state/reset")[0], 200)
        server.kill()
        server = Server(self.folder)
        self.assertNotIn(b"<Name>", server.ask("GET", "/")[1])
        self.assertEqual(server.mails(), [])
        self.assertEqual(list((self.folder / "bodies").iterdir()), [])
        load.forget()
        set_up(server)
        return server


class Retries(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="sendlab-data-dir-"))
        self.addCleanup(shutil.rmtree, self.place, True)
        self.folder = self.place / "data"

    def function(self, server, source):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("main.py", source)
        create = {"FunctionName": "f", "Runtime": "python3.11", "Handler": "main.handler", "Role": "arn:aws:iam::000000000000:role/r",
                  "Timeout": 20, "Code": {"ZipFile": base64.b64encode(out.getvalue()).decode()},
                  "Environment": {"Variables": {"OUT": str(self.place / "out")}}}
        status, answer = server.ask("POST", "/2015-03-31/functions", json.dumps(create))
        self.assertEqual(status, 201, answer)

    def invoke(self, server):
        status, answer = server.ask("POST", "/2015-03-31/functions/f/invocations", "{}", {"X-Amz-Invocation-Type": "Event"})
        self.assertEqual(status, 202, answer)

    def wait_for_lines(self, count):
        deadline = time.monotonic() + TIMEOUT
        while True:
            lines = (self.place / "out").read_text().split() if (self.place / "out").exists() else []
            if len(lines) >= count:
                return lines
            self.assertLess(time.monotonic(), deadline, lines)
            time.sleep(0.02)

    def test_an_attempt_that_was_running_runs_again(self):
        with Server(self.folder) as server:
            self.function(server, b"import os, time\ndef handler(event, context):\n"
                                  b"    open(os.environ['OUT'], 'a').write(context.aws_request_id + '\\n')\n    time.sleep(8)\n")
            self.invoke(server)
            first = self.wait_for_lines(1)
        with Server(self.folder):
            lines = self.wait_for_lines(2)
        self.assertEqual(lines, first * 2) # the same event

    def test_a_retry_that_was_pending_comes_after_a_restart(self):
        with Server(self.folder) as server:
            self.function(server, b"import os\ndef handler(event, context):\n"
                                  b"    open(os.environ['OUT'], 'a').write(context.aws_request_id + '\\n')\n    raise RuntimeError('no')\n")
            self.invoke(server)
            self.wait_for_lines(1)
            deadline = time.monotonic() + TIMEOUT
            while b'"waiting"' not in server.ask("GET", "/_sendlab/invocations")[1]:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.02)
            server.ask("PUT", "/anything-that-waits") # what was answered before is kept
        with Server(self.folder) as server:
            lines = self.wait_for_lines(3) # the first attempt is not forgotten: three in all
            server.ask("POST", "/_sendlab/clock/advance?by=1d")
            self.assertEqual(len(self.wait_for_lines(3)), 3)
            self.assertEqual(len(set(lines)), 1)


class Folders(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="sendlab-data-dir-"))
        self.addCleanup(shutil.rmtree, self.place, True)
        self.folder = self.place / "data"

    def refused(self, words, folder=None, **popen):
        with Server(folder or self.folder, expect_failure=True, **popen) as server:
            self.assertEqual(server.status, 3)
            self.assertIn(words, server.logged())

    def test_a_clean_end_keeps_everything(self):
        with Server(self.folder) as server:
            server.ask("PUT", "/objects")
            server.ask("PUT", "/objects/a", b"hello")
            self.assertEqual(server.stop(), 0)
        with Server(self.folder) as server:
            self.assertEqual(server.ask("GET", "/objects/a"), (200, b"hello"))

    def test_files_are_private(self):
        with Server(self.folder):
            for file in self.folder.rglob("*"):
                self.assertEqual(file.stat().st_mode & 0o077, 0, file)

    def test_a_folder_has_one_emulator(self):
        with Server(self.folder):
            self.refused("another emulator uses the folder")

    def test_a_database_that_is_damaged_or_newer_or_none_is_refused(self):
        with Server(self.folder):
            pass
        database = self.folder / "sendlab.db"
        with sqlite3.connect(database) as file:
            file.execute("PRAGMA user_version = 99")
        file.close()
        self.refused("its format is version 99")
        database.write_bytes(b"no database" * 1000)
        self.refused("not a database")

    def test_a_record_that_cannot_be_read_is_told(self):
        with Server(self.folder) as server:
            server.ask("PUT", "/objects")
        with sqlite3.connect(self.folder / "sendlab.db") as file:
            file.execute("UPDATE record SET value = x'ff' WHERE kind = 's3.bucket'")
        file.close()
        self.refused('the record "objects" of s3.bucket is damaged')

    def test_a_folder_that_cannot_be_written_is_refused(self):
        self.folder.mkdir(mode=0o555)
        self.place.chmod(0o755)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}  # root may write everywhere
        self.refused("Permission denied", cwd="/", **nobody)

    def test_a_folder_that_cannot_be_made_is_refused(self):
        (self.place / "file").write_text("in the way")
        self.refused("cannot make the folder", self.place / "file" / "data")

    def test_a_disk_that_is_full_is_s3s_own_error_and_loses_nothing(self):
        def small_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))
        with Server(self.folder, preexec_fn=small_files) as server:
            server.ask("PUT", "/objects")
            kept, status = [], 200
            while status == 200 and len(kept) < 100:
                status, answer = server.ask("PUT", f"/objects/{len(kept)}", bytes([len(kept)]) * 100_000)
                kept += [len(kept)] if status == 200 else []
            self.assertEqual(status, 500)
            self.assertIn(b"<Code>InternalError</Code>", answer)
            self.assertIn("calls that change something are refused", server.logged())
            self.assertEqual(server.ask("GET", "/objects/0"), (200, bytes(100_000))) # reading goes on
            status, answer = server.ask(*ses_v1(**{
                "Action": "SendEmail", "Source": "a@example.com", "Destination.ToAddresses.member.1": "b@example.com",
                "Message.Subject.Data": "s", "Message.Body.Text.Data": "t"}))
            self.assertEqual(status, 500)
            self.assertIn(b"<Code>InternalFailure</Code>", answer)
            with smtplib.SMTP("127.0.0.1", server.ports["smtp"], timeout=TIMEOUT) as client:
                with self.assertRaises(smtplib.SMTPDataError) as refused:
                    client.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\nx\r\n")
                self.assertEqual(refused.exception.smtp_code, 452)
        with Server(self.folder) as server:
            self.assertGreater(len(kept), 3)
            for number in kept:
                self.assertEqual(server.ask("GET", f"/objects/{number}"), (200, bytes([number]) * 100_000))

    def test_without_a_folder_nothing_is_written(self):
        with tempfile.TemporaryDirectory() as empty:
            process = subprocess.run([SENDLAB, "exec", "--", "true"], cwd=empty, capture_output=True, timeout=TIMEOUT, check=False,
                                     env=dict(os.environ, XDG_CACHE_HOME=str(self.place / "cache")))
            self.assertEqual(process.returncode, 0)
            self.assertEqual(os.listdir(empty), [])

    def test_exec_keeps_as_well(self):
        run = [SENDLAB, "exec", "--data-dir", str(self.folder), "--", sys.executable, "-c"]
        ask_it = "import os, urllib.request as u; r = u.Request(os.environ['AWS_ENDPOINT_URL'] + '/kept', method={!r}); u.urlopen(r)"
        environment = dict(os.environ, XDG_CACHE_HOME=str(self.place / "cache"))
        subprocess.run([*run, ask_it.format("PUT")], check=True, capture_output=True, env=environment, timeout=TIMEOUT)
        subprocess.run([*run, ask_it.format("HEAD")], check=True, capture_output=True, env=environment, timeout=TIMEOUT)

    def test_read_state_and_tags_of_mail_survive(self):
        with Server(self.folder) as server:
            with smtplib.SMTP("127.0.0.1", server.ports["smtp"], timeout=TIMEOUT) as client:
                client.sendmail("from@example.com", ["to@example.com", "bcc@example.com"], "Subject: x\r\n\r\ntext\r\n")
            number = server.mails()[0][1]
            server.ask("PUT", "/api/v1/messages", json.dumps({"IDs": [number], "Read": True}))
            server.ask("PUT", "/api/v1/tags", json.dumps({"IDs": [number], "Tags": ["seen"]}))
        with Server(self.folder) as server:
            message = json.loads(server.ask("GET", "/api/v1/messages")[1])["messages"][0]
            self.assertTrue(message["Read"])
            self.assertEqual(message["Tags"], ["seen"])
            self.assertEqual(message["ID"], number)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int)
    _, rest = parser.parse_known_args(namespace=OPTIONS)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=1)


if __name__ == "__main__":
    main()
