"""The matrix and the map in use: by mouse, and by keyboard alone."""

from __future__ import annotations

import random

from selenium.webdriver.common.keys import Keys

from page import Page, Unsupported
from reading import is_right, number, pair_shown
from reports import Report, Workshop, town_hours


def _pixel(browser: Page, x: float, y: float) -> list[int]:
    return browser.run(
        """
        const pixel = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
        pixel.drawImage(document.getElementById("matrix-canvas"), -arguments[0], -arguments[1]);
        return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);""",
        x,
        y,
    )


def _colour(browser: Page, r: float | None) -> list[int]:
    return browser.run(
        """
        const { palette } = JSON.parse(document.getElementById("content").textContent);
        if (arguments[0] === null) return [1, 3, 5].map((i) => parseInt(palette.undefined.slice(i, i + 2), 16));
        const map = atob(palette.map);
        const at = 3 * Math.round((map.length / 3 - 1) / 2 * (1 + arguments[0]));
        return [0, 1, 2].map((i) => map.charCodeAt(at + i));""",
        r,
    )


def _hover_over(browser: Page, report: Report, count: int, hours=None) -> tuple[int, int]:
    """Points at places of the matrix; returns how many different pairs were told, and how often the colour was that of r.

    `hours` has those of each station, where they are known."""
    browser.run("document.getElementById('matrix-canvas').scrollIntoView({ block: 'start' })")
    width, height = browser.run(
        "return (({ clientWidth, clientHeight }) => [clientWidth, clientHeight])(document.getElementById('matrix-canvas'))"
    )
    chance = random.Random(3)
    pairs, coloured = set(), 0
    for _ in range(count):
        # Beside names, strips and edges.
        x, y = round(chance.uniform(0.3, 0.99) * width), round(chance.uniform(0.03, 0.99) * height)
        before = _pixel(browser, x, y)
        browser.hover("#matrix-canvas", x + 0.5, y + 0.5)
        browser.settle()
        pair = pair_shown(browser, report)
        shown, due = number(browser.text("#readout-r")), report.r[pair]
        assert is_right(shown, due), f"{pair}: {shown} is shown, r is {due}"
        if hours:
            assert browser.text("#readout .quiet").startswith(f"{len(hours[pair[0]] & hours[pair[1]])} hour"), pair
        pairs.add(pair)
        coloured += max(abs(a - b) for a, b in zip(before, _colour(browser, due))) <= 2
    return len(pairs), coloured


def test_hover_tells_r(browser: Page, workshop: Workshop) -> None:
    town = workshop.town()
    browser.open(town.page)
    pairs, coloured = _hover_over(browser, town, 60, town_hours())
    assert pairs > 50, f"only {pairs} pairs in 60 places"
    # The cursor's lines, those between groups and hatches cross some cells.
    assert coloured > 45, f"{coloured} of 60 cells have the colour of their r"
    city = workshop.city()
    browser.open(city.page)
    pairs, _ = _hover_over(browser, city, 20)
    assert pairs == 20


def test_zoom(browser: Page, workshop: Workshop) -> None:
    town = workshop.town()
    browser.open(town.page)
    assert browser.run("return document.getElementById('zoom-out').disabled")
    for _ in range(2):
        browser.click("#zoom-in")
    browser.settle()
    assert not browser.run("return document.getElementById('zoom-out').disabled")
    pairs, coloured = _hover_over(browser, town, 40)
    # Ten stations a side are to be seen now, all cells larger than the lines that cross them.
    assert 20 < pairs <= 100 and coloured > 30, (pairs, coloured)
    for _ in range(6):
        if not browser.run("return document.getElementById('zoom-in').disabled"):
            browser.click("#zoom-in")
    assert browser.run("return document.getElementById('zoom-in').disabled"), "there is a closest view"
    browser.click("#zoom-all")
    assert browser.run("return document.getElementById('zoom-out').disabled")
    # A group's button shows its stations.
    browser.click(".cards li:nth-child(2) button")
    browser.settle()
    assert not browser.run("return document.getElementById('zoom-out').disabled")
    cluster = {row["station"]: row["cluster"] for row in town.stations}
    assert cluster[pair_shown(browser, town)[0]] == "2"


