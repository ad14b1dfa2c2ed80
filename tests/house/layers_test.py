#!/usr/bin/env python3
"""A check that cannot fail is none: every rule of layers.py is broken once, in a tree of its own."""

import pathlib
import tempfile
import unittest

import layers


def said_about(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            path = root / "emulator" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return layers.check(root)


class BadTrees(unittest.TestCase):
    def assert_said(self, name, text, line, words):
        said = said_about({name: text})
        self.assertEqual(len(said), 1, said)
        self.assertTrue(said[0].startswith(f"emulator/{name}:{line}: "), said)
        self.assertIn(words, said[0])

    def test_a_lower_room_must_not_include_a_higher_one(self):
        self.assert_said("s3/a.cpp", '// top\n#include "pipeline/world.hpp"\n', 2, "must not include pipeline/")
        self.assert_said("base/a.hpp", '#include "time/scheduler.hpp"\n', 1, "must not include time/")

    def test_neighbours_do_not_see_one_another(self):
        self.assert_said("s3/a.cpp", '#include "lambda/handler.hpp"', 1, "must not include lambda/")
        self.assert_said("report/a.cpp", '#include "planner/plan.hpp"', 1, "must not include planner/")

    def test_includes_are_written_from_the_root_and_libraries_in_angle_brackets(self):
        self.assert_said("s3/a.cpp", '#include "object.hpp"', 1, "must be written from emulator/")
        self.assert_said("s3/a.cpp", '#include "../time/scheduler.hpp"', 1, "must be written from emulator/")
        self.assert_said("s3/a.cpp", '#include "boost/system/result.hpp"', 1, "no such room")
        said = said_about({"time/clock.hpp": "", "s3/a.cpp": "#include <time/clock.hpp>"})
        self.assertIn("stand in quotes", "".join(said))

    def test_sockets_are_in_net_only(self):
        for header in ("boost/asio.hpp", "boost/asio/ip/tcp.hpp", "boost/beast/http.hpp", "sys/socket.h", "poll.h"):
            self.assert_said("api/a.cpp", f"#include <{header}>", 1, "net/'s")
            self.assertEqual(said_about({"net/a.cpp": f"#include <{header}>"}), [])

    def test_the_operating_system_is_met_at_the_edges_only(self):
        self.assert_said("report/a.cpp", "#include <unistd.h>", 1, "operating system")
        self.assert_said("pipeline/a.cpp", "#include <spdlog/spdlog.h>", 1, "operating system")

    def test_threads_and_locks_stay_out_of_the_world(self):
        for header in ("thread", "mutex", "condition_variable", "future"):
            self.assert_said("pipeline/a.cpp", f"#include <{header}>", 1, "one thread")
            self.assertEqual(said_about({"planner/a.cpp": f"#include <{header}>"}), [])

    def test_json_stays_out_of_headers(self):
        self.assert_said("scenario/a.hpp", "#include <nlohmann/json.hpp>", 1, "in a header")
        self.assertEqual(said_about({"scenario/a.cpp": "#include <nlohmann/json.hpp>"}), [])

    def test_time_chance_and_environment_come_from_outside(self):
        for code, words in (
            ("auto t = std::chrono::system_clock::now();", "scheduler::now()"),
            ("auto t = std::chrono::steady_clock ::now();", "scheduler::now()"),
            ('auto e = std::getenv("HOME");', "environment"),
            ("std::random_device d;", "random_stream"),
            ("std::mt19937_64 g;", "random_stream"),
            ("std::uniform_real_distribution<double> u;", "random_stream"),
            ("int r = std::rand();", "random_stream"),
            ("std::this_thread::sleep_for(1s);", "nothing sleeps"),
        ):
            self.assert_said("lambda/a.cpp", f"\n{code}\n", 2, words)
        self.assert_said("lambda/a.cpp", "#include <random>", 1, "random_stream")

    def test_mathematics_that_differs_between_machines_is_refused(self):
        for code in ("std::exp(x)", "std::log1p(x)", "std::pow(x, 2)", "std::erfc(x)", "std::sinh(x)", "long double y"):
            self.assert_said("planner/a.cpp", code, 1, "not the same bits")
        self.assertEqual(said_about({"planner/a.cpp": "std::sqrt(x) + std::floor(y) + sendlab::exp(z)"}), [])

    def test_a_file_outside_of_the_rooms_is_noticed(self):
        self.assert_said("helpers/a.cpp", "", 1, "in no room")
        self.assert_said("a.cpp", "", 1, "in no room")

    def test_the_build_links_only_what_may_be_included(self):
        text = "sendlab_room(s3\n    SOURCES a.cpp\n    USES lambda time\n    LIBRARIES x)\n"
        self.assertEqual(said_about({"s3/CMakeLists.txt": text}),
                         ["emulator/s3/CMakeLists.txt:1: s3/ must not use lambda/"])


class GoodTrees(unittest.TestCase):
    def test_comments_and_texts_are_not_code(self):
        self.assertEqual(said_about({"s3/a.cpp": '// std::getenv, #include "cli/main.hpp"\n/*\n#include <thread>\n*/\n'
                                     'auto a = "std::rand()"; auto b = R"x(long double " sleep_for)x"; int c = 1\'000;\n'
                                     "char d = '\"'; // getenv\n"}), [])

    def test_what_stands_below_may_be_included(self):
        self.assertEqual(said_about({"cli/a.cpp": '#include "base/result.hpp"\n#include "net/x.hpp"\n',
                                     "pipeline/a.cpp": '#include "smtp/x.hpp"\n#include "pipeline/y.hpp"\n'}), [])

    def test_the_picture_has_no_circle(self):
        for room in layers.USES:
            self.assertNotIn(room, layers.below(room))


if __name__ == "__main__":
    unittest.main()
