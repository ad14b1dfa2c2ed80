"""What the live emulator tells of itself, held against `sendlab run`; signatures, chains and faults of Lambda."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from http_fixture import TIMEOUT
from lambda_fixture import ROLE, LambdaEmulator, wait_for
from lambda_handlers_test import code_folder

QUICK = {
    "s3": {"put_latency": "0s", "get_latency": "0s", "notification_delay": "0s"},
    "lambda": {"timeout": "3s", "environment_setup": "0s", "dispatch_delay": "0s"},
    "ses": {"latency": "0s"},
}
ECHO = "exports.handler = async (event) => event;"


def file_of(count):
    emails = [{"to": f"user{n}@example.com", "subject": f"News {n}", "message": "Hello"} for n in range(count)]
    return json.dumps({"meta": {"from": "site@example.com"}, "emails": emails})


class Live(unittest.TestCase):
    def start(self, scenario=None, *options):
        if scenario is None:
            self.emulator = self.enterContext(LambdaEmulator(*options))
        else:
            folder = self.enterContext(tempfile.TemporaryDirectory())
            self.path = pathlib.Path(folder) / "scenario.json"
            self.path.write_text(json.dumps(scenario), encoding="utf-8")
            self.emulator = self.enterContext(LambdaEmulator(str(self.path), *options))
        return self.emulator

    def get(self, path):
        status, body = self.emulator.ask("GET", path)
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def invocations(self):
        return self.get("/_sendlab/invocations")["invocations"]

    def wait_until_over(self, count=1):
        def over():
            found = [i for i in self.invocations() if i["state"] in ("succeeded", "given_up")]
            return len(found) >= count and found
        return wait_for(over, f"{count} invocations to be over")


class Account(Live):
    """One scenario in both clocks. The first fifty e-mails are on the wire when the limit comes, the other fifty are
    not accepted before it: every number follows, whatever the machine's speed is."""

    SCENARIO = {
        "application": {"requests": {"at": ["0s"]}, "emails_per_request": 100, "priority_emails": 0,
                        "emails_per_file": 100},
        "s3": {"put_latency": "0s", "get_latency": "10ms", "notification_delay": "0s"},
        "lambda": {"timeout": "3s", "memory_mb": 1769, "environment_setup": "0s", "dispatch_delay": "0s",
                   "retry_delays": ["1s", "1s"],
                   "handler": {"model": "parallel", "max_in_flight": 50, "cpu_start": "0s", "cpu_per_email": "0s"}},
        "ses": {"latency": "2.2s", "accepted_at": 0.5, "correlation": 0},
    }
    SAME = ["emails", "sends", "accepted", "duplicates", "recipients_hit_twice", "lost", "pending", "most_copies",
            "duplicates_by_cause", "lost_by_cause", "files", "notifications", "invocations", "attempts",
            "first_attempts", "first_attempt_timeouts", "timeouts", "errors", "dead_letters", "emails_per_file"]

    def predicted(self):
        done = subprocess.run([os.environ["SENDLAB"], "run", str(self.path), "--json"], capture_output=True, text=True,
                              timeout=TIMEOUT, check=False)
        report = json.loads(done.stdout)
        return report["runs"][0] if "runs" in report else report

    def test_run_predicts_what_serve_does_with_a_real_handler(self):
        function = {"code": str(code_folder("node-sdk-v3")), "runtime": "nodejs22.x", "handler": "index.handler"}
        self.start({**self.SCENARIO, "setup": {"functions": [function]}, "expect": {"duplicates": 0}})
        self.emulator.client("s3").put_object(Bucket="async-emails", Key="17000000000.json", Body=file_of(100))
        wait_for(lambda: self.get("/_sendlab/report")["attempts"] == 1, "the first attempt")
        self.assertEqual(self.get("/_sendlab/report")["pending"], 100)
        self.wait_until_over()
        seen, predicted = self.get("/_sendlab/report"), self.predicted()
        self.assertEqual({name: seen[name] for name in self.SAME}, {name: predicted[name] for name in self.SAME})
        self.assertEqual((seen["timeouts"], seen["duplicates"], seen["lost"]), (3, 100, 50))
        self.assertEqual(self.get("/_sendlab/duplicates")["duplicates"], 100)
        self.assertEqual((seen["duration"]["p50_ms"], seen["duration"]["n"]), (3000, 3))
        self.assertAlmostEqual(seen["gb_seconds"], predicted["gb_seconds"], delta=0.1 * predicted["gb_seconds"] + 20)
        self.assertFalse(seen["expectations"][0]["met"])
        self.assertTrue(all(law["holds"] for law in seen["laws"]), seen["laws"])

    def test_before_anything_has_happened(self):
        self.start()
        report = self.get("/_sendlab/report")
        self.assertEqual((report["emails"], report["sends"], report["delivery"]["n"]), (0, 0, 0))
        self.assertNotIn("digest", report)

    def test_the_clock(self):
        self.start()
        clock = self.get("/_sendlab/clock")
        self.assertEqual(clock["clock"], "real")
        self.assertLessEqual(clock["started"], clock["now"])


