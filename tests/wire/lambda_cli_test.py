"""Lambda as the AWS CLI sees it."""

import json
import os
import tempfile
import unittest

from lambda_fixture import ROLE, LambdaEmulator, zipped

F = ("--function-name", "f")


class CommandLineTest(unittest.TestCase):
    def setUp(self):
        self.emulator = self.enterContext(LambdaEmulator())
        self.folder = self.enterContext(tempfile.TemporaryDirectory(prefix="sendlab-wire-"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def archive(self, code):
        with open(self.path("code.zip"), "wb") as file:
            file.write(zipped({"index.js": code}))
        return "fileb://" + self.path("code.zip")

    def invoke(self, *options, payload="{}"):
        # From a file: versions 1 and 2 of the CLI read text differently
        with open(self.path("payload"), "w", encoding="utf-8") as file:
            file.write(payload)
        answer = self.emulator.aws("invoke", *F, *options, "--payload", "fileb://" + self.path("payload"),
                                   self.path("answer"))
        with open(self.path("answer"), encoding="utf-8") as file:
            return answer, file.read()

    def test_the_commands_of_the_quick_start(self):
        aws = self.emulator.aws
        made = aws("create-function", *F, "--runtime", "nodejs22.x", "--handler", "index.handler", "--role", ROLE,
                   "--zip-file", self.archive("exports.handler = async (event) => event.n + 1;"))
        self.assertEqual(made["State"], "Pending")
        aws("wait", "function-active-v2", *F)
        answer, payload = self.invoke(payload='{"n": 1}')
        self.assertEqual((answer["StatusCode"], payload), (200, "2"))

        aws("update-function-code", *F, "--zip-file", self.archive("exports.handler = async () => 'new';"))
        aws("wait", "function-updated-v2", *F)
        aws("update-function-configuration", *F, "--timeout", "7", "--environment", "Variables={STAGE=test}")
        aws("wait", "function-updated", *F)
        self.assertEqual(self.invoke()[1], '"new"')
        configuration = aws("get-function-configuration", *F)
        self.assertEqual(configuration["Timeout"], 7)
        self.assertEqual(configuration["Environment"], {"Variables": {"STAGE": "test"}})

        aws("add-permission", *F, "--statement-id", "s3", "--action", "lambda:InvokeFunction", "--principal",
            "s3.amazonaws.com", "--source-arn", "arn:aws:s3:::async-emails")
        policy = json.loads(aws("get-policy", *F)["Policy"])
        self.assertEqual(policy["Statement"][0]["Sid"], "s3")
        aws("remove-permission", *F, "--statement-id", "s3")
        aws("put-function-event-invoke-config", *F, "--maximum-retry-attempts", "1")
        self.assertEqual(aws("get-function-event-invoke-config", *F)["MaximumRetryAttempts"], 1)
        aws("put-function-concurrency", *F, "--reserved-concurrent-executions", "5")
        self.assertEqual(aws("get-function-concurrency", *F)["ReservedConcurrentExecutions"], 5)
        aws("tag-resource", "--resource", made["FunctionArn"], "--tags", "team=mail")
        self.assertEqual(aws("list-tags", "--resource", made["FunctionArn"])["Tags"], {"team": "mail"})
        self.assertEqual(aws("publish-version", *F)["Version"], "1")
        aws("create-alias", *F, "--name", "live", "--function-version", "1")
        self.assertEqual(self.invoke("--qualifier", "live")[0]["ExecutedVersion"], "1")
        answer, _ = self.invoke("--invocation-type", "Event")
        self.assertEqual(answer["StatusCode"], 202)
        answer, _ = self.invoke("--invocation-type", "DryRun")
        self.assertEqual(answer["StatusCode"], 204)
        self.assertEqual([f["FunctionName"] for f in aws("list-functions")["Functions"]], ["f"])
        aws("delete-function", *F)
        self.assertEqual(aws("list-functions")["Functions"], [])

    def test_errors_are_shown_with_their_names(self):
        with self.assertRaisesRegex(AssertionError, r"\(ResourceNotFoundException\).*Function not found: arn:aws"):
            self.emulator.aws("get-function", *F)
        with self.assertRaisesRegex(AssertionError, r"\(ValidationException\).*1 validation error detected: Value 'me'"):
            self.emulator.aws("create-function", *F, "--runtime", "nodejs22.x", "--handler", "index.handler", "--role",
                              "me", "--zip-file", self.archive(""))


if __name__ == "__main__":
    unittest.main(verbosity=2)
