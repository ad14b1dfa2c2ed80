#!/usr/bin/env python3
"""Amazon SES as boto3 sees it, in both of its APIs, and what of it the inspection API shows."""

import email
import email.message
import email.policy
import json
import os
import unittest

from clients import skip_file

try:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError
except ImportError:  # not a package of Debian 12's base system
    skip_file("boto3 is not installed")

from http_fixture import Emulator

# Nothing of the developer's own AWS configuration counts.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION="us-east-1",
                  AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true")

TEXT = {"Subject": {"Data": "Grüße"}, "Body": {"Text": {"Data": "plain"}, "Html": {"Data": "<b>rich</b>"}}}
TO_ANN = {"ToAddresses": ["Ann <ann@y.example>"], "BccAddresses": ["hidden@y.example"]}
MAIL = {"Source": "Shop <shop@x.example>", "Destination": TO_ANN, "Message": TEXT}
MAIL_V2 = {"FromEmailAddress": MAIL["Source"], "Destination": TO_ANN, "Content": {"Simple": TEXT}}


class SesTest(unittest.TestCase):
    """One emulator for all tests of a class, reset before each."""

    @classmethod
    def setUpClass(cls):
        cls.server = Emulator()
        cls.addClassCleanup(cls.server.__exit__)
        cls.v1, cls.v2 = (boto3.client(name, endpoint_url=cls.server.facts["AWS_ENDPOINT_URL"],
                                       config=Config(retries={"max_attempts": 1})) for name in ("ses", "sesv2"))

    def setUp(self):
        self.assertEqual(self.server.ask("POST", "/_sendlab/reset")[0], 200)

    def get(self, path):
        status, body = self.server.ask("GET", path)
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def latest(self):
        """The newest message: what the API says of it, and its bytes as Python reads them."""
        shown = self.get("/_sendlab/messages")["messages"][0]
        _, raw = self.server.ask("GET", f"/_sendlab/messages/{shown['id']}/raw")
        return shown, email.message_from_bytes(raw, policy=email.policy.default)

    def fails(self, code, call, *args, **parameters):
        with self.assertRaises(ClientError) as failed:
            call(*args, **parameters)
        self.assertEqual(failed.exception.response["Error"]["Code"], code)
        return failed.exception.response


