"""Quotes that never close, that stand within text, that a backslash escapes; notes of several lines."""

from __future__ import annotations

from drafts import Draft, Duty, Line


def note(draft: Draft) -> int:
    """The place of a column of text, which is added where there is none."""
    if "note" not in draft.kinds:
        place = draft.rng.randrange(len(draft.kinds) + 1)
        draft.names.insert(place, "remark")
        draft.kinds.insert(place, "note")
        for line in draft.lines:
            if line.text is None:
                line.cells.insert(place, draft.rng.choice(("", "Main", "Rue de la Gare")))
    return draft.column("note")


def _never_closed(draft: Draft) -> None:
    """One quote that opens a field, and no other behind it."""
    column = note(draft)
    row = draft.row_somewhere() if draft.rng.random() < 0.8 else draft.rows[-1]
    for line in draft.lines[row:]:
        line.cells = [cell.replace('"', "").replace(draft.delimiter, " ") for cell in line.cells]
    line = draft.lines[row]
    line.cells[column] = '"' + draft.rng.choice(("", "Main", " Main", "Rue du Port "))
    line.duty = Duty.MAY_GO
    draft.may_be_refused()


def _two_open(draft: Draft) -> None:
    """Two rows in each of which a quote opens: all between them may seem to be one field."""
    column = note(draft)
    first = draft.row_somewhere()
    later = [row for row in draft.rows if row > first]
    last = later[min(len(later) - 1, draft.rng.choice((0, 0, 1, 2, 9, 49)))] if later else first
    columns = [column, column if draft.rng.random() < 0.7 else draft.rng.randrange(len(draft.kinds))]
    for row, place in zip((first, last), columns):
        line = draft.lines[row]
        line.cells[place] = draft.rng.choice(('"' + line.cells[place].strip('"'), line.cells[place].strip('"') + '"'))
        line.duty = Duty.MAY_GO
    draft.may_be_refused()


def _stray_within(draft: Draft) -> None:
    """Inches, nicknames: quotes in fields that are not quoted are text."""
    column = note(draft)
    for row in draft.some_rows(draft.rng.choice((0.02, 0.3))):
        draft.lines[row].cells[column] = draft.rng.choice(('Dock 12"', 'Rue "du" Port', 'the "old', 'x""y', 'a"'))


def _escaped(draft: Draft) -> None:
    """`\\"` within a quoted field: right, or left out; the rows after it as well as before."""
    column = note(draft)
    for row in draft.some_rows(draft.rng.choice((0.01, 0.1, 1))):
        line = draft.lines[row]
        line.cells[column] = draft.rng.choice(
            (r'"Rue \"A\" B"', r'"Rue \"A"', rf'"Rue \"A{draft.delimiter} B\""', r'"\""', r'"a\"b\"c"', r'"ends in \"')
        )
        line.duty = Duty.MAY_GO
    draft.may_be_refused()


def _text_behind_quotes(draft: Draft) -> None:
    column = note(draft)
    for row in draft.some_rows(0.05):
        line = draft.lines[row]
        line.cells[column] = draft.rng.choice(('"Main" Street', '"Main"s', '"a" "b"', '" x" y '))
        line.duty = Duty.MAY_GO
    draft.may_be_refused()


def _several_lines(draft: Draft) -> None:
    """Notes of several lines, whole in quotes: they are read."""
    column = note(draft)
    for row in draft.some_rows(draft.rng.choice((0.02, 0.2))):
        text = draft.rng.choice(("one\ntwo", "a\n\nb", "closed\r\nuntil May", "ends\n", "\nbegins", 'says ""no""\nand goes'))
        draft.lines[row].cells[column] = f'"{text}"'


def _rows_in_a_note(draft: Draft) -> None:
    """A note that holds whole rows: read as text, or refused."""
    column = note(draft)
    row = draft.row_somewhere()
    rows = [draft.joined(line.cells).replace('"', "") for line in draft.lines[:3]]
    draft.lines[row].cells[column] = '"' + "\n".join(["as before:", *rows, ""]) + '"'
    draft.may_be_refused()


def _all_quoted(draft: Draft) -> None:
    """Every cell in quotes, blanks around some of them."""
    around = draft.rng.choice(("", "", " "))
    for line in draft.lines:
        line.cells = [around + (cell if cell.startswith('"') else f'"{cell}"') + around for cell in line.cells]
    draft.header = draft.joined([f'"{name}"' for name in draft.names])


def _quote_in_needed(draft: Draft) -> None:
    """A stray quote at an identifier, a count or a time: the row may go, no other."""
    for row in draft.some_rows(0.02):
        line = draft.lines[row]
        place = draft.column(draft.rng.choice(("station", "free", "bikes", "time")))
        line.cells[place] = draft.rng.choice(('"{}', '{}"', '""{}')).format(line.cells[place])
        line.duty = Duty.MAY_GO
    draft.may_be_refused()


QUOTES = (
    _never_closed, _never_closed, _two_open, _two_open, _stray_within, _escaped, _text_behind_quotes, _several_lines,
    _rows_in_a_note, _all_quoted, _quote_in_needed,
)
