"""Hostile names do no harm, nothing leaves the file, and odd networks have a report too."""

from __future__ import annotations

import math

from browser import Browser
from page import Page, Unsupported
from reading import search
from reports import Report, Workshop

_HOSTILE = [
    "<script>window.harmed = 1</script>",
    "</script><script>window.harmed = 2</script>",
    "<!--<script>",
    "\"'><img src=x onerror='window.harmed = 3'>",
    "]]> &lt;b&gt; &amp; \\u003c \\",
    "line\u2028separator\u2029paragraph",
    "\u202eright to left\u202d",
    "\U0001f6b2\U0001f468\u200d\U0001f469\u200d\U0001f467 emoji",
    "long " * 2000,
    "{{content}}{{script}}",
    "__proto__",
    "javascript:window.harmed=4",
    "e" + "\u0301" * 500,
    "\u05d7\u05d9\u05e4\u05d4 \u0627\u0644\u0642\u0627\u0647\u0631\u0629",
]


def _hostile(workshop: Workshop) -> Report:
    rows = [["station_id", "name", "lat", "lng", "free_docks", "bikes", "hour"]]
    for number, name in enumerate(_HOSTILE):
        for hour in range(24):
            free = round(20 + 15 * math.sin((hour + 5 * number) * math.pi / 12))
            rows.append(
                [f"{name[:60]}#{number}", name, f"{48 + number / 100}", "2", str(free), str(40 - free), str(hour)]
            )
    return workshop.make("hostile", workshop.write("<img src=x onerror=alert(1)>.csv", rows))


def test_hostile_names(browser: Page, workshop: Workshop) -> None:
    report = _hostile(workshop)
    for width in (390, 1280):
        browser.open(report.page, width=width)
        assert browser.run("return document.documentElement.scrollWidth") <= width
        assert browser.run("return document.scripts.length") == 2
        assert (
            browser.run(
                "return document.querySelectorAll('img, iframe, object, script[src], link:not([href^=data])').length"
            )
            == 0
        )
        rows = search(browser, f"{_HOSTILE[0]}#0")
        assert len(rows) == 1 and rows[0][1] == _HOSTILE[0], rows
        assert len(search(browser, "")) == len(_HOSTILE)
        for selector in [".cards button", "#station-table tbody button"]:
            browser.run("for (const e of document.querySelectorAll(arguments[0])) e.click()", selector)
        assert browser.run("return typeof window.harmed") == "undefined"
        assert max(len(text) for text in browser.texts("bdi, td, p")) < 1000, "long names are cut"
        turned = [
            text for text in browser.texts("bdi") if set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
        ]
        assert not turned, "nothing turns the direction of what follows"
        piled = [text for text in browser.texts("bdi") if "\u0301" * 4 in text]
        assert not piled, "marks do not pile up over other lines"
    browser.print()


def test_nothing_else_runs(browser: Page, workshop: Workshop) -> None:
    """The page's policy refuses scripts, styles, images and requests that are not its own."""
    if not isinstance(browser, Browser):
        raise Unsupported("only Chromium tells why it has refused a request")
    browser.open(workshop.town().page)
    browser.run("""
        const add = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set));
        add("script", { textContent: "window.harmed = 1" });
        add("div", { innerHTML: "<b onclick='window.harmed = 2' style='color: rgb(1, 2, 3)' id='styled'>x</b>" });
        document.getElementById("styled").click();
        add("img", { src: "https://example.org/x.png" });
        fetch("https://example.org/").catch(() => {});""")
    browser.settle()
    assert browser.run("return typeof window.harmed") == "undefined"
    assert browser.run("return getComputedStyle(document.getElementById('styled')).color") != "rgb(1, 2, 3)"
    refused = [message for message in browser.messages() if "Content Security Policy" in message]
    assert len(refused) >= 4, refused
    assert [reason for url, reason in browser.requests() if "example.org" in url] == [
        "csp"
    ], "the image is asked for, and refused"


def _log(stations: int, hours: int, free) -> list[list[str]]:
    return [["station", "free_docks", "bikes", "hour"]] + [
        [str(station), str(free(station, hour)), "7", str(hour)] for station in range(stations) for hour in range(hours)
    ]


def test_odd_networks(browser: Page, workshop: Workshop) -> None:
    def waves(station, hour):
        return 10 + round(8 * math.sin(hour + station))

    for name, rows, says in [
        ("one", _log(1, 24, waves), "1 station"),
        ("two", _log(2, 24, waves), "Most alike: "),
        ("three-hours", _log(3, 3, waves), "3 stations"),
        ("constant", _log(5, 24, lambda *_: 3), "nothing to compare"),
        # Of all stations, the log would be refused.
        ("too-few-hours", _log(4, 2, waves) + _log(1, 24, waves)[3:], "nothing to compare"),
    ]:
        report = workshop.make(name, workshop.write(f"{name}.log.csv", rows))
        browser.open(report.page)
        text = browser.text("#caption") + browser.text("#findings")
        assert says in text, f"{name}: {text}"
        assert len(browser.texts("#station-table tbody tr")) == len(report.stations)
        for selector in ("button:not([disabled]):not(.take)", "summary"):
            browser.run("for (const e of document.querySelectorAll(arguments[0])) e.click()", selector)
        browser.expect_silence()


def test_all_methods(browser: Page, workshop: Workshop) -> None:
    workshop.town()
    for method, symbol in [("spearman", "rho"), ("kendall", "tau")]:
        report = workshop.make(f"town-{method}", "town.log.csv", "--method", method, "--bins", "series")
        browser.open(report.page)
        shown = browser.text("#readout .r")
        assert shown.startswith(f"{symbol} = "), shown
        assert "168 hours of the calendar" in browser.text("#caption")
        assert browser.texts("#group-spans button") == ["Day", "Week"]


TESTS = [test_hostile_names, test_nothing_else_runs, test_odd_networks, test_all_methods]
