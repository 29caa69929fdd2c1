"""Writes the reference figures of the tests, as Swift: small networks and their correlations by SciPy."""

from __future__ import annotations

import platform
import random
from pathlib import Path

import numpy
import pandas
import scipy

from libraries import METHODS, by_pandas, by_scipy, is_same
from networks import Network, random_network

_HEAD = """\
// Written by Scripts/check-methods --figures: by SciPy {scipy} (pearsonr, spearmanr, kendalltau over the common
// bins), and the same within 1e-12 by pandas {pandas} (DataFrame.corr), with NumPy {numpy} and Python {python}.

import Testing

/// A network's profiles, and its correlations by other libraries.
struct ReferenceFigures: Sendable, CustomTestStringConvertible {{
  let testDescription: String
  let minimumBins: Int
  /// By station: docks.
  let docks: [Double]
  /// By station: free docks in each bin, - where it has none.
  let free: [String]
  /// Of each pair a < b, row by row; NaN where undefined.
  let pearson, spearman, kendall: [Double]
}}

extension ReferenceFigures {{
  private static let nan = Double.nan

  static let all = [
"""


def write_figures(path: Path) -> None:
    versions = {"scipy": scipy.__version__, "pandas": pandas.__version__, "numpy": numpy.__version__}
    text = _HEAD.format(python=platform.python_version(), **versions)
    for name, network in _networks().items():
        text += _figures(name, network)
    path.write_text(text + "  ]\n}\n")


def _networks() -> dict[str, Network]:
    choice = random.Random("figures")
    day, week = ("hour-of-day", 24), ("hour-of-week", 168)
    return {
        "a day, complete": random_network(choice, *day, 6, 0, (40, 60), 3),
        "a day, many ties": random_network(choice, *day, 6, 0, (2, 4), 3),
        "a day, some bins missing": random_network(choice, *day, 6, 0.1, (20, 60), 3),
        "a day, few common bins and many ties": random_network(choice, *day, 7, 0.75, (2, 4), 2),
        "a week, some bins missing": random_network(choice, *week, 4, 0.05, (20, 60), 3),
        "a few bins, one in common or none": Network(
            "series",
            2,
            [10, 10, 10, 10],
            [[1, 2, 4, None, None], [None, None, 3, 1, 2], [None, None, None, 4, 9], [5, 5, 5, 5, 5]],
        ),
    }


def _figures(name: str, network: Network) -> str:
    table = network.table()
    pairs = list(zip(*numpy.triu_indices(len(table.columns), 1)))
    lines = [
        "    ReferenceFigures(",
        f'      testDescription: "{name}", minimumBins: {network.minimum_bins},',
        f"      docks: {network.docks},",
        "      free: [",
    ]
    for counts in network.free:
        words = ["-" if count is None else str(count) for count in counts]
        pieces = [" ".join(words[start : start + 24]) for start in range(0, len(words), 24)]
        lines += _joined(pieces)
    lines.append("      ],")
    for method in METHODS:
        figures = [by_scipy(table, a, b, method, network.minimum_bins) for a, b in pairs]
        other = by_pandas(table, method, network.minimum_bins)
        assert all(is_same(figure, other[a, b]) for figure, (a, b) in zip(figures, pairs)), (name, method)
        rows = [", ".join(map(repr, figures[start : start + 4])) for start in range(0, len(figures), 4)]
        lines += [f"      {method}: [", *(f"        {row}," for row in rows), "      ],"]
    lines[-1] = "      ]),"
    return "\n".join(lines) + "\n"


def _joined(pieces: list[str]) -> list[str]:
    """One string literal, as swift-format has it."""
    ends = [" "] * (len(pieces) - 1) + [""]
    literals = [f'"{piece}{end}"' for piece, end in zip(pieces, ends)]
    lines = [f"        {literals[0]}", *(f"          + {literal}" for literal in literals[1:])]
    lines[-1] += ","
    return lines
