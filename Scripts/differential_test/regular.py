"""Regular files by pandas: a second opinion on the grammar where pandas has one."""

from __future__ import annotations

import csv
import io
import re
import sys

import pandas

from grammar import BLANKS

csv.field_size_limit(sys.maxsize)

# NUL, which marks long rows below; and lines that only pandas takes for blank.
_ODD = re.compile(r"\0|^\s*[\x0b\x0c\x1c-\x1f\x85\xa0]\s*$", re.MULTILINE)
_ONLY_QUOTES = re.compile(r'^"\s*"\r?$', re.MULTILINE)


def is_regular(text: str, delimiter: str) -> bool:
    """Can pandas and libcsv not differ about it? LF or CR LF, fields plain or whole in quotes."""
    if _ODD.search(text) or _ONLY_QUOTES.search(text):
        return False
    field = rf'(?:[^"\r\n{delimiter}]*|"[^"]*(?:""[^"]*)*")'
    row = re.compile(rf"{field}(?:{delimiter}{field})*(?:\r?\n|\Z)")
    position = 0
    while position < len(text):
        match = row.match(text, position)
        if not match:
            return False
        position = match.end()
    return True


def read_regular(text: str, delimiter: str) -> list[list[str]]:
    """All rows, the header's first; a row keeps its own length. Blanks are stripped within quotes too."""
    long_rows: list[list[str]] = []

    def keep_long_row(fields: list[str]) -> list[str]:
        long_rows.append(fields)
        return [f"\0{len(long_rows) - 1}"]

    table = pandas.read_csv(
        io.StringIO(text, newline=""), header=None, dtype=object, na_filter=False, keep_default_na=False,
        sep=delimiter, quotechar='"', doublequote=True, skip_blank_lines=True, engine="python",
        on_bad_lines=keep_long_row,
    )
    rows = []
    for values in table.to_numpy().tolist():
        # A short row is filled up with None.
        fields = [value for value in values if value is not None]
        if fields[0].startswith("\0"):
            fields = long_rows[int(fields[0][1:])]
        rows.append([field.strip(BLANKS) for field in fields])
    return rows