def test_zoom_keeps_its_place(browser: Page, workshop: Workshop) -> None:
    """The canvas does not jump when names appear; only the first button moves; a pair that is chosen is brought in."""
    town = workshop.town()
    for width in (390, 1280):
        browser.open(town.page, width=width)
        heights = []
        for _ in range(4):
            browser.settle()
            heights.append(browser.run("return document.getElementById('matrix-canvas').clientHeight"))
            if not browser.run("return document.getElementById('zoom-in').disabled"):
                browser.click("#zoom-in")
        assert len(set(heights)) == 1, heights
    picture = "return document.getElementById('matrix-canvas').toDataURL()"
    before = browser.run(picture)
    for kind, x in [("down", 500), ("move", 400), ("up", 400)]:
        browser.mouse(kind, x, 400, "right")
    browser.settle()
    browser.run("document.getElementById('matrix-canvas').dispatchEvent(new PointerEvent('pointerleave'))")
    first = browser.run("return document.querySelector('#alike button.plain').textContent")
    browser.run("document.querySelector('#station-table tbody tr:last-child button.plain').click()")
    browser.settle()
    assert browser.run(picture) != before, "the matrix has moved to the pair"
    ids = {row["station"]: int(row["order"] or 0) for row in town.stations}
    shown = pair_shown(browser, town)
    assert first and shown[0] == town.stations[-1]["station"] and ids[shown[0]], shown


def test_words_of_charts_keep_their_size(browser: Page, workshop: Workshop) -> None:
    for width in (320, 390, 1280):
        browser.open(workshop.town().page, width=width)
        browser.settle()
        heights = browser.run("""
            return [...document.querySelectorAll("svg.chart text")].filter((text) => text.checkVisibility())
              .map((text) => text.getBoundingClientRect().height);""")
        assert len(heights) > 20 and min(heights) > 9, f"{min(heights)} pixels at {width}"


def test_keyboard(browser: Page, workshop: Workshop) -> None:
    """Every control is reached by Tab, in the order of the page, and does its work."""
    if browser.name == "Firefox":
        raise Unsupported("all are reached there too, but the order of Tab is not the same without a focused window")
    town = workshop.town()
    browser.open(town.page)
    due = browser.run("""
        const all = [...document.querySelectorAll("a[href], button:not([disabled]), input, select, summary, [tabindex='0']")]
          .filter((e) => e.checkVisibility({ visibilityProperty: true }));
        all.forEach((e, i) => { e.dataset.order = i; });
        return all.length;""")
    assert due > 100
    reached = []
    for _ in range(due):
        browser.press(Keys.TAB)
        reached.append(browser.run("return Number(document.activeElement?.dataset.order ?? -1)"))
    assert reached == list(range(due)), f"not reached: {set(range(due)) - set(reached)}"
    for selector in [
        "#matrix-canvas",
        ".map-frame > svg",
        "#station-a",
        "#search",
        "#station-table th button",
        "#left-out summary",
    ]:
        assert browser.run(
            "return document.querySelector(arguments[0]).dataset.order >= 0", selector
        ), f"{selector} is not reached"

    browser.run("document.getElementById('matrix-canvas').focus()")
    last = len(town.stations) - 1
    order = sorted(town.stations, key=lambda row: int(row["order"] or 10**6))
    ids = [row["station"] for row in order]
    moves = [
        (Keys.HOME, None),
        (Keys.ARROW_RIGHT, 1),
        (Keys.ARROW_RIGHT, 2),
        (Keys.END, last),
        (Keys.ARROW_LEFT, last - 1),
    ]
    for key, column in moves:
        browser.press(key)
        pair = pair_shown(browser, town)
        assert column is None or pair[1] == ids[column], (key, pair)
        if pair[0] != pair[1]:
            said = browser.text("#announcer")
            names = [next(row["name"] for row in order if row["station"] == each) for each in pair]
            assert said.startswith(f"{names[0]} and {names[1]}: r "), said
            shown = number(said.split(": r ")[1].split(", ")[0])
            assert (
                shown == (None if town.r[pair] is None else round(town.r[pair], 3) + 0.0)
                or abs(shown - town.r[pair]) < 0.6e-3
            )
            assert "in common" not in said and "hour" in said
    row = ids.index(pair_shown(browser, town)[0])
    browser.press_with_shift(Keys.ARROW_DOWN if row < 20 else Keys.ARROW_UP)
    assert abs(ids.index(pair_shown(browser, town)[0]) - row) == 10
    pair = pair_shown(browser, town)
    browser.press("+")
    assert not browser.run("return document.getElementById('zoom-out').disabled")
    browser.press("0")
    assert browser.run("return document.getElementById('zoom-out').disabled")
    browser.press(Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "compare-title"
    assert all(
        name in browser.text("#compare-result") for name in (each["name"] for each in order if each["station"] in pair)
    )

    browser.run("document.querySelector('#station-table th:nth-child(4) button').focus()")
    browser.press(Keys.ENTER)
    assert browser.attributes("#station-table th:nth-child(4)", "aria-sort") == ["ascending"]


TESTS = [
    test_hover_tells_r,
    test_zoom,
    test_zoom_keeps_its_place,
    test_words_of_charts_keep_their_size,
    test_keyboard,
]
