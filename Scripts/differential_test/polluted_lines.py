"""Ends of records, delimiters and fields that are not those of the other rows; rows that are torn."""

from __future__ import annotations

from disguised_quotes import note
from drafts import Draft, Duty, Line

_DELIMITERS = (",", ";", "\t", "|", ":", " ")


def _blanks_at_delimiters(draft: Draft) -> None:
    """`, ` is the delimiter; or blanks stand on both sides, as many as make columns."""
    left, right = draft.rng.choice((("", " "), (" ", " "), (" ", ""), ("  ", "   "), ("", "\t")))
    if "\t" in (draft.delimiter, right) and draft.delimiter in left + right:
        return
    for line in draft.lines:
        cells = line.cells
        line.cells = [
            (right if place else "") + cell + (left if place + 1 < len(cells) else "") for place, cell in enumerate(cells)
        ]
    draft.header = (left + draft.delimiter + right).join(draft.quoted(name) for name in draft.names)


def _long_delimiter(draft: Draft) -> None:
    """Of two characters."""
    mark = draft.rng.choice(("||", ";;", "\t\t", "::", ",,", "|;", "~|~", "<>"))
    draft.delimiter = mark
    draft.may_lose(draft.rows)
    draft.disguises.append(mark)


def _delimiter_changes(draft: Draft) -> None:
    """In some rows, or from one on, another delimiter."""
    others = [mark for mark in _DELIMITERS if mark != draft.delimiter]
    mark = draft.rng.choice(others)
    rows = draft.some_rows(draft.rng.choice((0.01, 0.1)))
    if draft.rng.random() < 0.4:
        rows = [row for row in draft.rows if row >= draft.row_somewhere()] or rows
    for row in rows:
        line = draft.lines[row]
        draft.lines[row] = Line(text=mark.join(line.cells), record=line.record, moment=line.moment)
    draft.may_lose(rows)
    draft.disguises.append(repr(mark))


def _delimiter_of_header(draft: Draft) -> None:
    mark = draft.rng.choice([mark for mark in _DELIMITERS if mark != draft.delimiter])
    draft.header = mark.join(draft.names)
    draft.may_lose(draft.rows)


def _cells_too_many(draft: Draft) -> None:
    """A delimiter more, somewhere in some rows: nobody knows which cells were moved by it."""
    rows = draft.some_rows(draft.rng.choice((0.01, 0.1, 0.6)))
    for row in rows:
        cells = draft.lines[row].cells
        place = draft.rng.randrange(len(cells) + 1)
        cells.insert(place, draft.rng.choice(("", "0", "x", "12", " ")))
    draft.may_lose(rows)


def _cells_too_few(draft: Draft) -> None:
    rows = draft.some_rows(draft.rng.choice((0.01, 0.1, 0.6)))
    for row in rows:
        cells = draft.lines[row].cells
        place = draft.rng.randrange(len(cells))
        if draft.rng.random() < 0.5 and place:
            cells[place - 1] += cells.pop(place)
        else:
            cells.pop(place)
    draft.may_lose(rows)


def _notes_with_delimiters(draft: Draft) -> None:
    """A station's name that has the delimiter in it, and no quotes: all rows of a station, or of all."""
    column = note(draft)
    station = draft.column("station")
    chosen = draft.lines[draft.row_somewhere()].cells[station]
    is_all = draft.rng.random() < 0.2
    rows = [row for row in draft.rows if is_all or draft.lines[row].cells[station] == chosen]
    for row in rows:
        form = draft.rng.choice(("Rue X{0} Y", "a{0}b{0}c", "21{0} chemin", "7{0}8"))
        draft.lines[row].cells[column] = form.format(draft.delimiter)
    draft.may_lose(rows)


def _decimal_commas(draft: Draft) -> None:
    """Places with decimal commas, and no quotes around them."""
    places = draft.rng.randrange(len(draft.kinds) + 1)
    draft.names[places:places] = ["lat", "lon"]
    draft.kinds[places:places] = ["place", "place"]
    for line in draft.lines:
        line.cells[places:places] = [f"48,{draft.rng.randrange(10**5)}", f"2,{draft.rng.randrange(10**5)}"]
    if draft.delimiter == ",":
        draft.may_lose(draft.rows)


def _record_ends(draft: Draft) -> None:
    """Ends of records that double or turn the usual ones: they end the same rows."""
    draft.line_end = draft.rng.choice(("\r\r\n", "\n\r", "\n\n", "\r\n\r\n", "\n\r\n", " \n", "\t\r\n", "\n \n"))
    # With the lone CR of old Macs, and an LF for a blank line.
    if draft.delimiter == "\t" and "\t" in draft.line_end:
        draft.line_end = "\n"
    draft.disguises.append(repr(draft.line_end))


