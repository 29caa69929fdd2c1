"""From hourly means to the correlation matrix: what the peers have in common.

numpy.corrcoef knows no missing bins, so it serves the stations that have every hour; the others are
correlated over the hours that both stations of a pair have, by a few products of masked matrices.
"""

from __future__ import annotations

import numpy as np

MINIMUM_COMMON_HOURS = 3
HOURS = 24

# A masked product is trusted while centring cancels less than this share of a sum of squares; below,
# the pair is computed again from its own mean (the error of r is then some 1e-14 either way).
WELL_CONDITIONED = 1e-2
PAIRS_AT_ONCE = 50_000


def profiles(stations: np.ndarray, hours: np.ndarray, means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pivots the groups: the stations in numeric order, and their rows of 24 means, NaN where none is."""
    identifiers, rows = np.unique(stations, return_inverse=True)
    table = np.full((len(identifiers), HOURS), np.nan)
    table[rows, hours] = means
    return identifiers, table


def correlate(table: np.ndarray) -> np.ndarray:
    """Pearson's r of every pair of rows, NaN where it is undefined."""
    present = ~np.isnan(table)
    served = present.any(axis=0)
    table, present = table[:, served], present[:, served]
    whole = present.all(axis=1)

    r = np.full((len(table), len(table)), np.nan)
    if table.shape[1] < MINIMUM_COMMON_HOURS:
        return r
    if whole.all():
        r[:] = correlate_whole(table)
    else:
        r[np.ix_(whole, whole)] = correlate_whole(table[whole])
        partial = np.flatnonzero(~whole)
        r[partial, :] = correlate_partial(table, present, partial)
        r[:, partial] = r[partial, :].T

    # Compared exactly: the noise of rounding around a constant must not become a correlation.
    constant = np.nanmax(table, axis=1) == np.nanmin(table, axis=1)
    r[constant, :] = np.nan
    r[:, constant] = np.nan
    return r


def correlate_whole(table: np.ndarray) -> np.ndarray:
    """numpy.corrcoef, which warns of constant rows and makes one row a bare number."""
    if len(table) == 0:
        return np.empty((0, 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.atleast_2d(np.corrcoef(table))


def correlate_partial(table: np.ndarray, present: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """r of the given rows with every row, each pair over its common hours.

    Every row is centred first, so that the sums of squares lose few digits when they are centred
    again on the common hours.
    """
    mask = present.astype(float)
    values = np.where(present, table - np.nanmean(table, axis=1, keepdims=True), 0.0)
    own_mask, own = mask[rows], values[rows]

    common = own_mask @ mask.T
    enough = common >= MINIMUM_COMMON_HOURS
    sum_a, sum_b = own @ mask.T, own_mask @ values.T
    squares_a, squares_b = (own * own) @ mask.T, own_mask @ (values * values).T
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = own @ values.T - sum_a * sum_b / common
        variance_a = squares_a - sum_a * sum_a / common
        variance_b = squares_b - sum_b * sum_b / common
        r = np.clip(covariance / np.sqrt(variance_a * variance_b), -1, 1)
    r[~enough] = np.nan

    doubtful = (variance_a <= WELL_CONDITIONED * squares_a) | (variance_b <= WELL_CONDITIONED * squares_b)
    a, b = np.nonzero(enough & doubtful)
    for start in range(0, len(a), PAIRS_AT_ONCE):
        some = slice(start, start + PAIRS_AT_ONCE)
        r[a[some], b[some]] = correlate_pairs(table, present, rows[a[some]], b[some])
    return r


def correlate_pairs(table: np.ndarray, present: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """r of the pairs (a[i], b[i]) one by one, each centred on its own common hours."""
    common = present[a] & present[b]
    deviation_a, constant_a = deviations(table[a], common)
    deviation_b, constant_b = deviations(table[b], common)
    products = (deviation_a * deviation_b).sum(axis=1)
    scale = np.sqrt((deviation_a**2).sum(axis=1) * (deviation_b**2).sum(axis=1))
    undefined = constant_a | constant_b | (scale == 0)
    return np.where(undefined, np.nan, np.clip(products / np.where(undefined, 1, scale), -1, 1))


def deviations(values: np.ndarray, common: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The values less their mean over the common hours, and whether they are all equal there."""
    count = common.sum(axis=1, keepdims=True)
    mean = np.where(common, values, 0).sum(axis=1, keepdims=True) / count
    highest = np.where(common, values, -np.inf).max(axis=1)
    lowest = np.where(common, values, np.inf).min(axis=1)
    return np.where(common, values - mean, 0), highest == lowest
