"""Series less what the clock, or the hour before, says of them, by pandas."""

from __future__ import annotations

import pandas

TRANSFORMS = ("daily", "change", "anomaly")
_WEEK = 168


def transformed(table: pandas.DataFrame, transform: str) -> pandas.DataFrame:
    """The first hour of the table is that of a week."""
    if transform == "change":
        return table.diff()
    if transform == "daily":
        return table - table.rolling(25, center=True, min_periods=13).mean()
    cells = table.index.to_numpy() % (_WEEK if len(table) >= 4 * _WEEK else 24)
    groups = table.groupby(cells)
    return (table - groups.transform("mean")).where(groups.transform("count") > 1)


def is_constant(table: pandas.DataFrame) -> pandas.Series:
    """Or so nearly that sums of doubles say nothing."""
    return ~(table.std() > 1e-9)
