"""Compressed files and archives of a log, whole or damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from random import Random

_STATION_LIST = b"number,name\n8001,Somewhere\n"

Packer = Callable[[Random, bytes], bytes]


def pack(rng: Random, content: bytes) -> tuple[str, bytes]:
    """The ending of the name and the packed bytes."""
    ending = rng.choice(tuple(_PACKERS))
    return ending, _PACKERS[ending](rng, content)


def damage(rng: Random, packed: bytes) -> bytes:
    """Cuts the end off, or changes some bytes."""
    place = rng.randrange(len(packed))
    if rng.random() < 0.5:
        return packed[: rng.choice((place, len(packed) - rng.randrange(1, 12)))]
    return packed[:place] + rng.randbytes(rng.choice((1, 1, 4))) + packed[place + 1 :]


def is_checked(ending: str) -> bool:
    """Has the format a checksum of the data? Plain tar has none: there, damage makes another log."""
    return ending != "tar"


def _gzip(rng: Random, content: bytes) -> bytes:
    # Logs are often rotated and put together: several members.
    cut = rng.randrange(len(content) + 1) if rng.random() < 0.3 else len(content)
    return b"".join(gzip.compress(part, 3) for part in (content[:cut], content[cut:]) if part or not cut)


def _zip(rng: Random, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        if rng.random() < 0.3:
            archive.writestr("stations.txt", _STATION_LIST)
        if rng.random() < 0.2:
            archive.writestr("__MACOSX/._log.csv", b"\0\5\x16\7")
        archive.writestr("folder/log.csv", content)
    return buffer.getvalue()


def _tar(mode: str) -> Packer:
    def packer(rng: Random, content: bytes) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as archive:
            member = tarfile.TarInfo("log.csv")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        return buffer.getvalue()

    return packer


_PACKERS: dict[str, Packer] = {
    "gz": _gzip,
    "bz2": lambda rng, content: bz2.compress(content),
    "xz": lambda rng, content: lzma.compress(content, preset=1),
    "zip": _zip,
    "tar": _tar("w"),
    "tar.gz": _tar("w:gz"),
}
