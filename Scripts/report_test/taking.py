"""What is taken out of a report is what the program writes; a link shows the same."""

from __future__ import annotations

import struct
import time
import xml.etree.ElementTree as ElementTree

from page import Page
from reports import Workshop

_SVG = "{http://www.w3.org/2000/svg}"


def test_tables_are_the_programs(browser: Page, workshop: Workshop) -> None:
    for report, log, options in [
        (workshop.town(), "town.log.csv", ["--bins", "hour-of-week"]),
        (workshop.suburb(), "suburb.log.csv", []),
    ]:
        browser.open(report.page)
        assert browser.saved("#station-table .take", "stations.csv") == report.groups.read_bytes()
        workshop.run(log, "-q", "-o", "four.csv", "--digits", "4", *options)
        due = (workshop.folder / "four.csv").read_bytes()
        assert browser.saved("#matrix .toolbar > .take", "matrix.csv") == due
    shown = browser.saved("#alike .take", "most-alike.csv").decode().splitlines()
    assert shown[0] == "Stations,r,Hours,Apart" and len(shown) >= 11


def test_pictures(browser: Page, workshop: Workshop) -> None:
    browser.open(workshop.capital().page)
    places = [("#map-body", "map"), ("#compare-chart", "compare"), ("#station-day", "station-day"), ("#matrix", "matrix")]
    for selector, name in places:
        text = browser.saved(f"{selector} .takes .take:first-child", f"{name}.svg")
        root = ElementTree.fromstring(text)
        assert root.tag == f"{_SVG}svg" and float(root.get("width")) > 100
        if name != "matrix":
            assert any((each.text or "").strip() for each in root.iter(f"{_SVG}text")), "text is text"
        assert b"var(" not in text and b"class=" not in text
        picture = browser.saved(f"{selector} .takes .take:last-child", f"{name}.png")
        assert picture.startswith(b"\x89PNG"), name
        width, _ = struct.unpack(">II", picture[16:24])
        assert width == round(2 * float(root.get("width"))), (name, width)


def test_address(browser: Page, workshop: Workshop) -> None:
    """A link to what is shown shows it again."""
    town = workshop.town()
    browser.open(town.page)
    browser.click("#map-body > div > .choice button:nth-child(3)")
    browser.click(".clock-bar button:nth-child(3)")
    browser.click(".map-tools button:nth-child(1)")
    browser.click("#compare-spans button:last-child")
    browser.run("""
        const input = document.getElementById("station-a");
        input.value = "117";
        input.dispatchEvent(new Event("change"));""")
    browser.click("#question button:nth-child(2)")
    browser.run("""
        const choose = (field, value) => {
          field.value = value;
          field.dispatchEvent(new Event(field.type === "search" ? "input" : "change"));
        };
        const fields = document.querySelectorAll("#question-fields label :is(input, select)");
        choose(fields[1], "700");
        choose(fields[4], "same");
        choose(document.getElementById("help-reach"), "2");
        choose(document.getElementById("search"), "group 1");""")
    browser.wait("location.hash.includes('a=117') && location.hash.includes('find=')", "the address")
    time.sleep(0.5)
    look = """
        return [...document.querySelectorAll("#map-body [aria-pressed=true], #compare-spans [aria-pressed=true]")]
          .map((e) => e.textContent).concat([document.getElementById("clock-words").textContent,
            document.querySelector(".map-dots").getAttribute("transform"), document.getElementById("station-a").value,
            document.getElementById("station-b").value, ...["help-words", "question-words", "found"]
              .map((id) => document.getElementById(id).textContent),
            ...[...document.querySelectorAll("#question-fields label :is(input, select), #help-choices select, #search")]
              .map(({ value }) => value)]);"""
    seen = browser.run(look)
    link = browser.run("return location.href")
    for part in ("map=hour", "hour=9", "span=168", "pairs=twins", "reach=2", "find=group"):
        assert part in link, (part, link)
    browser.open(town.page)
    assert browser.run(look) != seen
    browser.go("about:blank")
    browser.go(link)
    browser.wait("document.documentElement.dataset.ready", "the report")
    browser.settle()
    assert browser.run(look) == seen
    for odd in ("#a=nobody&view=x&map=__proto__&hour=99&span=7&group=0&lines=2", "#a=%ff&at=nowhere", "#groups", "#pairs=constructor",
                "#pairs=twins,x,y,z,,nobody,maybe&out=7&reach=x"):
        browser.go("about:blank")
        browser.go(link.split("#")[0] + odd)
        browser.wait("document.documentElement.dataset.ready", f"a report with {odd}")


TESTS = [test_tables_are_the_programs, test_pictures, test_address]
