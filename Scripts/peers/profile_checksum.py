"""The checksum of a profile file: the sum of FNV-1a (64 bits) over each row.

A row's bytes are its station, a zero, its bin, a zero, and 16 bytes of the tally, the lowest first: the
sum in units of 2^-60 in the lower 94 bits, the count of records in the upper 34.
"""

from __future__ import annotations

import numpy as np

BASIS, PRIME = 0xCBF29CE484222325, 0x100000001B3
LOW_HALF, HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
COUNT_SHIFT = np.uint64(94 - 64)


def checksum(
    identifiers: np.ndarray,
    labels: list[str],
    present: np.ndarray,
    records: np.ndarray,
    units: np.ndarray,
    rest: np.ndarray,
) -> int:
    """Of the rows that are present, of arrays of stations x bins; a sum is records * units + rest.

    All the arithmetic is modulo 2^64, which is that of NumPy's unsigned integers.
    """
    starts = np.array([station_hash(each) for each in identifiers.tolist()], dtype=np.uint64)
    hashes = np.repeat(starts[:, None], len(labels), axis=1)
    for letters in zip(*(label.encode() for label in labels), strict=True):
        mix(hashes, np.array(letters, dtype=np.uint64))
    mix(hashes, np.uint64(0))

    # 128-bit products from halves.
    lower = (units & LOW_HALF) * records + rest
    upper = (units >> HALF) * records + (lower >> HALF)
    for word in (upper << HALF | lower & LOW_HALF, upper >> HALF | records << COUNT_SHIFT):
        for place in range(0, 64, 8):
            mix(hashes, word >> np.uint64(place) & np.uint64(0xFF))
    return int(hashes[present].sum())


def mix(hashes: np.ndarray, byte: np.ndarray | np.uint64) -> None:
    hashes ^= byte
    hashes *= np.uint64(PRIME)


def station_hash(identifier: int) -> int:
    """Of the station's digits and the zero behind them."""
    value = BASIS
    for byte in str(identifier).encode() + b"\0":
        value = (value ^ byte) * PRIME % 2**64
    return value
