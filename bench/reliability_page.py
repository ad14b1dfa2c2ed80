"""The figures of bench/reliability as a page in Markdown, with what the changelog says was found and mended."""

import re

WORDS = {"model_s3": "operations on a bucket against a map of versions", "model_ses": "sends and settings of an SES account against counters",
         "model_lambda": "events of the asynchronous queue against what must hold", "property_tests": "whole scenarios with faults: "
         "conservation, the same report twice, bodies change no number"}


def number(value):
    return f"{value:,}"


def measured_line(part):
    return f"Measured {part['date']}, {part['version']}."


def fuzz_lines(part):
    total = sum(target["inputs"] for target in part["targets"].values())
    yield from (f"{number(total)} inputs, with the address and undefined-behaviour sanitizers; every run of the tests tries the corpus and 200",
                f"changes of each of its files besides. {measured_line(part)}", "",
                "```console no-run", "$ scripts/fuzz 60", "```", "",
                "| target | inputs tried | seconds | inputs kept |", "| --- | ---: | ---: | ---: |")
    for name, target in sorted(part["targets"].items()):
        yield f"| `{name}` | {number(target['inputs'])} | {target['seconds']} | {number(target['kept'])} |"
    if part["not_run"]:
        yield from ("", f"Not in that run: {', '.join(f'`{name}`' for name in part['not_run'])}.")


def model_lines(part):
    yield from (f"Random cases, shrunk where one fails, and printed with the command that repeats it. {measured_line(part)}", "",
                "```console no-run", "$ RC_PARAMS=\"seed=7 max_success=50000\" build/dev/tests/model/model_s3", "```", "",
                "| program | what | cases | seed |", "| --- | --- | ---: | ---: |")
    for name, one in sorted(part["programs"].items()):
        times = f"{one['properties']} x " if one["properties"] > 1 else ""
        yield f"| `{name}` | {WORDS[name]} | {times}{number(one['cases'])} | {one['seed']} |"


def kill_lines(part):
    yield from (f"{number(part['kills'])} times `kill -9` under load, at random moments, and a restart each time: what was acknowledged in",
                f"{number(part['calls'])} calls was there, what was not was absent or whole. Seed {part['seed']}. {measured_line(part)}", "",
                "```console no-run", "$ SENDLAB=build/release/sendlab tests/wire/data_dir_test.py --kills 200 Kills", "```")


def soak_lines(part):
    memory, halves = part["memory"], next(iter(part["latency"].values()))
    most = part["most"]
    verdict = {True: "flat", False: "not flat", None: "too short to tell"}[memory["flat"]]
    yield from (
        f"{part['minutes']:g} minutes at {part['share']:.0%} of the capacity that was found just before: {part['capacity']} rounds a second, of which",
        f"{part['asked']} were asked for and {part['held']} held. A round is a file of 5 e-mails for a real handler, 5 e-mails by SES, 5 by SMTP, and",
        f"three looks into the mailbox. The latest began {part['latest_start_s']} s late: where that is much, the machine was somebody else's.",
        f"Measured {part['date']}, {', '.join(part['version'])}.", "",
        "```console no-run", "$ bench/soak 60", "```", "",
        f"- Rounds: {number(part['rounds'])}; errors: {len(part['errors'])}; e-mails lost: {part['lost']}; attempts besides the first: "
        f"{part['attempts_besides_the_first']}.",
        f"- Memory: {memory['rss_mib']} MiB; {memory['kib_a_minute']} +- {memory['standard_error']} KiB a minute over the last {memory['minutes']} "
        f"minutes: {verdict}.",
        f"- At most {most['descriptors']} descriptors, {most['threads']} threads, {most['processes']} handlers; none was left after a reset.", "",
        "| call | " + " | ".join(f"{half}, p50 and p99" for half in halves) + " |", "| --- |" + " ---: |" * len(halves))
    for kind, measured in part["latency"].items():
        yield f"| {kind} | " + " | ".join(f"{p['p50_ms']} ms, {p['p99_ms']} ms" for p in measured.values()) + " |"


def fixed_lines(changelog):
    fixed = re.search(r"^### Fixed\n\n(.*?)(?=^#|\Z)", changelog, re.MULTILINE | re.DOTALL)
    return [line for line in (fixed[1] if fixed else "").rstrip("\n").split("\n")]


PARTS = (("fuzz", "Fuzzing", fuzz_lines), ("models", "Models", model_lines), ("kills", "Kills", kill_lines), ("soak", "Soak", soak_lines))


def page(found, changelog):
    facts = found["machine"]
    lines = ["# Reliability", "",
             "Written by `bench/reliability` from recorded runs and the changelog; do not edit. What is tried, and what it found.",
             f"On {facts['cores']} cores of {facts['processor']}, {facts['memory_gib']} GiB, {facts['system']}, Linux {facts['kernel']}.",
             "What the emulator refuses, and where, is in [live.md](live.md#limits).", ""]
    for name, title, words in PARTS:
        if name in found:
            lines += [f"## {title}", "", *words(found[name]), ""]
    lines += ["## Found and mended", "", *fixed_lines(changelog), ""]
    return "\n".join(lines)
