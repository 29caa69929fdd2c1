"""Logs in disguise: what people and programs do to logs that nobody means to be misread."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from disguised_headers import HEADERS
from disguised_quotes import QUOTES
from disguised_shapes import COLUMNS, SHAPES
from disguised_times import TIMES
from disguised_values import VALUES
from drafts import Draft, make_draft

Disguise = Callable[[Draft], None]

# In their order: columns are named before rows are touched, and a header that comes again takes cells as they are.
_KINDS: dict[str, tuple[Disguise, ...]] = {
    "time": TIMES, "columns": COLUMNS, "value": VALUES, "quote": QUOTES, "header": HEADERS, "shape": SHAPES,
}


def make_disguised(rng: Random) -> Draft:
    """One disguise, or several of different kinds."""
    draft = make_draft(rng)
    kinds = list(_KINDS)
    wanted = {rng.choice(kinds)}
    while rng.random() < 0.3:
        wanted.add(rng.choice(kinds))
    for kind, disguises in _KINDS.items():
        if kind in wanted:
            disguise = rng.choice(disguises)
            disguise(draft)
            draft.disguises.append(disguise.__name__.lstrip("_"))
    return draft
