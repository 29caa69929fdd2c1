"""Holds profiles and their matrix against pandas: compare.py LOGS FOLDER BINS TOLERANCE."""

import sys
from pathlib import Path

import numpy
import pandas


def main(logs: Path, folder: Path, kind: str, tolerance: float) -> None:
    means = profiles(logs, kind)
    found = pandas.read_csv(
        folder / "all.profiles.csv", usecols=["station", "bin", "mean"], dtype={"station": str, "bin": str}
    )
    # Bins of closed records alone have no mean.
    found = found.dropna().pivot(index="bin", columns="station", values="mean")
    r = pandas.read_csv(folder / "exact.csv", dtype={"station": str}).set_index("station")
    expected = means.loc[:, r.index].corr(min_periods=3)
    # Rounding alone lets pandas correlate a constant profile.
    constant = means.max() - means.min() < 1e-12
    expected.loc[constant, :] = expected.loc[:, constant] = numpy.nan
    for what, ours, theirs in ("means", found, means), ("correlations", r, expected):
        theirs = theirs.loc[ours.index, ours.columns]
        if ours.shape != theirs.shape or not numpy.array_equal(ours.isna(), theirs.isna()):
            sys.exit(f"{what} by {kind}: others than pandas has")
        off = numpy.nanmax(numpy.abs(ours - theirs))
        if off > tolerance:
            sys.exit(f"{what} by {kind}: {off} from those of pandas")
        print(f"      {what}: {ours.notna().to_numpy().sum():,}, at most {off:.1e} from those of pandas")


def profiles(logs: Path, kind: str) -> pandas.DataFrame:
    """The means of all logs, bins by stations."""
    rows = pandas.concat(pandas.read_csv(log, sep="\t", dtype={"number": str}) for log in sorted(logs.glob("*.txt")))
    rows = rows[rows["available_bike_stands"] + rows["available_bikes"] > 0]
    share = rows["available_bike_stands"] / (rows["available_bike_stands"] + rows["available_bikes"])
    times = pandas.to_datetime(rows["last_update"])
    names = {
        "hour-of-day": times.dt.strftime("%H"),
        "hour-of-week": times.dt.strftime("%a %H"),
        "series": times.dt.strftime("%Y-%m-%dT%H"),
    }
    return share.groupby([names[kind], rows["number"]]).mean().unstack()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], float(sys.argv[4]))
