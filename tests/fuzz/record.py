#!/usr/bin/env python3
"""Writes the corpora of the fuzz targets: what real clients (boto3, smtplib) say to `sendlab serve`, octet by octet.

Usage: tests/fuzz/record.py SENDLAB    # writes tests/fuzz/corpus
"""

import contextlib
import email.message
import email.policy
import json
import pathlib
import smtplib
import socket
import subprocess
import sys
import tempfile
import threading

import boto3
from botocore.config import Config

CORPUS = pathlib.Path(__file__).parent / "corpus"
KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}


class Tap:
    """A port that passes everything on, and keeps what the client says on each connection."""

    def __init__(self, port):
        self.port_beyond, self.heard = port, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            server = socket.create_connection(("127.0.0.1", self.port_beyond))
            said = bytearray()
            self.heard.append(said)
            threading.Thread(target=self.pass_on, args=(client, server, said), daemon=True).start()
            threading.Thread(target=self.pass_on, args=(server, client, bytearray()), daemon=True).start()

    @staticmethod
    def pass_on(source, sink, said):
        with contextlib.suppress(OSError):
            while octets := source.recv(65536):
                said += octets
                sink.sendall(octets)
            sink.shutdown(socket.SHUT_WR)

    def take(self):
        taken = [bytes(said) for said in self.heard if said]
        for said in self.heard:  # connections stay open
            del said[:len(said)]
        return taken


def requests_in(stream):
    """Of a connection: (head, body) of each request."""
    while stream:
        head, _, stream = stream.partition(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.split(b"\r\n")
                       if line.lower().startswith(b"content-length:")), 0)
        yield head.replace(b"\r\nExpect: 100-continue", b""), stream[:length]
        stream = stream[length:]


def write(target, name, octets):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(octets)


def record_http(tap, target, name):
    """What has been said since the last time, as one input; chunked bodies and signatures for their own targets too."""
    requests = [request for stream in tap.take() for request in requests_in(stream)]
    write(target, name, b"\0".join(head + b"\r\n\r\n" + body for head, body in requests))
    for number, (head, body) in enumerate(requests):
        fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if b": " in line)
        fields = {key.lower(): value for key, value in fields.items()}
        if b"aws-chunked" in fields.get(b"content-encoding", b""):
            write("chunked_body", f"{name}-{number}", b"\x1f" + body)
        if number == 0 and b"authorization" in fields:
            write("signature", name, fields.get(b"x-amz-date", b"") + b"\n" + fields[b"authorization"])


