"""Runtime client for Python: takes events from the Lambda Runtime API, runs the function's handler and answers.

Context, log format and error objects are those of the Lambda Developer Guide ("Define Lambda function handler in
Python", "AWS Lambda context object in Python", "AWS Lambda function errors in Python").
"""

import http.client
import importlib
import importlib.abc
import importlib.util
import json
import logging
import os
import sys
import time
import traceback

HOST = os.environ["AWS_LAMBDA_RUNTIME_API"]
RUNTIME = "/2018-06-01/runtime/"


class Client:
    """The Runtime API over one connection."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(HOST)

    def call(self, method, what, body=None, headers=None):
        self.connection.request(method, RUNTIME + what, body, headers or {})
        response = self.connection.getresponse()
        return response.headers, response.read()

    def next(self):
        return self.call("GET", "invocation/next")

    def post(self, what, body, error_type=None):
        headers = {"Content-Type": "application/json"}
        if error_type:
            headers["Lambda-Runtime-Function-Error-Type"] = error_type
        self.call("POST", what, body.encode(), headers)


class Identity:
    def __init__(self):
        self.cognito_identity_id = None
        self.cognito_identity_pool_id = None


class Context:
    """What a handler gets as its second argument."""

    def __init__(self, headers):
        environ = os.environ
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity()
        client_context = headers["Lambda-Runtime-Client-Context"]
        self.client_context = json.loads(client_context) if client_context else None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


def set_up_logging():
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    tag = RequestIdFilter()
    handler.addFilter(tag)
    logging.getLogger().addHandler(handler)
    return tag


def error_object(error, skip=1):
    """`skip`: calls of this file, which are not the function's."""
    kind = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)[skip:]
    return {
        "errorMessage": str(error),
        "errorType": kind if not isinstance(error, InitError) else error.kind,
        "requestId": RequestIdFilter.request_id,
        "stackTrace": traceback.format_list(frames),
    }


class InitError(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def log_error(error):
    said = error_object(error)
    lines = [f"[ERROR] {said['errorType']}: {said['errorMessage']}"]
    if said["stackTrace"]:
        lines += ["Traceback (most recent call last):"] + [frame.rstrip("\n") for frame in said["stackTrace"]]
    print("\r".join(lines).replace("\n", "\r"), flush=True)  # one event of the log, as on AWS


class EndpointForOldBotocore(importlib.abc.MetaPathFinder):
    """botocore knows AWS_ENDPOINT_URL since 1.31; Debian 12 has an older one. Costs nothing until it is imported."""

    def find_spec(self, name, path=None, target=None):
        if name != "botocore.session":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        run_module = spec.loader.exec_module

        def exec_module(module):
            run_module(module)
            self.patch(module.Session)

        spec.loader.exec_module = exec_module
        return spec

    @staticmethod
    def patch(session):
        version = importlib.import_module("botocore").__version__
        if tuple(int(part) for part in version.split(".")[:2]) >= (1, 31):
            return
        create_client = session.create_client

        def with_endpoint(self, *arguments, **options):
            options["endpoint_url"] = options.get("endpoint_url") or os.environ["AWS_ENDPOINT_URL"]
            return create_client(self, *arguments, **options)

        session.create_client = with_endpoint


def load_handler(name):
    module, dot, function = name.rpartition(".")
    if not dot or not module:
        raise InitError("Runtime.MalformedHandlerName",
                        f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    try:
        loaded = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        raise InitError("Runtime.ImportModuleError", f"Unable to import module '{module}': {error}") from None
    except SyntaxError as error:
        where = f"Syntax error in module '{module}': {error}"
        raise InitError("Runtime.UserCodeSyntaxError", where) from None
    try:
        return getattr(loaded, function)
    except AttributeError:
        raise InitError("Runtime.HandlerNotFound",
                        f"Handler '{function}' missing on module '{module}'") from None


def run(client, handler, headers, event):
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"] or ""
    RequestIdFilter.request_id = request_id
    try:
        result = handler(json.loads(event), Context(headers))
        try:
            body = json.dumps(result, ensure_ascii=False)
        except (TypeError, ValueError) as error:
            raise InitError("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
        failed = None
    except Exception as error:  # whatever the function throws is its answer
        log_error(error)
        failed = error_object(error)
    sys.stdout.flush()
    sys.stderr.flush()
    if failed is None:
        client.post(f"invocation/{request_id}/response", body)
    else:
        client.post(f"invocation/{request_id}/error", json.dumps(failed), failed["errorType"])


def main():
    client = Client()
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    set_up_logging()
    if "AWS_ENDPOINT_URL" in os.environ:
        sys.meta_path.insert(0, EndpointForOldBotocore())
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        log_error(error)
        said = error_object(error)
        client.post("init/error", json.dumps(said), said["errorType"])
        sys.exit(1)
    while True:
        run(client, handler, *client.next())


main()