class Sending(SesTest):
    def check_mail(self, message_id):
        shown, mail = self.latest()
        self.assertEqual(shown["ses_id"], message_id)
        self.assertEqual(shown["recipients"], ["ann@y.example", "hidden@y.example"])
        self.assertEqual(shown["from"], "shop@x.example")
        self.assertEqual(mail["Subject"], "Grüße")
        self.assertEqual(mail["Message-ID"], f"<{message_id}@email.amazonses.com>")
        self.assertNotIn("Bcc", mail)
        self.assertEqual(mail.get_body(("plain",)).get_content().strip(), "plain")
        self.assertEqual(mail.get_body(("html",)).get_content().strip(), "<b>rich</b>")

    def test_send_email_in_both_apis(self):
        self.check_mail(self.v1.send_email(**MAIL)["MessageId"])
        self.check_mail(self.v2.send_email(**MAIL_V2)["MessageId"])
        self.assertEqual(len(self.get("/_aws/ses")["messages"]), 2)

    def test_raw_messages(self):
        mail = email.message.EmailMessage()
        mail["From"], mail["To"], mail["Bcc"] = "shop@x.example", "ann@y.example", "hidden@y.example"
        mail["Subject"], mail["Message-ID"] = "Raw", "<own@client>"
        mail.set_content("Hello\n")
        mail.add_attachment(bytes(range(256)), maintype="application", subtype="octet-stream", filename="all.bin")
        for send in (lambda: self.v1.send_raw_email(RawMessage={"Data": bytes(mail)}),
                     lambda: self.v2.send_email(Content={"Raw": {"Data": bytes(mail)}})):
            message_id = send()["MessageId"]
            shown, sent = self.latest()
            self.assertEqual(shown["recipients"], ["ann@y.example", "hidden@y.example"])
            self.assertEqual(sent["Message-ID"], f"<{message_id}@email.amazonses.com>")
            self.assertNotIn("Bcc", sent)
            self.assertEqual(next(sent.iter_attachments()).get_content(), bytes(range(256)))
        # The client's own Message-ID tells that the two are one e-mail.
        self.assertEqual(self.get("/_sendlab/duplicates?by=identity")["duplicates"], 1)

    def test_the_same_mail_twice_is_a_duplicate(self):
        self.v1.send_email(**MAIL)
        self.v1.send_email(**{**MAIL, "Message": {**TEXT, "Subject": {"Data": "other"}}})
        self.v1.send_email(**MAIL)
        found = self.get("/_sendlab/duplicates")
        self.assertEqual(found["duplicates"], 1)
        self.assertEqual(found["emails"][0]["recipients_hit_twice"], ["ann@y.example", "hidden@y.example"])

    def test_mistakes(self):
        nobody = {**MAIL, "Destination": {"ToAddresses": ["nobody"]}}
        self.assertIn("Missing final '@domain'",
                      self.fails("InvalidParameterValue", self.v1.send_email, **nobody)["Error"]["Message"])
        many = {"ToAddresses": [f"a{n}@y.example" for n in range(51)]}
        self.fails("InvalidParameterValue", self.v1.send_email, **{**MAIL, "Destination": many})
        self.fails("BadRequestException", self.v2.send_email, **{**MAIL_V2, "Destination": many})
        self.fails("ConfigurationSetDoesNotExist", self.v1.send_email, **MAIL, ConfigurationSetName="none")
        self.fails("NotFoundException", self.v2.send_email, **MAIL_V2, ConfigurationSetName="none")
        self.assertEqual(self.get("/_sendlab/messages")["kept"], 0)

    def test_simulator_events(self):
        self.v2.send_email(**{**MAIL_V2, "Destination": {"ToAddresses": ["bounce@simulator.amazonses.com"]}})
        types = [event["eventType"] for event in self.get("/_sendlab/ses-events")["events"]]
        self.assertEqual(types, ["Send", "Bounce"])

    def test_an_account_that_is_paused(self):
        self.v1.update_account_sending_enabled(Enabled=False)
        self.fails("AccountSendingPausedException", self.v1.send_email, **MAIL)
        self.fails("SendingPausedException", self.v2.send_email, **MAIL_V2)
        self.v2.put_account_sending_attributes(SendingEnabled=True)
        self.v1.send_email(**MAIL)


class Templates(SesTest):
    CONTENT = {"TemplateName": "t", "SubjectPart": "Hi {{name}}", "TextPart": "{{#each n}}{{this}};{{/each}}"}

    def test_templates_of_one_api_are_those_of_the_other(self):
        self.v1.create_template(Template=self.CONTENT)
        self.assertEqual(self.v2.get_email_template(TemplateName="t")["TemplateContent"]["Subject"], "Hi {{name}}")
        self.assertEqual(self.v2.list_email_templates()["TemplatesMetadata"][0]["TemplateName"], "t")
        self.fails("AlreadyExistsException", self.v2.create_email_template, TemplateName="t",
                   TemplateContent={"Subject": "x"})
        data = json.dumps({"name": "Ann", "n": [1, 2]})
        rendered = self.v1.test_render_template(TemplateName="t", TemplateData=data)["RenderedTemplate"]
        self.assertIn("Hi Ann", rendered)
        self.fails("MissingRenderingAttribute", self.v1.test_render_template, TemplateName="t", TemplateData="{}")
        self.v1.send_templated_email(Source="a@x.example", Destination=TO_ANN, Template="t", TemplateData=data)
        _, mail = self.latest()
        self.assertEqual((mail["Subject"], mail.get_content().strip()), ("Hi Ann", "1;2;"))
        self.v2.delete_email_template(TemplateName="t")
        self.fails("TemplateDoesNotExist", self.v1.get_template, TemplateName="t")

    def test_bulk(self):
        self.v1.create_template(Template=self.CONTENT)
        answer = self.v1.send_bulk_templated_email(
            Source="a@x.example", Template="t", DefaultTemplateData='{"name":"all","n":[]}',
            Destinations=[{"Destination": TO_ANN, "ReplacementTemplateData": '{"name":"Ann"}'},
                          {"Destination": {"ToAddresses": ["nobody"]}}])
        self.assertEqual([entry["Status"] for entry in answer["Status"]], ["Success", "InvalidParameterValue"])
        answer = self.v2.send_bulk_email(
            FromEmailAddress="a@x.example",
            DefaultContent={"Template": {"TemplateName": "t", "TemplateData": '{"name":"all","n":[]}'}},
            BulkEmailEntries=[{"Destination": TO_ANN}, {"Destination": TO_ANN}])
        self.assertEqual([entry["Status"] for entry in answer["BulkEmailEntryResults"]], ["SUCCESS", "SUCCESS"])
        self.assertEqual(self.latest()[1]["Subject"], "Hi all")


