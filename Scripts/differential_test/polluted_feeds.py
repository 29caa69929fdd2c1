"""Answers of APIs in place of a table: records and documents that lack something, or are something else."""

from __future__ import annotations

import json
from itertools import groupby

from drafts import Draft, Duty, Line, utc_seconds

_GOOD_COUNTS = ("{}", "{}.0", '"{}"', '"{}.0"')
_NO_COUNTS = ("null", "-1", '"x"', "true", "{}.5", "[]", "{{}}", '""', "1000000", "-{}.0", '"null"', "NaN")
_ODD_COUNTS = ("{}e0", "0{}", "+{}", '" {} "', "{}0e-1")
_DOCUMENTS = (
    "{}", "[]", '{"error": "rate limit"}', '{"last_updated": 1, "data": {"stations": []}}', "", "   ", '{"data": null}',
    '{"status": 502, "message": "bikes are out"}',
)
_BROKEN = ("null", "<html><body>502</body></html>", '{"a": ', "]", "\ufeff", "\0", "502 Bad Gateway", "NaN")


def _feed(draft: Draft) -> None:
    """Each poll a document; some records have values of another kind, or none."""
    draft.shape = draft.rng.choice(list(_SHAPES))
    for line in draft.lines:
        seconds = utc_seconds(line.moment)
        times = {"citybik.es": f'"{line.moment:%Y-%m-%dT%H:%M:%SZ}"', "JCDecaux": f"{seconds}000"}
        station = json.dumps(line.cells[draft.column("station")].strip('"'))
        line.cells = [station, str(line.record.free_docks), str(line.record.bikes), times.get(draft.shape, f"{seconds}")]
    kind = draft.rng.choice((_good, _no_counts, _odd, _no_station, _documents, _broken, _cut))
    kind(draft)
    draft.names, draft.kinds = [], []
    draft.disguises += [draft.shape, kind.__name__.lstrip("_")]


def _write(draft: Draft, forms: tuple[str, ...], duty: Duty) -> None:
    form = draft.rng.choice(forms)
    place = draft.rng.choice((1, 2))
    for row in draft.some_rows(draft.rng.choice((0.02, 0.3))):
        line = draft.lines[row]
        line.cells[place] = form.format(line.cells[place])
        line.duty = duty
    draft.disguises.append(form)


def _good(draft: Draft) -> None:
    _write(draft, _GOOD_COUNTS, Duty.READ)


def _no_counts(draft: Draft) -> None:
    _write(draft, _NO_COUNTS, Duty.NOTHING)
    # What is no JSON is refused.
    draft.may_be_refused()


def _odd(draft: Draft) -> None:
    _write(draft, _ODD_COUNTS, Duty.MAY_GO)
    draft.may_be_refused()


def _no_station(draft: Draft) -> None:
    """The last records of some polls have none, or lack a count; others have numbers for it."""
    value = draft.rng.choice((None, "null", '""', '" "'))
    place = draft.rng.choice((0, 0, 1, 2)) if value is None else 0
    moments = [line.moment for line in draft.lines] + [None]
    last = [row for row in range(len(draft.lines)) if moments[row] != moments[row + 1]]
    for row in draft.rng.sample(last, max(1, len(last) // 10)):
        draft.lines[row].cells[place] = value
        draft.lines[row].duty = Duty.NOTHING
    for line in draft.lines:
        text = (line.cells[0] or "").strip('"')
        if text.isdigit() and not text.startswith("0") and draft.rng.random() < 0.2:
            line.cells[0] = text


def _documents(draft: Draft) -> None:
    for row in reversed(draft.some_rows(0.05)):
        draft.lines.insert(row, Line(text=draft.rng.choice(_DOCUMENTS), moment=draft.lines[row].moment, duty=Duty.NOTHING))
    draft.may_be_refused()


def _broken(draft: Draft) -> None:
    row = draft.row_somewhere()
    draft.lines.insert(row, Line(text=draft.rng.choice(_BROKEN), moment=draft.lines[row].moment, duty=Duty.NOTHING))
    draft.may_be_refused()


def _cut(draft: Draft) -> None:
    """The file ends in the middle of a document."""
    draft.is_cut = True
    draft.may_lose(range(len(draft.lines)))


def _gbfs(time: str, stations: list[str]) -> str:
    return f'{{"last_updated": {time}, "ttl": 60, "data": {{"stations": [{", ".join(stations)}]}}}}'


_SHAPES = {
    "GBFS": (("station_id", "num_docks_available", "num_bikes_available", "last_reported"), _gbfs),
    "JCDecaux": (
        ("number", "available_bike_stands", "available_bikes", "last_update"),
        lambda _, stations: f'[{", ".join(stations)}]',
    ),
    "citybik.es": (
        ("id", "empty_slots", "free_bikes", "timestamp"),
        lambda _, stations: f'{{"network": {{"name": "A", "id": "a", "stations": [{", ".join(stations)}]}}}}',
    ),
}


def feed_content(draft: Draft) -> tuple[bytes, list[tuple[int, int]]]:
    """A document a line; the place of a record is its number, after a header that is not there."""
    keys, document = _SHAPES[draft.shape]
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    number = 0
    for _, group in groupby(draft.lines, key=lambda line: (line.moment, line.text)):
        lines = list(group)
        if lines[0].text is not None:
            places += [(0, 0)] * len(lines)
            parts += [line.text for line in lines]
            continue
        stations = []
        for line in lines:
            number += 1
            places.append((number, number))
            fields = [f'"{key}": {cell}' for key, cell in zip(keys, line.cells) if cell is not None]
            draft.rng.shuffle(fields)
            stations.append("{" + ", ".join(fields) + "}")
        parts.append(document(str(utc_seconds(lines[0].moment)), stations))
    text = "\n".join(parts) + "\n"
    if draft.is_cut:
        cut = draft.rng.randrange(len(text) // 2, len(text) - 2)
        # Within a document.
        text = text[: cut - 3] if "\n" in text[cut - 1 : cut + 1] else text[:cut]
    return text.encode(), places


FEED_POLLUTION = (_feed,)
