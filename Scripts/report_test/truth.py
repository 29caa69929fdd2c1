"""What a report says is what the CSV says, and no more than the data can carry."""

from __future__ import annotations

import json
import math
import re
import time
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles

from page import Page
from reading import MINUS, compare, is_right, number, rows_shown, search
from reports import Report, Workshop


def _log(days: list, names: list[str] | None = None, hours=None, date: str = "") -> list[list[str]]:
    """A log of stations whose share of free docks, by hour, is that of `days`; `hours` has those that each has."""
    rows = [["station", "name", "free_docks", "bikes", "hour" if not date else "time"]]
    for station, day in enumerate(days, 1):
        for hour in hours[station - 1] if hours else range(24):
            free = round(1000 * day(hour))
            time = f"{date} {hour:02}:00:00" if date else str(hour)
            rows.append([str(station), names[station - 1] if names else "", str(free), str(1000 - free), time])
    return rows


def _peak(hour: float):
    return lambda h: 0.5 + 0.4 * math.cos((h - hour) * math.pi / 12)


def _make(workshop: Workshop, name: str, rows: list[list[str]], *options: str) -> Report:
    return workshop.make(name, workshop.write(f"{name}.log.csv", rows), *options)


def _rounded(r: float, digits: int) -> str:
    text = str(Decimal(repr(r)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)).replace("-", MINUS)
    return text.removeprefix(MINUS) if not text.strip(MINUS + "0.") else text


def test_alike_is_above_nought_and_opposed_below(browser: Page, workshop: Workshop) -> None:
    browser.open(_make(workshop, "two-opposed", _log([_peak(3), _peak(15)])).page)
    assert "No two stations are alike" in browser.text("#findings"), browser.text("#findings")
    assert not browser.texts("#alike tbody tr") and len(browser.texts("#opposed tbody tr")) == 1
    browser.open(_make(workshop, "four-alike", _log([_peak(3), _peak(3.5), _peak(4), _peak(4.5)])).page)
    assert "No two stations are opposed" in browser.text("#findings")
    assert not browser.texts("#opposed tbody tr") and len(browser.texts("#alike tbody tr")) == 6
    for report in (_make(workshop, "ten", _log([_peak(2.3 * i) for i in range(10)])), workshop.town()):
        browser.open(report.page)
        lists = browser.run("""
            return [...document.querySelectorAll("#compare-others table")]
              .map((table) => [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)));""")
        assert len(lists) == 2 and not {row[0] for row in lists[0]} & {row[0] for row in lists[1]}
        assert all(number(row[1]) >= 0 for row in lists[0]) and all(number(row[1]) <= 0 for row in lists[1])


def test_every_nearest_is_that_of_the_csv(browser: Page, workshop: Workshop) -> None:
    city = workshop.city()
    browser.open(city.page)
    search(browser, "")
    browser.click("#station-table .more button:last-child")
    rows = rows_shown(browser)
    order = [row["station"] for row in city.stations]
    assert [row[0] for row in rows] == order
    for row in rows:
        others = [(r, other) for other in order if other != row[0] and (r := city.r[row[0], other]) is not None]
        r, best = max(others, key=lambda pair: pair[0], default=(None, None))
        nearest, shown = row[-2:]
        if r is None or r <= 0:
            assert (nearest, shown) == ("", "")
        else:
            assert (nearest, shown) == (best, _rounded(r, 3)), (row, best, r)


def test_pairs_are_those_of_the_csv(browser: Page, workshop: Workshop) -> None:
    city = workshop.city()
    browser.open(city.page)
    order = [row["station"] for row in city.stations]
    pairs = [(r, a, b) for i, a in enumerate(order) for b in order[i + 1 :] if (r := city.r[a, b]) is not None]
    # Sorting leaves equal ones in the order of the stations.
    for kind, due in [
        ("alike", sorted(pairs, key=lambda pair: -pair[0])[:10]),
        ("opposed", sorted(pairs, key=lambda pair: pair[0])[:10]),
    ]:
        names = browser.texts(f"#{kind} tbody bdi")
        values = browser.texts(f"#{kind} tbody td:nth-child(2)")
        assert list(zip(names[::2], names[1::2], values)) == [(a, b, _rounded(r, 3)) for r, a, b in due]


