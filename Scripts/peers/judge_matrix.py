"""Judges correlations, and prints the verdict as JSON:

judge_matrix.py pairs MEANS LIST COUNT      is LIST, a CSV, of the COUNT strongest pairs, as NumPy finds them?
judge_matrix.py found MEANS OTHER LIST      how many of LIST's pairs are in OTHER, an .npz, and is their r equal?
judge_matrix.py arrays REFERENCE OTHER      are two matrices equal? OTHER may be of a sample of the stations
judge_matrix.py rows MEANS MATRIX           is the CSV MATRIX right in every 500th row, and complete?

A program of its own, so that the harness, whose size every contender inherits, imports no library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
from make_profiles import station_identifiers
from matrices import TOLERANCE, Difference
from sampling import sample

STATIONS_AT_ONCE = 500
PAIRS_AT_ONCE = 10_000
ROWS_READ = 500


def pairs(means: str, listed: str, count: str) -> str:
    """r by products of standardised rows; which of two pairs within the tolerance is listed, is left open."""
    rows = standardised(np.load(means))
    a, b, r = read_pairs(listed, len(rows))
    due = min(int(count), len(rows) * (len(rows) - 1) // 2)
    if len(r) != due or len(np.unique(key(a, b, len(rows)))) != due or (a == b).any():
        raise Difference(f"expected {due:,} different pairs, found {len(r):,}")
    expected = np.concatenate([(rows[a[part]] * rows[b[part]]).sum(axis=1) for part in parts(due)])
    distance = largest(np.abs(expected - r), lambda place: f"stations {a[place]} and {b[place]}")
    clearly_above = np.abs(r).min() + TOLERANCE
    stronger = sum(int((np.abs(block) > clearly_above).sum()) for block in upper_blocks(rows))
    listed_stronger = int((np.abs(expected) > clearly_above).sum())
    if stronger != listed_stronger:
        raise Difference(f"{stronger:,} pairs are stronger than the weakest listed, {listed_stronger:,} of them listed")
    return f"{distance:.1e}"


def found(means: str, other: str, listed: str) -> str:
    """How many pairs the other has found is only told: it is an approximation. It has pairs in both orders."""
    stations = len(np.load(means, mmap_mode="r"))
    with np.load(other) as file:
        r, a, b = (file[name] for name in ("r", "a", "b"))
    right_a, right_b, right = read_pairs(listed, stations)
    due = key(right_a, right_b, stations)
    places = np.argsort(due)
    keys, first = np.unique(key(a, b, stations), return_index=True)
    common, ours, theirs = np.intersect1d(due[places], keys, assume_unique=True, return_indices=True)
    distance = np.abs(right[places][ours] - r[first][theirs])
    residual = largest(distance, lambda place: f"stations {common[place] // stations} and {common[place] % stations}")
    return f"{residual:.1e}, {100 * len(common) / len(due):.2f} % found"


def arrays(reference: str, other: str) -> str:
    due, made = np.load(reference, mmap_mode="r"), np.load(other)
    if due.ndim != 2 or due.shape[0] != due.shape[1] or len(due) < len(made) or made.shape != (len(made),) * 2:
        raise Difference(f"shapes {due.shape} and {made.shape}")
    places = sample(len(due), len(made))
    due = due[np.ix_(places, places)]
    if (np.isnan(due) != np.isnan(made)).any():
        raise Difference(f"{np.isnan(due).sum():,} and {np.isnan(made).sum():,} are undefined, or others")
    return f"{largest(np.nan_to_num(np.abs(due - made)).ravel(), lambda place: str(divmod(place, len(made)))):.1e}"


def rows(means: str, matrix: str) -> str:
    table = standardised(np.load(means))
    names = station_identifiers(len(table)).astype(str).tolist()
    distance, lines = 0.0, 0
    with Path(matrix).open("rb") as file:
        if next(file, b"").decode().rstrip("\n").split(",") != ["station", *names]:
            raise Difference("the header is not that of the stations")
        for lines, line in enumerate(file, start=1):
            if lines % ROWS_READ not in (0, 1):
                continue
            distance = max(distance, row_distance(line, table @ table[lines - 1], names[lines - 1], names))
    if lines != len(table):
        raise Difference(f"expected {len(table):,} rows, found {lines:,}")
    return f"{distance:.1e}"


def row_distance(line: bytes, expected: np.ndarray, name: str, names: list[str]) -> float:
    found, *fields = line.decode().rstrip("\n").split(",")
    if found != name or len(fields) != len(names):
        raise Difference(f"expected station {name} and {len(names):,} values, found {found} and {len(fields):,}")
    values = np.array([field or "nan" for field in fields], dtype=float)
    return largest(np.abs(expected - values), lambda place: f"stations {name} and {names[place]}")


def standardised(table: np.ndarray) -> np.ndarray:
    """Rows of mean 0 and length 1: their products are Pearson's r."""
    rows = table - table.mean(axis=1, keepdims=True)
    return rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))


def upper_blocks(rows: np.ndarray) -> Iterator[np.ndarray]:
    """r of each pair once, in some order, zeros aside."""
    for start in range(0, len(rows), STATIONS_AT_ONCE):
        some = rows[start : start + STATIONS_AT_ONCE]
        yield np.triu(some @ some.T, 1)
        yield some @ rows[start + STATIONS_AT_ONCE :].T


def parts(count: int) -> Iterator[slice]:
    """Some pairs at a time: of their rows, copies are made."""
    return (slice(start, start + PAIRS_AT_ONCE) for start in range(0, count, PAIRS_AT_ONCE))


def read_pairs(path: str, stations: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The places of the two stations of each pair, and r."""
    table = pl.read_csv(path, columns=["station_a", "station_b", "r"], schema_overrides={"r": pl.Float64})
    first = station_identifiers(stations)[0]
    return table["station_a"].to_numpy() - first, table["station_b"].to_numpy() - first, table["r"].to_numpy()


def key(a: np.ndarray, b: np.ndarray, stations: int) -> np.ndarray:
    """A number for each pair, the same in both orders."""
    return np.minimum(a, b).astype(np.int64) * stations + np.maximum(a, b)


def largest(distances: np.ndarray, place_name: Callable[[int], str]) -> float:
    """The largest distance, if none is too large, or no number."""
    wrong = ~(distances < TOLERANCE)
    if wrong.any():
        place = int(np.argmax(wrong))
        raise Difference(f"{place_name(place)}: a difference of {distances[place]:.1e}")
    return float(distances.max(initial=0))


JUDGES: dict[str, Callable[..., str]] = {"pairs": pairs, "found": found, "arrays": arrays, "rows": rows}


def main() -> None:
    what, *arguments = sys.argv[1:]
    try:
        text = JUDGES[what](*arguments)
        print(json.dumps({"right": True, "text": text}))
    except Difference as difference:
        print(json.dumps({"right": False, "text": str(difference)}))


if __name__ == "__main__":
    main()
