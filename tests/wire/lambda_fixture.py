"""Lambda in `sendlab serve`, for the tests with boto3 and the AWS CLI."""

import base64
import io
import json
import os
import subprocess
import time
import zipfile

import boto3
from botocore.config import Config

from http_fixture import TIMEOUT, Emulator

ROLE = "arn:aws:iam::000000000000:role/lambda"
PASS_ON = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


def zipped(files):
    """The archive of these files, as bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in files.items():
            out.writestr(name, text)
    return archive.getvalue()


class LambdaEmulator(Emulator):
    def __exit__(self, *error):
        if self.process.poll() is None:
            self.stop()  # so that it removes its folders
        super().__exit__(*error)

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def client(self, service="lambda", **options):
        config = Config(retries={"total_max_attempts": 1}, read_timeout=TIMEOUT, connect_timeout=TIMEOUT,
                        s3={"addressing_style": "path"}, **options)
        return boto3.client(service, endpoint_url=self.endpoint, region_name="us-east-1",
                            aws_access_key_id="test", aws_secret_access_key="test", config=config)

    def deploy(self, code, name="f", runtime="nodejs22.x", handler="index.handler", **settings):
        """A function of one file, ready to be invoked."""
        file = "index.js" if runtime.startswith("nodejs") else "app.py"
        functions = self.client()
        made = functions.create_function(FunctionName=name, Role=ROLE, Runtime=runtime, Handler=handler,
                                         Code={"ZipFile": zipped({file: code})}, **settings)
        functions.get_waiter("function_active_v2").wait(FunctionName=name)
        return made

    def aws(self, *arguments):
        """What `aws lambda ...` prints, as JSON; None if it prints nothing."""
        environment = dict(os.environ, AWS_ENDPOINT_URL=self.endpoint, AWS_PAGER="", AWS_RETRY_MODE="standard",
                           AWS_MAX_ATTEMPTS="1", **PASS_ON)
        done = subprocess.run(["aws", "--endpoint-url", self.endpoint, "lambda", *arguments, "--output", "json"], env=environment, text=True,
                              capture_output=True, timeout=4 * TIMEOUT, check=False)
        if done.returncode != 0:
            raise AssertionError(f"aws lambda {' '.join(arguments)}: {done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None


def wait_for(condition, what):
    """What `condition` gives as soon as that is something."""
    end = time.monotonic() + 2 * TIMEOUT
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


def log_tail(answer):
    return base64.b64decode(answer["LogResult"]).decode()
