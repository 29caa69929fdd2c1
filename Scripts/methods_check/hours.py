"""Effective hours by their definition, with statsmodels' autocorrelations where it has them."""

from __future__ import annotations

import warnings

import numpy
import pandas
from scipy import special, stats
from statsmodels.tsa.stattools import acf

# Of 12 significant bits.
TOLERANCE = 2.0**-12 + 1e-9


def effective_hours(table: pandas.DataFrame, kind: str, method: str, a: numpy.ndarray, b: numpy.ndarray) -> numpy.ndarray:
    """Of pairs of columns, before they are rounded."""
    values = table if method == "pearson" else table.rank()
    bins = len(table)
    lags = bins // 5 if kind == "series" else bins - 1
    rho = numpy.array([_autocorrelations(values[name].to_numpy(), kind, lags) for name in table.columns])
    present = table.notna().to_numpy()
    common = (present[:, a] & present[:, b]).sum(axis=0)
    if kind == "series":
        weights = 2 * (1 - numpy.arange(1, lags + 1) / bins)
        sums = 1 + (weights * rho[a] * rho[b]).sum(axis=1)
        with numpy.errstate(divide="ignore"):
            return numpy.where(sums > 0, numpy.minimum(common, numpy.maximum(3, common / sums)), common)
    sums = 1 + (rho[a] * rho[b]).sum(axis=1)
    with numpy.errstate(divide="ignore"):
        hours = 1 + (common - 1) * (bins / sums) / (bins - 1)
    return numpy.where(sums > 0, numpy.minimum(common, hours), common)


def _autocorrelations(values: numpy.ndarray, kind: str, lags: int) -> numpy.ndarray:
    """From lag 1 on."""
    if lags == 0:
        return numpy.zeros(0)
    if kind == "series" and not numpy.isnan(values).any() and numpy.ptp(values) > 0:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return acf(values, adjusted=True, nlags=lags, fft=False)[1:].clip(-1, 1)
    present = ~numpy.isnan(values)
    z = numpy.where(present, values - values[present].mean(), 0)
    if kind == "series":
        z, present = (numpy.concatenate([x, numpy.zeros(lags, x.dtype)]) for x in (z, present))
    square = (z**2).sum() / present.sum()
    rho = []
    for lag in range(1, lags + 1):
        count = (present & numpy.roll(present, -lag)).sum()
        rho.append((z * numpy.roll(z, -lag)).sum() / count / square if count and square > 0 else 0)
    return numpy.clip(rho, -1, 1)


def correlation_p(r: numpy.ndarray, hours: numpy.ndarray) -> numpy.ndarray:
    """Of t with hours - 2 degrees of freedom; 1 for two hours and fewer."""
    half = numpy.maximum(hours - 2, 1e-9) / 2
    # Of r^2 and 1 - r^2 the smaller keeps its digits.
    weak, strong = special.betaincc(0.5, half, r * r), special.betainc(half, 0.5, (1 - r) * (1 + r))
    return numpy.where(hours > 2, numpy.where(r * r < 0.5, weak, strong), 1.0)


def kendall_p(table: pandas.DataFrame, a: numpy.ndarray, b: numpy.ndarray, hours: numpy.ndarray) -> numpy.ndarray:
    """The asymptotic p of so many effective hours."""
    common = numpy.array([_common(table, i, j).shape[1] for i, j in zip(a, b)])
    p = numpy.array(
        [_asymptotic_p(*_common(table, i, j)) for i, j in zip(a, b)]
    )
    return 2 * stats.norm.sf(stats.norm.isf(p / 2) * numpy.sqrt(hours / common))


def _asymptotic_p(x: numpy.ndarray, y: numpy.ndarray) -> float:
    if len(x) == 2:
        # S is 1 or -1 and its variance 1; SciPy divides by 0.
        return 2 * stats.norm.sf(1)
    return stats.kendalltau(x, y, method="asymptotic").pvalue


def independent_p(
    table: pandas.DataFrame, method: str, a: numpy.ndarray, b: numpy.ndarray, r: numpy.ndarray, hours: numpy.ndarray
) -> numpy.ndarray:
    """Of all hours; exact of up to nine without ties, of ranks."""
    if method == "pearson":
        return correlation_p(r, hours)
    p = correlation_p(r, hours) if method == "spearman" else kendall_p(table, a, b, hours)
    for place in numpy.flatnonzero(hours <= 9):
        x, y = _common(table, a[place], b[place])
        if len(set(x)) == len(set(y)) == len(x):
            p[place] = _exact_p(method, x, y)
    return p


def _exact_p(method: str, x: numpy.ndarray, y: numpy.ndarray) -> float:
    if method == "kendall":
        return stats.kendalltau(x, y, method="exact").pvalue
    if len(x) <= 2:
        return 1.0
    # Each order of y, as SciPy's documentation of spearmanr has it for small samples.
    test = stats.permutation_test(
        (x,), lambda x: stats.spearmanr(x, y).statistic, permutation_type="pairings", n_resamples=numpy.inf
    )
    return test.pvalue


def _common(table: pandas.DataFrame, a: int, b: int) -> numpy.ndarray:
    values = table.to_numpy()[:, [a, b]]
    return values[~numpy.isnan(values).any(axis=1)].T
