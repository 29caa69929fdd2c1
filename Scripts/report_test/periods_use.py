"""Another period beside that of the page, and r by distance."""

from __future__ import annotations

import csv
import io

from page import Page
from reading import MINUS, is_right, number
from reports import Workshop


def test_another_period_is_that_of_its_own_run(browser: Page, workshop: Workshop) -> None:
    """The matrix that is shown is that of the other log alone, and is what is saved; what it lacks is said."""
    seasons = workshop.seasons()
    workshop.run("autumn.csv", "-q", "-o", "then.csv")
    with (workshop.folder / "then.csv").open(newline="") as file:
        then = {row["station"]: row for row in csv.DictReader(file)}
    browser.open(seasons.page)
    assert "1 station of this page is not in the other period" in browser.text("#findings")
    browser.click("#matrix-shows button:nth-child(2)")
    saved = list(csv.DictReader(io.StringIO(browser.saved("#matrix .toolbar > .take", "matrix-other.csv").decode())))
    assert [row["station"] for row in saved] == [row["station"] for row in seasons.stations]
    for row in saved:
        for other in row.keys() - {"station", row["station"]}:
            due = then.get(row["station"], {}).get(other)
            assert is_right(float(row[other]) if row[other] else None, float(due) if due else None), (row, other, due)
    assert not any(row["9"] for row in saved), "it lacks 9"
    assert len({_picture(browser, place) for place in (1, 2, 3)}) == 3, "each looks otherwise"
    browser.click("#matrix-shows button:nth-child(3)")
    assert "Red where the other period has a greater r" in browser.text("#matrix-shows-words")
    browser.wait("location.hash.includes('matrix=change')", "the address")
    browser.click("#matrix-shows button:nth-child(1)")
    assert browser.saved("#matrix .toolbar > .take", "matrix.csv").count(b"\n") == len(saved) + 1


def _picture(browser: Page, place: int) -> str:
    """The matrix as one of the buttons has it drawn."""
    browser.click(f"#matrix-shows button:nth-child({place})")
    browser.settle()
    return browser.run("return document.getElementById('matrix-canvas').toDataURL()")


def test_changed_stations_are_those_of_the_pairs(browser: Page, workshop: Workshop) -> None:
    seasons = workshop.seasons()
    with (workshop.folder / "changes.csv").open(newline="") as file:
        pairs = list(csv.DictReader(file))
    due: dict[str, list[dict[str, str]]] = {}
    for pair in pairs:
        for which in ("station_a", "station_b"):
            due.setdefault(pair[which], []).append(pair)
    browser.open(seasons.page)
    words = browser.text("#periods-words")
    differing = sum(float(pair["q"]) < 0.05 for pair in pairs)
    assert 0 < differing < len(pairs), "some change, and some do not"
    assert f"of their {len(pairs)} pairs that could be compared, {differing} differ" in words, words
    rows = list(csv.DictReader(io.StringIO(browser.saved("#periods-table .take", "changed-stations.csv").decode())))
    assert {row["station"] for row in rows} == set(due)
    counts = [int(row["differing"]) for row in rows]
    assert counts == sorted(counts, reverse=True)
    for row in rows:
        own = due[row["station"]]
        assert int(row["pairs"]) == len(own)
        assert int(row["differing"]) == sum(float(pair["q"]) < 0.05 for pair in own)
        most = max(own, key=lambda pair: abs(float(pair["t"])))
        assert row["other"] in (most["station_a"], most["station_b"])
        assert all(is_right(float(row[which]), float(most[which])) for which in ("r1", "r2")), (row, most)
    first = rows[0]
    browser.click("#periods-table tbody tr:first-child button")
    assert browser.run("return document.getElementById('station-a').value") == first["station"]
    assert len(browser.texts("#station-day .key li")) == 2, "both periods are in the chart of its day"
    browser.wait(
        f"document.getElementById('readout').textContent.includes('{first['r2'].replace('-', MINUS)} in the other period')",
        "r of then beside the matrix",
    )


def test_r_by_distance_is_that_of_the_run(browser: Page, workshop: Workshop) -> None:
    seasons = workshop.seasons()
    due = (workshop.folder / "seasons.decay.csv").read_bytes()
    browser.open(seasons.page)
    assert browser.saved("#decay-table .take", "decay.csv") == due
    classes = [row for row in csv.DictReader(io.StringIO(due.decode()))]
    shown = browser.run("""
        return [...document.querySelectorAll("#decay-table tbody tr")]
          .map((row) => [...row.cells].map((cell) => cell.textContent));""")
    assert len(shown) == len(classes) > 2
    for row, cells in zip(classes, shown):
        assert cells[1].replace(",", "") == row["pairs"]
        assert cells[2] == "" if row["mean_r"] == "" else abs(number(cells[2]) - float(row["mean_r"])) <= 0.000501
    dots = browser.run("return document.querySelectorAll('#decay-chart circle').length")
    assert dots == sum(row["pairs"] != "0" for row in classes)
    browser.open(workshop.town().page)
    assert not browser.run("return ['decay', 'periods', 'periods-link'].some((id) => document.getElementById(id).checkVisibility())")


TESTS = [
    test_another_period_is_that_of_its_own_run,
    test_changed_stations_are_those_of_the_pairs,
    test_r_by_distance_is_that_of_the_run,
]
