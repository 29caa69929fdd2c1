"""Runs velibcorr on a network and holds its matrices against the libraries'."""

from __future__ import annotations

import random
import subprocess
import tempfile
from pathlib import Path

import numpy
import pandas

from libraries import METHODS, by_pandas, by_scipy, is_same
from networks import Network
from pairs import Wrong, check_listed, check_top, some_count
from transforms import TRANSFORMS, is_constant, transformed

_SECONDS = 60
_LOG = "log.csv"
# SciPy takes a third of a millisecond for a pair.
_SCIPY_PAIRS = 150
_KENDALL_STATIONS_BY_PANDAS = 40


class Difference(Exception):
    """What velibcorr did, and what was due."""


def check(network: Network, binary: Path) -> int:
    """Returns the number of correlations compared; raises `Difference`."""
    table = network.table()
    with tempfile.TemporaryDirectory(prefix="check-methods-") as name:
        folder = Path(name)
        network.write(folder / _LOG)
        if table.count().max() < network.minimum_bins:
            _expect_refusal(network, binary, folder)
            return 0
        compared = sum(_check(network, table, method, binary, folder) for method in METHODS)
        if network.kind == "series":
            compared += sum(_check_transform(network, table, name, binary, folder) for name in TRANSFORMS)
        return compared


def _check_transform(network: Network, table: pandas.DataFrame, name: str, binary: Path, folder: Path) -> int:
    # The hours before the first record and after the last are none of the series.
    hours = table.index[table.notna().any(axis=1)]
    due = transformed(table.loc[hours[0] : hours[-1]], name)
    if due.count().max() < network.minimum_bins:
        return 0
    matrix = _run(network, "pearson", binary, folder, 2, f"--transform={name}", "--output")
    found = pandas.read_csv(matrix, index_col=0).to_numpy(dtype=float)
    expected = by_pandas(due, "pearson", network.minimum_bins)
    clear = ~is_constant(due).to_numpy()
    rows, columns = numpy.triu_indices(len(found), 1)
    usable = clear[rows] & clear[columns] & ~numpy.isnan(expected[rows, columns])
    # Over few common hours one of two may be constant, but for rounding.
    usable &= (due.notna().astype(int).T.to_numpy() @ due.notna().astype(int).to_numpy())[rows, columns] > 10
    rows, columns = rows[usable], columns[usable]
    wrong = numpy.flatnonzero(~is_same(found[rows, columns], expected[rows, columns]))
    if len(wrong):
        a, b = rows[wrong[0]], columns[wrong[0]]
        raise Difference(f"{name}: r is {found[a, b]}, by pandas {expected[a, b]}")
    return len(rows)


def _expect_refusal(network: Network, binary: Path, folder: Path) -> None:
    """No station has as many bins as a correlation needs."""
    for method in METHODS:
        ended = subprocess.run(
            [binary, *command_line(network, method)], cwd=folder, capture_output=True, text=True, timeout=_SECONDS
        )
        if ended.returncode != 65 or "(--min-hours)" not in ended.stderr:
            raise Difference(f"{method}: exit code {ended.returncode}, expected 65: {ended.stderr}")


def command_line(network: Network, method: str) -> list[str]:
    columns = ["--station=station", "--time=time", "--free-docks=free", "--bikes=bikes"]
    analysis = [f"--bins={network.kind}", f"--method={method}", f"--min-hours={network.minimum_bins}"]
    return ["correlate", _LOG, *columns, *analysis, "--quiet"]


def _check(network: Network, table: pandas.DataFrame, method: str, binary: Path, folder: Path) -> int:
    matrix = _run(network, method, binary, folder, threads=1)
    if matrix.read_bytes() != _run(network, method, binary, folder, threads=3).read_bytes():
        raise Difference(f"{method}: other bytes by 3 threads than by 1")
    read = pandas.read_csv(matrix, index_col=0)
    if list(read.columns) != list(table.columns) or list(read.index) != list(table.columns):
        raise Difference(f"{method}: stations are {list(read.columns)[:4]}..., expected {list(table.columns)[:4]}...")
    found = read.to_numpy(dtype=float)
    compared = _compare_diagonal(table, found, method, network.minimum_bins)
    compared += _compare_pairs(table, found, method, network.minimum_bins)
    return compared + _compare_listed(network, table, found, method, binary, folder)


def _compare_listed(
    network: Network, table: pandas.DataFrame, found: numpy.ndarray, method: str, binary: Path, folder: Path
) -> int:
    compared = 0
    for options in ([], ["--independent-hours"]):
        listed = _run(network, method, binary, folder, 1, "--no-matrix", *options, "--pairs")
        count = some_count(listed)
        top = _run(network, method, binary, folder, 3, "--no-matrix", *options, f"--top={count}", "--pairs")
        try:
            check_top(listed, top, count)
            compared += check_listed(table, found, method, network.kind, listed, independent=bool(options))
        except Wrong as wrong:
            raise Difference(f"{method}, pairs {' '.join(options)}: {wrong}") from wrong
    return compared


def _run(
    network: Network, method: str, binary: Path, folder: Path, threads: int, *output_options: str
) -> Path:
    """`output_options` end with the one that takes the output's name."""
    *options, option = output_options or ["--output"]
    output = folder / f"{method}.{threads}{option}.csv"
    command = [binary, *command_line(network, method), f"--threads={threads}", *options, f"{option}={output.name}"]
    done = subprocess.run(
        command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
    )
    if done.returncode != 0:
        raise Difference(f"{method}: exit code {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()}")
    return output


def _compare_diagonal(table: pandas.DataFrame, found: numpy.ndarray, method: str, minimum_bins: int) -> int:
    is_defined = (table.count() >= minimum_bins) & (table.max() > table.min())
    expected = numpy.where(is_defined, 1.0, numpy.nan)
    wrong = numpy.flatnonzero(~((found.diagonal() == expected) | (numpy.isnan(found.diagonal()) & ~is_defined)))
    if len(wrong):
        a = int(wrong[0])
        raise Difference(f"{method}: r of {table.columns[a]} with itself is {found[a, a]}, expected {expected[a]}")
    return len(expected)


def _compare_pairs(table: pandas.DataFrame, found: numpy.ndarray, method: str, minimum_bins: int) -> int:
    if not is_same(found, found.T).all():
        raise Difference(f"{method}: the matrix is not symmetric")
    rows, columns = numpy.triu_indices(len(found), 1)
    compared = 0
    if method != "kendall" or len(found) <= _KENDALL_STATIONS_BY_PANDAS:
        expected = by_pandas(table, method, minimum_bins)[rows, columns]
        wrong = numpy.flatnonzero(~is_same(found[rows, columns], expected))
        if len(wrong):
            pair = wrong[0]
            raise _difference(table, found, rows[pair], columns[pair], method, "pandas", expected[pair])
        compared += len(rows)
    pairs = random.Random(len(found)).sample(range(len(rows)), min(len(rows), _SCIPY_PAIRS))
    for pair in pairs:
        a, b = rows[pair], columns[pair]
        expected = by_scipy(table, a, b, method, minimum_bins)
        if not is_same(found[a, b], expected):
            raise _difference(table, found, a, b, method, "SciPy", expected)
    return compared + len(pairs)


def _difference(
    table: pandas.DataFrame, found: numpy.ndarray, a: int, b: int, method: str, library: str, expected: float
) -> Difference:
    names = f"{table.columns[a]} and {table.columns[b]}"
    return Difference(f"{method}: r of {names} is {float(found[a, b])}, by {library} {float(expected)}")
