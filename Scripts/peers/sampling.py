"""Which stations are taken where all would take too long."""

from __future__ import annotations

import numpy as np


def sample(stations: int, wanted: int) -> np.ndarray:
    """The places of so many of the stations, evenly spread."""
    return np.arange(wanted) * (stations // wanted)