def test_groups_want_correlations_that_differ(browser: Page, workshop: Workshop) -> None:
    apart = _make(
        workshop,
        "disjoint",
        _log([lambda h: (h % 4) / 5] * 6, hours=[range(4 * i, 4 * i + 4) for i in range(6)]),
        "--min-hours",
        "3",
    )
    assert all(row["cluster"] == "" for row in apart.stations), "no r, no group"
    browser.open(apart.page)
    assert "There are no groups" in browser.text("#groups-words")
    same = _make(workshop, "identical", _log([_peak(5)] * 10))
    assert {row["cluster"] for row in same.stations} == {"1"}, "what is the same is one group"
    browser.open(same.page)
    assert "in one group" in browser.text("#findings")


def test_few_hours_are_not_over_read(browser: Page, workshop: Workshop) -> None:
    days = [_peak(3), _peak(3), _peak(15), _peak(15)]
    report = _make(workshop, "few-hours", _log(days, hours=[range(24), range(24), range(24), range(3)]))
    browser.open(report.page)
    compare(browser, "1", "4")
    assert "too few hours in common" in browser.text("#compare-result"), browser.text("#compare-result")
    assert "1 station is known for too few hours" in browser.text("#findings")
    assert "1 station of 4 is known for fewer than 12 hours of the day" in browser.text("#caution")
    assert rows_shown(browser)[3][1] == "none"


def test_caution_comes_first(browser: Page, workshop: Workshop) -> None:
    days = [_peak(3 * i) for i in range(4)]
    report = _make(workshop, "one-day", _log(days, hours=[range(13)] * 4, date="2024-05-02"))
    browser.open(report.page)
    box = browser.text("#caution")
    for words in ["All records are of one day, 2 May 2024", "Of the 24 hours of the day 13 are known", "0\u00a0h to 13\u00a0h"]:
        assert words in box, box
    assert "Most alike" not in browser.text("#findings")
    above = browser.run("""
        const box = document.getElementById("caution");
        return box.checkVisibility() && box.compareDocumentPosition(document.getElementById("summary")) === 4;""")
    assert above, "it stands above everything"
    browser.open(workshop.town().page)
    assert not browser.run("return document.getElementById('caution').checkVisibility()"), "a whole week is not thin"