def use_s3(port, tap):
    s3 = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}", **KEYS,
                      config=Config(s3={"addressing_style": "path"}))

    def step(name, *calls):
        for call in calls:
            call()
        record_http(tap, "s3_rest", name)

    arn = "arn:aws:lambda:us-east-1:000000000000:function:f"
    step("objects", lambda: s3.create_bucket(Bucket="mails2"),
         lambda: s3.put_object(Bucket="mails2", Key="a b/ü.json", Body=b"{}" * 40, Metadata={"who": "me"},
                               ChecksumAlgorithm="CRC32"),
         lambda: s3.get_object(Bucket="mails2", Key="a b/ü.json", Range="bytes=0-9"),
         lambda: s3.copy_object(Bucket="mails2", Key="c", CopySource="mails2/a b/ü.json"),
         lambda: s3.list_objects_v2(Bucket="mails2", Prefix="a", Delimiter="/"),
         lambda: s3.delete_objects(Bucket="mails2", Delete={"Objects": [{"Key": "c"}]}))

    def upload():
        started = s3.create_multipart_upload(Bucket="mails2", Key="big")
        part = s3.upload_part(Bucket="mails2", Key="big", PartNumber=1, UploadId=started["UploadId"], Body=b"x" * 99)
        s3.complete_multipart_upload(Bucket="mails2", Key="big", UploadId=started["UploadId"], MultipartUpload={
            "Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})

    step("multipart", upload)
    step("settings",
         lambda: s3.put_bucket_lifecycle_configuration(Bucket="mails2", LifecycleConfiguration={"Rules": [
             {"ID": "x", "Status": "Enabled", "Filter": {"Prefix": "a"}, "Expiration": {"Days": 1}}]}),
         lambda: s3.put_bucket_cors(Bucket="mails2", CORSConfiguration={"CORSRules": [
             {"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}),
         lambda: s3.put_bucket_tagging(Bucket="mails2", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]}),
         lambda: s3.put_bucket_versioning(Bucket="mails2", VersioningConfiguration={"Status": "Enabled"}),
         lambda: s3.put_object_acl(Bucket="mails2", Key="big", ACL="public-read"))
    with contextlib.suppress(s3.exceptions.ClientError):
        s3.put_bucket_notification_configuration(Bucket="mails2", NotificationConfiguration={
            "LambdaFunctionConfigurations": [{"Id": "n", "LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"],
                                              "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "a"}]}}}]})
    record_http(tap, "s3_rest", "notification")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "mails2", "Key": "c"})
    query = url.partition("?")[2]
    write("s3_rest", "presigned", f"GET /mails2/c?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    write("signature", "presigned", b"\n" + query.encode())


def use_ses(port, tap):
    ses = boto3.client("ses", endpoint_url=f"http://127.0.0.1:{port}", **KEYS)
    ses.send_email(Source="a@example.org", Destination={"ToAddresses": ["b@example.org"]},
                   Message={"Subject": {"Data": "Grüße"}, "Body": {"Text": {"Data": "x"}, "Html": {"Data": "<p>x"}}})
    ses.send_raw_email(RawMessage={"Data": mails()["alternative"]}, Destinations=["b@example.org"])
    record_http(tap, "ses_rest", "query")
    ses.create_template(Template={"TemplateName": "t", "SubjectPart": "{{s}}", "TextPart": "{{#each l}}{{this}}{{/each}}"})
    ses.send_templated_email(Source="a@example.org", Destination={"ToAddresses": ["b@example.org"]}, Template="t",
                             TemplateData='{"s": "x", "l": [1, 2]}')
    ses.get_send_quota()
    ses.verify_domain_identity(Domain="example.org")
    record_http(tap, "ses_rest", "query-template")
    v2 = boto3.client("sesv2", endpoint_url=f"http://127.0.0.1:{port}", **KEYS)
    v2.send_email(FromEmailAddress="a@example.org", Destination={"ToAddresses": ["b@example.org"]}, Content={
        "Simple": {"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "y"}}}})
    v2.create_email_template(TemplateName="u", TemplateContent={"Subject": "{{a}}", "Text": "{{#if a}}{{a}}{{/if}}"})
    v2.send_bulk_email(FromEmailAddress="a@example.org", DefaultContent={"Template": {
        "TemplateName": "u", "TemplateData": '{"a": "b"}'}}, BulkEmailEntries=[
            {"Destination": {"ToAddresses": ["b@example.org"]}}])
    v2.put_suppressed_destination(EmailAddress="c@example.org", Reason="BOUNCE")
    v2.get_account()
    record_http(tap, "ses_rest", "rest")


def use_smtp(port, tap):
    for name, octets in mails().items():
        with smtplib.SMTP("127.0.0.1", port) as client:
            if name != "plain":
                client.ehlo()
                client.login("user", "password")
            client.sendmail("a@example.org", ["b@example.org", "c@example.org"], octets)
    for (name, _), said in zip(mails().items(), tap.take(), strict=True):
        write("smtp_session", name, b"\x0f" + said)


def mails():
    def mail(**fields):
        message = email.message.EmailMessage()
        for name, value in {"From": "a@example.org", "To": "Ü <b@example.org>", "Subject": "Grüße", **fields}.items():
            message[name] = value
        return message

    plain = mail()
    plain.set_content("Hello\n.dot\n")
    alternative = mail(**{"Message-ID": "<1@example.org>", "Date": "Mon, 23 Nov 2026 10:00:00 +0100"})
    alternative.set_content("Zwölf", cte="quoted-printable")
    alternative.add_alternative("<p>Zw&ouml;lf <img src='cid:x'>", subtype="html")
    attached = mail(Cc="c@example.org, d@example.org")
    attached.set_content("see there")
    attached.add_attachment(bytes(range(256)), maintype="application", subtype="octet-stream", filename="ü.bin")
    attached.add_attachment(alternative)
    named = {"plain": plain, "alternative": alternative, "attached": attached}
    return {name: message.as_bytes(policy=email.policy.SMTP) for name, message in named.items()}


def main(program):
    with subprocess.Popen([program, "serve", "--port", "0", "--mail-port", "0", "--smtp-port", "0", "--json"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            ports = json.loads(server.stdout.readline())["ports"]
            tap = Tap(ports["edge"])
            use_s3(tap.port, tap)
            use_ses(tap.port, tap)
            smtp = Tap(ports["smtp"])
            use_smtp(smtp.port, smtp)
        finally:
            server.terminate()
    for name, octets in mails().items():
        write("mail", name, octets)
    signature = b";chunk-signature=" + b"0f" * 32  # as the S3 API Reference has it; boto3 signs no chunks
    write("chunked_body", "signed", b"\x1f5" + signature + b"\r\nhello\r\n0" + signature + b"\r\n\r\n")
    write("chunked_body", "trailer", b"\x075\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n")
    with tempfile.TemporaryDirectory() as folder:
        scenario = pathlib.Path(folder) / "s.json"
        scenario.write_text('{"duration": "20s", "lambda": {"timeout": "1s"}, "application": '
                            '{"requests": {"at": ["0s"]}, "emails_per_request": 4, "emails_per_file": 2}}', encoding="utf-8")
        journal = pathlib.Path(folder) / "journal"
        subprocess.run([program, "run", str(scenario), "--journal", str(journal)], check=False, capture_output=True)
        write("journal", "run", journal.read_bytes())
        write("measurements", "journal", b"\n" + journal.read_bytes())
    for log in ("attempts.log", "timeouts.log", "sends.csv"):
        text = (pathlib.Path(__file__).parents[2] / "fixtures/logs" / log).read_bytes()
        write("measurements", log, b"latency\n" + b"\n".join(text.split(b"\n")[:12]) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1])
