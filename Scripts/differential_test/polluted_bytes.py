"""Encodings, bytes that are no text, invisible characters, digits of other scripts, truncation."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from disguised_quotes import note
from drafts import Draft, Duty, Line
from rules import Record

_WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp037")
_INVISIBLE = (
    "\u200b", "\ufeff", "\u00a0", "\u00ad", "\u2060", "\u200e", "\u202f", "\0", "\x7f", "\x01", "\x1b[0m", "\u3000",
    "\u2009",
)
_DIGITS = ("\uff10", "\u0660", "\u06f0", "\u0966", "\U0001d7ce", "\u2070")


def _wide_encoding(draft: Draft) -> None:
    """Encodings in which a letter is not a byte of ASCII."""
    draft.encoding = draft.rng.choice(_WIDE)
    draft.mark = b""
    draft.may_lose(draft.rows)
    draft.disguises.append(draft.encoding)


def _code_page(draft: Draft) -> None:
    """Names and notes in a code page, identifiers in ASCII: in all rows or some."""
    column = note(draft)
    encoding, text = draft.rng.choice((
        ("cp1252", "Gare d\u2019\u00c9vry"), ("cp1251", "\u041c\u0438\u0440"), ("big5", "\u529f\u8a31\u84cb"),
        ("gb18030", "\u5317\u4eac"),
        ("shift_jis", "\u8868\u30bd\u80fd"), ("euc-kr", "\uc11c\uc6b8"), ("cp437", "Caf\u00e9"), ("mac-roman",
        "Caf\u00e9"),
    ))
    rows = draft.some_rows(draft.rng.choice((0.05, 1)))
    for row in rows:
        line = draft.lines[row]
        if all(cell.isascii() for cell in line.cells):
            line.cells[column] = text
            line.encoding = encoding
    draft.disguises.append(encoding)


def _appended_wide(draft: Draft) -> None:
    """From some row on in UTF-16, as another shell appends."""
    row = draft.row_somewhere()
    for line in draft.lines[row:]:
        line.encoding = "utf-16-le"
    draft.may_lose(list(range(row, len(draft.lines))))


def _broken_text(draft: Draft) -> None:
    """Bytes that are no UTF-8 in notes: the row is read; in needed cells it may go."""
    column = note(draft) if draft.rng.random() < 0.5 else draft.column(draft.rng.choice(("free", "bikes", "time")))
    rows = draft.some_rows(0.05)
    for row in rows:
        cells = draft.lines[row].cells
        place = draft.rng.randrange(len(cells[column]) + 1)
        damage = draft.rng.choice(("\udcff", "\udcc3", "\udce2\udc82", "\udcf0\udc9f", "\udc80"))
        cells[column] = cells[column][:place] + damage + cells[column][place:]
    if draft.kinds[column] != "note":
        draft.may_lose(rows)


def _invisible(draft: Draft) -> None:
    """Within or around counts and times."""
    mark = draft.rng.choice(_INVISIBLE)
    column = draft.column(draft.rng.choice(("free", "bikes", "time")))
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3, 1)))
    for row in rows:
        cells = draft.lines[row].cells
        if cells[column].startswith('"'):
            continue
        place = draft.rng.choice((0, len(cells[column]), draft.rng.randrange(len(cells[column]))))
        cells[column] = cells[column][:place] + mark + cells[column][place:]
    draft.may_lose(rows)
    draft.disguises.append(repr(mark))


def _at_line_starts(draft: Draft) -> None:
    """A mark of byte order or the like before whole rows."""
    mark = draft.rng.choice(("\ufeff", "\0", "\x1a", "\u200b", "\x0c", "> ", "\x1b[K"))
    rows = draft.some_rows(0.1)
    for row in rows:
        draft.lines[row].cells[0] = mark + draft.lines[row].cells[0]
    # No identifier begins so, but nobody can know.
    if mark in ("\x1b[K", "> ") and draft.kinds[0] == "station":
        for row in rows:
            draft.lines[row].cells[0] = draft.lines[row].cells[0].removeprefix(mark)
    draft.may_lose(rows)
    draft.disguises.append(repr(mark))


def _other_digits(draft: Draft) -> None:
    """Digits that are not those of ASCII, a minus that is none."""
    zero = ord(draft.rng.choice(_DIGITS))
    kind = draft.rng.choice(("free", "bikes", "time"))
    rows = draft.some_rows(draft.rng.choice((0.02, 1)))
    other = str.maketrans({str(digit): chr(zero + digit) for digit in range(10)})
    draft.rewrite(kind, rows, lambda text: text.translate(other))
    draft.may_lose(rows)
    draft.disguises.append(chr(zero))


def _hole(draft: Draft) -> None:
    """A block of NULs, or of other bytes, in place of what was written: rows within it are gone, at its ends torn."""
    fill = draft.rng.choice(("\0", "\0", "\0", "\udcff", " ", "@"))
    first = draft.row_somewhere()
    last = min(first + draft.rng.choice((0, 1, 2, 30)), draft.rows[-1])
    head, tail = (draft.joined(draft.lines[row].cells) for row in (first, last))
    if '"' in head + tail or draft.delimiter == fill:
        return
    begin, end = draft.rng.randrange(len(head)), draft.rng.randrange(len(tail))
    if first == last:
        begin, end = sorted((begin, end))
    head, tail = head[:begin], tail[end:]
    is_whole = (head + tail).count(draft.delimiter) == len(draft.kinds) - 1
    # Nobody could tell where these were written, and nobody looks into cells that are not needed.
    if is_whole and (fill != "\0" or draft.kinds[head.count(draft.delimiter)] not in ("free", "bikes", "time")):
        return
    hole = fill * draft.rng.choice((max(1, end - begin), 100, 512, 4096))
    record = draft.lines[first].record if first == last and is_whole else None
    draft.lines[first : last + 1] = [Line(text=head + hole + tail, record=record, duty=Duty.MAY_GO if record else Duty.NOTHING)]
    draft.may_be_refused()
    draft.disguises.append(f"{len(hole)} {fill!r}")


def _overflow(draft: Draft) -> None:
    """Numbers that wrap around to good ones in 32 bits or more."""
    power = draft.rng.choice((31, 32, 63, 64, 128))
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3)))
    kind = draft.rng.choice(("free", "bikes"))
    draft.rewrite(kind, rows, lambda text: str((1 << power) + int(text.strip('"'))))
    for row in rows:
        draft.lines[row].duty = Duty.NOTHING
    # Who has so many docks? But no count is too great for all.
    draft.may_be_refused()
    draft.disguises.append(str(power))


def _letters_for_digits(draft: Draft) -> None:
    kind = draft.rng.choice(("free", "bikes", "time"))
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3)))
    draft.rewrite(kind, rows, lambda text: text.replace("0", "O").replace("1", "l"))
    draft.may_lose(rows)


def _units(draft: Draft) -> None:
    """Counts with what they count, or as parts of a whole."""
    form = draft.rng.choice(("{} bikes", "{}/40", "{}%", "{} ", "n={}", "({})", "{}.0 ", "{},0", "{}e+00", "{}L", "${}", "{};"))
    rows = draft.some_rows(draft.rng.choice((0.02, 0.3, 1)))
    for kind in draft.rng.choice((("free",), ("bikes",), ("free", "bikes"))):
        draft.rewrite(kind, rows, lambda text: draft.quoted(form.format(text.strip('"'))))
    draft.may_lose(rows)
    draft.disguises.append(form)


def _long_cells(draft: Draft) -> None:
    """Notes of thousands of letters, or millions."""
    column = note(draft)
    length = draft.rng.choice((300, 5000, 70_000, 1_200_000))
    text = draft.rng.choice(("x", "\u00e9", " x", "0")) * length
    row = draft.row_somewhere()
    draft.lines[row].cells[column] = text if draft.rng.random() < 0.5 else f'"{text}"'
    draft.may_lose([row] if length > 100_000 else [])


def _cut_file(draft: Draft) -> None:
    """The log ends in the middle: of its last row nothing is known."""
    row = draft.row_somewhere()
    text = draft.joined(draft.lines[row].cells)
    if '"' in text:
        return
    cut = draft.rng.randrange(1, text.rindex(draft.delimiter) + 1)
    draft.lines[row:] = [Line(text=text[:cut], record=draft.lines[row].record, end="")]
    draft.may_lose([row])


def _ids_otherwise(draft: Draft) -> None:
    """Some identifiers with a sign, a zero or a wrong letter: stations of their own, of which the run tells."""
    of_numbers, of_words = ("0{}", "+{}", "={}", "{}."), ("ascii", "latin-1", "mojibake")
    form = draft.rng.choice(("#{}", "{};", "[{}]", "({})", "{}*", "\u00ad{}", "{}\ufe0f", *of_numbers, *of_words))
    column = draft.column("station")
    renamed: dict[tuple[str, int], str] = {}
    for row in draft.some_rows(draft.rng.choice((0.05, 0.4)), least=8):
        line = draft.lines[row]
        id = line.cells[column]
        is_word = form in of_words
        if draft.delimiter in form + id or id.startswith('"') or is_word == id.isascii():
            continue
        if form in of_numbers and not id.isdigit():
            continue
        other = _damaged(id, form) if is_word else form.format(id)
        line.cells[column] = other
        renamed[line.record.station, line.record.time] = other.encode("utf-8", "surrogateescape").decode("latin-1")
    if renamed:
        draft.told = "written alike"
        draft.others.append(partial(_renamed, renamed))
        draft.may_be_refused()
    draft.disguises.append(form)


def _damaged(text: str, how: str) -> str:
    """A text that was written in one encoding and read in another."""
    if how == "ascii":
        return text.encode("ascii", "replace").decode()
    return text.encode("latin-1").decode("utf-8", "surrogateescape") if how == "latin-1" else text.encode().decode("latin-1")


def _renamed(names: dict[tuple[str, int], str], record: Record) -> Record:
    return replace(record, station=names.get((record.station, record.time), record.station))


BYTE_POLLUTION = (
    _ids_otherwise, _ids_otherwise,
    _wide_encoding, _code_page, _appended_wide, _broken_text, _invisible, _invisible, _at_line_starts, _other_digits, _hole,
    _hole, _overflow, _letters_for_digits, _units, _units, _long_cells, _cut_file,
)
