"""What tests do with a page, whichever browser shows it."""

from __future__ import annotations

import time
from pathlib import Path

_SECONDS = 20


class Unsupported(Exception):
    """The browser has no means for what a test asks for."""


class Page:
    """A browser with one page. Where it differs from others is told by the classes that are made of this one."""

    name: str
    folder: Path

    # What each browser has its own way for

    def open(
        self, page: Path, *, width: int = 1280, height: int = 900, dark: bool = False, medium: str = "screen"
    ) -> float:
        """Opens a report from disk; returns the milliseconds until it is all there."""
        raise NotImplementedError

    def go(self, address: str) -> None:
        raise NotImplementedError

    def run(self, script: str, *arguments):
        """The body of a function, whose result is made of JSON."""
        raise NotImplementedError

    def run_until_done(self, script: str, *arguments):
        """The same of one that calls its last argument with its result."""
        raise NotImplementedError

    def mouse(self, kind: str, x: float, y: float, button: str = "left") -> None:
        """`down`, `move` (with the button down, if it is) or `up`, at a place of the window."""
        raise NotImplementedError

    def wheel_with_control(self, x: float, y: float, delta: float) -> None:
        raise NotImplementedError

    def expect_silence(self) -> None:
        """No message on the console, and nothing asked for but the files that were opened, and what is in them."""
        raise NotImplementedError

    @staticmethod
    def expect_no(messages: list[str], asked: set[str]) -> None:
        """Holds what was said and asked for since the last look against that."""
        assert not messages, f"the page complains: {messages}"
        foreign = {url for url in asked if not url.startswith(("file:///", "data:", "blob:", "about:"))}
        assert not foreign, f"requests leave the file: {foreign}"
        files = {url.partition("#")[0] for url in asked if url.startswith("file:")}
        assert all(file.endswith(".html") for file in files), f"another file is read: {files}"

    # Looking

    def wait(self, condition: str, what: str) -> None:
        end = time.monotonic() + _SECONDS
        while not self.run(f"return {condition}"):
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.005)

    def wait_until_ready(self) -> float:
        """Milliseconds since the page was asked for."""
        ended = "document.documentElement.dataset.ready || document.getElementById('failure')?.hidden === false"
        self.wait(ended, "the report")
        milliseconds = self.run("return performance.now()")
        assert not self.text("#failure"), self.text("#failure")
        return milliseconds

    def text(self, selector: str) -> str:
        return self.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)

    def texts(self, selector: str) -> list[str]:
        return self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector)

    def attributes(self, selector: str, name: str) -> list[str]:
        script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.getAttribute(arguments[1]))"
        return self.run(script, selector, name)

    def box(self, selector: str) -> list[float]:
        """Of an element in the window, which it is brought into: x, y, width, height."""
        return self.run(
            """const element = document.querySelector(arguments[0]);
            element.scrollIntoView({ block: "center" });
            const { x, y, width, height } = element.getBoundingClientRect();
            return [x, y, width, height];""",
            selector,
        )

    def settle(self) -> None:
        """Until what was asked for is drawn."""
        self.run_until_done("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

    # Acting

    def select_all(self, selector: str) -> None:
        """What is in a field."""
        self.run("const field = document.querySelector(arguments[0]); field.focus(); field.select()", selector)

    def hover(self, selector: str, x: float, y: float) -> None:
        """Points at a place of an element, from its upper left corner."""
        box = self.run(
            "return (({ x, y }) => [x, y])(document.querySelector(arguments[0]).getBoundingClientRect())", selector
        )
        self.mouse("move", box[0] + x, box[1] + y)

    def drag(self, selector: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """By the mouse, from place to place of an element."""
        left, top, *_ = self.box(selector)
        for kind, (x, y) in [("down", start), ("move", end), ("up", end)]:
            self.mouse(kind, left + x, top + y)

    def saved(self, selector: str, name: str) -> bytes:
        """What a button saves as a file of that name."""
        file = self.folder / name
        file.unlink(missing_ok=True)
        self.run("document.querySelector(arguments[0]).click()", selector)
        end = time.monotonic() + _SECONDS
        while not file.exists() or file.stat().st_size == 0 or any(self.folder.glob("*.part")):
            assert time.monotonic() < end, f"{name} is not saved"
            time.sleep(0.01)
        return file.read_bytes()
