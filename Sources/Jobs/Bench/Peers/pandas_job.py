"""The correlation job in pandas: pandas_job.py INPUT OUTPUT."""

from __future__ import annotations

import csv
import os
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
from correlation import HOURS, correlate, profiles
from pyarrow.csv import WriteOptions, write_csv

TYPES = {"available_bike_stands": "int32", "available_bikes": "int32", "number": "int32", "heure": "int8"}


def read(path: str) -> pd.DataFrame:
    """Reads the four columns by the reader that is the faster on this many cores.

    The pyarrow reader uses every core, but nearly twice the CPU time and five times the memory of
    pandas' own on one core with narrow types: on two cores they are even.
    """
    if len(os.sched_getaffinity(0)) > 2:
        return pd.read_csv(path, sep="\t", usecols=list(TYPES), engine="pyarrow")
    return pd.read_csv(path, sep="\t", usecols=list(TYPES), dtype=TYPES, quoting=csv.QUOTE_NONE)


def hourly_means(log: pd.DataFrame) -> pd.Series:
    """The mean share by station * 24 + hour: one integer key groups faster than two columns.

    0/0 is NaN, which mean() leaves out; a group of nothing else is dropped.
    """
    free = log["available_bike_stands"]
    share = free / (free + log["available_bikes"])
    return share.groupby(log["number"] * HOURS + log["heure"], sort=False).mean().dropna()


def write(identifiers: np.ndarray, r: np.ndarray, path: str) -> None:
    """Writes by pyarrow, which pandas has loaded anyway: five times as fast as DataFrame.to_csv."""
    names = identifiers.astype(str).tolist()
    columns = [pa.array(names)] + [pa.array(column, from_pandas=True) for column in r]
    write_csv(pa.table(columns, names=["station", *names]), path, WriteOptions(quoting_style="none"))


def main() -> None:
    source, target = sys.argv[1:]
    means = hourly_means(read(source))
    keys = means.index.to_numpy()
    identifiers, table = profiles(keys // HOURS, keys % HOURS, means.to_numpy())
    write(identifiers, correlate(table), target)


if __name__ == "__main__":
    main()
