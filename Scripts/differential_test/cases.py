"""A case: files, the options of a run on them, and what has to come out. All of it follows from the seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from cells import format_time
from columns import Choice
from expectation import Input
from logs import Log, make_log
from mutations import mutate
from networks import Network
from packing import damage, is_checked, pack
from rules import Rules
from times import Clock

_ZONES = (
    "Europe/Oslo", "Europe/Oslo", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
    "America/Santiago", "UTC",
)


@dataclass(frozen=True)
class File:
    """A file on disk, and the logs that velibcorr must find in it."""

    name: str
    stored: bytes
    logs: list[tuple[str | None, bytes]]
    is_packed: bool = False
    is_damaged: bool = False


@dataclass
class Case:
    """`arguments` are the options but for those of outputs; a file of `piped` is given as `-`."""

    name: str
    files: list[File]
    arguments: list[str] = field(default_factory=list)
    choice: Choice = Choice()
    rules: Rules = Rules()
    minimum_bins: int = 3
    stdin: int | None = None
    is_piped: bool = False
    reads_profiles_again: bool = False

    @property
    def operands(self) -> list[str]:
        return ["-" if number == self.stdin else file.name for number, file in enumerate(self.files)]

    @property
    def inputs(self) -> list[Input]:
        return [Input(path, file.logs) for path, file in zip(self.operands, self.files)]

    @property
    def can_be_read_twice(self) -> bool:
        """Are all inputs plain files? So little memory is an error with streams."""
        return self.stdin is None and not any(file.is_packed for file in self.files)

    @property
    def is_damaged(self) -> bool:
        return any(file.is_damaged for file in self.files)


def make_case(seed: str, number: int, can_deduplicate: bool) -> Case:
    rng = Random(f"{seed}/{number}")
    logs = [make_log(rng)]
    if rng.random() < 0.1:
        for _ in range(rng.randrange(1, 4)):
            logs.append(make_log(rng, logs[0].network if rng.random() < 0.85 else None, may_be_big=False))
    files = [_file(rng, log, place) for place, log in enumerate(logs)]
    case = Case(f"{seed}/{number}", files, reads_profiles_again=rng.random() < 0.03)
    if rng.random() < 0.06:
        case.stdin = rng.randrange(len(files))
        case.is_piped = rng.random() < 0.5
    _choose_columns(rng, case, logs[0].network)
    _choose_rules(rng, case, logs[0], can_deduplicate)
    _choose_running(rng, case)
    return case


def _file(rng: Random, log: Log, place: int) -> File:
    content = mutate(rng, log)
    if rng.random() > 0.07:
        return File(f"log-{place}.csv", content, [(None, content)])
    more = [make_log(rng, log.network, may_be_big=False).content for _ in range(rng.choice((0, 0, 1, 2)))]
    ending, packed, logs = pack(rng, [content, *more])
    # A name need not tell what a file is.
    name = f"log-{place}." + (ending if rng.random() < 0.7 else "csv")
    is_damaged = is_checked(ending) and rng.random() < 0.4
    return File(name, damage(rng, packed) if is_damaged else packed, logs, True, is_damaged)


def _choose_columns(rng: Random, case: Case, network: Network) -> None:
    names: dict[str, str] = {}
    by_kind: dict[str, list[str]] = {}
    for name, kind in network.columns:
        by_kind.setdefault(kind, []).append(name)
    if network.name == "own-names" and rng.random() < 0.9:
        kinds = {"station": "station", "free-docks": "free", "bikes": "bikes", "time": "time"}
        names = {role: rng.choice(by_kind[kind]) for role, kind in kinds.items()}
    elif rng.random() < 0.1:
        names["time"] = rng.choice(by_kind.get("time", []) + by_kind.get("epoch", []) or ["hour"])
    elif rng.random() < 0.05:
        names["hour"] = rng.choice(by_kind.get("hour", []) + by_kind.get("minute", []) or [network.columns[-1][0], "nowhere"])
    if rng.random() < 0.03:
        names["station"] = rng.choice(network.columns)[0]
    # An option cannot name a column without a name.
    names = {role: name for role, name in names.items() if name}
    case.arguments += [f"--{role}={name}" for role, name in names.items()]
    case.choice = Choice(names)


def _choose_rules(rng: Random, case: Case, log: Log, can_deduplicate: bool) -> None:
    zone = rng.choice(_ZONES) if rng.random() < 0.25 else None
    clock = Clock(ZoneInfo(zone) if zone else None)
    bins = rng.choice(("hour-of-day",) * 6 + ("hour-of-week", "hour-of-week", "series"))
    bounds = {name: _moment(rng, log, half) for half, name in enumerate(("since", "until")) if rng.random() < 0.1}
    deduplicates = can_deduplicate and rng.random() < 0.1
    is_strict = rng.random() < 0.02
    case.rules = Rules(
        clock, bins, deduplicates=deduplicates, is_strict=is_strict,
        **{name: clock.read_bound(text) for name, text in bounds.items()},
    )
    case.choice = Choice(case.choice.names, case.rules.needs_time)
    case.arguments += [f"--{name}={text}" for name, text in bounds.items()]
    case.arguments += [f"--timezone={zone}"] if zone else []
    case.arguments += [f"--bins={bins}"] if bins != "hour-of-day" else []
    case.arguments += ["--deduplicate"] if deduplicates else []
    if deduplicates and case.can_be_read_twice and rng.random() < 0.5:
        case.arguments.append("--memory=10K")
    case.arguments += ["--strict"] if is_strict else []


def _moment(rng: Random, log: Log, half: int) -> str:
    """A bound within a half of the log: between them some records stay."""
    moment = log.start + (log.end - log.start) * (rng.random() + half) / 2
    style = rng.choice(("seconds", "minutes", "T", "slashes", "day-first", "microseconds", "day", "epoch", "T+01:00"))
    # A bound that can be read in two ways is refused.
    style = "minutes" if style == "day-first" and moment.day <= 12 else style
    return f"{moment:%Y-%m-%d}" if style == "day" else format_time(_rounded(rng, moment), style)


def _rounded(rng: Random, moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) if rng.random() < 0.3 else moment


def _choose_running(rng: Random, case: Case) -> None:
    if rng.random() < 0.05:
        case.minimum_bins = rng.randrange(2, 8)
        case.arguments.append(f"--min-hours={case.minimum_bins}")
    if rng.random() < 0.3:
        case.arguments.append(f"--threads={rng.randrange(1, 5)}")
    # A large file has blocks for several ranks.
    if rng.random() < (0.1 if len(case.files[0].stored) > 300_000 else 0.01):
        case.arguments.append(f"--ranks={rng.randrange(2, 4)}")
