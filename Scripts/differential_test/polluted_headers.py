"""Headers that are missing, doubled, broken, too short or too long; tables above and below a log."""

from __future__ import annotations

from drafts import Draft, Duty, Line, Verdict

_NEEDED = ("station", "free", "bikes", "time")
_PAIRS = (
    ("city", "Paris"), ("exported", "2024-05-14 10:00:00"), ("rows", "1234"), ("stations", "7"), ("version", "2.1"),
    ("bikes", "900"), ("available_bikes", "total of all kinds"), ("number", "of the station"), ("", ""), ("note",
    "times are local"),
)
_TABLES = (
    (("number", "name", "capacity"), ("7", "Main", "20")), (("station_id", "lat", "lon", "capacity"), ("7", "48.1",
    "2.3", "20")),
    (("operator", "stations", "bikes"), ("A", "12", "300")), (("station", "hour", "free", "bikes"), ("7", "5", "0.31",
    "0.69")),
    (("station", "trips", "returns", "day"), ("7", "31", "29", "2024-05-14")),
    (("code", "meaning"), ("0", "closed")),
)


def _no_header(draft: Draft) -> None:
    """The first line is a row."""
    draft.header = draft.joined(draft.lines.pop(0).cells)
    draft.verdict = Verdict.REFUSED


def _header_later(draft: Draft) -> None:
    """A log that was sorted, or parts put together: the header comes after rows."""
    header = draft.joined([draft.quoted(name) for name in draft.names])
    draft.header = draft.joined(draft.lines.pop(0).cells)
    row = len(draft.lines) if draft.rng.random() < 0.5 else draft.row_somewhere()
    draft.lines.insert(row, Line(text=header, duty=Duty.NOTHING))
    draft.verdict = Verdict.REFUSED


def _header_twice(draft: Draft) -> None:
    header = draft.joined([draft.quoted(name) for name in draft.names])
    draft.lines[:0] = [Line(text=header, duty=Duty.NOTHING) for _ in range(draft.rng.choice((1, 1, 2)))]


def _units_below(draft: Draft) -> None:
    """A second line of units, types, or what a reader of people wants to see."""
    texts = {"station": ("(id)", "string", "text", "VARCHAR(8)", "#", "nvarchar", "id of station", "-----"),
             "free": ("(n)", "integer", "number", "INT", "n", "int", "count", "----"),
             "bikes": ("(n)", "integer", "number", "INT", "n", "int", "count", "----"),
             "time": ("(UTC)", "datetime", "text", "DATETIME", "s", "datetime2", "local time", "-------")}
    which = draft.rng.randrange(8)
    cells = [texts[kind][which] if kind in texts else draft.rng.choice(("", "-", "string")) for kind in draft.kinds]
    draft.lines.insert(0, Line(text=draft.joined(cells), duty=Duty.NOTHING))
    draft.may_be_refused()


def _header_in_lines(draft: Draft) -> None:
    """A header of two lines: broken in the middle, or names within quotes."""
    if draft.rng.random() < 0.5:
        mark = draft.rng.choice((" ", "_"))
        draft.header = draft.joined(['"' + name.replace(mark, "\n", 1) + '"' for name in draft.names])
    else:
        cut = draft.rng.randrange(1, len(draft.names))
        end = draft.rng.choice(("", draft.delimiter)) + "\n"
        draft.header = draft.joined(draft.names[:cut]) + end + draft.joined(draft.names[cut:])
    draft.may_lose(draft.rows)


def _header_short(draft: Draft) -> None:
    """A name less than there are fields: the last, the first (as R has none for names of rows), or one between."""
    names = list(draft.names)
    names.pop(draft.rng.choice((0, -1, draft.rng.randrange(len(names)))))
    if draft.rng.random() < 0.5:
        # A column of its own before or behind all others.
        names = list(draft.names)
        place = draft.rng.choice((0, len(names)))
        for number, line in enumerate(draft.lines):
            line.cells.insert(place, draft.rng.choice(("", str(number), "x")))
    draft.header = draft.joined([draft.quoted(name) for name in names])
    draft.may_lose(draft.rows)


