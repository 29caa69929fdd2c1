"""How a report looks: light and dark, on small screens, on paper; what a screen reader is told."""

from __future__ import annotations

import csv
import re
import subprocess
from pathlib import Path
from statistics import correlation

from browser import Browser
from page import Page, Unsupported
from reading import number
from reports import Workshop

# Of 1,200 stations in two groups.
_PAGES = 6
# WCAG 2.2, 1.4.3, and 1.4.11 for what is no text.
_CONTRAST = 4.5

_CONTRASTS = """
    const parse = (text) => text.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
      .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (e) => {
      for (; e; e = e.parentElement) {
        const colour = parse(getComputedStyle(e).backgroundColor);
        if (colour.length === 3 || colour[3] > 0) return colour;
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll("body *:not(script):not(option)")]
      .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) && e.checkVisibility())
      .map((e) => {
        const style = getComputedStyle(e);
        const [a, b] = [parse(e instanceof SVGElement ? style.fill : style.color), ground(e)].map(luminance);
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.textContent.slice(0, 40)];
      });"""


def _luminance(browser: Page, what: str) -> float:
    text = browser.run("return getComputedStyle(document.body)[arguments[0]]", what)
    return sum(int(part) for part in re.findall(r"\d+", text)[:3]) / 765


def test_contrast_light_and_dark(browser: Page, workshop: Workshop) -> None:
    for dark in (False, True):
        browser.open(workshop.town().page, dark=dark)
        assert (_luminance(browser, "backgroundColor") < 0.2) == dark
        contrasts = browser.run(_CONTRASTS)
        assert len(contrasts) > 200
        poor = sorted((contrast, text) for contrast, text in contrasts if contrast < _CONTRAST)
        assert not poor, f"{'dark' if dark else 'light'}: {poor[:5]}"


def test_small_screens(browser: Page, workshop: Workshop) -> None:
    for report in (workshop.town(), workshop.city(), workshop.seasons()):
        for width in (320, 390, 768, 1280, 2200):
            browser.open(report.page, width=width)
            wide = browser.run("return document.documentElement.scrollWidth")
            assert wide <= width, f"{wide} pixels wide on a screen of {width}"


def test_paper(browser: Page, workshop: Workshop) -> None:
    browser.open(workshop.town().page, dark=True, medium="print")
    assert _luminance(browser, "backgroundColor") == 1 and _luminance(browser, "color") == 0, "paper is white"
    assert not browser.run("return document.querySelector('.toolbar').checkVisibility()")


def test_pages_of_paper(browser: Page, workshop: Workshop) -> None:
    """Few, and none ends with what belongs to the next."""
    for report, most in ((workshop.town(), _PAGES + 1), (workshop.city(), _PAGES), (workshop.capital(), _PAGES)):
        browser.open(report.page)
        pdf = browser.print()
        pages = _pages(pdf, browser.folder)
        assert pdf.startswith(b"%PDF-") and 2 <= len(pages) <= most, f"{len(pages)} pages"
        heads = {words.split()[0] for words in browser.texts("thead th:first-child")}
        for page in pages:
            assert page[-1] not in browser.texts("h2, h3"), f"a page ends with the heading {page[-1]}"
            assert page[-1].split()[0] not in heads, f"a page ends with the head of a table: {page[-1]}"
            assert not page[0].startswith("The first "), "the foot of a table is on another page"
            assert not page[-1].endswith("arrow keys."), "the matrix is on another page than its words"


def test_long_lists_are_short_on_paper(browser: Page, workshop: Workshop) -> None:
    """Of stations that were always closed, which the page lists to the last."""
    days = [[str(s), str(100 + s * h), str(900 - s * h), str(h)] for s in range(1, 5) for h in range(24)]
    closed = [[str(1000 + s), "0", "0", "5"] for s in range(60)]
    log = workshop.write("closed.log.csv", [["station", "free_docks", "bikes", "hour"], *days, *closed])
    browser.open(workshop.make("closed", log).page)
    browser.run("document.getElementById('left-out').open = true")
    shown = browser.run("return document.getElementById('left-out-lists').innerText")
    assert "1059" in shown and "more, which" not in shown
    lines = [line for page in _pages(browser.print(), browser.folder) for line in page]
    assert any("1000" in line for line in lines) and not any("1059" in line for line in lines)
    assert any("and 20 more, which the page lists" in line for line in lines), lines


