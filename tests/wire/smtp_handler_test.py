"""A handler that sends over SMTP, unmodified: its mail is told from others', and its round trips stand in the timeline."""

import unittest

from lambda_fixture import ROLE
from lambda_handlers_test import code_folder, file_of
from live_account_test import Live

PYTHON = """
import smtplib, os
def handler(event, context):
    with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as client:
        for n in range(event["mails"]):
            client.sendmail("a@x.example", f"{n}@y.example", f"Subject: {n}\\r\\n\\r\\nx\\r\\n")
    if event.get("hang"):
        import time
        time.sleep(60)
"""


BY_OTHERS = '''
import os, subprocess, sys
MAIL = """import os, smtplib
with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as client:
    client.sendmail("a@x.example", "{}@y.example", "Subject: x")
"""
def handler(event, context):
    shell = "true; " + sys.executable + " -c '" + MAIL.format("grandchild") + "'"
    subprocess.run(["sh", "-c", shell + "; true"], check=True)
    subprocess.run([sys.executable, "-c", MAIL.format("alone")], check=True, start_new_session=True)
    bare = {name: os.environ[name] for name in ("SMTP_HOST", "SMTP_PORT", "PATH")}
    subprocess.run([sys.executable, "-c", MAIL.format("bare")], check=True, env=bare)
'''


class SmtpHandler(Live):
    def variables(self, **more):
        return {"Variables": {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.emulator.facts["ports"]["smtp"]), **more}}

    def nodemailer(self, pool):
        code = code_folder("node-smtp")
        self.start(None, "--smtp-hide", "STARTTLS")
        arn = self.emulator.client().create_function(
            FunctionName="LambdaEmailSender", Role=ROLE, Runtime="nodejs22.x", Handler="index.handler", Timeout=60,
            MemorySize=512, Code={"S3Bucket": "hot-reload", "S3Key": str(code)},
            Environment=self.variables(SMTP_POOL=pool))["FunctionArn"]
        s3 = self.emulator.client("s3")
        s3.create_bucket(Bucket="async-emails")
        s3.put_bucket_notification_configuration(Bucket="async-emails", NotificationConfiguration={
            "LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:Put"]}]})
        s3.put_object(Bucket="async-emails", Key="1.json", Body=file_of(20))
        [attempt] = self.wait_until_over()[0]["attempts"]
        return attempt

    def test_a_connection_an_email(self):
        attempt = self.nodemailer("false")
        self.assertEqual((attempt["outcome"], attempt["sends"], attempt["smtp_connections"]), ("succeeded", 20, 20))
        # TCP, greeting, EHLO, MAIL, RCPT, DATA, text: for each e-mail
        self.assertEqual(attempt["smtp_round_trips"], 20 * 7)

    def test_a_pool_pays_the_set_up_once_a_connection(self):
        attempt = self.nodemailer("true")
        self.assertEqual((attempt["outcome"], attempt["sends"]), ("succeeded", 20))
        connections = attempt["smtp_connections"]
        self.assertIn(connections, (1, 2))
        self.assertEqual(attempt["smtp_round_trips"], 3 * connections + 20 * 4)

    def test_who_is_killed_sends_again_and_the_copies_name_the_attempts(self):
        self.start(None, "--retry-delays", "50ms,50ms")
        self.emulator.deploy(PYTHON, runtime="python3.12", handler="app.handler", Timeout=1, MemorySize=512,
                             Environment=self.variables())
        self.emulator.client().invoke(FunctionName="f", InvocationType="Event", Payload=b'{"mails": 3, "hang": true}')
        [invocation] = self.wait_until_over()
        self.assertEqual([a["sends"] for a in invocation["attempts"]], [3, 3, 3])
        copies = self.get("/_sendlab/duplicates")["emails"]
        self.assertEqual([[s["origin"]["attempt"] for s in c["sends"]] for c in copies], [[1, 2, 3]] * 3)
        self.assertEqual(copies[0]["sends"][0]["origin"]["request_id"], invocation["request_id"])

    def test_mail_of_processes_that_a_handler_starts_is_its_own(self):
        self.start(None)
        self.emulator.deploy(BY_OTHERS, runtime="python3.12", handler="app.handler", Timeout=60, MemorySize=512,
                             Environment=self.variables())
        self.emulator.client().invoke(FunctionName="f", InvocationType="Event", Payload=b"{}")
        [invocation] = self.wait_until_over()
        [attempt] = invocation["attempts"]
        self.assertEqual((attempt["outcome"], attempt["sends"], attempt["smtp_connections"]), ("succeeded", 3, 3))

    def test_a_fault_strikes_the_first_attempt_only(self):
        fault = {"target": "smtp", "fail": "451 try later", "attempt": 1}
        self.start({"smtp": {"rtt": "0s", "server_time": "0s"}, "faults": [fault]}, "--retry-delays", "50ms,50ms")
        self.emulator.deploy(PYTHON, runtime="python3.12", handler="app.handler", Timeout=20, MemorySize=512,
                             Environment=self.variables())
        self.emulator.client().invoke(FunctionName="f", InvocationType="Event", Payload=b'{"mails": 1}')
        [invocation] = self.wait_until_over()
        self.assertEqual([a["outcome"] for a in invocation["attempts"]], ["failed", "succeeded"])
        self.assertIn("SMTPDataError", invocation["attempts"][0]["error"])


del Live

if __name__ == "__main__":
    unittest.main(verbosity=2)
