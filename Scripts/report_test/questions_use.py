"""The questions of the job: who can help whom, pairs by distance, a station by itself."""

from __future__ import annotations

import csv
import io
import math

from page import Page
from reading import MINUS
from reports import Report, Workshop


def _table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def metres(one: dict[str, str], two: dict[str, str]) -> float:
    lat, lng = (
        [math.radians(float(row[name])) for row in (one, two)] for name in ("lat", "lng")
    )
    half = math.sin((lat[1] - lat[0]) / 2) ** 2
    half += math.cos(lat[0]) * math.cos(lat[1]) * math.sin((lng[1] - lng[0]) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(half))


def _choose(browser: Page, selector: str, value: str) -> None:
    browser.run(
        """const field = document.querySelector(arguments[0]);
        field.value = arguments[1];
        field.dispatchEvent(new Event("change"));""",
        selector,
        value,
    )


def test_help(browser: Page, workshop: Workshop) -> None:
    """Of the stations that lack something the nearest that has it, in each hour: as the profiles say."""
    suburb = workshop.suburb()
    workshop.run("suburb.log.csv", "-q", "--no-matrix", "--profiles", "suburb.profiles.csv")
    free: dict[str, dict[int, float]] = {}
    with (workshop.folder / "suburb.profiles.csv").open(newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    for row in csv.DictReader(lines):
        if row.get("station") and row.get("mean"):
            free.setdefault(row["station"], {})[int(row["bin"])] = float(row["mean"])
    assert len(free) == 24 and all(len(hours) == 24 for hours in free.values())
    places = {row["station"]: row for row in suburb.stations}
    browser.open(suburb.page)
    _choose(browser, "#help-reach", "2")
    rows = _table(browser.saved("#help-table .take", "help.csv"))
    assert {row["lacks"] for row in rows} == {"bikes", "docks"}
    for station, hours in free.items():
        for lacks in ("bikes", "docks"):
            has = {hour: share if lacks == "docks" else 1 - share for hour, share in hours.items()}
            due = {hour for hour, share in has.items() if share < 0.1 - 1e-9}
            mine = [row for row in rows if (row["station"], row["lacks"]) == (station, lacks)]
            assert {int(hour) for row in mine for hour in row["hours"].split()} == due, (station, lacks)
            for row in mine:
                _check_helper(row, free, places)
    assert browser.text("#help-words").startswith("By the mean of their hours, ")
    _choose(browser, "#help-bar", "0.05")
    assert len(_table(browser.saved("#help-table .take", "help.csv"))) <= len(rows)


def _check_helper(row: dict[str, str], free: dict[str, dict[int, float]], places: dict[str, dict[str, str]]) -> None:
    hours = [int(hour) for hour in row["hours"].split()]

    def helps(other: str) -> bool:
        shares = [free[other][hour] for hour in hours]
        return min(shares if row["lacks"] == "docks" else [1 - share for share in shares]) >= 1 / 3

    here = places[row["station"]]
    near = sorted((metres(here, place), other) for other, place in places.items() if other != row["station"])
    due = [(away, other) for away, other in near if away <= 2000 and helps(other)]
    if not due:
        assert row["helper"] == "", (row, near[:3])
        return
    assert abs(float(row["metres"]) - due[0][0]) < 0.06, (row, due[:2])
    assert any(other == row["helper"] and away < due[0][0] + 0.1 for away, other in due)


def test_pairs_by_distance(browser: Page, workshop: Workshop) -> None:
    """Those that --pairs lists within and beyond the same metres."""
    capital = workshop.capital()
    browser.open(capital.page)
    common = ["capital.txt", "-q", "--no-matrix", "--bins", "series", "--stations", "capital.stations.csv"]
    for number, (metres, bound) in enumerate(
        [(["--within", "500"], lambda r: r <= -0.3), (["--within", "500"], lambda r: r >= 0.7)], start=1
    ):
        browser.click(f"#question button:nth-child({number})")
        rows = _table(browser.saved("#question-table .take", "pairs.csv"))
        workshop.run(*common, "--pairs", "due.csv", *metres)
        with (workshop.folder / "due.csv").open(newline="") as file:
            due = {
                (row["station_a"], row["station_b"]): row for row in csv.DictReader(file) if bound(float(row["r"]))
            }
        assert {(row["station_a"], row["station_b"]) for row in rows} == set(due) and len(due) > 20
        for row in rows:
            other = due[row["station_a"], row["station_b"]]
            assert row["hours"] == other["hours"] and row["r"] == f"{float(other['r']):.4f}"
            assert abs(float(row["metres"]) - float(other["metres"])) < 0.11
        values = [float(row["r"]) for row in rows]
        assert values == sorted(values, reverse=number == 2)
    browser.click("#question button:nth-child(3)")
    rows = _table(browser.saved("#question-table .take", "pairs.csv"))
    assert rows and all(float(row["metres"]) >= 2000 and float(row["r"]) >= 0.7 for row in rows)
    groups = {row["station"]: row["cluster"] for row in capital.stations}
    _choose(browser, "#question-fields select", "other")
    rows = _table(browser.saved("#question-table .take", "pairs.csv"))
    assert all(groups[row["station_a"]] != groups[row["station_b"]] for row in rows)


def test_intervals(browser: Page, workshop: Workshop) -> None:
    """Pairs have the interval of --pairs, rounded outwards to hundredths, and are chosen by it."""
    metropolis = workshop.metropolis()
    browser.open(metropolis.page)
    common = ["metropolis.txt", "-q", "--no-matrix", "--interval", "days", "--stations", "metropolis.stations.csv"]
    workshop.run(*common, "--pairs", "due.csv", "--within", "500")
    with (workshop.folder / "due.csv").open(newline="") as file:
        due = {(row["station_a"], row["station_b"]): row for row in csv.DictReader(file)}
    asked = [
        (1, "", lambda row: float(row["r"]) <= -0.3),
        (1, "opposed", lambda row: float(row["r"]) <= -0.3 and row["high"] and float(row["high"]) <= -0.5),
        (2, "", lambda row: float(row["r"]) >= 0.7),
        (2, "alike", lambda row: float(row["r"]) >= 0.7 and row["low"] and float(row["low"]) >= 0.5),
    ]
    counts = []
    for question, surely, isDue in asked:
        browser.click(f"#question button:nth-child({question})")
        _choose(browser, "#question-fields label:last-child select", surely)
        rows = _table(browser.saved("#question-table .take", "pairs.csv"))
        assert {(row["station_a"], row["station_b"]) for row in rows} == {pair for pair in due if isDue(due[pair])}
        for row in rows:
            _check_interval(row, due[row["station_a"], row["station_b"]])
        counts.append(len(rows))
    assert counts[0] > counts[1] and counts[2] >= counts[3] > 20, counts
    heads = browser.texts("#question-table th")
    assert heads[5:7] == ["Low", "High"] and browser.texts("#alike th")[3:5] == ["Low", "High"], heads
    names = [text.split()[0] for text in browser.texts("#alike tbody tr:first-child bdi")]
    workshop.run(*common, "--pairs", "best.csv", "--top", "200")
    with (workshop.folder / "best.csv").open(newline="") as file:
        best = next(row for row in csv.DictReader(file) if not row["r"].startswith("-"))
    low, high = (browser.text(f"#alike tbody td:nth-child({column})") for column in (4, 5))
    assert names == [best["station_a"], best["station_b"]], (names, best)
    _check_interval({"low": low, "high": high}, best)
    browser.open(workshop.town().page)
    assert "Low" not in browser.texts("#question-table th"), "without intervals nothing is said of them"


def _check_interval(shown: dict[str, str], due: dict[str, str]) -> None:
    if not due["low"]:
        assert shown["low"] == shown["high"] == "", (shown, due)
        return
    low, high = (float(shown[end].replace(MINUS, "-")) for end in ("low", "high"))
    # Ten decimals of the CSV leave open on which side of a hundredth it is.
    assert -1e-9 <= float(due["low"]) - low < 0.01 + 1e-9, (shown, due)
    assert -1e-9 <= high - float(due["high"]) < 0.01 + 1e-9, (shown, due)


def test_station(browser: Page, workshop: Workshop) -> None:
    """A day with its spread, weekday and weekend, what is known of when it is out, and who is near."""
    capital: Report = workshop.capital()
    browser.open(capital.page)
    station = capital.stations[40]
    browser.run(
        """const input = document.getElementById("station-a");
        input.value = arguments[0];
        input.dispatchEvent(new Event("change"));""",
        station["station"],
    )
    assert browser.text("#station-name bdi").endswith(station["name"]) or station["station"] in browser.text("#station-name")
    facts = browser.text("#station-facts")
    assert "Most free docks at" in facts and "All through the hour without a bike in " in facts, facts
    assert len(browser.texts("#station-day svg[role=img]")) == 2
    assert browser.run("return document.querySelectorAll('#station-day .band').length") >= 1
    near = sorted(
        (metres(station, other), other["station"]) for other in capital.stations if other["station"] != station["station"]
    )[:6]
    shown = browser.texts("#station-near tbody tr td:nth-child(1)")
    assert [text.split()[0] for text in shown] == [other for _, other in near] or all(
        other in text for text, (_, other) in zip(shown, near)
    ), (shown, near)
    browser.open(workshop.suburb().page)
    assert "All through the hour" not in browser.text("#station-facts")
    assert "--bins series" in browser.text("#station-day"), "what would tell more"


TESTS = [test_help, test_pairs_by_distance, test_intervals, test_station]
