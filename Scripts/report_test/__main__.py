"""Opens velibcorr's reports in headless Chromium and Firefox and uses them as a person would.

Exits with 1 when a test fails. What cannot be tried is skipped by name.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

import axe_use
import edges
import firefox
import look
import map_use
import matrix_use
import periods_use
import questions_use
import safety
import speed
import table_use
import taking
import tasks_use
import truth
from browser import Browser
from page import Page, Unsupported
from reports import Workshop

_TESTS = [
    *matrix_use.TESTS,
    *map_use.TESTS,
    *questions_use.TESTS,
    *periods_use.TESTS,
    *table_use.TESTS,
    *taking.TESTS,
    *tasks_use.TESTS,
    *look.TESTS,
    *safety.TESTS,
    *truth.TESTS,
    *edges.TESTS,
    *speed.TESTS,
    axe_use.make_test(None),
]
_BROWSERS = {"chromium": Browser, "firefox": firefox.Firefox}


def main() -> int:
    options = _parse(sys.argv[1:])
    chosen = [test for test in _TESTS if options.only in (None, _name(test))]
    tests = [axe_use.make_test(options.axe) if _name(test) == "axe" else test for test in chosen]
    names = [options.browser] if options.browser else list(_BROWSERS)
    counts = {"ok": 0, "skipped": 0}
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="velibcorr-report-") as folder:
        workshop = Workshop(options.binary, options.keep or Path(folder))
        for name in names:
            if name == "firefox" and firefox.path() is None:
                print("skipped          Firefox: it is not installed (on Debian: apt install firefox-esr)")
                continue
            with _BROWSERS[name](Path(folder) / f"saved-{name}") as browser:
                for test in tests:
                    verdict = _try(test, browser, workshop)
                    counts[verdict] = counts.get(verdict, 0) + 1
                    if verdict == "FAILED":
                        failed.append(f"{_name(test)} in {browser.name}")
    print(
        f"{counts['ok']} passed, {counts['skipped']} skipped, {len(failed)} failed"
        + (f": {', '.join(failed)}" if failed else "")
    )
    return 1 if failed or not counts["ok"] else 0


def _try(test, browser: Page, workshop: Workshop) -> str:
    start = time.monotonic()
    why = ""
    try:
        test(browser, workshop)
        browser.expect_silence()
        verdict = "ok"
    except Unsupported as reason:
        verdict, why = "skipped", f": {reason}"
    except Exception:
        verdict = "FAILED"
        traceback.print_exc()
    print(f"{verdict:7} {time.monotonic() - start:5.1f} s  {browser.name:8}  {_name(test)}{why}", flush=True)
    return verdict


def _name(test) -> str:
    return test.__name__.removeprefix("test_").replace("_", "-")


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="test-report", description=__doc__)
    parser.add_argument(
        "--binary", type=lambda path: Path(path).resolve(), required=True, metavar="PATH", help="velibcorr"
    )
    parser.add_argument("--axe", type=Path, metavar="FILE", help="axe-core's script")
    parser.add_argument("--browser", choices=list(_BROWSERS), help="one of the browsers")
    parser.add_argument("--only", choices=[_name(test) for test in _TESTS], help="one of the tests")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the reports there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
