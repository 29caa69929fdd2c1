"""Headless Chromium, by Selenium: no network, and whatever a page complains of or asks for is an error."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

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
_SECONDS = 20


class Browser:
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
        self.page = None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.command("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.folder))
        return self

    def __exit__(self, *_) -> None:
        self.driver.quit()

    # Opening

    def open(
        self, page: Path, *, width: int = 1280, height: int = 900, dark: bool = False, medium: str = "screen"
    ) -> float:
        """Opens a report from disk; returns the milliseconds until it is all there."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.command("Emulation.setEmulatedMedia", media=medium, features=scheme)
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        self.page = page.resolve().as_uri()
        self.driver.get(self.page)
        self.wait("document.documentElement.dataset.ready || !document.getElementById('failure').hidden", "the report")
        milliseconds = self.run("return performance.now()")
        assert not self.text("#failure"), self.text("#failure")
        return milliseconds

    def wait(self, condition: str, what: str) -> None:
        end = time.monotonic() + _SECONDS
        while not self.run(f"return {condition}"):
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(0.005)

    # Looking

    def run(self, script: str, *arguments):
        return self.driver.execute_script(script, *arguments)

    def command(self, name: str, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def find(self, selector: str):
        return self.driver.find_element("css selector", selector)

    def text(self, selector: str) -> str:
        return self.run("return document.querySelector(arguments[0])?.textContent ?? ''", selector)

    def texts(self, selector: str) -> list[str]:
        return self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector)

    def attributes(self, selector: str, name: str) -> list[str]:
        script = "return [...document.querySelectorAll(arguments[0])].map((e) => e.getAttribute(arguments[1]))"
        return self.run(script, selector, name)

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
        element = self.find(selector)
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        element.click()

    def hover(self, selector: str, x: float, y: float) -> None:
        """Points at a place of an element, from its upper left corner."""
        box = self.run(
            "return (({ x, y }) => [x, y])(document.querySelector(arguments[0]).getBoundingClientRect())", selector
        )
        self.command("Input.dispatchMouseEvent", type="mouseMoved", x=box[0] + x, y=box[1] + y)

    def saved(self, selector: str, name: str) -> bytes:
        """What a button saves as a file of that name."""
        file = self.folder / name
        file.unlink(missing_ok=True)
        self.run("document.querySelector(arguments[0]).click()", selector)
        end = time.monotonic() + _SECONDS
        while not file.exists():
            assert time.monotonic() < end, f"{name} is not saved"
            time.sleep(0.01)
        return file.read_bytes()

    def drag(self, selector: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """By the mouse, from place to place of an element."""
        box = self.box(selector)
        for kind, (x, y) in [("mousePressed", start), ("mouseMoved", end), ("mouseReleased", end)]:
            pressed = {"button": "left", "buttons": 1, "clickCount": 1}
            self.command("Input.dispatchMouseEvent", type=kind, x=box[0] + x, y=box[1] + y, **pressed)

    def pinch(self, selector: str, before: float, after: float) -> None:
        """Two fingers around the middle of an element, from so many pixels apart to so many."""
        x, y, width, height = self.box(selector)
        middle = x + width / 2, y + height / 2
        for kind, apart in [("touchStart", before), ("touchMove", (before + after) / 2), ("touchMove", after)]:
            points = [{"x": middle[0] + side * apart / 2, "y": middle[1], "id": i} for i, side in enumerate((-1, 1))]
            self.command("Input.dispatchTouchEvent", type=kind, touchPoints=points)
        self.command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

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
        self.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

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
        """No message on the console, and nothing asked for but the files that were opened, and what is in them."""
        messages = self.messages()
        assert not messages, f"the page complains: {messages}"
        asked = {url for url, _ in self.requests()}
        foreign = {url for url in asked if not url.startswith(("file:///", "data:", "blob:"))}
        assert not foreign, f"requests leave the file: {foreign}"
        assert all(url.endswith(".html") for url in asked if url.startswith("file:")), f"another file is read: {asked}"