class Events(Live):
    def frame(self, client):
        head = client.receive(2)
        length = head[1] & 127
        if length == 126:
            length = int.from_bytes(client.receive(2), "big")
        return json.loads(client.receive(length))

    def test_a_listener_sees_an_invocation_from_its_acceptance_to_its_end(self):
        emulator = self.start()
        emulator.deploy(ECHO)
        with emulator.connect() as client:
            client.send("GET /_sendlab/events HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            self.assertEqual(client.head()[0], 101)
            emulator.client().invoke(FunctionName="f", InvocationType="Event", Payload=b"{}")
            changes = []
            while "succeeded" not in changes:
                event = self.frame(client)
                if event["event"] == "invocation":
                    changes.append(event["change"])
                    self.assertEqual(len(event["invocation"]["request_id"]), 36)
            self.assertEqual(changes, ["accepted", "attempt_started", "attempt_ended", "succeeded"])


class Signatures(Live):
    def client(self, service, secret="test"):
        return boto3.client(service, endpoint_url=self.emulator.endpoint, region_name="us-east-1",
                            aws_access_key_id="any", aws_secret_access_key=secret,
                            config=Config(retries={"total_max_attempts": 1}))

    def test_all_services_check_them_in_their_own_words(self):
        self.start(None, "--verify-signatures")
        calls = {
            "lambda": (lambda c: c.list_functions(), "InvalidSignatureException"),
            "ses": (lambda c: c.get_send_quota(), "SignatureDoesNotMatch"),
            "sesv2": (lambda c: c.get_account(), "InvalidSignatureException"),
            "sts": (lambda c: c.get_caller_identity(), "SignatureDoesNotMatch"),
            "s3": (lambda c: c.list_buckets(), "SignatureDoesNotMatch"),
        }
        for service, (call, code) in calls.items():
            with self.subTest(service):
                call(self.client(service))
                with self.assertRaises(ClientError) as refused:
                    call(self.client(service, "wrong"))
                self.assertEqual(refused.exception.response["Error"]["Code"], code)
                self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 403)

    def test_an_arn_in_the_path_and_a_query_are_signed_as_clients_encode_them(self):
        self.start(None, "--verify-signatures")
        functions = self.client("lambda")
        self.emulator.deploy(ECHO)
        arn = functions.get_function(FunctionName="f")["Configuration"]["FunctionArn"]
        self.assertEqual(functions.list_tags(Resource=arn)["Tags"], {})
        functions.tag_resource(Resource=arn, Tags={"a b": "c/d"})
        functions.untag_resource(Resource=arn, TagKeys=["a b"])

    def test_requests_without_a_signature(self):
        self.start(None, "--verify-signatures")
        status, body = self.emulator.ask("GET", "/2015-03-31/functions")
        self.assertEqual(status, 403)
        self.assertIn(b"Missing Authentication Token", body.replace(b"missing", b"Missing"))
        status, body = self.emulator.ask("POST", "/", "Action=GetSendQuota",
                                         {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(status, 403)
        self.assertIn(b"<Code>MissingAuthenticationToken</Code>", body)

    def test_handlers_still_reach_the_emulator(self):
        function = {"code": str(pathlib.Path(__file__).parents[2] / "fixtures/handlers/python"),
                    "runtime": "python3.11", "handler": "app.handler"}
        self.start({**QUICK, "setup": {"functions": [function]}}, "--verify-signatures")
        self.emulator.client("s3").put_object(Bucket="async-emails", Key="1.json", Body=file_of(2))
        self.assertEqual(self.wait_until_over()[0]["attempts"][0]["sends"], 2)


class Destinations(Live):
    def test_s3_refuses_a_function_that_is_not_there(self):
        self.start()
        s3 = self.emulator.client("s3")
        s3.create_bucket(Bucket="uploads")
        arn = "arn:aws:lambda:us-east-1:000000000000:function:f"
        wanted = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
        with self.assertRaises(ClientError) as refused:
            s3.put_bucket_notification_configuration(Bucket="uploads", NotificationConfiguration=wanted)
        self.assertEqual(refused.exception.response["Error"]["Code"], "InvalidArgument")
        self.assertIn("Unable to validate the following destination configurations", str(refused.exception))
        s3.put_bucket_notification_configuration(Bucket="uploads", NotificationConfiguration=wanted,
                                                 SkipDestinationValidation=True)
        self.emulator.deploy(ECHO)
        s3.put_bucket_notification_configuration(Bucket="uploads", NotificationConfiguration=wanted)


class Chains(Live):
    """A handler that writes into the bucket that invokes it. Its SDK passes X-Amzn-Trace-Id on."""

    CODE = """
import boto3, json, os
s3 = boto3.client("s3")
def handler(event, context):
    s3.put_object(Bucket="loop", Key=context.aws_request_id, Body=b"again")
"""

    def begin(self):
        self.start()
        made = self.emulator.deploy(self.CODE, runtime="python3.12", handler="app.handler", Timeout=30, MemorySize=512)
        self.s3 = self.emulator.client("s3")
        self.s3.create_bucket(Bucket="loop")
        self.s3.put_bucket_notification_configuration(Bucket="loop", NotificationConfiguration={
            "LambdaFunctionConfigurations": [{"LambdaFunctionArn": made["FunctionArn"],
                                              "Events": ["s3:ObjectCreated:Put"]}]})

    def test_lambda_ends_a_chain_after_sixteen_invocations(self):
        self.begin()
        self.s3.put_object(Bucket="loop", Key="first", Body=b"")
        invocations = self.wait_until_over(17)
        self.assertEqual([i["state"] for i in invocations], ["succeeded"] * 16 + ["given_up"])
        self.assertEqual(invocations[-1]["given_up"], "recursive_loop")
        self.assertEqual(invocations[-1]["attempts"], [])

    def test_a_function_may_be_allowed_to(self):
        self.begin()
        functions = self.emulator.client()
        if not hasattr(functions, "put_function_recursion_config"):
            self.skipTest("this boto3 does not know it")
        self.assertEqual(functions.get_function_recursion_config(FunctionName="f")["RecursiveLoop"], "Terminate")
        functions.put_function_recursion_config(FunctionName="f", RecursiveLoop="Allow")
        self.assertEqual(functions.get_function_recursion_config(FunctionName="f")["RecursiveLoop"], "Allow")
        self.s3.put_object(Bucket="loop", Key="first", Body=b"")
        self.wait_until_over(18)

    def test_the_settings_own_errors(self):
        self.start()
        path = "/2024-08-31/functions/f/recursion-config"
        status, body = self.emulator.ask("GET", path)
        self.assertEqual((status, json.loads(body)["Type"]), (404, "User"))
        status, _ = self.emulator.ask("PUT", path, '{"RecursiveLoop": "Maybe"}')
        self.assertEqual(status, 400)


class LambdaFaults(Live):
    def begin(self, *faults):
        function = {"code": str(pathlib.Path(__file__).parents[2] / "fixtures/handlers/python"),
                    "runtime": "python3.11", "handler": "app.handler"}
        self.start({**QUICK, "setup": {"functions": [function]}, "faults": list(faults)}, "--retry-delays", "50ms,50ms")
        self.emulator.client("s3").put_object(Bucket="async-emails", Key="1.json", Body=file_of(3))

    def test_the_first_attempt_fails_and_the_second_does_not(self):
        self.begin({"target": "lambda", "fail": "Injected", "attempt": 1})
        [invocation] = self.wait_until_over()
        self.assertEqual([a["outcome"] for a in invocation["attempts"]], ["failed", "succeeded"])
        self.assertIn("Injected", invocation["attempts"][0]["error"])
        self.assertEqual([a["sends"] for a in invocation["attempts"]], [0, 3])

    def test_an_outage_holds_events_back_until_it_ends(self):
        self.begin({"target": "lambda", "outage": True, "for": "500ms"})
        [invocation] = self.wait_until_over()
        self.assertEqual([a["outcome"] for a in invocation["attempts"]], ["succeeded"])
        self.assertGreaterEqual(invocation["throttles"], 1)
        self.assertGreaterEqual(self.get("/_sendlab/faults")["faults"][0]["struck"], 1)

    def test_removing_the_faults_ends_an_outage(self):
        self.begin({"target": "lambda", "outage": True})
        wait_for(lambda: any(i.get("throttles") for i in self.invocations()), "an event that finds nobody")
        self.emulator.ask("DELETE", "/_sendlab/faults")
        [invocation] = self.wait_until_over()
        self.assertEqual(invocation["state"], "succeeded")


if __name__ == "__main__":
    unittest.main(verbosity=2)
