"""Prints how many pairs are significant, by all hours and by effective ones, where nothing is to be found.

Pairs of stations of two cities share nothing but the clock; a city and itself two days later share nothing in a series but
what the clock does, a day and a half later not even that. Pairs within a city are beside them. Two halves of a log, its odd days and
its even ones, differ by nothing but chance: last comes how many of their pairs differ, by days and by Fisher's z of the hours.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import pandas
from scipy import stats

_READ = {"dtype": {"station_a": str, "station_b": str, "station": str}}
_SHIFTS = {48: "two days", 36: "a day and a half"}


def main() -> None:
    binary, logs = sys.argv[1], [Path(name).resolve() for name in sys.argv[2:]]
    print("| pairs | hours | number | p < 0.05 | q < 0.05 | effective hours |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory(prefix="calibrate-") as name:
        folder = Path(name)
        cities = logs or [_generated(binary, folder, seed) for seed in (1, 2)]
        _compare(binary, folder, cities)
        for shift, title in _SHIFTS.items():
            _compare_shifted(binary, folder, cities[0], shift, title)
        print("\n| two halves of | pairs | p < 0.05 | q < 0.05 | p < 0.05 by Fisher's z |")
        print("| --- | ---: | ---: | ---: | ---: |")
        for log in cities:
            _compare_halves(binary, folder, log)


def _generated(binary: str, folder: Path, seed: int) -> Path:
    """A city whose identifiers no other has."""
    log = folder / f"city-{seed}.csv"
    with log.open("w", encoding="utf-8") as file:
        made = subprocess.run(
            [binary, "generate", "--stations", "250", "--days", "14", "--every", "30", "--seed", str(seed)],
            check=True, capture_output=True, text=True,
        ).stdout.splitlines()
        column = made[0].split("\t").index("number") if "\t" in made[0] else 0
        for number, line in enumerate(made):
            fields = line.split("\t")
            if number:
                fields[column] = f"c{seed}-{fields[column]}"
            file.write("\t".join(fields) + "\n")
    return log


def _run(binary: str, folder: Path, *arguments: str | Path) -> None:
    subprocess.run([binary, "correlate", *arguments, "--no-matrix", "--quiet"], cwd=folder, check=True)


def _compare(binary: str, folder: Path, cities: list[Path]) -> None:
    """One run over the profiles of all."""
    city_of = {}
    profiles = []
    for number, log in enumerate(cities):
        profiles.append(folder / f"{number}.profiles.csv")
        _run(binary, folder, log, "--profiles", profiles[-1])
        for station in pandas.read_csv(profiles[-1], usecols=["station"], **_READ)["station"].unique():
            if city_of.setdefault(station, number) != number:
                sys.exit(f"calibrate: station {station} is in {cities[city_of[station]].name} and in {log.name}")
    for title, options in (("all", ["--independent-hours"]), ("effective", [])):
        pairs = folder / "pairs.csv"
        _run(binary, folder, *profiles, *options, "--pairs", pairs)
        table = pandas.read_csv(pairs, **_READ)
        same = table["station_a"].map(city_of) == table["station_b"].map(city_of)
        _tell("of two cities", title, table[~same])
        for number, log in enumerate(cities):
            within = table[same & (table["station_a"].map(city_of) == number)]
            _tell(f"within {log.stem.split('.')[0]}", title, within)


def _compare_shifted(binary: str, folder: Path, log: Path, shift: int, title_of_shift: str) -> None:
    """Series of a city and of the same city, with the hours of each station some hours later."""
    series = folder / "series.csv"
    _run(binary, folder, log, "--bins", "series", "--profiles", series)
    table = pandas.read_csv(series, **_READ)
    # Hours of closed records alone have no mean.
    table = table[table["mean"].notna()].copy()
    table["time"] = pandas.to_datetime(table["bin"], format="%Y-%m-%dT%H")
    later = table.assign(time=table["time"] + pandas.Timedelta(hours=shift), station="later-" + table["station"])
    both = pandas.concat([table, later])
    # A mean as counts of ten thousand docks.
    both["free"] = (both["mean"] * 10_000).round().astype(int)
    both["bikes"] = 10_000 - both["free"]
    # Hours that both have.
    both = both[(both["time"] >= later["time"].min()) & (both["time"] <= table["time"].max())]
    both[["station", "time", "free", "bikes"]].to_csv(folder / "shifted.csv", index=False)
    for title, options in (("all", ["--independent-hours"]), ("effective", [])):
        pairs = folder / "pairs.csv"
        columns = ["--station=station", "--time=time", "--free-docks=free", "--bikes=bikes"]
        _run(binary, folder, "shifted.csv", *columns, "--bins", "series", *options, "--pairs", pairs)
        listed = pandas.read_csv(pairs, **_READ)
        shifted = [listed[column].str.startswith("later-") for column in ("station_a", "station_b")]
        _tell(f"series, {title_of_shift} apart", title, listed[shifted[0] != shifted[1]])
        _tell("series, of the same hours", title, listed[~shifted[0] & ~shifted[1]])


def _compare_halves(binary: str, folder: Path, log: Path) -> None:
    """The odd days of a log and the even ones."""
    _run(binary, folder, log, "--keep-days", "--profiles", "days.csv")
    days = pandas.read_csv(folder / "days.csv", usecols=["bin"], dtype=str)["bin"].str[:10].unique()
    days.sort()
    for half in (0, 1):
        # Those that are left out.
        (folder / "others.txt").write_text("\n".join(days[half::2]) + "\n")
        _run(binary, folder, log, "--days", "not:others.txt", "--keep-days", "--profiles", f"half-{half}.csv")
    _run(binary, folder, "half-0.csv", "--compare", "half-1.csv", "--compare-output", "halves.csv")
    table = pandas.read_csv(folder / "halves.csv")
    if table.empty:
        return
    fisher = (numpy.arctanh(table["r2"]) - numpy.arctanh(table["r1"])) / numpy.sqrt(2 / (24 - 3))
    shares = [(table["p"] < 0.05).mean(), (table["q"] < 0.05).mean(), (2 * stats.norm.sf(fisher.abs()) < 0.05).mean()]
    print(f"| {log.stem.split('.')[0]} | {len(table):,} | " + " | ".join(f"{100 * share:.1f} %" for share in shares) + " |")


def _tell(what: str, hours: str, table: pandas.DataFrame) -> None:
    if table.empty:
        return
    shares = " | ".join(f"{100 * (table[column] < 0.05).mean():.1f} %" for column in ("p", "q"))
    print(f"| {what} | {hours} | {len(table):,} | {shares} | {table['hours_eff'].median():.1f} |", flush=True)


if __name__ == "__main__":
    main()
