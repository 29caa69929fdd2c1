"""DataFrame.corr: pandas_matrix.py METHOD MEANS OUTPUT."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from own_time import timed

MINIMUM_COMMON_BINS = 3


def main() -> None:
    method, source, target = sys.argv[1:]
    # A station is a column, whose values are then next to each other: the order that pandas is fastest with.
    frame = pd.DataFrame(np.load(source).T)
    with timed():
        r = frame.corr(method=method, min_periods=MINIMUM_COMMON_BINS)
    np.save(target, r.to_numpy())


if __name__ == "__main__":
    main()