def _pages(pdf: bytes, folder: Path) -> list[list[str]]:
    """Their lines of text."""
    (folder / "paper.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", folder / "paper.pdf", "-"], capture_output=True, text=True, check=True)
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in told.stdout.split("\f")]
    return [page for page in pages if page]


def test_large(browser: Page, workshop: Workshop) -> None:
    """Of more than 4,000 stations r is made of their profiles, and is that of these."""
    country = workshop.country()
    size = country.page.stat().st_size
    assert size < 3 << 20, f"{size} bytes"
    milliseconds = browser.open(country.page)
    assert browser.text("#failure") == "" and len(browser.texts("#group-cards li")) == 4
    order = [row["station"] for row in country.stations]
    profiles: dict[str, dict[str, float]] = {}
    with country.matrix.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["mean"]:
                profiles.setdefault(row["station"], {})[row["bin"]] = float(row["mean"])
    for a, b in [(0, 1), (5, 4000), (17, 2222)]:
        for field, place in (("a", a), ("b", b)):
            browser.run(
                """const input = document.getElementById("station-" + arguments[0]);
                input.value = arguments[1];
                input.dispatchEvent(new Event("change"));""",
                field,
                order[place],
            )
        one, two = profiles[order[a]], profiles[order[b]]
        common = sorted(one.keys() & two.keys())
        due = correlation([one[hour] for hour in common], [two[hour] for hour in common])
        shown = number(browser.text("#compare-result strong").split("= ")[1])
        assert shown is not None and abs(shown - due) < 0.6e-4, (order[a], order[b], shown, due)
    browser.open(country.page)
    text = "\n".join(line for page in _pages(browser.print(), browser.folder) for line in page)
    for words in ("nearly run out of bikes", "bikes could be moved between them"):
        assert words in text, f"printed before it was seen: no '{words}'"
    browser.click("#zoom-in")
    browser.settle()
    print(f"        {len(order):,} stations: {size / 1e6:.2f} MB, there after {milliseconds:.0f} ms")


def test_names_of_controls(browser: Page, workshop: Workshop) -> None:
    """Whatever can be used has a name and a role for a screen reader."""
    if not isinstance(browser, Browser):
        raise Unsupported("only Chromium tells what a screen reader gets")
    browser.open(workshop.town().page)
    browser.command("Accessibility.enable")
    nodes = browser.command("Accessibility.getFullAXTree")["nodes"]
    roles: dict[str, int] = {}
    for node in nodes:
        role = node.get("role", {}).get("value")
        roles[role] = roles.get(role, 0) + 1
        if role in (
            "button",
            "link",
            "searchbox",
            "textbox",
            "combobox",
            "image",
            "application",
            "group",
            "toolbar",
            "DisclosureTriangle",
        ):
            name = node.get("name", {}).get("value", "")
            assert node.get("ignored") or name.strip() or role == "group", f"{role} without a name: {node}"
    assert roles["application"] == 2 and roles["table"] >= 4 and roles["heading"] >= 8, roles
    assert roles["button"] > 60 and roles["combobox"] >= 2 and roles["columnheader"] >= 15, roles
    languages = browser.run("return [document.documentElement.lang, document.title]")
    assert languages == ["en", "Which stations fill and empty together?"]
    browser.command("Accessibility.disable")


TESTS = [
    test_contrast_light_and_dark,
    test_small_screens,
    test_paper,
    test_pages_of_paper,
    test_long_lists_are_short_on_paper,
    test_large,
    test_names_of_controls,
]
