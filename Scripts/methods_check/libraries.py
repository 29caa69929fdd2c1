"""Correlations by pandas and SciPy."""

from __future__ import annotations

import warnings

import numpy
import pandas
from scipy import stats

METHODS = ("pearson", "spearman", "kendall")
# SciPy's and pandas's own errors are some 1e-15; velibcorr's numbers have 11 decimals at 1,300 bins.
TOLERANCE = 6e-12

_SCIPY = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}


def by_pandas(table: pandas.DataFrame, method: str, minimum_bins: int) -> numpy.ndarray:
    """All pairs of columns. The diagonal is NaN, as pandas and velibcorr differ on constant profiles."""
    with warnings.catch_warnings():
        # Of constant profiles.
        warnings.simplefilter("ignore")
        matrix = table.corr(method=method, min_periods=minimum_bins).to_numpy().copy()
    numpy.fill_diagonal(matrix, numpy.nan)
    return matrix


def by_scipy(table: pandas.DataFrame, a: int, b: int, method: str, minimum_bins: int) -> float:
    """One pair, over the bins that both have."""
    x, y = table.to_numpy()[:, [a, b]].T
    common = ~(numpy.isnan(x) | numpy.isnan(y))
    x, y = x[common], y[common]
    if len(x) < max(2, minimum_bins):
        return numpy.nan
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(_SCIPY[method](x, y)[0])


def is_same(a: numpy.ndarray | float, b: numpy.ndarray | float) -> numpy.ndarray:
    return (numpy.isnan(a) & numpy.isnan(b)) | (numpy.abs(numpy.subtract(a, b)) <= TOLERANCE)
