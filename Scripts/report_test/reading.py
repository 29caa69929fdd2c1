"""What a report shows, read from its page, and what is asked of it."""

from __future__ import annotations

import unicodedata

from selenium.webdriver.common.keys import Keys

from page import Page
from reports import Report

# Correlations are rounded to 1/10,000 in the file.
_TOLERANCE = 0.5001e-4
MINUS = "\u2212"


def number(text: str) -> float | None:
    return None if text == "undefined" else float(text.replace(MINUS, "-"))


def is_right(shown: float | None, due: float | None) -> bool:
    if shown is None or due is None:
        return shown is due
    return abs(shown - due) <= _TOLERANCE


def pair_shown(browser: Page, report: Report) -> tuple[str, str]:
    """The stations that the matrix's readout is about."""
    names = browser.texts("#readout bdi")
    ids = {row["name"] or row["station"]: row["station"] for row in report.stations}
    return ids[names[0]], ids[names[-1]]


def compare(browser: Page, one: str, other: str) -> None:
    """Chooses the two stations that are compared, by their numbers."""
    for selector, words in [("#station-a", one), ("#station-b", other)]:
        browser.run(
            """const field = document.querySelector(arguments[0]);
            field.value = arguments[1];
            field.dispatchEvent(new Event("change"));""",
            selector,
            words,
        )


def rows_shown(browser: Page) -> list[list[str]]:
    return browser.run("""
        const rows = document.querySelectorAll("#station-table tbody tr");
        return [...rows].map((row) => [...row.cells].map((cell) => cell.textContent));""")


def search(browser: Page, words: str) -> list[list[str]]:
    browser.select_all("#search")
    browser.press(Keys.DELETE, words)
    return rows_shown(browser)


def folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()
