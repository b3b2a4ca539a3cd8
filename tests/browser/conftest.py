"""The portal as production runs it, with the demonstration, driven in Debian's Chromium."""

import email
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from email.policy import default as readable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# French at 360 px and English on a desktop: each journey is made once in each.
BOTH = pytest.mark.parametrize(
    ("language", "viewport"), [("fr", PHONE), ("en", DESKTOP)], ids=["french-phone", "english-desktop"]
)
# Between the mails of one file, as Django's file backend writes them.
NEXT_MAIL = b"\n" + b"-" * 79 + b"\n"
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass(frozen=True)
class Portal:
    """`password` is the one of all accounts of the demonstration; its mails lie as files in `data`."""

    url: str
    data: Path
    environment: dict

    @property
    def password(self) -> str:
        return (self.data / "demo-password.txt").read_text().strip()

    def manage(self, *arguments: str) -> str:
        """A management command of the running portal's own data."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        ).stdout

    def mail_to(self, address: str) -> str:
        """The text of the latest mail to this address; the worker takes a moment."""
        for _ in range(150):
            if found := [mail for mail in self._mails() if mail["To"] == address]:
                return found[-1].get_content()
            time.sleep(0.2)
        raise AssertionError(f"no mail to {address}")

    def _mails(self) -> Iterator:
        files = sorted((self.data / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime)
        for file in files:
            # What is being written ends in the middle of a mail.
            for written in file.read_bytes().split(NEXT_MAIL)[:-1]:
                yield email.message_from_bytes(written, policy=readable)


def portal_of(data: Path, **differs: str) -> Portal:
    """The portal whose data lie in `data`: at an address of its own, not started yet."""
    port = _free_port()
    environment = os.environ | {
        "DATA_DIR": str(data),
        "STATIC_ROOT": str(ROOT / "var" / "static"),
        "DEMO": "1",
        "PORT": str(port),
        "PORTAL_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{data}/portal.sqlite3",
        "REDIS_URL": "",
        "EMAIL_URL": f"filemail:///{data}/mail",
    }
    return Portal(f"http://127.0.0.1:{port}", data, environment | differs)


@contextmanager
def serving(portal: Portal) -> Iterator[Portal]:
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=portal.environment)
    try:
        _wait(f"{portal.url}/readyz")
        yield portal
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    made = portal_of(tmp_path_factory.mktemp("portal"))
    made.manage("prepare")
    with serving(made):
        yield made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(scope="session")
def browser():
    assert CHROMIUM, "Chromium is not installed (Debian: chromium)"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


# Wagtail saves drafts by itself and answers 400 as long as a required field is empty; its editor says so in
# words, the browser says it again on the console.
WAGTAILS_OWN = (re.compile(r"/admin/pages/(add/.*|\d+/edit)/: .* status of 400"),)


def same_spaces(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


class Visitor:
    """A person at the browser. Whatever the console complains of is kept and must be empty in the end."""

    def __init__(self, browser: Browser, portal: Portal, viewport: dict, language: str, **options):
        self.portal, self.language, self.complaints = portal, language, []
        self.scripts = options.get("java_script_enabled", True)
        self.context = browser.new_context(viewport=viewport, locale=language, base_url=portal.url, **options)
        self.context.set_default_timeout(15_000)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        text = f"{self.page.url}: {message.text}"
        if message.type == "error" and not any(known.search(text) for known in WAGTAILS_OWN):
            self.complaints.append(text)

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """The browser complains of every page that is an error; here one is what should happen."""
        before = len(self.complaints)
        yield
        self.page.wait_for_load_state()
        expected = f"the server responded with a status of {status}"
        assert any(expected in text for text in self.complaints[before:]), f"no answer {status}"
        self.complaints[before:] = [text for text in self.complaints[before:] if expected not in text]

    def screen_passes(self, within: str | None = None) -> None:
        """The screen as it stands, opened parts included: its language, its width, axe."""
        assert self.page.evaluate("document.documentElement.lang")[:2] == self.language
        assert not self.page.evaluate(WIDER_THAN_SCREEN), f"{self.page.url} scrolls sideways"
        with nullcontext(self.page) if self.scripts else self._with_scripts() as page:
            found = Axe().run(page, context=within, options={"runOnly": RULES}).response["violations"]
        faults = [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]
        assert not faults, self.page.url + "\n" + "\n".join(faults)

    @contextmanager
    def _with_scripts(self) -> Iterator[Page]:
        """The same document for axe, which is a script: what is said without scripts stays, and none of ours runs."""
        document = self.page.content().replace("<noscript", "<div").replace("</noscript", "</div")
        context = self.context.browser.new_context(viewport=self.page.viewport_size, base_url=self.portal.url)
        context.route("**/*.js", lambda route: route.abort())
        context.route(
            self.page.url, lambda route: route.fulfill(body=document, content_type="text/html; charset=utf-8")
        )
        try:
            page = context.new_page()
            page.goto(self.page.url)
            yield page
        finally:
            context.close()

    def sign_in(self, login: str, password: str = "") -> "Visitor":
        """By address or number; without a password of their own, as one of the demonstration's accounts."""
        self.page.goto(f"/accounts/login/?lang={self.language}")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", password or self.portal.password)
        self.send()
        assert "/accounts/login" not in self.page.url
        return self

    def send(self, name: str = "") -> None:
        """The form of the page, or the one with a button of this name."""
        buttons = self.page.locator("main form[method=post] button[type=submit]")
        self._leave_by((buttons.filter(has_text=name) if name else buttons).first)

    def follow(self, name: str, within: str = "main") -> None:
        self._leave_by(self.page.locator(within).get_by_role("link", name=name, exact=True).first)

    def _leave_by(self, way: Locator) -> None:
        """A busy machine is slow to leave a page; what is sent by a script does not leave it at all."""
        way.wait_for()
        with suppress(PlaywrightTimeout), self.page.expect_navigation(timeout=5_000):
            way.click()
        self.page.wait_for_load_state()

    def reads(self, text: str) -> bool:
        """Does it stand on the page? French has no-break spaces where tests have plain ones."""
        return same_spaces(text) in same_spaces(self.page.locator("body").inner_text())

    def heading(self) -> str:
        return same_spaces(self.page.locator("h1").inner_text())


@pytest.fixture(scope="session")
def signed_in() -> dict[tuple[str, str, str], dict]:
    """Cookies of those who have signed in, by portal, language and address: signing in is slow, and counted."""
    return {}


@pytest.fixture
def visitor(browser, portal, signed_in):
    """visitor(language="fr", viewport=PHONE, email=None): a fresh browser; complaints fail the test. `at` is another
    portal than the usual one."""
    people: list[Visitor] = []

    def come(
        language: str = "fr",
        viewport: dict = DESKTOP,
        email: str | None = None,
        at: Portal | None = None,
        **options,
    ) -> Visitor:
        known = ((at or portal).url, language, email)
        state = signed_in.get(known) if email else None
        person = Visitor(browser, at or portal, viewport, language, storage_state=state, **options)
        people.append(person)
        if email and not state:
            signed_in[known] = person.sign_in(email).context.storage_state()
        return person

    yield come
    for person in people:
        person.context.close()
    complaints = [text for person in people for text in person.complaints]
    assert not complaints, "\n".join(complaints)
