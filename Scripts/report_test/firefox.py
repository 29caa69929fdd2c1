"""Headless Firefox, by WebDriver BiDi, without a driver: no network, and whatever a page complains of is an error."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from bidi import Connection
from page import Page, Unsupported

_SECONDS = 60
_PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.alwaysOpenPanel": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    # Whatever asks for the network gets none.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 1,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 1,
    "ui.prefersReducedMotion": 1,
    # Tab goes to all that can be used, and a window has the focus though nobody looks at it.
    "accessibility.tabfocus": 7,
    "focusmanager.testmode": True,
}


def path() -> str | None:
    """Where it is; None where it is not installed."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox(Page):
    name = "Firefox"

    def __init__(self, saved: Path) -> None:
        """What a page saves goes to a folder."""
        self.folder = saved

    def __enter__(self) -> Firefox:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.started: dict[bool, _Process] = {}
        return self

    def __exit__(self, *_) -> None:
        for process in self.started.values():
            process.stop()

    def open(
        self, page: Path, *, width: int = 1280, height: int = 900, dark: bool = False, medium: str = "screen"
    ) -> float:
        if medium != "screen":
            raise Unsupported("Firefox shows pages as they are on screens")
        # What a page is asked to prefer is a preference of the whole program.
        if dark not in self.started:
            self.started[dark] = _Process(self.folder, dark)
        self.process = self.started[dark]
        self._command("browsingContext.activate")
        self._command("browsingContext.setViewport", viewport={"width": width, "height": height}, devicePixelRatio=1)
        self.go(page.resolve().as_uri())
        return self.wait_until_ready()

    def go(self, address: str) -> None:
        # The answer has been seen to come while the page before was still there, and while there was none.
        self.run("window.left = true")
        self._command("browsingContext.navigate", url=address, wait="complete")
        there = f"location.pathname === new URL({json.dumps(address)}).pathname && document.readyState === 'complete'"
        self.wait(f"!window.left && {there}", address)

    # Looking

    def run(self, script: str, *arguments):
        return self._evaluate(f"JSON.stringify((function () {{ {script}\n }}).apply(null, {json.dumps(arguments)}))")

    def run_until_done(self, script: str, *arguments):
        given = json.dumps(arguments)
        return self._evaluate(
            f"new Promise((done) => (function () {{ {script}\n }}).apply(null, [...{given}, done])).then(JSON.stringify)"
        )

    def _evaluate(self, expression: str):
        answer = self.process.connection.command(
            "script.evaluate", expression=expression, target={"context": self.process.context}, awaitPromise=True
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"]) if "value" in answer["result"] else None

    def print(self) -> bytes:
        """On A4."""
        page = {"width": 21.0, "height": 29.7}
        return base64.b64decode(self._command("browsingContext.print", background=True, page=page)["data"])

    def picture(self) -> bytes:
        """What the window shows, as PNG."""
        return base64.b64decode(self._command("browsingContext.captureScreenshot")["data"])

    # Acting

    def press(self, *keys: str) -> None:
        self._keys([key for word in keys for key in word])

    def press_with_shift(self, key: str) -> None:
        self._keys([key], Keys.SHIFT)

    def _keys(self, keys: list[str], held: str = "") -> None:
        acts = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        if held:
            acts = [{"type": "keyDown", "value": held}, *acts, {"type": "keyUp", "value": held}]
        self._act({"type": "key", "id": "keys", "actions": acts})

    def click(self, selector: str) -> None:
        x, y, width, height = self.box(selector)
        for kind in ("move", "down", "up"):
            self.mouse(kind, x + width / 2, y + height / 2)

    def mouse(self, kind: str, x: float, y: float, button: str = "left") -> None:
        acts = [{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0}]
        if kind != "move":
            acts.append({"type": f"pointer{kind.capitalize()}", "button": {"left": 0, "right": 2}[button]})
        self._act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": acts})

    def wheel_with_control(self, x: float, y: float, delta: float) -> None:
        place = {"x": int(x), "y": int(y), "deltaX": 0, "deltaY": int(delta), "duration": 0}
        hold = [{"type": "keyDown", "value": Keys.CONTROL}, {"type": "pause"}, {"type": "keyUp", "value": Keys.CONTROL}]
        turn = [{"type": "pause"}, {"type": "scroll", **place}]
        self._act({"type": "key", "id": "keys", "actions": hold}, {"type": "wheel", "id": "wheel", "actions": turn})

    def pinch(self, selector: str, before: float, after: float) -> None:
        """Two fingers around the middle of an element, from so many pixels apart to so many."""
        x, y, width, height = self.box(selector)
        middle = x + width / 2, y + height / 2

        def finger(number: int, side: int) -> dict:
            def at(apart: float) -> dict:
                return {"type": "pointerMove", "x": int(middle[0] + side * apart / 2), "y": int(middle[1]), "duration": 0}

            acts = [at(before), {"type": "pointerDown", "button": 0}, at((before + after) / 2), at(after)]
            touch = {"parameters": {"pointerType": "touch"}, "actions": [*acts, {"type": "pointerUp", "button": 0}]}
            return {"type": "pointer", "id": f"finger{number}", **touch}

        self._act(finger(1, -1), finger(2, 1))

    def _act(self, *sources: dict) -> None:
        self._command("input.performActions", actions=list(sources))

    def _command(self, method: str, **parameters) -> dict:
        return self.process.connection.command(method, context=self.process.context, **parameters)

    # Complaints

    def expect_silence(self) -> None:
        for process in self.started.values():
            process.connection.command("session.status")
            events = process.connection.take_events()
            details = [(event["method"], event["params"]) for event in events]
            said = [each["text"] for kind, each in details if kind == "log.entryAdded" and each["level"] in ("warn", "error")]
            asked = {each["request"]["url"] for kind, each in details if kind == "network.beforeRequestSent"}
            self.expect_no(said, asked)


class _Process:
    """A Firefox of its own, with a folder of its own."""

    def __init__(self, saved: Path, dark: bool) -> None:
        self.profile = tempfile.TemporaryDirectory(prefix="velibcorr-firefox-")
        preferences = {
            **_PREFERENCES,
            "browser.download.dir": str(saved.resolve()),
            "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
        }
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
        (Path(self.profile.name) / "user.js").write_text("\n".join(lines))
        self.log = Path(self.profile.name) / "log.txt"
        arguments = ["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile", self.profile.name]
        with self.log.open("w") as log:
            self.process = subprocess.Popen([path(), *arguments], stdout=log, stderr=log)
        self.connection = Connection(self._port())
        self.connection.command("session.new", capabilities={})
        self.connection.command("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.context = self.connection.command("browsingContext.getTree")["contexts"][0]["context"]

    def _port(self) -> int:
        end = time.monotonic() + _SECONDS
        while not (found := re.search(r"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)", self.log.read_text())):
            assert self.process.poll() is None and time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)
        return int(found[1])

    def stop(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.wait(_SECONDS)
        self.profile.cleanup()
