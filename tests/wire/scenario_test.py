"""A scenario, live: its latencies, its setup and its faults act on a real handler, and what came twice is told."""

import json
import pathlib
import tempfile
import unittest

from lambda_fixture import LambdaEmulator, wait_for

ROOT = pathlib.Path(__file__).parents[2]


def file_of(count):
    emails = [{"to": f"user{n}@example.com", "subject": f"News {n}", "message": "Hello"} for n in range(count)]
    return json.dumps({"meta": {"from": "site@example.com"}, "emails": emails})


def scenario(**changes):
    return {
        "s3": {"put_latency": "0s", "get_latency": "0s", "notification_delay": "0s"},
        "lambda": {"timeout": "3s", "environment_setup": "0s", "dispatch_delay": "0s"},
        "ses": {"latency": "0s"},
        "setup": {"functions": [{"code": str(ROOT / "fixtures/handlers/python"), "runtime": "python3.11",
                                 "handler": "app.handler"}]},
        **changes,
    }


class Scenario(unittest.TestCase):
    def start(self, document):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        path = pathlib.Path(folder) / "scenario.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        self.emulator = self.enterContext(LambdaEmulator(str(path), "--retry-delays", "100ms,200ms"))
        self.s3 = self.emulator.client("s3")

    def get(self, path):
        status, body = self.emulator.ask("GET", path)
        self.assertEqual(status, 200, body)
        return json.loads(body)

    def send(self, key, emails):
        """Puts a file into the scenario's bucket; what became of it once all attempts are over."""
        self.s3.put_object(Bucket="async-emails", Key=key, Body=file_of(emails))

        def over():
            found = [f for f in self.get("/_sendlab/files")["files"] if f["key"] == key]
            return found and found[0]["state"] in ("succeeded", "given_up") and found[0]

        return wait_for(over, f"the end of {key}")

    def test_a_file_that_fits_is_sent_once(self):
        self.start(scenario())
        file = self.send("fits.json", 10)
        self.assertEqual((file["state"], file["attempts"], file["sends"]), ("succeeded", 1, 10))
        self.assertEqual(self.get("/_sendlab/duplicates")["duplicates"], 0)

    def test_a_file_that_does_not_fit_is_killed_and_sent_again_from_its_first_email(self):
        self.start(scenario(ses={"latency": "100ms", "accepted_at": 0.5}))  # 40 e-mails need 4 s
        file = self.send("trap.json", 40)
        self.assertEqual((file["state"], file["attempts"], file["timeouts"]), ("given_up", 3, 3))
        self.assertLess(file["sends"], 3 * 30)
        lost = self.get("/_sendlab/lost")
        [of_file] = lost["files"]
        self.assertEqual((of_file["key"], of_file["emails"], of_file["lost"]), ("trap.json", 40, lost["lost"]))
        names = [one["to"][0] for one in of_file["recipients"]]
        self.assertEqual(names, [f"user{n}@example.com" for n in range(40 - lost["lost"], 40)])
        first = self.get("/_sendlab/duplicates")["emails"][0]
        self.assertEqual(first["recipients_hit_twice"], ["user0@example.com"])
        self.assertEqual([s["origin"]["attempt"] for s in first["sends"]], [1, 2, 3])
        [invocation] = file["invocations"]
        attempts = self.get(f"/_sendlab/invocations/{invocation}")["attempts"]
        for attempt in attempts:
            self.assertEqual((attempt["outcome"], attempt["duration_ms"]), ("timed_out", 3000))
            self.assertTrue(any("Task timed out after 3.00 seconds" in line for line in attempt["log"]))

    def test_faults_change_while_it_runs(self):
        self.start(scenario())
        fault = {"faults": [{"target": "ses", "fail": "MessageRejected"}]}
        status, body = self.emulator.ask("PUT", "/_sendlab/faults", json.dumps(fault))
        self.assertEqual(status, 200, body)
        file = self.send("refused.json", 1)
        self.assertEqual((file["state"], file["errors"], file["sends"]), ("given_up", 3, 0))
        [account] = self.get("/_sendlab/faults")["faults"]
        self.assertEqual(account["struck"], 3)
        self.emulator.ask("DELETE", "/_sendlab/faults")
        self.assertEqual(self.send("well.json", 1)["state"], "succeeded")

    def test_a_fault_that_real_code_cannot_feel_says_so(self):
        slow = {"faults": [{"target": "lambda", "multiply": 3}]}
        self.start(scenario(**slow))
        self.assertIn("multiply of lambda", self.get("/_sendlab/faults")["note"])
        self.emulator.ask("DELETE", "/_sendlab/faults")
        self.assertNotIn("note", self.get("/_sendlab/faults"))
        _, body = self.emulator.ask("PUT", "/_sendlab/faults", json.dumps(slow))
        self.assertIn("multiply of lambda", json.loads(body)["note"])

    def test_a_fault_that_cannot_be_read_says_where_and_changes_nothing(self):
        self.start(scenario())
        status, body = self.emulator.ask("PUT", "/_sendlab/faults", '{"faults": [{"target": "sess"}]}')
        self.assertEqual(status, 400)
        self.assertIn("did you mean \\\"ses\\\"", body.decode())
        self.assertEqual(self.get("/_sendlab/faults")["faults"], [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
