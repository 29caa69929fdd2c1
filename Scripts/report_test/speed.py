"""How soon a report of 1,200 stations is there, and how soon what one does with it is seen: told, not judged."""

from __future__ import annotations

from page import Page
from reports import Workshop

_MEGABYTES = 3
_TIMES = 7
_ACTS = """
    const done = arguments[0];
    const [svg, canvas] = [".map-frame > svg", "#matrix-canvas"].map((selector) => document.querySelector(selector));
    const point = (element, x, y) => {
      const { left, top } = element.getBoundingClientRect();
      element.dispatchEvent(new PointerEvent("pointermove", { clientX: left + x, clientY: top + y, bubbles: true }));
    };
    const key = (element, key) => element.dispatchEvent(new KeyboardEvent("keydown", { key }));
    const press = (selector, i) => document.querySelectorAll(selector)[i].click();
    const acts = {
      "hover over the matrix": (i) => point(canvas, 300 + 10 * i, 300),
      "zoom the matrix in": () => press("#zoom-in", 0), "zoom it out": () => press("#zoom-out", 0),
      "another number of groups": (i) => press("#group-counts button", i % 11),
    };
    if (svg) Object.assign(acts, {
      "hover over the map": (i) => point(svg, 300 + 10 * i, 300),
      "zoom the map in": () => key(svg, "+"), "zoom the map out": () => key(svg, "-"),
      "another map": (i) => press("#map-body .choice:first-of-type button", i % 3),
    });
    // The task after a frame begins when it is drawn.
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    }));
    (async () => {
      const times = {};
      for (const [name, act] of Object.entries(acts)) {
        times[name] = [];
        for (let i = 0; i < TIMES; i++) {
          await drawn();
          const start = performance.now();
          act(i);
          await drawn();
          times[name].push(performance.now() - start);
        }
      }
      done(times);
    })();"""


def test_size_and_time(browser: Page, workshop: Workshop) -> None:
    """With places and basemap, and with intervals."""
    for report, kind in [(workshop.city(), "by the hours of a day"), (workshop.metropolis(), "and intervals, with places")]:
        size = report.page.stat().st_size
        assert size < _MEGABYTES << 20, f"{size} bytes"
        times = [browser.open(report.page) for _ in range(3)]
        shown = ", ".join(f"{time:.0f}" for time in times)
        print(f"        {len(report.stations):,} stations, {kind}: {size / 1e6:.2f} MB, there after {shown} ms")


def test_what_one_does_is_seen_at_once(browser: Page, workshop: Workshop) -> None:
    """From an act to the next picture."""
    browser.open(workshop.metropolis().page)
    times = browser.run_until_done(_ACTS.replace("TIMES", str(_TIMES)))
    medians = {name: sorted(values)[len(values) // 2] for name, values in times.items()}
    print("        ms from act to picture: " + ", ".join(f"{name} {ms:.0f}" for name, ms in medians.items()))
    # No limit: other work on the machine may delay any of them.
    assert all(len(values) == _TIMES for values in times.values()), times


TESTS = [test_size_and_time, test_what_one_does_is_seen_at_once]
