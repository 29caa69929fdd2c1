"""The map in use: pointer, wheel, fingers, keys; and what it shows."""

from __future__ import annotations

import re

from selenium.webdriver.common.keys import Keys

from page import Page
from reports import Workshop

_MAP = ".map-frame > svg"
# What a disk's path is made of.
_DISK = re.compile(r"M(\S+) (\S+)h0")


def _disks(browser: Page) -> list[tuple[float, float]]:
    """In kilometres, east and south."""
    paths = browser.attributes(".map-dots path[data-part=inner]", "d")
    return [(float(x), float(y)) for path in paths for x, y in _DISK.findall(path)]


def _scale(browser: Page) -> float:
    return float(browser.attributes(".map-dots", "transform")[0].split("scale(")[1].rstrip(")"))


def _focus(browser: Page) -> None:
    browser.run("document.querySelector(arguments[0]).focus()", _MAP)


def _show(browser: Page, number: int) -> None:
    browser.click(f"#map-body > div > .choice button:nth-child({number})")


def test_map_places(browser: Page, workshop: Workshop) -> None:
    """A degree of longitude is cos(latitude) of one of latitude, and north is up."""
    town = workshop.town()
    browser.open(town.page)
    disks = _disks(browser)
    assert len(disks) == 40
    lat, lng = ([float(row[name]) for row in town.stations] for name in ("lat", "lng"))
    east = sorted(x for x, _ in disks)
    south = sorted(y for _, y in disks)
    wide, high = (east[-1] - east[0]) / (max(lng) - min(lng)), (south[-1] - south[0]) / (max(lat) - min(lat))
    assert abs(wide / high - 0.6794) < 0.002 and abs(high - 111.2) < 0.1, (wide, high)
    northern = max(town.stations, key=lambda row: float(row["lat"]))
    assert abs(min(south) + (max(south) - min(south)) * 0.5) < 0.01, "the middle is nought"
    assert float(northern["lat"]) == max(lat)
    assert browser.texts(".map-frame .map-text")[-1] == "N"
    city = workshop.city()
    browser.open(city.page)
    assert "--stations FILE" in browser.text("#map-body"), "a report without places says how to get a map"


def test_map_keys(browser: Page, workshop: Workshop) -> None:
    """All stations are reached by keys, those at one place too; one that is far away does not make the map a dot."""
    suburb = workshop.suburb()
    browser.open(suburb.page)
    pixels = browser.run("""
        const { width } = document.querySelector(".map-frame > svg").viewBox.baseVal;
        const scale = Number(document.querySelector(".map-dots").getAttribute("transform").match(/scale\\((.*)\\)/)[1]);
        return scale * 1.7 / width;""")
    assert 0.3 < pixels < 1.2, "the near stations fill the map"
    assert "1 station far away" in browser.text("#map-notes")
    _focus(browser)
    reached = set()
    for _ in suburb.stations:
        browser.press(Keys.PAGE_DOWN)
        reached.add(browser.text("#map-here bdi"))
    assert reached == {row["station"] for row in suburb.stations}, reached
    reached = set()
    for key in [Keys.ARROW_LEFT] * 12 + [Keys.ARROW_DOWN] * 9 + [Keys.ARROW_UP] * 9 + [Keys.ARROW_RIGHT] * 12:
        browser.press(key)
        reached.add(browser.text("#map-here bdi"))
        if browser.text("#map-here bdi") == "2":
            assert "of 3 stations at this place" in browser.text("#map-here")
    assert {"1", "2", "3"} <= reached, reached
    here = browser.text("#map-here bdi")
    browser.press(Keys.ENTER)
    assert browser.text("#compare-result bdi") == here == browser.text("#station-name bdi")
    before = _scale(browser)
    browser.press("+")
    browser.settle()
    assert _scale(browser) > before
    browser.press("0")
    browser.settle()
    assert abs(_scale(browser) - before) < 1e-6 * before
    browser.click(".map-tools button:last-child")
    browser.settle()
    assert _scale(browser) < before / 50, "also those far away"


def test_map_zoom_and_pan(browser: Page, workshop: Workshop) -> None:
    browser.open(workshop.capital().page)
    fitted = _scale(browser)
    names = len(browser.texts(".map-names text"))
    x, y, width, height = browser.box(_MAP)
    for _ in range(4):
        browser.wheel_with_control(x + width / 2, y + height / 2, -300)
    browser.settle()
    assert 10 < _scale(browser) / fitted < 20, "Ctrl and the wheel"
    assert len(browser.texts(".map-names text")) > max(10, names), "names, as there is room"
    before = browser.attributes(".map-dots", "transform")
    browser.drag(_MAP, (300, 200), (380, 260))
    browser.settle()
    moved = [re.findall(r"[-\d.]+", text[0])[:2] for text in (before, browser.attributes(".map-dots", "transform"))]
    assert [round(float(b) - float(a)) for a, b in zip(*moved)] == [80, 60], moved
    browser.click(".map-tools button:nth-child(3)")
    browser.settle()
    assert abs(_scale(browser) / fitted - 1) < 1e-6
    browser.pinch(_MAP, 100, 250)
    browser.settle()
    assert 2.2 < _scale(browser) / fitted < 2.8, "two fingers"


