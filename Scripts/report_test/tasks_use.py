"""Five tasks of somebody who sees the page for the first time, each by what is written on it, and how long they take.

The time is that of the keystroke-level model (S. K. Card, T. P. Moran, A. Newell, "The keystroke-level model for user
performance time with interactive systems", 1980): a skilled typist's keys, pointing, clicking, moving the hands, and what
is thought before each act; and 250 words a minute for what is read.
"""

from __future__ import annotations

import csv
import io

from page import Page
from questions_use import metres
from reports import Report, Workshop

_THINK, _POINT, _CLICK, _HAND, _KEY = 1.35, 1.1, 0.2, 0.4, 0.28
_WORD = 60 / 250
_MOST = 60


class _Person:
    def __init__(self, browser: Page, report: Report) -> None:
        self.browser = browser
        self.seconds: float = 0
        browser.open(report.page)
        self.read("nav")

    def click(self, words: str, within: str = "body", last: bool = False) -> None:
        """What can be clicked and is called so, the first or the last of an element."""
        found = self.browser.run(
            """const all = [...document.querySelectorAll(`${arguments[1]} :is(a, button, summary)`)]
              .filter((e) => e.textContent.trim() === arguments[0] && e.checkVisibility());
            document.querySelectorAll("[data-meant]").forEach((e) => delete e.dataset.meant);
            const one = all.at(arguments[2] ? -1 : 0);
            if (one) one.dataset.meant = "yes";
            return all.length;""",
            words,
            within,
            last,
        )
        assert found, f"nothing in {within} is called {words}"
        self.browser.click("[data-meant]")
        self.browser.settle()
        self.seconds += _THINK + _POINT + _CLICK

    def type(self, selector: str, text: str) -> None:
        self.browser.click(selector)
        self.browser.press(text)
        self.browser.settle()
        self.seconds += 2 * _THINK + _POINT + _CLICK + 2 * _HAND + _KEY * len(text)

    def point(self, x: float, y: float) -> None:
        self.browser.mouse("move", x, y)
        self.browser.settle()
        self.seconds += _THINK + _POINT

    def read(self, selector: str) -> str:
        text = self.browser.run(
            """const element = document.querySelector(arguments[0]);
            element.scrollIntoView({ block: "center" });
            return element.innerText;""",
            selector,
        )
        assert text.strip(), f"nothing stands in {selector}"
        self.seconds += _WORD * len(text.split())
        return text


def _twin(person: _Person, report: Report) -> None:
    """The station most like number 117."""
    person.click("All stations", "nav")
    person.type("#search", "117")
    person.read("#station-table thead")
    row = person.read("#station-table tbody tr")
    others = {other: r for (station, other), r in report.r.items() if station == "117" != other and r is not None}
    twin = max(others, key=lambda other: others[other])
    assert f"{twin} " in row.split("117", 1)[1], (row, twin)


def _opposed(person: _Person, report: Report) -> None:
    """Two stations within 500 m that are opposed."""
    person.click("Alike and opposed", "nav")
    person.click("Opposed within 500 m")
    person.read("#question-words")
    person.read("#question-table thead")
    cells = person.read("#question-table tbody tr").split("\t")
    one, two = (cell.split()[0] for cell in cells[:2])
    places = {row["station"]: row for row in report.stations}
    r = report.r[one, two]
    assert r is not None and r < -0.3 and metres(places[one], places[two]) <= 500, cells


def _quarter(person: _Person, report: Report) -> None:
    """The group of a quarter, and what that means: the map says so of the station that is pointed at."""
    person.click("Map", "nav")
    disk = person.browser.run("""
        const paths = [...document.querySelectorAll(".map-dots path[data-part=inner]")].filter((e) => e.getAttribute("d"));
        const { x, y, width, height } = paths[0].getBoundingClientRect();
        const [dx, dy] = paths[0].getAttribute("d").match(/M(\\S+) (\\S+?)h/).slice(1).map(Number);
        const point = new DOMPoint(dx, dy).matrixTransform(paths[0].getScreenCTM());
        return [point.x, point.y];""")
    person.point(*disk)
    words = person.read("#map-here")
    station = next(row for row in report.stations if f"{row['station']} " in words)
    assert words.split()[0] == station["cluster"] and ("fills" in words or "moves" in words), words


def _sureness(person: _Person, report: Report) -> None:
    """How sure that is."""
    person.click("Groups", "nav")
    person.read("#groups-why")
    words = person.read("#group-cards li:first-child > p.quiet:last-of-type")
    assert "told apart" in words and "silhouette" in words, words


def _spreadsheet(person: _Person, report: Report) -> None:
    """The stations of the first group, for a spreadsheet."""
    person.click("Groups", "nav")
    person.click("Its stations", "#group-cards li:first-child")
    person.read("#found")
    person.seconds += _THINK + _POINT + _CLICK
    saved = person.browser.saved("#station-table .take", "stations.csv").decode()
    found = {row["station"] for row in csv.DictReader(io.StringIO(saved, newline=""))}
    assert found == {row["station"] for row in report.stations if row["cluster"] == "1"}, found


def test_five_tasks(browser: Page, workshop: Workshop) -> None:
    report = workshop.town()
    for task in (_twin, _opposed, _quarter, _sureness, _spreadsheet):
        person = _Person(browser, report)
        task(person, report)
        print(f"        {person.seconds:4.0f} s  {(task.__doc__ or '').splitlines()[0]}")
        assert person.seconds < _MOST, task.__name__


TESTS = [test_five_tasks]
