"""S3 as boto3 sees it: the SDK checks ETags, checksums and signatures, so what it accepts is right."""

import base64
import datetime
import hashlib
import io
import json
import time
import urllib.error
import urllib.request
import zlib

from s3_fixture import TIMEOUT, MissingDependencyException, S3Test, TransferConfig, main, needs_boto3

MIB = 1024 * 1024
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender"


def fetch(method, url, body=None, headers=None):
    """Status, headers and body, whatever the status."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, dict(answer.headers), answer.read()


class Objects(S3Test):
    def test_round_trip(self):
        put = self.put("a b+c/é.json", b"{}", ContentType="application/json", Metadata={"colour": "red"})
        self.assertEqual(put["ETag"], '"99914b932bd37a50b983c5e7c90ae93b"')
        got = self.get("a b+c/é.json", ChecksumMode="ENABLED")
        self.assertEqual(got["Body"].read(), b"{}")
        self.assertEqual(got["ContentType"], "application/json")
        self.assertEqual(got["Metadata"], {"colour": "red"})
        head = self.s3.head_object(Bucket=self.bucket, Key="a b+c/é.json")
        self.assertEqual(head["ContentLength"], 2)
        self.assertEqual(head["ETag"], put["ETag"])
        self.s3.delete_object(Bucket=self.bucket, Key="a b+c/é.json")
        self.refused("NoSuchKey", self.get, key="a b+c/é.json")
        self.refused("404", self.s3.head_object, Bucket=self.bucket, Key="a b+c/é.json")

    def test_empty_object(self):
        self.put("empty", b"")
        self.assertEqual(self.get("empty")["Body"].read(), b"")

    def test_an_empty_object_leaves_the_connection_in_order(self):
        self.put("empty", b"")
        began = time.monotonic()
        self.put("full", b"[]")  # took until botocore's read time-out, a minute
        self.assertLess(time.monotonic() - began, 30)

    def test_ranges(self):
        self.put("a", b"0123456789")
        got = self.get("a", Range="bytes=2-4")
        self.assertEqual((got["Body"].read(), got["ContentRange"]), (b"234", "bytes 2-4/10"))
        self.assertEqual(self.get("a", Range="bytes=-3")["Body"].read(), b"789")
        self.refused("InvalidRange", self.get, key="a", Range="bytes=10-")

    @needs_boto3([1, 36])
    def test_every_checksum(self):
        for algorithm in ("CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME"):
            with self.subTest(algorithm):
                try:
                    put = self.put(algorithm, b"hello world", ChecksumAlgorithm=algorithm)
                except MissingDependencyException:  # CRC32C and CRC64NVME need awscrt
                    values = {"CRC32C": "yZRlqg==", "CRC64NVME": "jSnVw/bqjr4="}
                    put = self.put(algorithm, b"hello world", **{"Checksum" + algorithm: values[algorithm]})
                got = self.get(algorithm, ChecksumMode="ENABLED")
                self.assertEqual(got["ChecksumType"], "FULL_OBJECT")
                self.assertEqual(got["Body"].read(), b"hello world")
                self.assertEqual(got["Checksum" + algorithm], put["Checksum" + algorithm])

    def test_wrong_checksums_are_refused(self):
        self.refused("BadDigest", self.put, key="a", ChecksumCRC32="AAAAAA==")
        self.refused("InvalidRequest", self.put, key="a", ChecksumCRC32="AAAA")
        self.refused("BadDigest", self.put, key="a", ContentMD5=base64.b64encode(b"0" * 16).decode())
        self.refused("InvalidDigest", self.put, key="a", ContentMD5="AAAA")
        self.refused("NoSuchKey", self.get, key="a")

    def test_streams_come_in_chunks_with_a_trailer(self):
        data = bytes(range(256)) * 5000
        self.s3.put_object(Bucket=self.bucket, Key="a", Body=io.BytesIO(data), ChecksumAlgorithm="SHA256")
        self.assertEqual(self.get("a")["Body"].read(), data)
        self.s3.upload_fileobj(io.BytesIO(data), self.bucket, "b", Config=TransferConfig(use_threads=False))
        self.assertEqual(self.get("b")["Body"].read(), data)
        self.assertNotIn("ContentEncoding", self.get("b"))

    def test_copies(self):
        self.put("a", Metadata={"n": "1"}, ContentType="text/plain")
        source = {"Bucket": self.bucket, "Key": "a"}
        self.s3.copy_object(Bucket=self.bucket, Key="b ü", CopySource=source)
        got = self.get("b ü")
        self.assertEqual((got["Body"].read(), got["Metadata"], got["ContentType"]), (b"hello", {"n": "1"}, "text/plain"))
        self.s3.copy_object(Bucket=self.bucket, Key="a", CopySource=source, MetadataDirective="REPLACE",
                            Metadata={"n": "2"})
        self.assertEqual(self.get("a")["Metadata"], {"n": "2"})
        self.refused("InvalidRequest", self.s3.copy_object, Bucket=self.bucket, Key="a", CopySource=source)
        self.refused("NoSuchKey", self.s3.copy_object, Bucket=self.bucket, Key="c",
                     CopySource={"Bucket": self.bucket, "Key": "none"})
        self.refused("PreconditionFailed", self.s3.copy_object, Bucket=self.bucket, Key="c", CopySource=source,
                     CopySourceIfMatch='"x"')

    def test_many_are_deleted_at_once(self):
        for key in ("a", "b", "é & <x>"):
            self.put(key)
        done = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [
            {"Key": "a"}, {"Key": "é & <x>"}, {"Key": "none"}]})
        self.assertEqual([one["Key"] for one in done["Deleted"]], ["a", "é & <x>", "none"])
        left = self.s3.list_objects_v2(Bucket=self.bucket)
        self.assertEqual([one["Key"] for one in left["Contents"]], ["b"])
        quiet = self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": "b"}], "Quiet": True})
        self.assertNotIn("Deleted", quiet)

    @needs_boto3([1, 36])
    def test_conditions(self):
        tag = self.put("a")["ETag"]
        self.refused("PreconditionFailed", self.put, key="a", IfNoneMatch="*")
        self.put("b", IfNoneMatch="*")
        self.put("a", b"new", IfMatch=tag)
        self.refused("PreconditionFailed", self.put, key="a", IfMatch=tag)
        self.refused("NoSuchKey", self.put, key="none", IfMatch=tag)
        self.refused("PreconditionFailed", self.get, key="a", IfMatch=tag)
        self.refused("304", self.get, key="a", IfNoneMatch=self.get("a")["ETag"])
        self.refused("304", self.get, key="a", IfModifiedSince=datetime.datetime(2099, 1, 1))
        self.refused("PreconditionFailed", self.get, key="a", IfUnmodifiedSince=datetime.datetime(2000, 1, 1))

    def test_tags_and_acls(self):
        self.put("a", Tagging="a=1&b=x%20y")
        name = {"Bucket": self.bucket, "Key": "a"}
        self.assertEqual(self.s3.get_object_tagging(**name)["TagSet"],
                         [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "x y"}])
        self.s3.put_object_tagging(**name, Tagging={"TagSet": [{"Key": "c", "Value": ""}]})
        self.assertEqual(self.get("a")["TagCount"], 1)
        self.s3.delete_object_tagging(**name)
        self.assertEqual(self.s3.get_object_tagging(**name)["TagSet"], [])
        self.s3.put_object_acl(**name, ACL="public-read")
        self.assertEqual([grant["Permission"] for grant in self.s3.get_object_acl(**name)["Grants"]],
                         ["FULL_CONTROL", "READ"])
        self.refused("InvalidArgument", self.put, key="b", ACL="publik")

    def test_attributes(self):
        self.put("a", ChecksumAlgorithm="SHA256")
        told = self.s3.get_object_attributes(Bucket=self.bucket, Key="a", ObjectAttributes=[
            "ETag", "Checksum", "ObjectSize", "StorageClass", "ObjectParts"])
        self.assertEqual((told["ETag"], told["ObjectSize"]), (hashlib.md5(b"hello").hexdigest(), 5))
        self.assertEqual(told["Checksum"]["ChecksumSHA256"],
                         base64.b64encode(hashlib.sha256(b"hello").digest()).decode())


class Multipart(S3Test):
    def test_a_large_file_goes_up_and_down_in_parts(self):
        data = hashlib.sha256(b"seed").digest() * (30 * MIB // 32)
        transfer = TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB, max_concurrency=4)
        self.s3.upload_fileobj(io.BytesIO(data), self.bucket, "large", Config=transfer)
        head = self.s3.head_object(Bucket=self.bucket, Key="large", ChecksumMode="ENABLED")
        self.assertEqual(head["ContentLength"], len(data))
        self.assertTrue(head["ETag"].endswith('-4"'), head["ETag"])
        sums = b"".join(hashlib.md5(data[at:at + 8 * MIB]).digest() for at in range(0, len(data), 8 * MIB))
        self.assertEqual(head["ETag"], f'"{hashlib.md5(sums).hexdigest()}-4"')
        out = io.BytesIO()
        self.s3.download_fileobj(self.bucket, "large", out, Config=transfer)
        self.assertEqual(hashlib.sha256(out.getvalue()).digest(), hashlib.sha256(data).digest())
        self.assertEqual(self.get("large", Range="bytes=8388600-8388615")["Body"].read(), data[8388600:8388616])
        part = self.s3.head_object(Bucket=self.bucket, Key="large", PartNumber=4)
        self.assertEqual((part["ContentLength"], part["PartsCount"]), (6 * MIB, 4))

    def upload(self, parts, **more):
        """Begins an upload and gives it parts; the arguments that complete it."""
        name = {"Bucket": self.bucket, "Key": "a"}
        upload = self.s3.create_multipart_upload(**name, **more)["UploadId"]
        done = []
        for number, body in parts.items():
            algorithm = {key: value for key, value in more.items() if key == "ChecksumAlgorithm"}
            part = self.s3.upload_part(**name, UploadId=upload, PartNumber=number, Body=body, **algorithm)
            checksums = {key: value for key, value in part.items() if key.startswith("Checksum")}
            done.append({"PartNumber": number, "ETag": part["ETag"], **checksums})
        return {**name, "UploadId": upload, "MultipartUpload": {"Parts": done}}

    @needs_boto3([1, 36])
    def test_checksums_of_the_whole(self):
        first, last = b"a" * (5 * MIB), b"end"
        whole = zlib.crc32(first + last).to_bytes(4, "big")
        done = self.s3.complete_multipart_upload(
            **self.upload({1: first, 2: last}, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT"))
        self.assertEqual(done["ChecksumCRC32"], base64.b64encode(whole).decode())
        self.assertEqual(done["ChecksumType"], "FULL_OBJECT")
        parts = hashlib.sha256(hashlib.sha256(first).digest() + hashlib.sha256(last).digest()).digest()
        done = self.s3.complete_multipart_upload(**self.upload({1: first, 2: last}, ChecksumAlgorithm="SHA256"))
        self.assertEqual(done["ChecksumSHA256"], base64.b64encode(parts).decode() + "-2")
        self.assertEqual(self.get("a")["Body"].read(), first + last)

    def test_what_does_not_fit_is_refused(self):
        self.refused("EntityTooSmall", self.s3.complete_multipart_upload, **self.upload({1: b"x", 2: b"y"}))
        wrong = self.upload({1: b"x"})
        wrong["MultipartUpload"]["Parts"][0]["ETag"] = '"0"'
        self.refused("InvalidPart", self.s3.complete_multipart_upload, **wrong)
        swapped = self.upload({1: b"x", 2: b"y"})
        swapped["MultipartUpload"]["Parts"].reverse()
        self.refused("InvalidPartOrder", self.s3.complete_multipart_upload, **swapped)
        self.refused("NoSuchUpload", self.s3.abort_multipart_upload, Bucket=self.bucket, Key="a", UploadId="none")
        self.refused("NoSuchKey", self.get, key="a")

    def test_listed_and_given_up(self):
        begun = self.upload({1: b"x", 3: b"yy"})
        name = {key: begun[key] for key in ("Bucket", "Key", "UploadId")}
        parts = self.s3.list_parts(**name, MaxParts=1)
        self.assertTrue(parts["IsTruncated"])
        rest = self.s3.list_parts(**name, PartNumberMarker=parts["NextPartNumberMarker"])
        self.assertEqual([part["Size"] for part in parts["Parts"] + rest["Parts"]], [1, 2])
        uploads = self.s3.list_multipart_uploads(Bucket=self.bucket)["Uploads"]
        self.assertEqual([upload["UploadId"] for upload in uploads], [begun["UploadId"]])
        self.s3.abort_multipart_upload(**name)
        self.assertNotIn("Uploads", self.s3.list_multipart_uploads(Bucket=self.bucket))

    def test_a_part_is_copied(self):
        self.put("source", b"0123456789")
        name = {"Bucket": self.bucket, "Key": "a"}
        upload = self.s3.create_multipart_upload(**name)["UploadId"]
        part = self.s3.upload_part_copy(**name, UploadId=upload, PartNumber=1, CopySource=f"{self.bucket}/source",
                                        CopySourceRange="bytes=2-5")["CopyPartResult"]
        self.s3.complete_multipart_upload(**name, UploadId=upload, MultipartUpload={"Parts": [
            {"PartNumber": 1, **{k: v for k, v in part.items() if k == "ETag" or k.startswith("Checksum")}}]})
        self.assertEqual(self.get("a")["Body"].read(), b"2345")


class Listings(S3Test):
    def test_pages(self):
        keys = [f"{folder}/{number:02}" for folder in "abc" for number in range(7)] + ["z y+ü"]
        for key in keys:
            self.put(key)
        for operation in ("list_objects", "list_objects_v2"):
            with self.subTest(operation):
                pages = self.s3.get_paginator(operation).paginate(Bucket=self.bucket, PaginationConfig={"PageSize": 4})
                self.assertEqual([one["Key"] for page in pages for one in page["Contents"]], keys)
                pages = self.s3.get_paginator(operation).paginate(Bucket=self.bucket, Delimiter="/",
                                                                  PaginationConfig={"PageSize": 1})
                found = [one.get("Prefix", one.get("Key")) for page in pages
                         for one in page.get("CommonPrefixes", []) + page.get("Contents", [])]
                self.assertEqual(found, ["a/", "b/", "c/", "z y+ü"])
        first = self.s3.list_objects_v2(Bucket=self.bucket, Prefix="b/", StartAfter="b/04")
        self.assertEqual([one["Key"] for one in first["Contents"]], ["b/05", "b/06"])
        self.refused("InvalidArgument", self.s3.list_objects_v2, Bucket=self.bucket, ContinuationToken="???")

    def test_buckets(self):
        names = [one["Name"] for one in self.s3.list_buckets()["Buckets"]]
        self.assertIn(self.bucket, names)
        self.assertEqual(names, sorted(names))
        self.s3.head_bucket(Bucket=self.bucket)
        self.refused("404", self.s3.head_bucket, Bucket="nowhere")
        self.assertIsNone(self.s3.get_bucket_location(Bucket=self.bucket)["LocationConstraint"])
        self.put("a")
        self.refused("BucketNotEmpty", self.s3.delete_bucket, Bucket=self.bucket)
        self.s3.delete_object(Bucket=self.bucket, Key="a")
        self.s3.delete_bucket(Bucket=self.bucket)
        self.refused("NoSuchBucket", self.s3.list_objects_v2, Bucket=self.bucket)


class Configurations(S3Test):
    def test_versions(self):
        self.put("a", b"0")
        self.s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        self.assertEqual(self.s3.get_bucket_versioning(Bucket=self.bucket)["Status"], "Enabled")
        first = self.put("a", b"1")["VersionId"]
        second = self.put("a", b"2")["VersionId"]
        self.assertEqual(self.get("a", VersionId=first)["Body"].read(), b"1")
        self.assertEqual(self.get("a", VersionId="null")["Body"].read(), b"0")
        marker = self.s3.delete_object(Bucket=self.bucket, Key="a")
        self.assertTrue(marker["DeleteMarker"])
        gone = self.refused("NoSuchKey", self.get, key="a")
        self.assertEqual(gone["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"], "true")
        self.refused("MethodNotAllowed", self.get, key="a", VersionId=marker["VersionId"])
        self.refused("NoSuchVersion", self.get, key="a", VersionId="none")
        pages = self.s3.get_paginator("list_object_versions").paginate(Bucket=self.bucket, PaginationConfig={"PageSize": 1})
        found = [one["VersionId"] for page in pages for one in page.get("Versions", []) + page.get("DeleteMarkers", [])]
        self.assertEqual(found, [marker["VersionId"], second, first, "null"])
        self.s3.delete_object(Bucket=self.bucket, Key="a", VersionId=marker["VersionId"])
        self.assertEqual(self.get("a")["Body"].read(), b"2")
        self.refused("BucketNotEmpty", self.s3.delete_bucket, Bucket=self.bucket)

    def test_notifications(self):
        def configured(*rules):
            self.s3.put_bucket_notification_configuration(
                Bucket=self.bucket, NotificationConfiguration={"LambdaFunctionConfigurations": list(rules)},
                SkipDestinationValidation=True)

        rule = {"Id": "EmailSender", "LambdaFunctionArn": FUNCTION, "Events": ["s3:ObjectCreated:Put"],
                "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "mails/"}]}}}
        configured(rule)
        told = self.s3.get_bucket_notification_configuration(Bucket=self.bucket)["LambdaFunctionConfigurations"]
        self.assertEqual(told[0]["Id"], "EmailSender")
        self.assertEqual(told[0]["Filter"]["Key"]["FilterRules"], [{"Name": "Prefix", "Value": "mails/"}])
        overlap = {**rule, "Id": "Other", "Events": ["s3:ObjectCreated:*"]}
        with self.assertRaisesRegex(Exception, "ambiguously defined"):
            configured(rule, overlap)
        with self.assertRaisesRegex(Exception, "could not be parsed"):
            configured({**rule, "LambdaFunctionArn": "LambdaEmailSender"})
        self.refused("InvalidArgument", self.s3.put_bucket_notification_configuration, Bucket=self.bucket,
                     NotificationConfiguration={"QueueConfigurations": [
                         {"QueueArn": "arn:aws:sqs:us-east-1:000000000000:q", "Events": ["s3:ObjectCreated:*"]}]})
        self.assertEqual(self.s3.get_bucket_notification_configuration(Bucket=self.bucket)
                         ["LambdaFunctionConfigurations"], told)
        configured()
        self.assertNotIn("LambdaFunctionConfigurations",
                         self.s3.get_bucket_notification_configuration(Bucket=self.bucket))

    def test_lifecycle(self):
        name = {"Bucket": self.bucket}
        self.refused("NoSuchLifecycleConfiguration", self.s3.get_bucket_lifecycle_configuration, **name)
        rules = [{"ID": "tidy", "Filter": {"Prefix": "mails/"}, "Status": "Enabled", "Expiration": {"Days": 7}},
                 {"ID": "abort", "Filter": {"And": {"Prefix": "x", "Tags": [{"Key": "a", "Value": "b"}]}},
                  "Status": "Disabled", "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3}}]
        self.s3.put_bucket_lifecycle_configuration(**name, LifecycleConfiguration={"Rules": rules})
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(**name)["Rules"], rules)
        self.assertIn('rule-id="tidy"', self.put("mails/1.json")["Expiration"])
        self.assertNotIn("Expiration", self.put("other"))
        self.refused("MalformedXML", self.s3.put_bucket_lifecycle_configuration, **name, LifecycleConfiguration={
            "Rules": [{"ID": "x", "Status": "Enabled", "Expiration": {"Days": 1}}]})
        self.s3.delete_bucket_lifecycle(**name)
        self.refused("NoSuchLifecycleConfiguration", self.s3.get_bucket_lifecycle_configuration, **name)

    def test_cors(self):
        name = {"Bucket": self.bucket}
        rules = [{"AllowedHeaders": ["*"], "AllowedMethods": ["GET", "PUT"], "AllowedOrigins": ["https://*.example.com"],
                  "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 300}]
        self.s3.put_bucket_cors(**name, CORSConfiguration={"CORSRules": rules})
        self.assertEqual(self.s3.get_bucket_cors(**name)["CORSRules"], rules)
        url = f"{self.server.endpoint}/{self.bucket}/a"
        asked = {"Origin": "https://app.example.com", "Access-Control-Request-Method": "PUT",
                 "Access-Control-Request-Headers": "content-type, x-amz-date"}
        status, headers, _ = fetch("OPTIONS", url, headers=asked)
        self.assertEqual((status, headers["Access-Control-Allow-Origin"]), (200, "https://app.example.com"))
        self.assertEqual(headers["Access-Control-Max-Age"], "300")
        self.assertEqual(fetch("OPTIONS", url, headers={**asked, "Origin": "https://example.org"})[0], 403)
        self.put("a")
        self.assertEqual(fetch("GET", url, headers=asked)[1]["Access-Control-Expose-Headers"], "ETag")

    def test_kept_documents(self):
        name = {"Bucket": self.bucket}
        self.refused("NoSuchBucketPolicy", self.s3.get_bucket_policy, **name)
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        self.s3.put_bucket_policy(**name, Policy=policy)
        self.assertEqual(self.s3.get_bucket_policy(**name)["Policy"], policy)
        self.refused("MalformedPolicy", self.s3.put_bucket_policy, **name, Policy="no")
        self.s3.put_public_access_block(**name, PublicAccessBlockConfiguration={"BlockPublicAcls": False})
        self.assertFalse(self.s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"]["BlockPublicAcls"])
        self.assertEqual(self.s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"][0]
                         ["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
        self.refused("NoSuchWebsiteConfiguration", self.s3.get_bucket_website, **name)
        self.s3.put_bucket_website(**name, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
        self.assertEqual(self.s3.get_bucket_website(**name)["IndexDocument"], {"Suffix": "index.html"})
        self.s3.put_bucket_tagging(**name, Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        self.assertEqual(self.s3.get_bucket_tagging(**name)["TagSet"], [{"Key": "a", "Value": "b"}])


class Urls(S3Test):
    """With every signature checked: what is accepted was computed as AWS computes it."""

    OPTIONS = ("--verify-signatures",)

    def test_presigned_urls(self):
        for version in ("s3v4", "s3"):
            with self.subTest(version):
                s3 = self.server.client(signature_version=version)
                name = {"Bucket": self.bucket, "Key": "a b/é"}
                url = s3.generate_presigned_url("put_object", Params={**name, "ContentType": "text/plain"})
                self.assertEqual(fetch("PUT", url, b"hello", {"Content-Type": "text/plain"})[0], 200)
                url = s3.generate_presigned_url("get_object", Params={**name, "ResponseContentType": "text/css"})
                status, headers, body = fetch("GET", url)
                self.assertEqual((status, headers["Content-Type"], body), (200, "text/css", b"hello"))
                self.assertIn(b"SignatureDoesNotMatch", fetch("GET", url.replace("css", "x"))[2])
                url = s3.generate_presigned_url("get_object", Params=name, ExpiresIn=1)
                status, end = 200, time.monotonic() + 30
                while status == 200 and time.monotonic() < end:
                    status, _, body = fetch("GET", url)
                self.assertEqual(status, 403)
                self.assertIn(b"<Message>Request has expired</Message>", body)

    def test_only_the_right_secret_is_accepted(self):
        self.refused("SignatureDoesNotMatch", self.server.client(secret="wrong").list_buckets)
        status, _, body = fetch("GET", f"{self.server.endpoint}/{self.bucket}")
        self.assertEqual(status, 403)
        self.assertIn(b"<Code>AccessDenied</Code>", body)

    def test_signed_calls_of_every_kind(self):
        self.put("a b+c/é~*'()!", io.BytesIO(b"x" * 300000), ChecksumAlgorithm="SHA1", Metadata={"n": "a  b"})
        self.s3.list_objects_v2(Bucket=self.bucket, Prefix="a b+", Delimiter="/")
        self.s3.put_object_tagging(Bucket=self.bucket, Key="a b+c/é~*'()!", Tagging={"TagSet": []})
        self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": "a b+c/é~*'()!"}]})

    def test_forms(self):
        for version in ("s3v4", "s3"):
            with self.subTest(version):
                self.check_forms(self.server.client(signature_version=version))

    def check_forms(self, s3):
        form = s3.generate_presigned_post(
            self.bucket, "in/${filename}", Fields={"acl": "private", "success_action_status": "201"},
            Conditions=[{"acl": "private"}, {"success_action_status": "201"}, ["content-length-range", 1, 10]])

        def post(data, **changes):
            fields = {**form["fields"], **changes}
            parts = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                     for name, value in fields.items()]
            parts.append('--b\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n'
                         "Content-Type: text/plain\r\n\r\n")
            body = "".join(parts).encode() + data + b"\r\n--b--\r\n"
            return fetch("POST", form["url"], body, {"Content-Type": "multipart/form-data; boundary=b"})

        status, _, body = post(b"hello")
        self.assertEqual(status, 201, body)
        self.assertIn(b"<Key>in/x.txt</Key>", body)
        self.assertEqual(self.get("in/x.txt")["Body"].read(), b"hello")
        self.assertIn(b"EntityTooLarge", post(b"x" * 11)[2])
        self.assertIn(b"Policy Condition failed", post(b"hello", acl="public-read")[2])
        self.assertIn(b"Extra input fields", post(b"hello", other="x")[2])
        self.assertIn(b"SignatureDoesNotMatch", post(b"hello", **{name: "0" * 64 for name in form["fields"] if "signature" in name})[2])


if __name__ == "__main__":
    main()
