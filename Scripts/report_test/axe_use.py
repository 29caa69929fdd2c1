"""What axe-core, which knows the rules of WCAG, finds in reports: nothing."""

from __future__ import annotations

from pathlib import Path

from page import Page, Unsupported
from reports import Workshop

WIDTHS = (1440, 768, 390)
_RUN = """
    const done = arguments[0];
    axe.run(document, { resultTypes: ["violations", "incomplete"] }).then(({ violations }) => done(violations.map(
      ({ id, help, nodes }) => `${id}: ${help}, ${nodes.length} times: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`)));"""


def make_test(axe: Path | None):
    """With axe-core's script."""

    def test_axe(browser: Page, workshop: Workshop) -> None:
        """Light and dark, wide and narrow."""
        if axe is None:
            raise Unsupported("axe-core is not there, and pip did not bring it")
        script = axe.read_text("utf-8")
        for report, widths in ((workshop.town(), WIDTHS), (workshop.suburb(), WIDTHS), (workshop.seasons(), WIDTHS[:1])):
            for dark in (False, True):
                for width in widths:
                    browser.open(report.page, width=width, dark=dark)
                    browser.run(script)
                    found = browser.run_until_done(_RUN)
                    where = f"{report.page.name}, {width} pixels, {'dark' if dark else 'light'}"
                    assert not found, f"{where}: {found}"

    return test_axe
