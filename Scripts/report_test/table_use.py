"""Tables and the comparison of two stations in use."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from page import Page, Unsupported
from reading import MINUS, folded, is_right, number, pair_shown, rows_shown, search
from reports import Workshop


def test_search_finds_a_station(browser: Page, workshop: Workshop) -> None:
    town = workshop.town()
    browser.open(town.page)
    for words in ["gare", "marche", "UNIVERSITÉ", "101", "parc 38", "nowhere"]:
        due = [
            row["station"]
            for row in town.stations
            if all(word in folded(row["name"]) for word in folded(words).split())
        ]
        found = [row[0] for row in search(browser, words)]
        assert found == due, f"{words}: {found}, due {due}"
    assert browser.text("#found") == "0 stations"
    assert len(search(browser, "")) == 40
    city = workshop.city()
    browser.open(city.page)
    assert len(rows_shown(browser)) == 100 and f"of {len(city.stations):,} stations" in browser.text("#found")
    last = city.stations[-1]["station"]
    assert [row[0] for row in search(browser, last)][0] == last
    search(browser, "")
    browser.click("#station-table .more button:last-child")
    assert len(rows_shown(browser)) == len(city.stations)


def test_sorting_sorts(browser: Page, workshop: Workshop) -> None:
    browser.open(workshop.town().page)

    def key(text: str):
        text = text.replace("%", "").replace("\u00a0", "").replace(MINUS, "-").replace(",", "")
        try:
            return 0, float(text), ""
        except ValueError:
            return 1, 0.0, folded(text)

    heads = len(browser.texts("#station-table th"))
    assert heads == 7
    for column in range(heads):
        head = f"#station-table th:nth-child({column + 1})"
        # The table is sorted by its first column at the start.
        for order in ["descending", "ascending"] if column == 0 else ["ascending", "descending"]:
            browser.click(f"{head} button")
            assert browser.attributes("#station-table th[aria-sort]", "aria-sort") == [order]
            assert browser.attributes(head, "aria-sort") == [order]
            values = [row[column] for row in rows_shown(browser)]
            assert len(values) == 40
            values = [key(value) for value in values if value not in ("", "none")]
            if column in (1, 5):
                values = [(int(text.split()[0]),) for _, _, text in values]
            assert len(set(values)) > 1
            assert values == sorted(values, reverse=order == "descending"), f"column {column}, {order}: {values}"


def test_comparing(browser: Page, workshop: Workshop) -> None:
    town = workshop.town()
    browser.open(town.page)
    if not browser.run("return document.hasFocus()"):
        raise Unsupported("in a window without focus a field that is left tells of no change")
    for selector, words in [("#station-a", "117"), ("#station-b", "université 3")]:
        browser.select_all(selector)
        browser.press(Keys.DELETE, words, Keys.TAB)
    first, second = "117", next(
        row["station"] for row in town.stations if folded("université 3") in folded(row["name"])
    )
    assert browser.text("#compare-problem") == ""
    shown = number(browser.text("#compare-result strong").split("= ")[1])
    assert is_right(shown, town.r[first, second]), (browser.text("#compare-result"), town.r[first, second])
    assert pair_shown(browser, town) == (first, second), "the matrix follows"
    assert len(browser.texts("#compare-chart svg[role=img] polyline")) >= 2
    browser.click("#compare-spans button:last-child")
    browser.click("#compare-chart summary")
    browser.wait(
        "document.querySelectorAll('#compare-chart tbody tr').length === 168", "a row for each hour of the week"
    )
    best = max((r, b) for (a, b), r in town.r.items() if a == first and b != first and b != "106" and r is not None)
    shown = browser.run(
        "return [...document.querySelector('#compare-others tbody tr').cells].map((cell) => cell.textContent)"
    )
    assert shown[0].startswith(best[1]) and shown[1] == f"{best[0]:.3f}", (shown, best)
    browser.select_all("#station-a")
    browser.press(Keys.DELETE, "no such station", Keys.TAB)
    assert "no such station" in browser.text("#compare-problem")


TESTS = [test_search_finds_a_station, test_sorting_sorts, test_comparing]
