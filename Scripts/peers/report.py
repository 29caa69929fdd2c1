"""The Markdown that a comparison prints."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from harness import Scenario, Summary, Verdict

COLUMNS = ("contender", "version", "median s", "min s", "max s", "CPU s", "peak MB", "times {}", "largest difference")


def megabytes(size: float) -> str:
    return f"{size / 1e6:,.1f} MB"


def machine() -> list[str]:
    """What the numbers depend on, besides the programs."""
    usable, present = len(os.sched_getaffinity(0)), os.cpu_count()
    cores = f"{usable} cores" if usable == present else f"{usable} of {present} cores"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    load = os.getloadavg()[0]
    return [
        f"Machine: {processor()}, {cores}, {memory / 2**30:.1f} GiB, {platform.system()} {platform.release()}",
        f"Date: {datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, load average {load:.2f} at the start",
    ]


def processor() -> str:
    """The processor's name; other architectures than x86 do not give it there."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def heading(title: str, facts: Sequence[str]) -> str:
    return "\n".join([f"# {title}", "", *(f"- {fact}" for fact in facts), ""])


def table(scenario: Scenario, summaries: dict[str, Summary], verdicts: dict[str, Verdict], busy: float) -> str:
    """One scenario's section: facts, a row a contender, and the differences that were found.

    `busy` is how many cores other processes took meanwhile.
    """
    base = scenario.contenders[0].name
    columns = [column.format(base) for column in COLUMNS]
    facts = [*scenario.facts, f"Other processes kept {busy:.2f} cores busy meanwhile"]
    lines = [f"## {scenario.title}", "", *(f"- {fact}" for fact in facts), ""]
    lines += [row(columns), row(["---", "---", *["---:"] * (len(columns) - 2)])]
    for contender in scenario.contenders:
        summary, verdict = summaries[contender.name], verdicts.get(contender.name)
        lines.append(row([contender.name, contender.version, *figures(summary, summaries[base]), mark(verdict)]))
    wrong = [f"- **{name} differs**: {verdict.text}" for name, verdict in verdicts.items() if not verdict.right]
    return "\n".join([*lines, "", *wrong, *([""] if wrong else [])])


def figures(summary: Summary, base: Summary) -> list[str]:
    seconds = (summary.median, summary.fastest, summary.slowest, summary.cpu)
    ratio = summary.median / base.median
    return [*(f"{each:.3f}" for each in seconds), f"{summary.peak / 1e6:.0f}", f"{ratio:.2f}"]


def mark(verdict: Verdict | None) -> str:
    if verdict is None:
        return "-"
    return verdict.text if verdict.right else "**differs**"


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
