"""Logs in disguise: what people and programs do to logs that nobody means to be misread."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from disguised_headers import HEADERS
from disguised_quotes import QUOTES
from disguised_shapes import COLUMNS, SHAPES
from disguised_times import PLAIN_TIMES, TIMES
from disguised_values import VALUES
from drafts import Draft, make_draft
from polluted_bytes import BYTE_POLLUTION
from polluted_feeds import FEED_POLLUTION
from polluted_headers import HEADER_POLLUTION
from polluted_lines import LINE_POLLUTION
from polluted_quotes import QUOTE_POLLUTION
from polluted_times import TIME_POLLUTION

Disguise = Callable[[Draft], None]

# In their order: columns are named before rows are touched, and a header that comes again takes cells as they are.
_KINDS: dict[str, tuple[Disguise, ...]] = {
    "time": TIMES, "columns": COLUMNS, "value": VALUES, "quote": QUOTES, "header": HEADERS, "shape": SHAPES,
}


# Of these one is enough for a log.
_POLLUTION: dict[str, tuple[Disguise, ...]] = {
    "times": TIME_POLLUTION, "quotes": QUOTE_POLLUTION, "lines": LINE_POLLUTION, "headers": HEADER_POLLUTION,
    "bytes": BYTE_POLLUTION, "feeds": FEED_POLLUTION,
}


def make_disguised(rng: Random) -> Draft:
    """One disguise, or several of different kinds; or one pollution, of a log that may be disguised by its names and times."""
    draft = make_draft(rng)
    if rng.random() < 0.6:
        pollution = _POLLUTION[rng.choice(list(_POLLUTION))]
        is_table = pollution is not FEED_POLLUTION
        if is_table and rng.random() < 0.2:
            _disguise(draft, COLUMNS)
        if is_table and pollution is not TIME_POLLUTION and rng.random() < 0.2:
            _disguise(draft, PLAIN_TIMES)
        _disguise(draft, pollution)
        return draft
    kinds = list(_KINDS)
    wanted = {rng.choice(kinds)}
    while rng.random() < 0.3:
        wanted.add(rng.choice(kinds))
    for kind, disguises in _KINDS.items():
        if kind in wanted:
            _disguise(draft, disguises)
    return draft


def _disguise(draft: Draft, disguises: tuple[Disguise, ...]) -> None:
    disguise = draft.rng.choice(disguises)
    disguise(draft)
    draft.disguises.append(disguise.__name__.lstrip("_"))