def _header_long(draft: Draft) -> None:
    """A name more than there are fields."""
    names = [draft.quoted(name) for name in draft.names]
    names.insert(draft.rng.randrange(len(names) + 1), draft.rng.choice(("", "extra", "bikes", "capacity", "hour")))
    draft.header = draft.joined(names)
    draft.may_lose(draft.rows)


def _header_cut(draft: Draft) -> None:
    """The header lost its beginning or its end."""
    text = draft.joined([draft.quoted(name) for name in draft.names])
    cut = draft.rng.randrange(1, len(text))
    draft.header = text[cut:] if draft.rng.random() < 0.5 else text[:cut]
    draft.may_lose(draft.rows)


def _header_dirt(draft: Draft) -> None:
    """Marks, blanks and signs around names."""
    form = draft.rng.choice((
        "\ufeff{}", "\u200b{}", "{}\u00a0", "\u2060{}\u2060", "{}*", "{}:", "[{}]", "'{}'", "`{}`", "<{}>", "{{{}}}",
        "({})", "#{}",
        "1. {}", "{} ", "\t{}", "\0{}", "{}\0", "\u202a{}\u202c", "{}\u00ad", "\"{}\"", "\"\"\"{}\"\"\"",
        "\u201c{}\u201d",
    ))
    if "\t" in form and draft.delimiter == "\t":
        return
    draft.header = draft.joined([form.format(name) for name in draft.names])
    draft.may_lose(draft.rows)
    draft.disguises.append(form)


def _header_alone(draft: Draft) -> None:
    """No rows, or no payload at all."""
    texts = [draft.rng.choice(("", " ", "#", "\0", "\x1a")) for _ in range(draft.rng.randrange(1, 3))]
    draft.lines = [Line(text=text, duty=Duty.NOTHING) for text in texts]
    if draft.rng.random() < 0.4:
        draft.header = draft.rng.choice(("", " ", "\0", "\ufeff", "no data", "null"))
    draft.verdict = Verdict.REFUSED


def _preamble(draft: Draft) -> None:
    """Lines of names and values above the header, as wide as the log or not."""
    for _ in range(draft.rng.choice((1, 2, 5, 12))):
        pair = draft.joined(list(draft.rng.choice(_PAIRS)))
        if draft.rng.random() < 0.4:
            pair += draft.delimiter * max(0, len(draft.names) - 2)
        draft.above.append(pair)
    if draft.rng.random() < 0.5:
        draft.above.append("")
    draft.may_be_refused()
    draft.disguises.append(repr(draft.above))


def _table_above(draft: Draft) -> None:
    names, row = draft.rng.choice(_TABLES)
    draft.above += [draft.joined(list(cells)) for cells in (names, *[row] * draft.rng.choice((1, 3, 40)))]
    draft.above += [""] * draft.rng.randrange(3)
    draft.may_be_refused()
    draft.disguises.append(repr(names))


def _table_below(draft: Draft) -> None:
    """Another table, after a blank line or a title."""
    names, row = draft.rng.choice(_TABLES)
    texts = [draft.rng.choice(("", "Stations", "---"))] * draft.rng.randrange(2)
    texts += [draft.joined(list(cells)) for cells in (names, *[row] * draft.rng.choice((1, 3, 40)))]
    draft.lines += [Line(text=text, duty=Duty.NOTHING) for text in texts]
    draft.ends_with_line = True
    draft.may_be_refused()
    draft.disguises.append(repr(names))


def _totals(draft: Draft) -> None:
    """A last line, or one after each poll, that sums up and has no time."""
    values = {"station": draft.rng.choice(("Total", "", "Sum", "ALL")), "free": "1234", "bikes": "777"}
    cells = [values.get(kind, "") for kind in draft.kinds]
    if draft.rng.random() < 0.5:
        draft.lines.append(Line(text=draft.joined(cells), duty=Duty.NOTHING))
    else:
        for row in reversed(draft.some_rows(0.1)):
            draft.lines.insert(row, Line(text=draft.joined(cells), duty=Duty.NOTHING))
    draft.may_be_refused()


HEADER_POLLUTION = (
    _no_header, _header_later, _header_twice, _units_below, _units_below, _header_in_lines, _header_short, _header_short,
    _header_long, _header_cut, _header_dirt, _header_dirt, _header_alone, _preamble, _preamble, _table_above, _table_below,
    _table_below, _totals,
)
