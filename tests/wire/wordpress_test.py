"""WordPress with fixtures/wordpress/async-mail: whose mail leaves how, and what its user waits, before and after."""

import os
import pathlib
import shutil
import sys
import unittest

from clients import skip_file

ROOT = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "fixtures/wordpress"))
import measure  # noqa: E402

PROGRAMS = ("php", "mariadb-install-db", "my_print_defaults")
if not measure.wordpress_folder() or not all(map(shutil.which, PROGRAMS)):
    skip_file("PHP, MariaDB or WordPress is not installed")
FOLLOWERS = 12


class WordPress(unittest.TestCase):
    def test_a_user_no_longer_waits_for_the_mail_of_others(self):
        os.environ["EMAILS_PER_FILE"] = "5"
        found = measure.measure(measure.wordpress_folder(), FOLLOWERS)
        before, after = found["before"], found["after"]
        self.assertEqual((before["followers_by"], before["password_by"], before["files"]), (["smtp"], ["smtp"], 0))
        self.assertEqual((after["followers_by"], after["password_by"], after["files"]), (["ses"], ["smtp"], 3))
        for one in (before, after):
            self.assertEqual((one["mails"], one["duplicates"]), (FOLLOWERS + 1, 0))
        # Each mail takes its session of five round trips or more of 50 ms; three files take none.
        self.assertGreater(before["publish_s"], FOLLOWERS * 5 * 0.05)
        self.assertLess(after["publish_s"], before["publish_s"])
        self.assertIn(f"with {FOLLOWERS} followers", measure.table(found))
        print(measure.table(found))


if __name__ == "__main__":
    unittest.main(verbosity=2)
