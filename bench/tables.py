"""The figures of bench/peers as a page in Markdown: a table for each group, then what each budget says."""

import budgets

NAMES = {"Virtual time": "Virtual time", "Plan": "Planning", "HTTP": "S3 and SES", "SMTP": "SMTP", "Pipeline": "The whole pipeline"}


def number(value):
    if value == 0:
        return "0"
    if abs(value) >= 1e6:
        return f"{value / 1e6:.3g} M"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def ours(name):
    return name.startswith("sendlab")


def ratio(row, table):
    """To the best of the others; "2.0" is twice as good whichever way is better."""
    others = [r["median"] for name, r in table["rows"].items() if not ours(name) and r["median"]]
    if not others or not row["median"]:
        return ""
    if table["better"] == "more":
        return f"{row['median'] / max(others):.2g}"
    return f"{min(others) / row['median']:.2g}"


def rows_of(title, table):
    for index, (who, row) in enumerate(sorted(table["rows"].items(), key=lambda item: (not ours(item[0]), item[0]))):
        head = f"{title}, {table['unit']}".removesuffix(", ") if index == 0 else ""
        if row["median"] is None:
            yield f"| {head} | {who} | failed: {row['failed']} | | |"
            continue
        spread = f"{number(min(row['figures']))} to {number(max(row['figures']))}"
        failed = f"; failed once or more: {row['failed']}" if row["failed"] else ""
        yield f"| {head} | {who} | {number(row['median'])}{failed} | {spread} | {ratio(row, table) if ours(who) else ''} |"


def group_table(found, group):
    tables = {title: table for title, table in found["tables"].items() if table["group"] == group}
    if not tables:
        return []
    return [f"## {NAMES[group]}", "", "| what | who | median | range | to the best peer |", "| --- | --- | --- | --- | --- |",
            *(line for title, table in tables.items() for line in rows_of(title, table)), ""]


def page(found):
    facts = found["machine"]
    lines = [
        "# Performance", "",
        "Written by `bench/peers`; do not edit. Sendlab and its peers had their turns in the same rounds of one run: medians, with",
        "the smallest and the largest beside them. The last column says how many times as good as the best peer Sendlab is. Not",
        "all do the same: smtp-sink and aiosmtpd keep no message, and no engine but Sendlab keeps books of each e-mail.", "",
        f"Measured {found['date']} on {facts['cores']} cores of {facts['processor']}, {facts['memory_gib']} GiB,",
        f"{facts['system']}, Linux {facts['kernel']}; {found['rounds']} rounds, {found['seconds']} s of load at a time.",
        f"The load average, this run's own included, was {found['load'][0]} to {found['load'][1]}: where that is more than the",
        "cores, programs wait for one another. Ratios bear that better than figures by the clock, yet moved by up to 40 % between",
        "two runs at such loads.",
        f"{', '.join(found['version'].splitlines())}.", "",
        "```console no-run", "$ cmake --preset release -DSENDLAB_BENCH=ON && cmake --build --preset release",
        "$ bench/peers --setup   # peers, into build/peers; nothing is installed",
        "$ bench/peers --json docs/performance.json --write docs/performance.md", "```", ""]
    for group in NAMES:
        lines += group_table(found, group)
    lines += budgets.lines(found["tables"], number)
    if found["absent"]:
        lines += ["## Not measured", "", *(f"- {who}: {why}" for who, why in found["absent"].items()), ""]
    return "\n".join(lines).rstrip("\n") + "\n"
