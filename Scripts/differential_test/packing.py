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

Member = tuple[str, bytes]
Log = tuple[str | None, bytes]

# What archives hold beside logs: a list of stations, and what macOS adds.
_OTHERS: tuple[Member, ...] = (
    ("stations.txt", b"number,name\n8001,Somewhere\n"),
    ("__MACOSX/._log.csv", b"\0\5\x16\7"),
)


def pack(rng: Random, contents: list[bytes]) -> tuple[str, bytes, list[Log]]:
    """The ending of the file's name, the packed bytes, and the logs in them: the members of an archive.

    Only archives take more than the first content.
    """
    ending = rng.choice((*_COMPRESSORS, *_ARCHIVERS))
    if ending in _COMPRESSORS:
        return ending, _COMPRESSORS[ending](rng, contents[0]), [(None, contents[0])]
    logs = [(f"folder/log-{number}.csv", content) for number, content in enumerate(contents)]
    others = [member for member in _OTHERS if rng.random() < 0.2]
    return ending, _ARCHIVERS[ending](rng, others + logs), logs


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
    return b"".join(gzip.compress(part, 3, mtime=0) for part in (content[:cut], content[cut:]) if part or not cut)


def _zip(rng: Random, members: list[Member]) -> bytes:
    buffer = io.BytesIO()
    method = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members:
            # Not today's date: the bytes follow from the seed alone.
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def _tar(rng: Random, members: list[Member]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members:
            information = tarfile.TarInfo(name)
            information.size = len(content)
            archive.addfile(information, io.BytesIO(content))
    return buffer.getvalue()


_COMPRESSORS: dict[str, Callable[[Random, bytes], bytes]] = {
    "gz": _gzip,
    "bz2": lambda rng, content: bz2.compress(content),
    "xz": lambda rng, content: lzma.compress(content, preset=1),
}
_ARCHIVERS: dict[str, Callable[[Random, list[Member]], bytes]] = {
    "zip": _zip,
    "tar": _tar,
    "tar.gz": lambda rng, members: gzip.compress(_tar(rng, members), 3, mtime=0),
}
