#!/usr/bin/env python3
"""The model of bench/pipe.json in SimPy, as its tutorial would write it. Needs simpy (Debian: python3-simpy).

Usage: pipe_simpy.py [FILES]
"""

import json
import math
import random
import sys
import time

import simpy

EMAILS_PER_FILE, FILES_PER_SECOND, WORKERS, TIME_LIMIT = 25, 3.0887, 10, 3.0
RETRY_DELAYS = (60, 120)
MU, SIGMA = math.log(0.080), 0.5


class Model:
    def __init__(self, files):
        self.world, self.random = simpy.Environment(), random.Random(1)
        self.waiting = simpy.Store(self.world)
        self.sends = self.attempts = self.timeouts = self.given_up = 0
        self.world.process(self.arrivals(files))
        for _ in range(WORKERS):
            self.world.process(self.worker())

    def arrivals(self, files):
        for _ in range(files):
            yield self.world.timeout(self.random.expovariate(FILES_PER_SECOND))
            self.waiting.put(0)

    def worker(self):
        while True:
            tries = yield self.waiting.get()
            self.attempts += 1
            deadline = self.world.now + TIME_LIMIT
            for _ in range(EMAILS_PER_FILE):
                latency = self.random.lognormvariate(MU, SIGMA)
                if self.world.now + latency > deadline:
                    yield self.world.timeout(deadline - self.world.now)
                    self.timed_out(tries)
                    break
                yield self.world.timeout(latency)
                self.sends += 1

    def timed_out(self, tries):
        self.timeouts += 1
        if tries < len(RETRY_DELAYS):
            self.world.process(self.comes_back(tries))
        else:
            self.given_up += 1

    def comes_back(self, tries):
        yield self.world.timeout(RETRY_DELAYS[tries])
        self.waiting.put(tries + 1)


def main():
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
    model = Model(files)
    start = time.perf_counter()
    model.world.run()
    print(json.dumps({"emails": files * EMAILS_PER_FILE, "sends": model.sends, "attempts": model.attempts,
                      "timeouts": model.timeouts, "given_up": model.given_up,
                      "seconds": round(time.perf_counter() - start, 6)}))


if __name__ == "__main__":
    main()
