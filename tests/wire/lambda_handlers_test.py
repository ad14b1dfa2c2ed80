"""The handlers of fixtures/handlers, unmodified: a file is put into the bucket, its e-mails come out of SES."""

import json
import os
import pathlib
import shutil
import unittest

from clients import install_modules
from lambda_fixture import ROLE, LambdaEmulator, wait_for

ROOT = pathlib.Path(__file__).parents[2]
HANDLERS = ROOT / "fixtures/handlers"
BUILD = pathlib.Path(os.environ["SENDLAB_WIRE_BUILD"])


def file_of(count, first=0):
    emails = [{"to": f"user{n}@example.com", "subject": f"News {n}", "message": "Hello"}
              for n in range(first, first + count)]
    meta = {"from": "site@example.com", "contentType": "text/html", "charset": "UTF-8"}
    return json.dumps({"meta": meta, "emails": emails})


def code_folder(name):
    """The handler with its modules, beside the build: the sources stay as they are."""
    folder = BUILD / "handlers" / name
    shutil.copytree(HANDLERS / name, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    if (folder / "package.json").exists():
        install_modules(folder)
    return folder


class Pipeline:
    """One handler, from bucket to mailbox. Subclasses say which."""

    handler = "index.handler"
    runtime = "nodejs22.x"

    def setUp(self):
        self.emulator = self.enterContext(LambdaEmulator("--retry-delays", "100ms,200ms"))
        self.s3 = self.emulator.client("s3")
        functions = self.emulator.client()
        code = {"S3Bucket": "hot-reload", "S3Key": str(code_folder(self.name))}
        arn = functions.create_function(FunctionName="LambdaEmailSender", Role=ROLE, Runtime=self.runtime,
                                        Handler=self.handler, Code=code, Timeout=60,
                                        MemorySize=512)["FunctionArn"]
        self.s3.create_bucket(Bucket="async-emails")
        self.s3.put_bucket_notification_configuration(
            Bucket="async-emails",
            NotificationConfiguration={"LambdaFunctionConfigurations": [
                {"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:Put"]}]})

    def recipients(self):
        messages = json.loads(self.emulator.ask("GET", "/_aws/ses")[1])["messages"]
        return sorted(to for m in messages for to in m["Destination"]["ToAddresses"])

    def test_every_recipient_gets_one_mail(self):
        for part in range(4):
            self.s3.put_object(Bucket="async-emails", Key=f"17 00+{part}.json", Body=file_of(25, 25 * part))
        wait_for(lambda: len(self.recipients()) >= 100, "a hundred e-mails")
        self.assertEqual(self.recipients(), sorted(f"user{n}@example.com" for n in range(100)))

    def test_a_bad_file_hurts_nobody(self):
        self.s3.put_object(Bucket="async-emails", Key="bad.json", Body='{"meta": {}, "emails": []}')
        self.s3.put_object(Bucket="async-emails", Key="good.json", Body=file_of(3))
        wait_for(lambda: self.recipients() == [f"user{n}@example.com" for n in range(3)], "the good file's e-mails")


class NodeSdk3(Pipeline, unittest.TestCase):
    name = "node-sdk-v3"


class NodeSdk2(Pipeline, unittest.TestCase):
    name = "node-sdk-v2"


class Python(Pipeline, unittest.TestCase):
    name = "python"
    handler = "app.handler"
    runtime = "python3.12"


if __name__ == "__main__":
    unittest.main(verbosity=2)