class Account(SesTest):
    def test_identities(self):
        self.v1.verify_email_identity(EmailAddress="a@x.example")
        self.assertTrue(self.v2.create_email_identity(EmailIdentity="y.example")["VerifiedForSendingStatus"])
        self.assertEqual(self.v1.list_identities()["Identities"], ["y.example", "a@x.example"])
        names = [entry["IdentityName"] for entry in self.v2.list_email_identities()["EmailIdentities"]]
        self.assertEqual(names, ["y.example", "a@x.example"])
        attributes = self.v1.get_identity_verification_attributes(Identities=["a@x.example"])
        self.assertEqual(attributes["VerificationAttributes"]["a@x.example"]["VerificationStatus"], "Success")
        self.assertEqual(len(self.v1.verify_domain_dkim(Domain="y.example")["DkimTokens"]), 3)
        self.assertEqual(self.v2.get_email_identity(EmailIdentity="a@x.example")["IdentityType"], "EMAIL_ADDRESS")
        self.v1.delete_identity(Identity="a@x.example")
        self.fails("NotFoundException", self.v2.get_email_identity, EmailIdentity="a@x.example")

    def test_suppression_list(self):
        self.v2.put_suppressed_destination(EmailAddress="Ann@y.example", Reason="BOUNCE")
        got = self.v2.get_suppressed_destination(EmailAddress="ann@y.example")["SuppressedDestination"]
        self.assertEqual(got["Reason"], "BOUNCE")
        self.assertGreater(got["LastUpdateTime"].year, 2023)
        self.v1.send_email(**MAIL)
        self.assertIn("OnAccountSuppressionList", json.dumps(self.get("/_sendlab/ses-events")))
        self.assertEqual(len(self.v2.list_suppressed_destinations()["SuppressedDestinationSummaries"]), 1)
        self.v2.delete_suppressed_destination(EmailAddress="ann@y.example")
        self.fails("NotFoundException", self.v2.get_suppressed_destination, EmailAddress="ann@y.example")

    def test_quota_and_statistics(self):
        self.v1.send_email(**MAIL)
        self.assertEqual(self.v1.get_send_quota()["SentLast24Hours"], 2)
        self.assertEqual(self.v2.get_account()["SendQuota"]["SentLast24Hours"], 2)
        self.assertEqual(self.v1.get_send_statistics()["SendDataPoints"][0]["DeliveryAttempts"], 2)

    def test_configuration_sets(self):
        self.v2.create_configuration_set(ConfigurationSetName="news")
        self.v1.create_configuration_set_event_destination(
            ConfigurationSetName="news",
            EventDestination={"Name": "e", "Enabled": True, "MatchingEventTypes": ["bounce", "renderingFailure"],
                              "SNSDestination": {"TopicARN": "arn:aws:sns:us-east-1:000000000000:t"}})
        kept = self.v2.get_configuration_set_event_destinations(ConfigurationSetName="news")["EventDestinations"][0]
        self.assertEqual(kept["MatchingEventTypes"], ["BOUNCE", "RENDERING_FAILURE"])
        described = self.v1.describe_configuration_set(ConfigurationSetName="news",
                                                       ConfigurationSetAttributeNames=["eventDestinations"])
        self.assertEqual(described["EventDestinations"][0]["MatchingEventTypes"], ["bounce", "renderingFailure"])
        self.v1.send_email(**MAIL, ConfigurationSetName="news")
        self.assertEqual(len(self.get("/_sendlab/ses-events")["events"]), 2)  # Send and Delivery
        self.v1.delete_configuration_set(ConfigurationSetName="news")
        self.fails("NotFoundException", self.v2.get_configuration_set, ConfigurationSetName="news")

    def test_an_operation_that_is_not_there_answers_at_once(self):
        self.fails("NotImplemented", self.v1.list_receipt_filters)
        self.fails("NotImplemented", self.v2.list_contact_lists)


if __name__ == "__main__":
    unittest.main()
