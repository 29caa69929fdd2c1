"""A header that comes again in the middle of a log, in whatever disguise."""

from __future__ import annotations

import re

from columns import Choice, Layout, MissingColumn, bare, decode_all, find_layout
from grammar import read_rows

NOTHING = {"null", "none", "nan", "n/a", "\\n"}


def has_needed(line: str, layout: Layout, delimiter: str) -> bool:
    """Are the names of all needed columns in this line?"""
    row = next(read_rows(line, delimiter), None)
    if row is None or len(row.fields) > 2 * len(layout.header) + 8:
        return False
    found = {bare(field).lower() for field in decode_all(row.fields)}
    return {bare(layout.header[column]).lower() for column in (layout.station, layout.free_docks, layout.bikes)} <= found


def _glued(found: list[str], names: list[str], needed: set[str]) -> list[str] | None:
    """The names behind a row's last value, without a line end between."""
    for i, field in enumerate(found):
        for name in names:
            if name and len(field) > len(name) and field.endswith(name):
                glued = [name, *found[i + 1 :]]
                if needed <= set(glued):
                    return glued
    return None


def header_again(fields: list[str], layout: Layout) -> str | None:
    """A header in the middle, in whatever disguise: "same", "changed", or none."""
    names = [bare(name).lower() for name in layout.header]
    needed = {names[column] for column in (layout.station, layout.free_docks, layout.bikes)}
    found = [bare(field).lower() for field in decode_all(fields)]
    has_name = any(
        field.lower()[:end].endswith(name.encode().decode("latin-1"))
        for field in fields for name in needed for end in range(max(0, len(field) - 4), len(field) + 1)
    )
    may_be_names = _may_be_names(fields, layout)
    if not has_name and not may_be_names:
        return None
    if found == names:
        return "same"
    glued = _glued(found, names, needed) if has_name else None
    if glued == names:
        return None
    if needed <= set(found) or glued is not None:
        return "changed"
    if not may_be_names or not (len(set(found)) == len(found) or len(found) == len(names)):
        return None
    try:
        if any(_is_value(name) for name in found):
            raise MissingColumn
        find_layout([name.encode().decode("latin-1") for name in found], Choice())
    except MissingColumn:
        first = fields[0].lstrip(" ").lower()
        is_comment = first.startswith(("#", "//", "--"))
        are_names = _are_words(found, layout) or (not is_comment and _are_other_names(found, names))
        return "changed" if are_names and not first.startswith(_LOG_LEVELS) else None
    return "changed"


_LOG_LEVELS = ("error", "warn", "info", "debug", "fatal", "critical", "exception", "traceback")


def _are_other_names(found: list[str], names: list[str]) -> bool:
    """Different words, some of them names of the header, or as many as it has names."""
    words = [word for word in found if word]
    known = sum(word in names for word in words)
    if len(words) < 3 or len(set(words)) < len(words) or _is_cut_header(found, names):
        return False
    if not all(word in names or _is_word(word, may_have_digits=known > 0) for word in words):
        return False
    return known > 1 or abs(len(words) - sum(map(bool, names))) <= known


def _is_cut_header(found: list[str], names: list[str]) -> bool:
    """A part of the header, the first and the last name perhaps not whole."""
    parts = [names[start : start + len(found)] for start in range(len(names) - len(found) + 1)]
    return any(
        part[0].endswith(found[0]) and part[-1].startswith(found[-1]) and part[1:-1] == found[1:-1] for part in parts
    )


def _is_word(text: str, may_have_digits: bool) -> bool:
    return (
        bool(re.search(r"[^\W\d_]", text)) and (may_have_digits or not re.search(r"[0-9]", text))
        and text not in NOTHING | {"na", "-", "nil", "undefined"}
    )


def _may_be_names(fields: list[str], layout: Layout) -> bool:
    """No numbers stand where a record has counts; of a row of another length, nowhere."""
    if len(fields) <= 2:
        return False
    is_as_long = len(fields) == len(layout.header)
    looked_at = [fields[layout.free_docks], fields[layout.bikes]] if is_as_long else fields
    names = [bare(name).lower() for name in layout.header]

    def is_no_number(field: str) -> bool:
        return decode_all([field])[0].lower() in names if field[0] in "0123456789" else field.lower() not in NOTHING

    return all(is_no_number(field) if field else not is_as_long for field in looked_at)


def _is_value(text: str) -> bool:
    """A number or a time, without a doubt."""
    digits = sum(byte in b"0123456789" for byte in text.encode()[:4])
    return digits == 4 or (digits > 0 and not re.search(r"[^\W\d_]", text))


def _are_words(found: list[str], layout: Layout) -> bool:
    """Different words without a digit where station, counts and time stand: names, though none is known."""
    if len(found) != len(layout.header):
        return False
    needed = (layout.station, layout.free_docks, layout.bikes, layout.hour, layout.time)
    words = [found[column] for column in needed if column is not None]
    return len(set(words)) == len(words) and all(_is_word(word, may_have_digits=False) for word in words)
