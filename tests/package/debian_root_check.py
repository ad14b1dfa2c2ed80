"""Run by debian_root.sh under `sendlab exec`: an upload, and the mail that comes of it."""

import json
import os
import time
import urllib.request

import boto3

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
EMAILS = [{"to": f"reader{i}@example.com", "subject": "News", "message": "Hello"} for i in range(3)]

s3 = boto3.client("s3", endpoint_url=ENDPOINT)
file = {"meta": {"from": "site@example.com", "contentType": "text/plain"}, "emails": EMAILS}
s3.put_object(Bucket="async-emails", Key="1.json", Body=json.dumps(file).encode())

end = time.monotonic() + 30
while time.monotonic() < end:
    with urllib.request.urlopen(f"{ENDPOINT}/api/v1/messages") as answer:
        messages = json.load(answer)["messages"]
    if len(messages) == len(EMAILS):
        break
    time.sleep(0.1)
print(len(messages), "mails for", sorted(message["To"][0]["Address"] for message in messages))
