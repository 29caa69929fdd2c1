"""Opens velibcorr's reports in headless Chromium and uses them as a person would. Exits with 1 when a test fails."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path

import look
import map_use
import matrix_use
import questions_use
import safety
import table_use
import taking
import truth
from browser import Browser
from reports import Workshop

_TESTS = [
    *matrix_use.TESTS,
    *map_use.TESTS,
    *questions_use.TESTS,
    *table_use.TESTS,
    *taking.TESTS,
    *look.TESTS,
    *safety.TESTS,
    *truth.TESTS,
]


def main() -> int:
    options = _parse(sys.argv[1:])
    tests = [test for test in _TESTS if options.only in (None, _name(test))]
    failed = []
    with tempfile.TemporaryDirectory(prefix="velibcorr-report-") as folder:
        workshop = Workshop(options.binary, options.keep or Path(folder))
        with Browser(Path(folder) / "saved") as browser:
            for test in tests:
                start = time.monotonic()
                try:
                    test(browser, workshop)
                    browser.expect_silence()
                except Exception:
                    failed.append(_name(test))
                    traceback.print_exc()
                verdict = "FAILED" if _name(test) in failed else "ok    "
                print(f"{verdict}  {time.monotonic() - start:5.1f} s  {_name(test)}", flush=True)
    print(f"{len(tests) - len(failed)} passed, {len(failed)} failed" + (f": {', '.join(failed)}" if failed else ""))
    return 1 if failed or not tests else 0


def _name(test) -> str:
    return test.__name__.removeprefix("test_").replace("_", "-")


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="test-report", description=__doc__)
    parser.add_argument(
        "--binary", type=lambda path: Path(path).resolve(), required=True, metavar="PATH", help="velibcorr"
    )
    parser.add_argument("--only", choices=[_name(test) for test in _TESTS], help="one of the tests")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the reports there")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