def test_caution_knows_the_day_where_only_hours_are_read(browser: Page, workshop: Workshop) -> None:
    rows = _log([_peak(3 * i) for i in range(4)])
    rows[0].append("time")
    for row in rows[1:]:
        row.append(f"2024-05-02 {int(row[4]):02}:05:00")
    # A station that hangs.
    rows[1][5] = "2023-11-01 10:00:00"
    browser.open(_make(workshop, "one-day-by-hour", rows).page)
    assert "nearly all records are of one day, 2 May 2024" in browser.text("#caution")
    assert "2 May 2024" in browser.text("#caption")
    assert "Most alike" not in browser.text("#findings")
    for row in rows[1 : len(rows) // 2]:
        row[5] = row[5].replace("05-02", "05-03")
    browser.open(_make(workshop, "two-days-by-hour", rows).page)
    assert "of one day" not in browser.text("#caution")
    assert "Most alike" in browser.text("#findings")


def test_profiles_are_not_nought_rows(browser: Page, workshop: Workshop) -> None:
    workshop.town()
    workshop.run("town.log.csv", "-q", "--no-matrix", "--profiles", "town.profiles.csv", "--bins", "hour-of-week")
    report = workshop.make("from-profiles", "town.profiles.csv", "--bins", "hour-of-week")
    browser.open(report.page)
    data = browser.text("#data")
    assert "0 read" not in data and re.search(r"Records[1-9][\d,]*", data), data


def test_names_tell_stations_apart(browser: Page, workshop: Workshop) -> None:
    names = ["Gare 11", "07 - Œuvre", "2 Rivières"] + [f"Gare {i}" for i in range(4, 11)] + ["Gare 11"]
    rows = _log([_peak(2 * i) for i in range(11)], names)
    rows = [[{"2": "7", "3": "2", "7": "3"}.get(row[0], row[0]), *row[1:]] for row in rows]
    report = _make(workshop, "names", rows, "--clusters", "3")
    browser.open(report.page)
    options = browser.attributes("#station-names option", "value")
    assert {"1 Gare 11", "11 Gare 11", "07 - Œuvre", "2 Rivières"} <= set(options), options
    assert len(set(options)) == 11
    assert [row[0] for row in search(browser, "oeuvre")] == ["7"]
    for group in "123":
        due = [row["station"] for row in report.stations if row["cluster"] == group]
        assert [row[0] for row in search(browser, f"group {group}")] == due


def test_bands_are_quartiles(browser: Page, workshop: Workshop) -> None:
    """The numbers of a card are the mean and the quartiles of the group's stations, of fewer than five the mean alone."""
    days = [lambda h, i=i: 0.5 + (0.02 * i + 0.2) * math.cos((h - 3) * math.pi / 12) for i in range(7)]
    days += [lambda h, i=i: 0.5 - (0.02 * i + 0.2) * math.cos((h - 3) * math.pi / 12) for i in range(3)]
    report = _make(workshop, "bands", _log(days), "--clusters", "2")
    browser.open(report.page)
    browser.run("for (const e of document.querySelectorAll('#group-cards summary')) e.click()")
    browser.wait("document.querySelectorAll('#group-cards tbody tr').length === 48", "the numbers of two groups")
    for card, group in [("li:first-child", 1), ("li:last-child", 2)]:
        members = [int(row["station"]) - 1 for row in report.stations if row["cluster"] == str(group)]
        rows = browser.run(
            "return [...document.querySelectorAll(`#group-cards ${arguments[0]} tbody tr`)]"
            ".map((row) => [...row.cells].map((cell) => cell.textContent))",
            card,
        )
        few = len(members) < 5
        assert browser.run(f"return document.querySelector('#group-cards {card} .band') === null") == few
        for hour, row in enumerate(rows):
            shares = sorted(round(1000 * days[member](hour)) / 1000 for member in members)
            due = [sum(shares) / len(shares)]
            if not few:
                lower, _, upper = quantiles(shares, n=4, method="inclusive")
                due += [lower, upper]
            shown = [float(text.rstrip("%\u00a0")) for text in row[1:]]
            assert len(shown) == len(due) and all(abs(a - 100 * b) <= 0.51 for a, b in zip(shown, due)), (row, due)


def test_any_number_of_groups_is_that_of_the_run(browser: Page, workshop: Workshop) -> None:
    city = workshop.city()
    browser.open(city.page)
    assert "told apart best" in browser.text("#groups-why")
    for count in (5, 12):
        due = workshop.make(f"city-{count}", "city.txt", "--clusters", str(count))
        browser.click(f"#group-counts button:nth-of-type({count - 1})")
        # Tables follow when groups are drawn.
        time.sleep(0.5)
        assert browser.attributes("#group-counts button[aria-pressed=true]", "aria-label")[0].startswith(f"{count} groups")
        shown = browser.run("""
            return Object.fromEntries([...document.querySelectorAll("#station-table tbody tr")]
              .map((row) => [row.cells[0].textContent, row.cells[1].textContent]));""")
        groups = {row["station"]: row["cluster"] or "none" for row in due.stations}
        assert len(shown) == 100 and shown == {station: groups[station] for station in shown}
        assert len(browser.texts("#group-cards > li")) == count
        names = browser.texts("#group-cards h3")
        assert len(set(names)) == count, names
        colours = set(browser.attributes("#group-cards .chip", "style"))
        assert len(colours) == count, "each has its own colour"
    # Another run has another tree, but the same r.
    assert is_right(number(browser.text("#readout-r")), city.r[tuple(browser.texts("#readout bdi")[:2])])


def test_number_of_groups_is_explained(browser: Page, workshop: Workshop) -> None:
    """By the figures of the summary: mean silhouette and, with intervals, how much is found again without a day."""
    metropolis = workshop.metropolis()
    groups = json.loads((workshop.folder / "metropolis.json").read_text())["groups"]
    tried = groups["silhouettes"]
    best = max(tried, key=lambda each: (each["silhouette"] * each["agreement"], -each["clusters"]))
    assert len(tried) == 11 and best["clusters"] == groups["clusters"]
    assert len({row["cluster"] for row in metropolis.stations} - {""}) == groups["clusters"]
    browser.open(metropolis.page)
    why = browser.text("#groups-why").replace(MINUS, "-")
    product = best["silhouette"] * best["agreement"]
    figures = [best["silhouette"], best["agreement"], product]
    words = f"{best['clusters']} groups ({figures[0]:.2f} \u00d7 {figures[1]:.2f} = {figures[2]:.2f})"
    assert why.startswith(f"Of all numbers tried, {words} are told apart best and found again most surely"), why
    assert len(browser.texts("#group-cards > li")) == groups["clusters"]


TESTS = [
    test_alike_is_above_nought_and_opposed_below,
    test_every_nearest_is_that_of_the_csv,
    test_pairs_are_those_of_the_csv,
    test_groups_want_correlations_that_differ,
    test_few_hours_are_not_over_read,
    test_caution_comes_first,
    test_caution_knows_the_day_where_only_hours_are_read,
    test_profiles_are_not_nought_rows,
    test_names_tell_stations_apart,
    test_bands_are_quartiles,
    test_any_number_of_groups_is_that_of_the_run,
    test_number_of_groups_is_explained,
]
