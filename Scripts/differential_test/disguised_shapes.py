"""Delimiters, names of columns, and what stands above a header, beside rows and below them."""

from __future__ import annotations

import re

from drafts import Draft, Duty, Line

_TITLES = (
    "Station log May 2024", "# exported 2024-05-14 by collector 1.2", "Report: availability; all stations", "sep={}",
    "\ufeffsep={}", "", "# number, free, bikes", "// generated", "% comment", '"Station log, 2024"', "Source: city of X",
)
_PREFIXES = ("data__stations__", "fields.", "stations/", "data.stations.", "station_status:", "result__")


def _pipe(draft: Draft) -> None:
    _delimit(draft, "|")


def _other_delimiter(draft: Draft) -> None:
    """One that is not looked for: read where the user names it."""
    _delimit(draft, draft.rng.choice((":", "^", "~", "\x01", "\x1f", " ")))
    if draft.delimiter in ":^~" and draft.rng.random() < 0.5:
        draft.arguments.append(f"--delimiter={draft.delimiter}")
    else:
        draft.may_be_refused()


def _delimit(draft: Draft, delimiter: str) -> None:
    """Fields that hold the new delimiter are quoted."""
    for line in draft.lines:
        if line.text is not None:
            line.text = line.text.replace(draft.delimiter, delimiter)
        line.cells = [
            f'"{cell}"' if delimiter in cell and not cell.lstrip().startswith('"') else cell for cell in line.cells
        ]
    if draft.header is not None:
        draft.header = draft.header.replace(draft.delimiter, delimiter)
    draft.delimiter = delimiter


def _aligned(draft: Draft) -> None:
    """As psql prints a table, with a last line that counts rows."""
    _delimit(draft, "|")
    for line in draft.lines:
        line.cells = [f" {cell} " for cell in line.cells]
    draft.header = "|".join(f" {name} " for name in draft.names)
    draft.lines.insert(0, Line(text="+".join("-" * 12 for _ in draft.names), duty=Duty.NOTHING))
    draft.lines.append(Line(text=f"({len(draft.lines) - 1} rows)", duty=Duty.NOTHING))


def _markdown(draft: Draft) -> None:
    """A delimiter before the first column, and behind the last."""
    _delimit(draft, "|")
    for line in draft.lines:
        line.cells = [f"| {line.cells[0]}", *line.cells[1:-1], f"{line.cells[-1]} |"] if line.cells else []
    draft.header = "| " + "|".join(draft.names) + " |"
    draft.may_be_refused()


def _above(draft: Draft) -> None:
    """A title, comments, `sep=`, blank lines."""
    for _ in range(draft.rng.choice((1, 1, 2, 5))):
        draft.above.append(draft.rng.choice(_TITLES).format(draft.delimiter))
    if draft.rng.random() < 0.3:
        draft.above[0] += draft.delimiter * (len(draft.names) - 1)
    draft.may_be_refused()
    draft.disguises.append(repr(draft.above))


def _separator_line(draft: Draft) -> None:
    draft.above.append(draft.rng.choice(("sep={}", "SEP={}", "Sep={}")).format(draft.delimiter))
    draft.mark = draft.rng.choice((b"", b"\xef\xbb\xbf"))


def _comments_between(draft: Draft) -> None:
    """Comments and blank lines among the rows are no rows, and take none with them."""
    for row in sorted(draft.some_rows(0.05), reverse=True):
        text = draft.rng.choice(("# restarted", "", "   ", "#", "-" * 20, "// note, with a comma", "\t"))
        draft.lines.insert(row, Line(text=text, duty=Duty.NOTHING))


def _footer(draft: Draft) -> None:
    text = draft.rng.choice(("(150 rows affected)", "Total,1234", "EOF", "\x1a", "150 rows in set (0.01 sec)", "\\."))
    draft.lines.append(Line(text=text, duty=Duty.NOTHING))


