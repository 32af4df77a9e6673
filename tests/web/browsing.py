"""A real server and a real browser: what was said on the console and what left the machine is kept."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@contextmanager
def served() -> Iterator[str]:
    """The open house on a free port of this machine; gives its address."""
    from django.db import connections

    from daybook.web.serve import serve

    server = serve(0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(10)
        connections.close_all()


@dataclass
class Visit:
    """One browser window with what went wrong in it."""

    page: Any
    address: str
    said: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda m: self.said.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.said.append(str(e)))
        self.page.on("request", lambda r: None if r.url.startswith((self.address, "data:")) else self.outside.append(r.url))

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, email: str, password: str) -> None:
        self.open("/account/login/")
        self.page.fill("#id_login", email)
        self.page.fill("#id_password", password)
        self.page.click("main button.btn-primary")
        self.page.wait_for_load_state()

    def speak(self, language: str) -> None:
        """Chooses the language of this browser: zh-hans or en."""
        self.page.context.add_cookies([{"name": "daybook_language", "value": language, "url": self.address}])

    def too_wide(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def serious(self) -> list[str]:
        """What axe calls serious or critical on the page (WCAG 2.1 A and AA)."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        return [f"{v['id']}: {n['target']} {n.get('failureSummary', '')[:160]}" for v in found.response["violations"]
                if v["impact"] in ("serious", "critical") for n in v["nodes"]]


@contextmanager
def visiting(address: str, size: dict[str, int] | None = None) -> Iterator[Visit]:
    """A browser window of its own at an address."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            context = browser.new_context(viewport=size or DESK, locale="zh-CN")
            context.set_default_timeout(60_000)
            yield Visit(context.new_page(), address)
        finally:
            browser.close()