def _foreign_record_ends(draft: Draft) -> None:
    """Characters that end records for some programs only: everywhere, or once."""
    end = draft.rng.choice(("\v", "\f", "\x1e", "\u2028", "\u2029", "\x85", "\\n", "\0", "\0\n", ";\n", "<br>", "<br>\n"))
    # What is written behind an identifier is of it.
    if draft.kinds[-1] == "station":
        return
    rows = draft.rows if draft.rng.random() < 0.5 else [row for row in draft.some_rows(0.05) if row != draft.rows[-1]]
    for row in rows:
        draft.lines[row].end = end
    draft.may_lose([both for row in rows for both in (row, row + 1) if both < len(draft.lines)])
    draft.disguises.append(repr(end))


def _one_record_end(draft: Draft) -> None:
    """One record that ends in another way."""
    draft.lines[draft.row_somewhere()].end = draft.rng.choice(("\r", "\r\n", "\n", "\n\r", "\r\r\n", "\n\n\n\n"))


def _without_end(draft: Draft) -> None:
    """Two rows in one line."""
    for row in draft.some_rows(0.02):
        if row + 1 < len(draft.lines):
            draft.lines[row].end = draft.rng.choice(("", "", " ", draft.delimiter))
            draft.may_lose([row, row + 1])


def _broken_rows(draft: Draft) -> None:
    """A line's end within a row that has no quotes: before, within or behind a cell."""
    for row in draft.some_rows(0.03):
        line = draft.lines[row]
        text = draft.joined(line.cells)
        first, last = text.index(draft.delimiter), text.rindex(draft.delimiter)
        if '"' in text:
            continue
        if first == last:
            continue
        # Each part has a delimiter: neither has all cells.
        cut = draft.rng.randrange(first + 1, last + 1)
        draft.lines[row] = Line(text=text[:cut] + draft.rng.choice("\n\r") + text[cut:], record=line.record)
        draft.may_lose([row])


def _blank_rows(draft: Draft) -> None:
    """Lines of blanks or delimiters between all rows, or many at the end."""
    texts = ("", " ", "\t", draft.delimiter * (len(draft.kinds) - 1), draft.delimiter, '""')
    text = draft.rng.choice(texts)
    if draft.rng.random() < 0.5:
        draft.lines += [Line(text=text, duty=Duty.NOTHING) for _ in range(draft.rng.choice((1, 5, 1000)))]
    else:
        draft.lines = [both for line in draft.lines for both in (line, Line(text=text, duty=Duty.NOTHING))]
    draft.may_be_refused()
    draft.disguises.append(repr(text))


def _interleaved(draft: Draft) -> None:
    """Two programs write to one file: a row of the one stands within a row of the other."""
    for row in sorted(draft.some_rows(0.03), reverse=True):
        line = draft.lines[row]
        text = draft.joined(line.cells)
        between = [number for number in range(row + 1, min(row + 1 + draft.rng.randrange(1, 4), len(draft.lines)))]
        if '"' in text or not between or any(draft.lines[number].text is not None for number in between):
            continue
        # Where the first cell is cut nobody could tell.
        cut = draft.rng.randrange(text.index(draft.delimiter) + 1, text.rindex(draft.delimiter) + 1)
        last = draft.lines[between[-1]]
        head = draft.lines[between[0]]
        draft.lines[between[0]] = Line(text=text[:cut] + draft.joined(head.cells), record=head.record)
        draft.lines.insert(between[-1] + 1, Line(text=text[cut:], duty=Duty.NOTHING, end=last.end))
        draft.lines[row] = Line(text="", record=line.record, end="")
        draft.may_lose([row, between[0]])


def _lost_block(draft: Draft) -> None:
    """Bytes that never came to the disk: the head of a row goes on with the tail of a later one."""
    first = draft.row_somewhere()
    last = min(first + draft.rng.choice((1, 2, 30)), draft.rows[-1])
    head, tail = draft.joined(draft.lines[first].cells), draft.joined(draft.lines[last].cells)
    if '"' in head + tail or first == last:
        return
    head = head[: draft.rng.randrange(len(head))]
    tail = tail[draft.rng.randrange(len(tail)) :]
    # One of all cells cannot be told from a row.
    if (head + tail).count(draft.delimiter) == len(draft.kinds) - 1:
        return
    draft.lines[first : last + 1] = [Line(text=head + tail, duty=Duty.NOTHING)]
    draft.may_be_refused()


LINE_POLLUTION = (
    _blanks_at_delimiters, _long_delimiter, _delimiter_changes, _delimiter_changes, _delimiter_of_header, _cells_too_many,
    _cells_too_few, _notes_with_delimiters, _decimal_commas, _record_ends, _record_ends, _foreign_record_ends,
    _foreign_record_ends, _one_record_end, _without_end, _broken_rows, _blank_rows, _interleaved, _interleaved, _lost_block,
)