def _names_otherwise(draft: Draft) -> None:
    """Names in another case, with other signs between words, with a path before them."""
    way = draft.rng.choice(("upper", "title", "camel", "blanks", "hyphens", "dots", "prefix", "around", "unit"))
    prefix = draft.rng.choice(_PREFIXES)
    change = {
        "upper": str.upper, "title": str.title, "camel": _camel, "blanks": lambda name: name.replace("_", " "),
        "hyphens": lambda name: name.replace("_", "-"), "dots": lambda name: re.sub("[_ ]", ".", name),
        "prefix": lambda name: prefix + name, "around": lambda name: f" {name}\u00a0", "unit": lambda name: name + " (n)",
    }[way]
    draft.names = [change(name) for name in draft.names]
    draft.mark = draft.rng.choice((b"", b"\xef\xbb\xbf"))
    draft.disguises.append(way)


def _camel(name: str) -> str:
    first, *more = name.split("_")
    return first + "".join(word.capitalize() for word in more)


def _name_twice(draft: Draft) -> None:
    """A needed name stands again further on: the first is read, or all is refused."""
    place = max(draft.column(kind) for kind in ("station", "free", "bikes", "time")) + 1
    kind = draft.rng.choice(("station", "free", "bikes"))
    draft.names.insert(place, draft.names[draft.column(kind)])
    draft.kinds.insert(place, "again")
    for line in draft.lines:
        if line.text is None:
            line.cells.insert(place, str(draft.rng.randrange(30)))
    draft.may_be_refused()


def _row_numbers(draft: Draft) -> None:
    """A column that numbers rows, named `id` or not at all."""
    name = draft.rng.choice(("id", "", "Unnamed: 0", "ID", "rowid", "index", "_id"))
    draft.names.insert(0, name)
    draft.kinds.insert(0, "ordinal")
    for number, line in enumerate(draft.lines):
        if line.text is None:
            line.cells.insert(0, str(number + 1))
    draft.disguises.append(name)


def _one_city(draft: Draft) -> None:
    draft.names.append("contract_name")
    draft.kinds.append("city")
    for row in draft.rows:
        draft.lines[row].cells.append("Paris")


def _trailing_delimiter(draft: Draft) -> None:
    """On every line; or on rows only, which are then no rows of the header."""
    on_header = draft.rng.random() < 0.5
    # A header that comes again has none, and is another then.
    if len(draft.rows) < len(draft.lines):
        draft.may_be_refused()
    for line in draft.lines:
        line.cells = [*line.cells, ""] if line.cells else []
        if not on_header:
            line.duty = Duty.MAY_GO if line.duty is Duty.READ else line.duty
    if on_header:
        draft.names.append("")
        draft.header = None if draft.header is None else draft.header + draft.delimiter
    else:
        draft.header = draft.joined([draft.quoted(name) for name in draft.names])
        draft.may_be_refused()
    draft.kinds.append("none")


def _latin_1(draft: Draft) -> None:
    """Only names and notes go through it: identifiers are bytes."""
    texts = [text for line in draft.lines for text in (line.text, *line.cells) if text is not None]
    if all(text.isascii() for text in texts) and not draft.mark:
        draft.encoding = "latin-1"


def _line_ends(draft: Draft) -> None:
    """Mixed, or those of old Macs."""
    ends = draft.rng.choice((("\n", "\r\n"), ("\r",)))
    draft.line_end = ends[0]
    for line in draft.lines:
        if line.end is None:
            line.end = draft.rng.choice(ends)


# Columns, before anything happens to rows.
COLUMNS = (_names_otherwise, _names_otherwise, _names_otherwise, _name_twice, _row_numbers, _one_city)
SHAPES = (
    _pipe, _other_delimiter, _aligned, _markdown, _above, _above, _separator_line, _comments_between, _footer,
    _trailing_delimiter, _latin_1, _line_ends,
)
