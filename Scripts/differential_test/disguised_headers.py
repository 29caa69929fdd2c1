"""A header that comes again: as it was, in another order, disguised, glued to the row before."""

from __future__ import annotations

from collections.abc import Callable

from drafts import NAMES, Draft, Duty, Line

_DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text, "mark": lambda text: "\ufeff" + text, "hash": lambda text: "#" + text,
    "hash blank": lambda text: "# " + text, "no-break space": lambda text: "\u00a0" + text, "blank": lambda text: "  " + text,
    "blank behind": lambda text: text + "  ", "no-break space behind": lambda text: text + "\u00a0",
    "zero width": lambda text: "\u200b" + text, "NUL": lambda text: "\0" + text, "capitals": lambda text: text.upper(),
    "title": lambda text: text.title(), "quote": lambda text: '"' + text, "quote behind": lambda text: text + '"',
    "two marks": lambda text: "\ufeff\ufeff" + text, "slashes": lambda text: "// " + text, "dash": lambda text: "-- " + text,
}


def _same_again(draft: Draft) -> None:
    """The same header, in the middle: no row, and nothing else is lost."""
    name, disguise = draft.rng.choice(list(_DISGUISES.items()))
    row = draft.row_somewhere()
    text = disguise(_header(draft))
    draft.lines.insert(row, Line(text=text, duty=Duty.NOTHING))
    if name != "plain":
        draft.may_be_refused()
    draft.disguises.append(name)


def _every_few_rows(draft: Draft) -> None:
    """As a collector that appends a header with each poll."""
    for row in sorted(draft.some_rows(0.1), reverse=True):
        draft.lines.insert(row, Line(text=_header(draft), duty=Duty.NOTHING))


def _other_order(draft: Draft) -> None:
    """From some row on, the columns stand in another order: read rightly, or refused."""
    name, disguise = draft.rng.choice(list(_DISGUISES.items()))
    row = draft.row_somewhere()
    order = _other(draft, only_counts=draft.rng.random() < 0.6)
    _reorder(draft, row, order)
    text = disguise(_header(draft, order))
    draft.lines.insert(row, Line(text=text, duty=Duty.NOTHING))
    if draft.rng.random() < 0.2:
        draft.lines.insert(row, Line(text=draft.rng.choice(("", "# exported anew", "---")), duty=Duty.NOTHING))
    draft.may_be_refused()
    draft.disguises.append(name)


def _glued(draft: Draft) -> None:
    """`cat a b`, where the last line of a has no end, or is cut."""
    row = draft.row_somewhere()
    order = _other(draft, only_counts=True) if draft.rng.random() < 0.7 else list(range(len(draft.kinds)))
    _reorder(draft, row, order)
    last = draft.lines[row - 1]
    text = draft.joined(last.cells)
    if draft.rng.random() < 0.5:
        text = text[: draft.rng.randrange(1, len(text))]
    mark = draft.rng.choice(("", "", "\ufeff", "#"))
    if '"' not in text:
        draft.lines[row - 1] = Line(text=text + mark + _header(draft, order), record=last.record, duty=Duty.MAY_GO)
    else:
        draft.lines.insert(row, Line(text=_header(draft, order), duty=Duty.NOTHING))
    draft.may_be_refused()


def _other_names(draft: Draft) -> None:
    """From some row on, another program's names for the same columns, in another order."""
    row = draft.row_somewhere()
    order = _other(draft, only_counts=draft.rng.random() < 0.6)
    _reorder(draft, row, order)
    is_known = draft.rng.random() < 0.6
    unknown = {"station": "Wo", "free": "Leere", "bikes": "Volle", "time": "Wann"}
    names = [
        (draft.rng.choice(NAMES[draft.kinds[place]]) if is_known else unknown[draft.kinds[place]])
        if draft.kinds[place] in NAMES else draft.names[place]
        for place in order
    ]
    draft.lines.insert(row, Line(text=draft.joined([draft.quoted(name) for name in names]), duty=Duty.NOTHING))
    draft.may_be_refused()
    draft.disguises.append("known" if is_known else "unknown")


def _more_columns(draft: Draft) -> None:
    """From some row on, there is a column more, or less: rows may be left out, not misread."""
    row = draft.row_somewhere()
    place = draft.rng.randrange(len(draft.names) + 1)
    names = draft.names[:place] + ["extra"] + draft.names[place:]
    for line in draft.lines[row:]:
        line.cells = line.cells[:place] + [str(draft.rng.randrange(30))] + line.cells[place:]
        line.duty = Duty.MAY_GO if line.duty is Duty.READ else line.duty
    draft.lines.insert(row, Line(text=draft.joined([draft.quoted(name) for name in names]), duty=Duty.NOTHING))
    draft.may_be_refused()


def _digit_names(draft: Draft) -> None:
    """Names that begin with digits, told by options, and the header again in another order."""
    for kind, option in (("station", "station"), ("free", "free-docks"), ("bikes", "bikes"), ("time", "time")):
        column = draft.column(kind)
        draft.names[column] = f"{column + 1}_{kind}"
        draft.arguments.append(f"--{option}={draft.names[column]}")
    _other_order(draft)


def _header(draft: Draft, order: list[int] | None = None) -> str:
    order = list(range(len(draft.names))) if order is None else order
    return draft.joined([draft.quoted(draft.names[place]) for place in order])


def _other(draft: Draft, only_counts: bool) -> list[int]:
    """An order of the columns in which docks and bikes, at least, have changed places."""
    order = list(range(len(draft.kinds)))
    free, bikes = draft.column("free"), draft.column("bikes")
    order[free], order[bikes] = order[bikes], order[free]
    if not only_counts:
        draft.rng.shuffle(order)
        if order == list(range(len(order))):
            return _other(draft, only_counts=True)
    return order


def _reorder(draft: Draft, row: int, order: list[int]) -> None:
    for line in draft.lines[row:]:
        if line.text is None:
            line.cells = [line.cells[place] for place in order]


HEADERS = (
    _same_again, _every_few_rows, _other_order, _other_order, _other_order, _glued, _other_names, _more_columns,
    _digit_names,
)