def test_map_shows(browser: Page, workshop: Workshop) -> None:
    town = workshop.town()
    browser.open(town.page)
    browser.click("#map-body .map-key button:nth-child(2)")
    faint = browser.attributes(".map-dots path.faint[data-part=inner]", "d")
    assert sum(len(_DISK.findall(path)) for path in faint) == sum(row["cluster"] != "1" for row in town.stations)
    browser.click("#map-body .map-key button:nth-child(1)")
    _show(browser, 2)
    assert len(browser.attributes(".map-dots path", "d")) > 12, "colours of r"
    assert browser.run("return document.querySelector('#map-body .legend canvas').checkVisibility()")
    due = sum(
        r is not None and a < b and r >= 0.9 and "106" not in (a, b) for (a, b), r in town.r.items()
    )
    browser.run("""
        const lines = document.getElementById("map-lines");
        lines.value = "0.9";
        lines.dispatchEvent(new Event("change"));""")
    (lines,) = browser.attributes(".map-lines path", "d")
    assert lines.count("L") == due > 10, (lines.count("L"), due)
    _tooltip(browser)
    _show(browser, 3)
    assert len(browser.texts("#map-body .map-legend li")) == 5
    said = re.match(r"At 8 h, of (\d+) stations, (\d+) ha.* hardly a bike .*, (\d+) hardly a free dock", browser.text("#clock-words"))
    counts = [int(re.search(r"\((\d+)\)", text)[1]) for text in browser.texts("#map-body .map-legend li")]
    assert said and sum(counts) == int(said[1]) == 40 and [counts[0], counts[-1]] == [int(said[2]), int(said[3])]
    browser.press(Keys.TAB)
    browser.click(".clock-bar button:nth-child(3)")
    assert browser.text("#clock-words").startswith("At 9 h,")


def _tooltip(browser: Page) -> None:
    """At the pointer, and gone where no station is."""
    box = browser.box(_MAP)
    at = browser.run("""
        const svg = document.querySelector(".map-frame > svg");
        const [, x, y] = document.querySelector(".map-dots path").getAttribute("d").match(/M(\\S+) (\\S+)h0/);
        const spot = new DOMPoint(Number(x), Number(y))
          .matrixTransform(document.querySelector(".map-dots").getScreenCTM());
        return [spot.x, spot.y];""")
    browser.mouse("move", at[0], at[1])
    tip = browser.run("""
        const tip = document.querySelector(".map-tip");
        const { x, y, width, height } = tip.getBoundingClientRect();
        return [tip.hidden, tip.textContent, x, y, x + width, y + height];""")
    assert not tip[0] and tip[1], tip
    assert tip[2] - 30 <= at[0] <= tip[4] + 30 and tip[3] - 30 <= at[1] <= tip[5] + 30, (tip, at)
    browser.mouse("move", box[0] + 2, box[1] + 2)
    assert browser.run("return document.querySelector('.map-tip').hidden")


def test_map_ground(browser: Page, workshop: Workshop) -> None:
    for dark in (False, True):
        browser.open(workshop.capital().page, dark=dark)
        for kind in (".water.line", ".green.area", ".edge.area"):
            assert len(browser.attributes(f".map-ground {kind}", "d")) == 1, kind
        assert browser.texts(".map-names .quarter") == ["Old <b>town</b>"]
        assert re.search(r"Ground: ground.geojson, \d+ of 610 points", browser.text("#map-notes"))
        assert browser.run("return document.title") == "Bikes & docks of <Paris>" == browser.text("h1")


def test_map_on_a_phone(browser: Page, workshop: Workshop) -> None:
    """Words of at least 12 pixels, and targets of 44."""
    for report in (workshop.town(), workshop.capital()):
        browser.open(report.page, width=390)
        words = browser.run("""
            const svg = document.querySelector(".map-frame > svg");
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
            return [...svg.querySelectorAll("text")].map((text) => scale * parseFloat(getComputedStyle(text).fontSize));""")
        assert len(words) > 1 and min(words) >= 11.9, words
        small = browser.run("""
            return [...document.querySelectorAll("#map button, #map select, #map input")].filter((e) => e.checkVisibility())
              .filter((e) => !e.matches(".take")).map((e) => [e.textContent, e.getBoundingClientRect().height])
              .filter(([, height]) => height < 44);""")
        assert not small, small


TESTS = [
    test_map_places,
    test_map_keys,
    test_map_zoom_and_pan,
    test_map_shows,
    test_map_ground,
    test_map_on_a_phone,
]
