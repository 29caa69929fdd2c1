"""Identifiers with dirt around them, counts in other notations, values that stand for nothing."""

from __future__ import annotations

from dataclasses import replace

from drafts import Draft, Duty, Line

_DIRT = (
    " ", "  ", "\t", "\u00a0", "\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u202f", "\u3000", "\u2009", "\0", "\0\0\0",
    "\u200e", "\u200f",
)
_NOTHING = ("", "NULL", "None", "nan", "NaN", "\\N", "null", "none", "N/A")
_ODD_COUNTS = ("{},0", "+{}", "{}.", "{}e0", "0x{}", "{} 0", "~{}", "{}*", "{}\u00a0", "{}\ufeff", "\u200b{}", "{}.00", "0{}")


def _dirt_around_ids(draft: Draft) -> None:
    """A station is the same with what an editor or a collector left around it."""
    dirt = draft.rng.choice(_DIRT)
    form = draft.rng.choice(("{1}{0}", "{0}{1}", "{1}{0}{1}"))
    if dirt == draft.delimiter:
        return
    if draft.rng.random() < 0.3:
        form = f'"{form}"'
    rows = draft.some_rows(draft.rng.choice((0.01, 0.2, 1)))
    draft.rewrite("station", rows, lambda text: form.format(text.strip('"'), dirt))
    draft.disguises.append(repr(form.format("id", dirt)))


def _zero_fractions(draft: Draft) -> None:
    """Numbers that went through a float: identifiers, counts."""
    ending = draft.rng.choice((".0", ".00"))
    ids = {line.cells[draft.column("station")] for line in draft.lines}
    # `0901.0` may be 901 as well.
    if all(text.isdigit() and not text.startswith("0") for text in ids):
        rows = draft.some_rows(draft.rng.choice((0.1, 0.5, 1)))
        draft.rewrite("station", rows, lambda text: text + ending)
    for kind in ("free", "bikes"):
        draft.rewrite(kind, draft.some_rows(0.5), lambda text: text + ending)


def _no_station(draft: Draft) -> None:
    _nothing(draft, "station")


def _no_count(draft: Draft) -> None:
    _nothing(draft, draft.rng.choice(("free", "bikes")))


def _nothing(draft: Draft, kind: str) -> None:
    """Rows that lack a needed value stand for nothing: never for 0, nor for a station of that name."""
    value = draft.rng.choice(_NOTHING)
    rows = draft.some_rows(draft.rng.choice((0.01, 0.1, 0.3)))
    draft.rewrite(kind, rows, lambda _: value)
    for row in rows:
        draft.lines[row].duty = Duty.NOTHING
    draft.disguises.append(repr(value))


def _no_such_counts(draft: Draft) -> None:
    """Values that no count can be."""
    value = draft.rng.choice(("-1", "-5", "9.5", "3,5", "1000000", "99999999999999999999", "OPEN", "2024-05-14 00:00:00"))
    rows = draft.some_rows(0.05)
    draft.rewrite(draft.rng.choice(("free", "bikes")), rows, lambda _: draft.quoted(value))
    for row in rows:
        draft.lines[row].duty = Duty.NOTHING
    draft.disguises.append(repr(value))


def _odd_counts(draft: Draft) -> None:
    """Counts in another notation: read as what they are, or left out."""
    form = draft.rng.choice(_ODD_COUNTS)
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3, 1)))
    for kind in ("free", "bikes"):
        draft.rewrite(kind, rows, lambda text: draft.quoted(form.format(text.strip('"'))))
    for row in rows:
        draft.lines[row].duty = Duty.MAY_GO
    draft.may_be_refused()
    draft.disguises.append(repr(form))


def _thousands(draft: Draft) -> None:
    """A great station, with separators of thousands."""
    mark = draft.rng.choice((",", ".", "\u00a0", "'", " "))
    rows = draft.some_rows(draft.rng.choice((0.02, 0.2)))
    for row in rows:
        line = draft.lines[row]
        # `6.000` is 6 as well.
        count = draft.rng.randrange(1001, 2000)
        line.cells[draft.column("free")] = draft.quoted(f"{count // 1000}{mark}{count % 1000:03}")
        line.record = replace(line.record, free_docks=count)
        line.duty = Duty.MAY_GO
    draft.disguises.append(repr(mark))


def _block_of_nuls(draft: Draft) -> None:
    """What a crash leaves: a line of them, or before a row, or within one."""
    nuls = "\0" * draft.rng.choice((1, 7, 100, 4096, 5000))
    row = draft.row_somewhere()
    line = draft.lines[row]
    match draft.rng.choice(("line", "before", "within", "behind", "end")):
        case "line":
            draft.lines.insert(row, Line(text=nuls, duty=Duty.NOTHING))
        case "before":
            line.cells[0] = nuls + line.cells[0]
            line.duty = Duty.MAY_GO
        case "within":
            text = draft.joined(line.cells)
            cut = draft.rng.randrange(len(text))
            draft.lines[row] = Line(text=text[:cut] + nuls + text[cut:], record=line.record, duty=Duty.MAY_GO)
        case "behind":
            line.cells[-1] += nuls
            line.duty = Duty.MAY_GO
        case "end":
            draft.lines.append(Line(text=nuls, duty=Duty.NOTHING, end=""))
            draft.ends_with_line = True
    draft.may_be_refused()


def _cut_last_row(draft: Draft) -> None:
    """The log of a collector that was stopped: the last row ends anywhere."""
    row = draft.rows[-1]
    line = draft.lines[row]
    text = draft.joined(line.cells)
    # Of a count that is cut at its end nobody could tell.
    cut = draft.rng.randrange(1, text.rindex(draft.delimiter) + 1)
    draft.lines[row:] = [Line()]
    draft.lines[row] = Line(text=text[:cut], record=line.record, moment=line.moment, duty=Duty.MAY_GO, end="")


def _cut_row(draft: Draft) -> None:
    """A row that was overwritten by the next: both may go."""
    row = draft.row_somewhere()
    line = draft.lines[row]
    text = draft.joined(line.cells)
    if '"' in text:
        return
    # Of a first field that is cut nobody could tell.
    cut = draft.rng.randrange(text.index(draft.delimiter) + 1, len(text))
    if draft.rng.random() < 0.5:
        draft.lines[row] = Line(text=text[cut:], record=line.record, duty=Duty.MAY_GO)
    else:
        draft.lines[row] = Line(text=text[:cut] + draft.joined(line.cells), record=line.record, duty=Duty.MAY_GO)
        draft.may_be_refused()


VALUES = (
    _dirt_around_ids, _dirt_around_ids, _dirt_around_ids, _zero_fractions, _no_station, _no_count, _no_such_counts,
    _odd_counts, _odd_counts, _thousands, _block_of_nuls, _cut_last_row, _cut_row,
)
