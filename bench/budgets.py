"""What the figures of bench/peers should be, and what limits those that are not."""


def own(table):
    """Sendlab's median."""
    return next((row["median"] for who, row in table["rows"].items() if who.startswith("sendlab")), None)


def best_peer(table):
    found = [row["median"] for who, row in table["rows"].items() if not who.startswith("sendlab") and row["median"]]
    return (max if table["better"] == "more" else min)(found) if found else None


class Budget:
    """A title, a limit of the median or of its ratio to a peer's, and what is known to limit it where it is missed."""

    def __init__(self, title, limit, limited_by="", peer=None):
        self.title, self.limit, self.limited_by, self.peer = title, limit, limited_by, peer

    def measured(self, tables):
        """None where it, or the peer, was not."""
        table = tables.get(self.title, {"rows": {}})
        if own(table) is None or self.peer is None:
            return own(table)
        other = best_peer(table) if self.peer == "best" else table["rows"].get(self.peer, {}).get("median")
        return own(table) / other if other else None

    def line(self, tables, number):
        found = self.measured(tables)
        if found is None:
            return f"| {self.title} | | not measured | |"
        less = self.peer is None and tables[self.title]["better"] == "less"
        of = "" if self.peer is None else f" x {'the best peer' if self.peer == 'best' else self.peer}"
        met = found <= self.limit if less else found >= self.limit
        unit = tables[self.title]["unit"] if self.peer is None else ""
        limit = f"{'at most' if less else 'at least'} {number(self.limit)}{of} {unit}".strip()
        return f"| {self.title} | {limit} | {number(found)} | {'met' if met else f'**missed**: {self.limited_by}'} |"


PIPE = "PIPE, 1 M e-mails, an event an e-mail"
SMTP = "SMTP messages of 4 KiB, 10 sessions"
SINK = "smtp-sink (keeps nothing)"
HANDLER = "Real Node.js handler, 200 files of 25 e-mails"

# Shares of time: perf record, on the programs of the same commit.
BOOKS = ("draws by counter through portable log and exp are 22 % of its time, the steps of a mail through SES's rules 25 %, the "
         "event queue 15 %; ns-3's model has no bucket, no SES and no books")
BYTES = "the time goes with the bytes: JSON 33 %, fresh pages from the kernel 23 %, MIME 18 %, copies 11 %; 500 B a mail: above"
DRAWS = ("31 % are draws by counter, the same on every machine (the yardstick's are not), 11 % the summary of the run, 9 % "
         "allocation, 8 % the event queue; the rest is the books of each attempt")
STAYS = ("20 bytes stay of each e-mail: 9 of its books, 8 for the percentiles of delivery, 3 of files and attempts; the program "
         "and the rest of the run take 15 MiB")
COUNTED = "beyond 50, e-mails wait for others: those values are counted in runs, not computed"
PAGES = "16 MiB are pages of the program and of shared libraries (OpenSSL, libstdc++, GMime with GLib and ICU), 2.3 MiB its own"
CORES = "client, server and other programs wait for the same cores; the server's CPU for one is above"
SHARED = "programs that share a core take more CPU time for the same work: what smtp-sink took then is above"

BUDGETS = [
    Budget(PIPE, 3e6, BOOKS),
    Budget(PIPE, 0.9, BOOKS, peer="ns-3"),
    Budget("PIPE, 0.1 M e-mails with bodies of 8KB: files of JSON, messages of MIME", 0.5e6, BYTES),
    Budget("PIPE, 1 M e-mails, an event an attempt", 0.8, DRAWS, peer="hand-written heap"),
    Budget("PIPE, 10 M e-mails: peak memory", 200, STAYS),
    Budget("The article's file, from start to exit: 25 e-mails, 3 s, retries after 1 and 2 minutes", 20,
           "it waits for a core: its own CPU time is 13 ms"),
    Budget("P(time-out) for 1 to 200 e-mails, computed: one after the other", 50),
    Budget("sendlab plan, from start to exit: 1 to 200 e-mails a file for 1 in a million, 50 at once", 1000, COUNTED),
    Budget("HTTP: from exec to the first answer", 50, "it waits for a core: its own CPU time until then is 10 to 20 ms"),
    Budget("HTTP: memory, idle", 15, PAGES),
    *(Budget(f"S3 {what} of 4 KiB, 16 connections", limit, CORES, peer=peer)
      for what in ("PUT", "GET") for limit, peer in ((8, "best"), (20_000, None))),
    Budget("SES SendEmail of 1 kB, 16 connections", 3, CORES, peer="best"),
    Budget("SES SendEmail of 1 kB, 16 connections", 20_000, CORES),
    Budget(f"{SMTP}, a connection each", 0.8, CORES, peer=SINK),
    Budget(f"{SMTP}, 10 connections", 0.8, CORES, peer=SINK),
    Budget(f"{SMTP}, a connection each: the server's CPU", 120, SHARED),
    Budget(f"{SMTP}, 10 connections: the server's CPU", 60, SHARED),
    Budget("SMTP: one message of 8 MiB", 100),
    Budget("SMTP: from connect to greeting, 99th percentile of 1,000", 2, CORES),
    Budget("SMTP: memory of a kept message of 4 KiB", 1.3 * 4096 + 300),
    Budget("SMTP: memory of one of 1,000 idle connections", 20),
    Budget("SMTP: a new client beside 1,000 idle ones, slowest of 100", 5),
    Budget(f"{HANDLER}: duplicates", 0),
    Budget(f"{HANDLER}: time-outs", 0),
]


def lines(tables, number):
    return ["## Budgets", "", "| what | budget | measured | |", "| --- | --- | --- | --- |",
            *(budget.line(tables, number) for budget in BUDGETS), "",
            "A sweep that samples files without an event queue (150 M e-mails a second) does not exist: where files do not interact,",
            "P(time-out) is computed instead.", ""]
