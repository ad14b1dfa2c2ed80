"""The emulator as boto3 clients of its S3 see it."""

import os
import unittest

from clients import skip_file

try:
    import boto3
    from boto3.s3.transfer import TransferConfig
    from botocore.config import Config
    from botocore.exceptions import ClientError, MissingDependencyException
except ImportError:  # not a package of Debian 12's base system
    skip_file("boto3 is not installed")

from http_fixture import TIMEOUT, Emulator

# Nothing of the developer's own AWS configuration counts.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1",
                  AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true")


def needs_boto3(version):
    """For what older SDKs do not know: Debian 12 has 1.26."""
    numbers = [int(number) for number in boto3.__version__.split(".")[:2]]
    return unittest.skipIf(numbers < version, f"boto3 {boto3.__version__} does not know it")


class Server(Emulator):
    """`with Server("--verify-signatures") as server:`"""

    def __init__(self, *options):
        super().__init__(*options)
        self.endpoint = self.facts["AWS_ENDPOINT_URL"]

    def client(self, secret="test", **settings):
        settings.setdefault("retries", {"max_attempts": 1})
        return boto3.client("s3", endpoint_url=self.endpoint, config=Config(**settings),
                            aws_secret_access_key=secret, aws_access_key_id="test")


class S3Test(unittest.TestCase):
    """One server for all tests of a class, a bucket of its own for each."""

    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.OPTIONS)
        cls.addClassCleanup(cls.server.__exit__)
        cls.s3 = cls.server.client()

    def setUp(self):
        self.bucket = self.id().rsplit(".", 1)[1].replace("_", "-").lower()[-60:].strip("-")
        self.s3.create_bucket(Bucket=self.bucket)

    def put(self, key, body=b"hello", **more):
        return self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, **more)

    def get(self, key, **more):
        return self.s3.get_object(Bucket=self.bucket, Key=key, **more)

    def refused(self, code, call, **arguments):
        """The error, which must have this code."""
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        return caught.exception.response


def main():
    unittest.main(module="__main__", verbosity=1)
