"""Lambda as boto3 sees it, with handlers in real processes."""

import json
import os
import tempfile
import unittest

from botocore.exceptions import ClientError

from lambda_fixture import ROLE, LambdaEmulator, log_tail, wait_for, zipped

ECHO = "exports.handler = async (event, context) => { console.log('seen'); return {event, id: context.awsRequestId}; };"


def written(file):
    """All that is in a file by now."""
    file.seek(0)
    return file.read()


class LambdaTest(unittest.TestCase):
    def setUp(self):
        self.emulator = self.enterContext(LambdaEmulator("--retry-delays", "50ms,100ms"))
        self.functions = self.emulator.client()

    def test_a_function_lives_from_create_to_delete(self):
        made = self.emulator.deploy(ECHO, Timeout=10, MemorySize=256, Environment={"Variables": {"STAGE": "test"}})
        self.assertEqual(made["State"], "Pending")
        shown = self.functions.get_function(FunctionName="f")
        self.assertEqual(shown["Configuration"]["State"], "Active")
        self.assertEqual(shown["Configuration"]["Timeout"], 10)
        self.assertEqual(shown["Configuration"]["Environment"]["Variables"], {"STAGE": "test"})
        self.assertEqual([f["FunctionName"] for f in self.functions.list_functions()["Functions"]], ["f"])

        self.functions.update_function_configuration(FunctionName="f", MemorySize=512)
        self.functions.get_waiter("function_updated_v2").wait(FunctionName="f")
        code = zipped({"index.js": "exports.handler = async () => process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE;"})
        self.functions.update_function_code(FunctionName="f", ZipFile=code)
        self.functions.get_waiter("function_updated").wait(FunctionName="f")
        self.assertEqual(json.load(self.functions.invoke(FunctionName="f")["Payload"]), "512")

        self.functions.delete_function(FunctionName="f")
        with self.assertRaises(self.functions.exceptions.ResourceNotFoundException):
            self.functions.get_function(FunctionName="f")

    def test_the_archive_comes_back_as_it_was(self):
        self.emulator.deploy(ECHO)
        location = self.functions.get_function(FunctionName="f")["Code"]["Location"]
        status, body = self.emulator.ask("GET", location.split(str(self.emulator.port), 1)[1])
        self.assertEqual(status, 200)
        self.assertEqual(body[:4], b"PK\x03\x04")

    def test_a_call_gets_answer_and_log(self):
        self.emulator.deploy(ECHO)
        answer = self.functions.invoke(FunctionName="f", Payload=json.dumps({"a": 1}), LogType="Tail")
        self.assertEqual(answer["StatusCode"], 200)
        self.assertEqual(answer["ExecutedVersion"], "$LATEST")
        self.assertNotIn("FunctionError", answer)
        said = json.load(answer["Payload"])
        self.assertEqual(said["event"], {"a": 1})
        self.assertEqual(said["id"], answer["ResponseMetadata"]["RequestId"])
        lines = log_tail(answer).split("\n")
        self.assertEqual(lines[0], f"START RequestId: {said['id']} Version: $LATEST")
        self.assertTrue(lines[1].endswith(f"\t{said['id']}\tINFO\tseen"), lines)
        self.assertEqual(lines[2], f"END RequestId: {said['id']}")
        self.assertRegex(lines[3], r"^REPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\t"
                                   r"Memory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t$")

    def test_the_tail_of_a_long_log_is_its_end(self):
        self.emulator.deploy("exports.handler = async () => { for (let i = 0; i < 5000; ++i) console.log('line', i); };")
        lines = log_tail(self.functions.invoke(FunctionName="f", LogType="Tail")).split("\n")
        self.assertIn("\tINFO\tline 4999", lines[-4])

    def test_errors_of_a_function_are_answers(self):
        self.emulator.deploy("exports.handler = async () => { throw new TypeError('no meta'); };")
        answer = self.functions.invoke(FunctionName="f")
        self.assertEqual(answer["StatusCode"], 200)
        self.assertEqual(answer["FunctionError"], "Unhandled")
        error = json.load(answer["Payload"])
        self.assertEqual((error["errorType"], error["errorMessage"]), ("TypeError", "no meta"))

    def test_a_function_past_its_limit_is_killed(self):
        self.emulator.deploy("exports.handler = async () => { for (;;) {} };", Timeout=1)
        answer = self.functions.invoke(FunctionName="f", LogType="Tail")
        request = answer["ResponseMetadata"]["RequestId"]
        self.assertEqual(json.load(answer["Payload"]),
                         {"errorType": "Sandbox.Timedout",
                          "errorMessage": f"RequestId: {request} Error: Task timed out after 1.00 seconds"})
        self.assertIn(f"{request} Task timed out after 1.00 seconds\n", log_tail(answer))
        self.assertIn("\tStatus: timeout\t", log_tail(answer))

    def test_an_event_is_tried_three_times_with_one_id(self):
        with tempfile.NamedTemporaryFile("r", prefix="sendlab-wire-") as seen:
            self.emulator.deploy("const fs = require('fs'); exports.handler = (event, context, callback) => {"
                                 f"fs.appendFileSync('{seen.name}', context.awsRequestId + '\\n');"
                                 "callback('no luck'); };")
            answer = self.functions.invoke(FunctionName="f", InvocationType="Event", Payload="{}")
            self.assertEqual(answer["StatusCode"], 202)
            attempts = wait_for(lambda: (lines := written(seen).split())[2:] and lines, "three attempts")
            self.assertEqual(attempts, 3 * [answer["ResponseMetadata"]["RequestId"]])

    def test_settings_of_the_queue_act(self):
        with tempfile.NamedTemporaryFile("r", prefix="sendlab-wire-") as seen:
            self.emulator.deploy("const fs = require('fs'); exports.handler = async (event) => {"
                                 f"fs.appendFileSync('{seen.name}', event.name + '\\n');"
                                 "if (event.fail) throw new Error('no'); };")
            self.functions.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0)
            for name, fail in (("first", True), ("last", False)):
                self.functions.invoke(FunctionName="f", InvocationType="Event",
                                      Payload=json.dumps({"name": name, "fail": fail}))
            text = wait_for(lambda: (t := written(seen)).count("\n") >= 2 and t, "both")
            self.assertEqual(sorted(text.split()), ["first", "last"])

    def test_concurrency_is_a_limit(self):
        self.emulator.deploy(ECHO)
        self.functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
        with self.assertRaises(ClientError) as refused:
            self.functions.invoke(FunctionName="f")
        error = refused.exception.response
        self.assertEqual(error["Error"]["Code"], "TooManyRequestsException")
        self.assertEqual(error["Reason"], "ReservedFunctionConcurrentInvocationLimitExceeded")
        self.functions.delete_function_concurrency(FunctionName="f")
        self.functions.invoke(FunctionName="f")

    def test_versions_and_aliases(self):
        self.emulator.deploy("exports.handler = async (e, context) => context.functionVersion;")
        version = self.functions.publish_version(FunctionName="f")["Version"]
        self.functions.create_alias(FunctionName="f", Name="live", FunctionVersion=version)
        for qualifier in (version, "live"):
            answer = self.functions.invoke(FunctionName="f", Qualifier=qualifier)
            self.assertEqual(json.load(answer["Payload"]), version)
            self.assertEqual(answer["ExecutedVersion"], version)

    def test_streamed_answers_come_as_events(self):
        if not hasattr(self.functions, "invoke_with_response_stream"):
            self.skipTest("this boto3 does not know it")
        self.emulator.deploy(ECHO)
        stream = self.functions.invoke_with_response_stream(FunctionName="f", Payload="{}")["EventStream"]
        events = list(stream)
        self.assertIn(b'"event":{}', events[0]["PayloadChunk"]["Payload"])
        self.assertIn("InvokeComplete", events[-1])

    def test_python_with_boto3_finds_the_emulator(self):
        self.emulator.deploy("import boto3\n"
                             "def handler(event, context):\n"
                             "    return boto3.client('sts').get_caller_identity()['Account']\n",
                             runtime="python3.12", handler="app.handler", Timeout=20)
        self.assertEqual(json.load(self.functions.invoke(FunctionName="f")["Payload"]), "000000000000")

    def test_code_may_lie_in_a_folder(self):
        with tempfile.TemporaryDirectory(prefix="sendlab-wire-") as folder:
            with open(os.path.join(folder, "index.js"), "w", encoding="ascii") as file:
                file.write("exports.handler = async () => __dirname;")
            self.functions.create_function(FunctionName="f", Role=ROLE, Runtime="nodejs22.x", Handler="index.handler",
                                           Code={"S3Bucket": "hot-reload", "S3Key": folder})
            self.assertEqual(json.load(self.functions.invoke(FunctionName="f")["Payload"]), folder)

    def test_code_may_lie_in_s3(self):
        s3 = self.emulator.client("s3")
        s3.create_bucket(Bucket="code")
        s3.put_object(Bucket="code", Key="f.zip", Body=zipped({"index.js": ECHO}))
        made = {"FunctionName": "f", "Role": ROLE, "Runtime": "nodejs22.x", "Handler": "index.handler"}
        with self.assertRaises(ClientError) as refused:
            self.functions.create_function(**made, Code={"S3Bucket": "code", "S3Key": "g.zip"})
        self.assertIn("S3 Error Code: NoSuchKey", str(refused.exception))
        self.functions.create_function(**made, Code={"S3Bucket": "code", "S3Key": "f.zip"})
        self.assertEqual(json.load(self.functions.invoke(FunctionName="f", Payload="[]")["Payload"])["event"], [])

    def test_many_calls_at_once_get_their_own_answers(self):
        from concurrent.futures import ThreadPoolExecutor
        self.emulator.deploy("exports.handler = async (event) => {"
                             "await new Promise((then) => setTimeout(then, 20)); return event.n; };", Timeout=30)

        def call(n):
            return json.load(self.emulator.client().invoke(FunctionName="f", Payload=json.dumps({"n": n}))["Payload"])

        with ThreadPoolExecutor(8) as pool:
            self.assertEqual(list(pool.map(call, range(40))), list(range(40)))

    def test_nothing_is_left_when_the_emulator_stops(self):
        self.emulator.deploy("exports.handler = async () => process.pid;")
        self.emulator.deploy("console.log('hangs'); exports.handler = async () => { for (;;) {} };", name="g")
        first = json.load(self.functions.invoke(FunctionName="f")["Payload"])
        self.functions.invoke(FunctionName="g", InvocationType="Event", Payload="{}")
        self.assertTrue(os.path.exists(f"/proc/{first}"))
        self.assertEqual(self.emulator.stop(), 0)
        wait_for(lambda: not os.path.exists(f"/proc/{first}"), "the end of the handler")

    def test_not_even_when_it_is_killed(self):
        self.emulator.deploy("exports.handler = async () => process.pid;")
        process = json.load(self.functions.invoke(FunctionName="f")["Payload"])
        self.emulator.process.kill()
        wait_for(lambda: not os.path.exists(f"/proc/{process}"), "the end of the handler")


if __name__ == "__main__":
    unittest.main(verbosity=2)
