"""Other characters for quotes, quotes too many, and escapes that no reader of CSV knows."""

from __future__ import annotations

from disguised_quotes import note
from drafts import Draft, Duty, Line

_PAIRS = ("''", "``", "\u201c\u201d", "\u2018\u2019", "\u00ab\u00bb", "\u201e\u201c")
_NEEDED = ("station", "free", "bikes", "time")


def _other_quotes(draft: Draft) -> None:
    """Apostrophes, or what a word processor makes of quotes: in all rows or a few, around all cells or one."""
    left, right = draft.rng.choice(_PAIRS)
    rows = draft.some_rows(draft.rng.choice((0.01, 0.3, 1)))
    columns = range(len(draft.kinds)) if draft.rng.random() < 0.5 else [draft.column(draft.rng.choice(_NEEDED))]
    for row in rows:
        line = draft.lines[row]
        for column in columns:
            line.cells[column] = left + line.cells[column].strip('"') + right
    draft.may_lose(rows)
    draft.disguises.append(left + right)


def _formula(draft: Draft) -> None:
    """`="7"`, so that Excel keeps a number's zeros: as it is, or in quotes again."""
    form = draft.rng.choice(('="{}"', '"=""{}"""', '"{}"""'))
    column = draft.column(draft.rng.choice(_NEEDED))
    rows = draft.some_rows(draft.rng.choice((0.02, 1)))
    for row in rows:
        draft.lines[row].cells[column] = form.format(draft.lines[row].cells[column].strip('"'))
    draft.may_lose(rows)
    draft.disguises.append(form)


def _rows_in_quotes(draft: Draft) -> None:
    """A program took each row for one field: all of them, the header too, or some."""
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3, 1, 1)))
    for row in rows:
        line = draft.lines[row]
        draft.lines[row] = Line(text=_as_one(draft.joined(line.cells)), record=line.record, moment=line.moment)
    if draft.rng.random() < 0.5:
        draft.header = _as_one(draft.joined([draft.quoted(name) for name in draft.names]))
    draft.may_lose(rows)


def _as_one(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _quotes_doubled(draft: Draft) -> None:
    """Escaped twice: `""Main""`."""
    column = draft.column(draft.rng.choice(_NEEDED)) if draft.rng.random() < 0.5 else note(draft)
    rows = draft.some_rows(draft.rng.choice((0.02, 1)))
    mark = draft.rng.choice(('""', '"""'))
    for row in rows:
        draft.lines[row].cells[column] = mark + draft.lines[row].cells[column].strip('"') + mark
    draft.may_lose(rows)


def _one_quote_off(draft: Draft) -> None:
    """Of a log of quoted cells, one quote is missing, or stands twice or thrice."""
    for line in draft.lines:
        line.cells = [cell if cell.startswith('"') else f'"{cell}"' for cell in line.cells]
    draft.header = draft.joined([f'"{name}"' for name in draft.names])
    row = draft.row_somewhere()
    cells = draft.lines[row].cells
    column = draft.rng.randrange(len(cells))
    cell = cells[column]
    cells[column] = draft.rng.choice((cell[1:], cell[:-1], '"' + cell, cell + '"', cell + '""', cell[:2] + '"' + cell[2:]))
    draft.may_lose([row])


def _escaped_delimiters(draft: Draft) -> None:
    r"""`a\,b` without quotes; a backslash at the end of a cell, before a delimiter or a line's end."""
    column = note(draft) if draft.rng.random() < 0.7 else len(draft.kinds) - 1
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3)))
    for row in rows:
        line = draft.lines[row]
        escaped = (rf"Main\{draft.delimiter} Street", "Main\\", rf"\{draft.delimiter}", "a\\\\b\\")
        line.cells[column] = draft.rng.choice(escaped) if draft.kinds[column] == "note" else line.cells[column] + "\\"
    draft.may_lose(rows)


def _escaped_line_ends(draft: Draft) -> None:
    """A note of two lines, the first of which ends with a backslash; nothing is quoted."""
    column = note(draft)
    rows = draft.some_rows(0.05)
    draft.may_lose(rows)
    for row in reversed(rows):
        line = draft.lines[row]
        # At either end of a row the other line has all cells.
        if 0 < column < len(draft.kinds) - 1:
            line.cells[column] = "closed\\\nuntil May"
            continue
        line.cells[column] = "until May" if column == 0 else "closed\\"
        other = Line(text="closed\\" if column == 0 else "until May", duty=Duty.NOTHING)
        if column > 0:
            line.end, other.end = None, line.end
        draft.lines.insert(row if column == 0 else row + 1, other)


def _lines_in_needed(draft: Draft) -> None:
    """A line's end within the quotes of a needed cell."""
    column = draft.column(draft.rng.choice(_NEEDED))
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3)))
    form = draft.rng.choice(('"{}\n"', '"\n{}"', '"{}\r\n"', '"{}\n\n"'))
    for row in rows:
        draft.lines[row].cells[column] = form.format(draft.lines[row].cells[column].strip('"'))
    draft.may_lose(rows)


QUOTE_POLLUTION = (
    _other_quotes, _other_quotes, _formula, _rows_in_quotes, _quotes_doubled, _one_quote_off, _one_quote_off,
    _escaped_delimiters, _escaped_line_ends, _lines_in_needed,
)
