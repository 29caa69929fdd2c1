"""The Markdown that a comparison prints."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path

from contest import Line, Scenario, Summary, Target, Verdict


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


def section(scenario: Scenario, summaries: Mapping[str, Summary], verdicts: Mapping[str, Verdict], busy: float) -> str:
    """One scenario: facts, a row a contender, the differences that were found, and the targets.

    `busy` is how many cores other processes took meanwhile.
    """
    facts = [*scenario.facts, f"Other processes kept {busy:.2f} cores busy meanwhile"]
    lines = [f"## {scenario.title}", "", *(f"- {fact}" for fact in facts), ""]
    lines += [*table(scenario, summaries, verdicts), ""]
    ends = [f"- **{name} differs**: {verdict.text}" for name, verdict in verdicts.items() if not verdict.right]
    ends += [judgement(target, summaries) for target in scenario.targets if summaries.keys() >= set(target.of)]
    return "\n".join([*lines, *ends, *([""] if ends else [])])


def table(scenario: Scenario, summaries: Mapping[str, Summary], verdicts: Mapping[str, Verdict]) -> list[str]:
    base = scenario.contenders[0].name
    columns = scenario.columns
    lines = [row([column.heading.format(base) for column in columns])]
    lines.append(row(["---", "---", *["---:"] * (len(columns) - 2)]))
    for contender in scenario.contenders:
        line = Line(contender, summaries[contender.name], summaries[base], verdicts.get(contender.name), summaries)
        lines.append(row([column.cell(line) for column in columns]))
    return lines


def judgement(target: Target, summaries: Mapping[str, Summary]) -> str:
    value = target.figure(*(summaries[name] for name in target.of))
    return f"- Target: {target.text}: {value:.2f}, {'met' if target.met(value) else '**not met**'}"


def overview(lines: Sequence[str]) -> str:
    """All targets of a comparison of several scenarios, by `target_lines` of each."""
    head = [row(["scenario", "target", "wanted", "found", ""]), row(["---", "---", "---:", "---:", "---"])]
    return "\n".join(["## All targets", "", *head, *lines, ""])


def target_lines(scenario: Scenario, summaries: Mapping[str, Summary]) -> list[str]:
    """Those of a scenario, while its files are there: a target may be of their size."""
    lines = []
    for target in scenario.targets:
        if summaries.keys() >= set(target.of):
            value = target.figure(*(summaries[name] for name in target.of))
            verdict = "met" if target.met(value) else "**not met**"
            lines.append(row([scenario.title, target.text, f"{target.limit:g}", f"{value:.2f}", verdict]))
    return lines


def row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
