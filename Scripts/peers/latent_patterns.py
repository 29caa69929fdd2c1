"""Random profiles with the spread of correlations that a network's have."""

from __future__ import annotations

import numpy as np

PATTERNS = 6
HARMONICS = 3


class LatentPatterns:
    """A few patterns that all stations share, in doses of their own, and noise beside them.

    A pattern is a curve of the day, and is weaker or stronger at weekends and from day to day.
    """

    def __init__(self, bins: int, random: np.random.Generator) -> None:
        days, hours = np.divmod(np.arange(bins), 24)
        waves = np.arange(1, HARMONICS + 1)
        phases = random.uniform(0, 2 * np.pi, (PATTERNS, HARMONICS, 1))
        curves = np.sin(2 * np.pi * np.outer(waves, hours) / 24 + phases) / waves[:, None]
        weekend = np.where(days % 7 >= 5, random.uniform(-0.5, 1, (PATTERNS, 1)), 1)
        mood = random.normal(1, 0.3, (PATTERNS, days[-1] + 1))[:, days]
        self._patterns = curves.sum(axis=1) * weekend * mood

    def shares(self, stations: int, random: np.random.Generator) -> np.ndarray:
        """Shares between 1/32 and 31/32, stations x bins."""
        doses = random.normal(0, 0.5, (stations, PATTERNS))
        usual = random.normal(0, 0.8, (stations, 1))
        noise = random.uniform(0.1, 1, (stations, 1)) * random.standard_normal((stations, self._patterns.shape[1]))
        return 1 / 32 + 15 / 16 / (1 + np.exp(-(usual + doses @ self._patterns + noise)))
