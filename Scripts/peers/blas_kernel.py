"""Prints the BLAS that NumPy runs, and the kernel that it has picked for this processor."""

from __future__ import annotations

import numpy  # noqa: F401  (loads it)
from threadpoolctl import threadpool_info

for library in threadpool_info():
    if library["user_api"] == "blas":
        kernel = library.get("architecture", "unknown")
        print(f"{library['internal_api']} {library['version']}, kernel {kernel}, {library['num_threads']} threads")
