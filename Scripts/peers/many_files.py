"""One log in thousands of small files, also packed, by threads and by ranks."""

from __future__ import annotations

import re
import shutil
import tarfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import columns
from contest import Contender, Scenario, Verdict
from harness import answer, tell
from matrices import compare
from targets import ahead, lasts, small
from words import read_seconds
from workshop import JOBS, STATIONS, Workshop

FILES, ROWS = 5_000, 200
MANY_FILES, FEW_ROWS = 100_000, 20


def many(shop: Workshop) -> Iterator[Scenario]:
    """The result must be that of the one log."""
    files, few = max(2, FILES // shop.shrink), max(2, MANY_FILES // shop.shrink)
    rows = max(files * ROWS, few * FEW_ROWS)
    # An hour between two readings: also a trial has some hours.
    log = shop.network(f"hourly-{rows}-rows", "--stations", str(STATIONS), "--rows", str(rows), "--every", "60")
    yield from dealt(shop, log, files)
    yield from numerous(shop, log, few)
    shop.discard(log)


def dealt(shop: Workshop, log: Path, files: int) -> Iterator[Scenario]:
    folder, one = split(log, files, ROWS), head(log, files * ROWS)
    expected = one.with_suffix(".expected.csv")
    answer([str(shop.binary), str(one), "-o", str(expected), "-q"])
    tar, packed = packed_in(folder)
    ours = {
        "velibcorr": reader(shop, "velibcorr", folder, files * ROWS),
        "2 ranks": replace(
            reader(shop, "2 ranks", folder, files * ROWS, "--ranks", "2"), own_seconds=read_seconds
        ),
        "tar": reader(shop, "tar", tar, files * ROWS),
        "zip": reader(shop, "zip", packed, files * ROWS),
        "polars": polars(shop, folder),
    }
    contenders = shop.chosen(ours)
    yield Scenario(
        title=f"{files:,} files of {ROWS} rows",
        facts=[
            "From the files to the matrix; job s, which is compared: of two ranks their reading, without their start, "
            "of the others the whole process"
        ],
        contenders=contenders,
        check=partial(check, contenders, expected),
        columns=columns.MATRIX,
        targets=[
            lasts("velibcorr", 0.3),
            lasts("2 ranks", 0.3),
            lasts("tar", 0.6),
            lasts("zip", 0.6),
            ahead("polars", 5),
        ],
    )
    if not shop.keep:
        shutil.rmtree(folder)
    shop.discard(one, expected, tar, packed, *filter(None, (each.output for each in contenders)))


def numerous(shop: Workshop, log: Path, files: int) -> Iterator[Scenario]:
    folder = split(log, files, FEW_ROWS)
    contender = reader(shop, "velibcorr", folder, files * FEW_ROWS)
    one = head(log, files * FEW_ROWS)
    expected = one.with_suffix(".expected.csv")
    answer([str(shop.binary), str(one), "-o", str(expected), "-q"])
    yield Scenario(
        title=f"{files:,} files of {FEW_ROWS} rows",
        facts=["They lie in one folder"],
        contenders=[contender],
        check=partial(check, [contender], expected),
        columns=columns.SIZE,
        targets=[lasts("velibcorr", 5), small("velibcorr", 100)],
    )
    if not shop.keep:
        shutil.rmtree(folder)
    shop.discard(one, expected, *filter(None, [contender.output]))


def reader(shop: Workshop, name: str, source: Path, rows: int, *options: str) -> Contender:
    output = source.with_name(f"{source.name}.{re.sub(r'[^a-z0-9]', '-', name)}.csv")
    command = [str(shop.binary), str(source), "-o", str(output), "--no-progress", *options]
    return Contender(name, shop.versions["velibcorr"], command, output, rows=rows)


def polars(shop: Workshop, folder: Path) -> Contender:
    output = folder.with_name(f"{folder.name}.polars.csv")
    command = [shop.python, str(JOBS / "polars_job.py"), str(folder / "*.tsv"), str(output)]
    return Contender("polars", shop.peer_version("polars"), command, output)


def check(contenders: Sequence[Contender], expected: Path) -> dict[str, Verdict]:
    return {each.name: compare(expected, each.output) for each in contenders if each.output}


def split(log: Path, files: int, rows: int) -> Path:
    """The first rows of the log, so many a file, each with the header."""
    folder = log.with_suffix(f".{files}-files")
    tell(f"writing {files:,} files")
    folder.mkdir()
    with log.open("rb") as source:
        header = source.readline()
        for number in range(files):
            (folder / f"{number:06}.tsv").write_bytes(header + b"".join(islice(source, rows)))
    return folder


def head(log: Path, rows: int) -> Path:
    target = log.with_suffix(f".{rows}-rows.tsv")
    with log.open("rb") as source, target.open("wb") as sink:
        sink.writelines(islice(source, rows + 1))
    return target


def packed_in(folder: Path) -> tuple[Path, Path]:
    """A tar, and a zip."""
    tar, packed = folder.with_suffix(".tar"), folder.with_suffix(".zip")
    with tarfile.open(tar, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.add(file, file.name)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return tar, packed
