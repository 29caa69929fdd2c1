"""Headless Chromium, by Selenium: no network, and whatever a page complains of or asks for is an error."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from page import Page

_SWITCHES = [
    "--headless=new",
    # Root and containers have no sandbox, and often a small /dev/shm.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--hide-scrollbars",
]


class Browser(Page):
    name = "Chromium"

    def __init__(self, saved: Path) -> None:
        """What a page saves goes to a folder."""
        self.folder = saved

    def __enter__(self) -> Browser:
        options = Options()
        options.binary_location = "/usr/bin/chromium"
        for switch in _SWITCHES:
            options.add_argument(switch)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.pressed = "none"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.folder))
        return self

    def __exit__(self, *_) -> None:
        self.driver.quit()

    # Opening

    def open(
        self, page: Path, *, width: int = 1280, height: int = 900, dark: bool = False, medium: str = "screen"
    ) -> float:
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.command("Emulation.setEmulatedMedia", media=medium, features=scheme)
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        self.go(page.resolve().as_uri())
        return self.wait_until_ready()

    def go(self, address: str) -> None:
        self.driver.get(address)

    # Looking

    def run(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def run_until_done(self, script: str, *arguments):
        return self.driver.execute_async_script(script, *arguments)

    def command(self, name: str, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def print(self) -> bytes:
        """On A4."""
        # An emulated screen would be printed as one.
        self.command("Emulation.setEmulatedMedia", media="")
        paper = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}
        return base64.b64decode(self.command("Page.printToPDF", printBackground=True, **paper)["data"])

    # Acting

    def press(self, *keys: str) -> None:
        ActionChains(self.driver, duration=0).send_keys(*keys).perform()

    def press_with_shift(self, key: str) -> None:
        ActionChains(self.driver, duration=0).key_down(Keys.SHIFT).send_keys(key).key_up(Keys.SHIFT).perform()

    def click(self, selector: str) -> None:
        element = self.driver.find_element("css selector", selector)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()

    def mouse(self, kind: str, x: float, y: float, button: str = "left") -> None:
        event = {"down": "mousePressed", "move": "mouseMoved", "up": "mouseReleased"}[kind]
        if kind == "down":
            self.pressed = button
        held = {"none": 0, "left": 1, "right": 2}["none" if kind == "up" else self.pressed]
        which = {} if kind == "move" and self.pressed == "none" else {"button": button, "clickCount": 1}
        self.command("Input.dispatchMouseEvent", type=event, x=x, y=y, buttons=held, **which)
        if kind == "up":
            self.pressed = "none"

    def wheel_with_control(self, x: float, y: float, delta: float) -> None:
        self.command("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=delta, modifiers=2)

    def pinch(self, selector: str, before: float, after: float) -> None:
        """Two fingers around the middle of an element, from so many pixels apart to so many."""
        self.command("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=2)
        x, y, width, height = self.box(selector)
        middle = x + width / 2, y + height / 2
        for kind, apart in [("touchStart", before), ("touchMove", (before + after) / 2), ("touchMove", after)]:
            points = [{"x": middle[0] + side * apart / 2, "y": middle[1], "id": i} for i, side in enumerate((-1, 1))]
            self.command("Input.dispatchTouchEvent", type=kind, touchPoints=points)
        self.command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        self.command("Emulation.setTouchEmulationEnabled", enabled=False)

    # Complaints

    def messages(self) -> list[str]:
        """What the console has got since the last look."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[tuple[str, str | None]]:
        """What was asked for since the last look, and why it was refused."""
        asked: dict[str, str] = {}
        refused: dict[str, str] = {}
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            details = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                asked[details["requestId"]] = details["request"]["url"]
            elif message["method"] == "Network.loadingFailed":
                refused[details["requestId"]] = details.get("blockedReason")
        return [(url, refused.get(request)) for request, url in asked.items()]

    def expect_silence(self) -> None:
        self.expect_no(self.messages(), {url for url, _ in self.requests()})
