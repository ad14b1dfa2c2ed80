"""A scenario's real handler, measured and held against its model: sendlab verify and sendlab plan --live."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).parents[2]
HANDLER = {"code": str(ROOT / "fixtures/handlers/python"), "runtime": "python3.11", "handler": "app.handler"}

SMTP_HANDLER = r"""
import json, os, smtplib, urllib.parse, boto3

def handler(event, context):
    of = event["Records"][0]["s3"]
    key = urllib.parse.unquote_plus(of["object"]["key"])
    file = json.loads(boto3.client("s3").get_object(Bucket=of["bucket"]["name"], Key=key)["Body"].read())
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as client:
        for email in file["emails"]:
            to = email["to"] if isinstance(email["to"], list) else [email["to"]]
            client.sendmail(file["meta"]["from"], to, b"Subject: x\r\n\r\ny")
"""


def scenario(**handler):
    return {
        "duration": "10s",
        "application": {"requests": {"every": "500ms"}, "emails_per_request": 12, "emails_per_file": 4,
                        "email_size": "1KB"},
        "s3": {"put_latency": "0s", "get_latency": "0s", "notification_delay": "0s"},
        "lambda": {"timeout": "30s", "environment_setup": "0s", "dispatch_delay": "0s",
                   "handler": {"model": "sequential", **handler}},
        "ses": {"latency": "20ms"},
        "setup": {"functions": [HANDLER]},
    }


class RealHandler(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, document, name="scenario.json"):
        path = self.folder / name
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    def sendlab(self, *words):
        return subprocess.run([os.environ["SENDLAB"], *words], capture_output=True, text=True, timeout=120, check=False)

    def verify(self, *words):
        done = self.sendlab("verify", *words, "--json")
        self.assertIn(done.returncode, (0, 1, 4), done.stderr)
        return done.returncode, json.loads(done.stdout)

    def test_a_model_that_is_far_off_does_not_hold(self):
        path = self.write(scenario(cpu_per_email="2s"))
        status, told = self.verify(path, "--files", "21")
        self.assertEqual((status, told["outcome"]), (1, "differs"))
        self.assertEqual((told["files"], told["emails"], told["cut_short"]), (21, 84, False))
        mean = told["figures"][0]
        self.assertEqual((mean["name"], mean["agreement"]), ("duration.mean_ms", "differs"))
        self.assertLess(mean["observed"], mean["predicted"])
        lost = next(f for f in told["figures"] if f["name"] == "lost.share")
        self.assertEqual((lost["observed"], lost["predicted"]), (0, 0))

    def test_a_handler_that_sends_over_smtp_is_told_where(self):
        code = self.folder / "code"
        code.mkdir()
        (code / "app.py").write_text(SMTP_HANDLER, encoding="utf-8")
        document = scenario(transport="smtp")
        document["smtp"] = {"rtt": "0s", "server_time": "20ms"}
        document["setup"] = {"functions": [{"code": str(code), "runtime": "python3.11", "handler": "app.handler"}]}
        _, told = self.verify(self.write(document), "--files", "5")
        figures = {f["name"]: f["observed"] for f in told["figures"]}
        self.assertEqual(told["files"], 6)  # two requests of three files
        self.assertEqual((figures["errors.share"], figures["lost.share"], figures["most_copies"]), (0, 0, 1))

    def test_few_files_decide_nothing_and_a_plan_says_what_to_try(self):
        path = self.write(scenario())
        plan = str(self.folder / "plan.json")
        self.assertEqual(self.sendlab("plan", path, f"--json={plan}", "--quiet").returncode, 0)
        best = json.loads(pathlib.Path(plan).read_text(encoding="utf-8"))["recommendation"]["largest_safe"]
        status, told = self.verify(plan, "--files", "3", "--tolerance", "10")
        self.assertEqual((status, told["outcome"], told["emails_per_file"]), (4, "undecided", best))

    def test_a_scenario_without_code_is_told_what_is_missing(self):
        path = self.write({"name": "x"})
        for words in (["verify", path], ["plan", path, "--live"]):
            done = self.sendlab(*words)
            self.assertEqual(done.returncode, 2)
            self.assertIn('"setup": {"functions":', done.stderr)

    def test_a_plan_from_measurements_can_be_made_again(self):
        path = self.write(scenario(cpu_per_email="2s"))
        kept = str(self.folder / "handler.json")
        few = ["--emails-per-file", "1..6", "--samples", "1000", "--json"]
        live = self.sendlab("plan", path, "--live", "--live-files", "3", "--measurements", kept, *few)
        self.assertEqual(live.returncode, 0, live.stderr)
        plan = json.loads(live.stdout)
        self.assertIn("lambda.handler.model=sequential", plan["set"])
        cpu = next(s for s in plan["set"] if s.startswith("lambda.handler.cpu_per_email="))
        self.assertNotIn(cpu, ("lambda.handler.cpu_per_email=2s", "lambda.handler.cpu_per_email=0ns"))
        again = self.sendlab("plan", path, "--measurements", kept, *few)
        self.assertEqual(again.stdout, live.stdout)
        by_hand = self.sendlab("plan", path, *(w for s in plan["set"] for w in ("--set", s)), *few)
        self.assertEqual(by_hand.stdout, live.stdout)


if __name__ == "__main__":
    unittest.main()
