"""The grammar of delimited text as libcsv documents it, as a small state machine.

It serves where pandas and libcsv differ by design: a quote inside an unquoted field, text behind a
closing quote, a lone carriage return, blanks around fields. Text is Latin-1 throughout, so that every
byte is one character and none is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

BLANKS = " \t"
_REST_OF_LINE = re.compile(r"[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its place; `raw` is its text without the line end; `is_open`: it ends with the text, within quotes.
    `gone_on` has the quoted fields that go on behind a quote that closes them, and where in the row they do."""

    line: int
    raw: str
    fields: list[str]
    lines: int = 1
    is_open: bool = False
    gone_on: tuple[tuple[int, int], ...] = ()


def read_rows(text: str, delimiter: str) -> Iterator[Row]:
    """All rows that are not blank. Lines count from 1 and end with LF, CR LF or CR."""
    position, line = 0, 1
    while position < len(text):
        fields, end, is_open, gone_on = _read_row(text, position, delimiter)
        raw = text[position:end]
        ends = raw.count("\n") + raw.count("\r") - raw.count("\r\n")
        if fields is not None:
            # libcsv's reader takes CR LF within quotes for two.
            lines = (raw.count("\n") + raw.count("\r") if is_open else ends) + (0 if raw.endswith(("\n", "\r")) else 1)
            yield Row(line, raw.removesuffix("\n").removesuffix("\r"), fields, lines, is_open, gone_on)
        line += ends
        position = end


def _read_row(text: str, start: int, delimiter: str) -> tuple[list[str] | None, int, bool, tuple[tuple[int, int], ...]]:
    """The fields of the row at `start`, None for a blank one, where the next row starts, and what `Row` has of quotes."""
    end = _REST_OF_LINE.match(text, start).end()
    line = text[start:end]
    if '"' in line:
        machine = _Machine(delimiter)
        return *machine.run(text, start), machine.is_open, tuple(machine.gone_on)
    blanks = BLANKS.replace(delimiter, "")
    if not line.strip(blanks):
        return None, _behind_line_end(text, end), False, ()
    return [field.strip(blanks) for field in line.split(delimiter)], _behind_line_end(text, end), False, ()


def _behind_line_end(text: str, position: int) -> int:
    return position + (2 if text.startswith("\r\n", position) else 1 if position < len(text) else 0)


class _Machine:
    """libcsv's states, for one row with quotes.

    NOT_BEGUN: blanks are skipped, a quote opens the field, anything else begins it unquoted.
    UNQUOTED: to the delimiter or the line's end; blanks at its end do not count.
    QUOTED: everything counts, but a quote may close the field.
    MAYBE_ENDED: behind such a quote. A quote that follows is its double; behind blanks, a delimiter or a
    line end closes the field; anything else shows that the quote was text.
    """

    NOT_BEGUN, UNQUOTED, QUOTED, MAYBE_ENDED = range(4)

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        # Text without any special character goes through the machine in one step.
        self.tokens = re.compile(r'["\r\n \t%s]|[^"\r\n \t%s]+' % (delimiter, delimiter))
        self.state = self.NOT_BEGUN
        self.fields: list[str] = []
        self.field: list[str] = []
        self.trailing_blanks = 0
        self.is_open = False
        self.gone_on: list[tuple[int, int]] = []

    def run(self, text: str, start: int) -> tuple[list[str], int]:
        position = start
        while position < len(text):
            if self.state == self.QUOTED:
                position = self._take_quoted(text, position)
                continue
            token = self.tokens.match(text, position).group()
            if self._take(token, position - start):
                return self.fields, _behind_line_end(text, position)
            position += len(token)
        self.is_open = self.state == self.QUOTED
        self._end_field()
        return self.fields, len(text)

    def _take_quoted(self, text: str, start: int) -> int:
        """Takes everything up to the next quote, which may close the field; returns the place behind it."""
        quote = text.find('"', start)
        if quote < 0:
            self.field.append(text[start:])
            return len(text)
        self.field += [text[start:quote], '"']
        self.state, self.trailing_blanks = self.MAYBE_ENDED, 0
        return quote + 1

    def _take(self, token: str, place: int) -> bool:
        """Takes a character, or a run of ordinary ones, outside quotes; true when it ends the row."""
        is_line_end = token in ("\r", "\n")
        if token == self.delimiter or is_line_end:
            self._end_field()
            return is_line_end
        elif self.state == self.NOT_BEGUN:
            self._begin_field(token)
        elif token in BLANKS:
            self.field.append(token)
            self.trailing_blanks += 1
        elif self.state == self.UNQUOTED:
            self.field.append(token)
            self.trailing_blanks = 0
        else:
            self._go_on_behind_quote(token, place)
        return False

    def _begin_field(self, token: str) -> None:
        if token == '"':
            self.state = self.QUOTED
        elif token not in BLANKS:
            self.field.append(token)
            self.state = self.UNQUOTED

    def _go_on_behind_quote(self, token: str, place: int) -> None:
        if token != '"':
            self.field.append(token)
            self.state = self.QUOTED
            self.gone_on.append((len(self.fields), place))
        elif self.trailing_blanks:
            self.field.append(token)
            self.gone_on.append((len(self.fields), place))
        else:
            self.state = self.QUOTED
        self.trailing_blanks = 0

    def _end_field(self) -> None:
        dropped = self.trailing_blanks + (1 if self.state == self.MAYBE_ENDED else 0)
        kept = self.field[: len(self.field) - dropped]
        self.fields.append("".join(kept))
        self.field, self.state, self.trailing_blanks = [], self.NOT_BEGUN, 0
