"""Where a report has to decide: just half of the hours, nought from below, both sides of a meridian, the end of a view."""

from __future__ import annotations

import math
import re

from selenium.webdriver.common.keys import Keys

from page import Page
from reading import MINUS, compare, pair_shown, rows_shown
from reports import Workshop


def _rows(shares: list, places: list[tuple[float, float]] | None = None) -> list[list[str]]:
    """A log of stations that have shares of free docks, in thousandths, by hour; None where there is no record."""
    rows = [["station", "free_docks", "bikes", "hour", *(["lat", "lng"] if places else [])]]
    for station, day in enumerate(shares):
        place = [str(degrees) for degrees in places[station]] if places else []
        for hour, free in enumerate(day):
            if free is not None:
                rows.append([str(station + 1), str(free), str(1000 - free), str(hour), *place])
    return rows


def _day(peak: float, hours: int = 24, waves: int = 1) -> list[int | None]:
    angles = [waves * (hour - peak) * math.pi / 12 for hour in range(24)]
    return [round(500 + 400 * math.cos(angle)) if hour < hours else None for hour, angle in enumerate(angles)]


def _r(one: list[int], other: list[int]) -> float:
    means = [sum(day) / len(day) for day in (one, other)]
    here, there = ([value - mean for value in day] for day, mean in zip((one, other), means))
    return sum(a * b for a, b in zip(here, there)) / math.hypot(*here) / math.hypot(*there)


def test_half_is_enough(browser: Page, workshop: Workshop) -> None:
    """Stations with just half of the hours tell something, and so does an hour that just half of the stations have."""
    log = workshop.write("half.log.csv", _rows([_day(3), _day(9), _day(4, 12), _day(15, 12)]))
    browser.open(workshop.make("half", log).page)
    compare(browser, "1", "4")
    assert "too few hours in common" not in browser.text("#compare-result"), browser.text("#compare-result")
    assert "known for too few hours" not in browser.text("#findings")
    assert "are known" not in browser.text("#caution"), "all hours have a mean"


def test_what_is_not_known_is_first(browser: Page, workshop: Workshop) -> None:
    log = workshop.write("unknown.log.csv", _rows([_day(3), _day(4), _day(15), _day(16), _day(3, 5)]))
    browser.open(workshop.make("unknown", log).page)
    for order in ("ascending", "descending"):
        browser.click("#station-table th:last-child button")
        assert browser.attributes("#station-table th[aria-sort]", "aria-sort") == [order]
        shown = [row[-1] != "" for row in rows_shown(browser)]
        assert not all(shown) and shown == sorted(shown, reverse=order == "descending"), (order, shown)


def test_nought_has_no_sign(browser: Page, workshop: Workshop) -> None:
    days = [_day(peak, waves=waves) for waves in (1, 2, 3, 4, 5) for peak in (0.1, 0.7, 1.3)]
    one, other = next((one, other) for one in days for other in days if -0.0004 < _r(one, other) < -0.0001)
    browser.open(workshop.make("nought", workshop.write("nought.log.csv", _rows([one, other]))).page)
    assert browser.texts("#opposed tbody td:nth-child(2)") == ["0.000"]
    assert not re.search(rf"{MINUS}0\.000(?!\d)", browser.text("body"))


def test_both_sides_of_the_180th_meridian(browser: Page, workshop: Workshop) -> None:
    places = [(-16.8, 179.96), (-16.8, -179.96), (-16.82, 179.98)]
    log = workshop.write("fiji.log.csv", _rows([_day(3), _day(4), _day(9)], places))
    browser.open(workshop.make("fiji", log).page)
    paths = browser.attributes(".map-dots path[data-part=inner]", "d")
    east = sorted(float(x) for path in paths for x in re.findall(r"M(\S+) \S+h0", path))
    # Eight hundredths of a degree.
    assert len(east) == 3 and abs(east[-1] - east[0] - 0.08 * 111.19 * math.cos(math.radians(16.8))) < 0.1, east


def test_the_cursor_stays_in_view(browser: Page, workshop: Workshop) -> None:
    town = workshop.town()
    browser.open(town.page)
    for _ in range(2):
        browser.click("#zoom-in")
    browser.run("document.getElementById('matrix-canvas').focus()")
    browser.press(Keys.HOME)
    for _ in range(15):
        browser.press(Keys.ARROW_RIGHT)
    browser.settle()
    chosen = pair_shown(browser, town)
    width, height = browser.run(
        "return (({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(document.getElementById('matrix-canvas'))"
    )
    browser.hover("#matrix-canvas", round(0.985 * width), round(0.5 * height))
    browser.settle()
    assert pair_shown(browser, town)[1] == chosen[1], "it is in the last column to be seen"


TESTS = [
    test_half_is_enough,
    test_what_is_not_known_is_first,
    test_nought_has_no_sign,
    test_both_sides_of_the_180th_meridian,
    test_the_cursor_stays_in_view,
]
