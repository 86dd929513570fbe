"""The built website, served on this machine, and a real browser to read it with.

Where Chromium is missing the tests are skipped, and the run says so in its last lines; in CI that is a failure.
"""

import contextlib
import os
import shutil
import sys
import threading
import time
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Error, TimeoutError

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"
ONE_PAGE = SITE.with_name("singlehtml") / "index.html"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PAGES = sorted(
    str(p.relative_to(SITE))
    for p in SITE.rglob("*.html")
    if not {"_static", "slides"} & {*p.parts} and p != SITE / "index.html"
)
"""All pages but the first address, which leads to the landing page and has nothing to read, and the slides, which have tests
of their own."""


def find_chromium() -> str | None:
    """Return the path of the reader's browser: ``CHROMIUM``, or the first that is on the path."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_sessionstart(session):
    """A website that was never built, or a browser that CI lacks, is no reason to pass."""
    if not PAGES:
        pytest.exit("There is no website in _build/html: run `make book` first.", returncode=2)
    if not ONE_PAGE.is_file():
        pytest.exit("The course is not in _build/singlehtml: run `make page` first.", returncode=2)
    if find_chromium() is None and os.environ.get("CI"):
        pytest.exit(
            "No Chromium here, and in CI the website must be tested: install the package chromium.",
            returncode=2,
        )


def pytest_itemcollected(item):
    """All that is asked of one page goes to one worker, which visits it once."""
    name = item.callspec.params.get("name") if hasattr(item, "callspec") else None
    name = name or ("window" in item.fixturenames and item.module.PAGE)
    if name:
        item.add_marker(pytest.mark.xdist_group(name))


def pytest_collection_modifyitems(items):
    """What takes longest comes first: begun last, the one page would keep one worker when the other has gone home."""
    items.sort(key=lambda item: item.path.stem != "test_print")


def pytest_terminal_summary(terminalreporter):
    """Nobody should miss that half of the tests did not run."""
    if find_chromium() is None:
        terminalreporter.write_line("")
        terminalreporter.write_line("THE WEBSITE WAS NOT TESTED: no Chromium was found.", red=True, bold=True)
        terminalreporter.write_line(
            "Install it (Debian and Ubuntu: apt install chromium), or set CHROMIUM=/path/to/it."
        )


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_):
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Keep quiet about readers who leave before a page is complete."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def served(handler=QuietHandler):
    """Serve the website; give its address."""
    server = _Server(("127.0.0.1", 0), partial(handler, directory=SITE))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address():
    """Where the website is served."""
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def playwright():
    """What drives browsers."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(request):
    """A headless Chromium."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium: the website is not tested")
    browser = request.getfixturevalue("playwright").chromium.launch(executable_path=chromium, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright):
    """A headless Firefox, the one of the system: driven by WebDriver BiDi, it needs no build of Playwright's own."""
    path = os.environ.get("FIREFOX") or next(
        filter(None, map(shutil.which, ("firefox", "firefox-esr"))), None
    )
    if path is None:
        pytest.skip("no Firefox here: what needs Python in the page was tested in Chromium alone")
    browser = playwright.firefox.launch(channel="moz-firefox", executable_path=path)
    try:
        browser.new_context().close()
    except Error as error:
        browser.close()
        pytest.skip(f"Playwright cannot drive Firefox {browser.version}: {error.message}")
    yield browser
    browser.close()


@pytest.fixture(scope="module", params=["browser", "firefox"])
def engine(request):
    """The browsers in which a reader's Python is tried: Chromium, and Firefox where it is installed."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def reader(browser):
    """A reader's fresh window; ``reader.log`` holds requests, console errors and page errors."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield open_window(context)
    context.close()


def open_window(context):
    """Open a window that keeps a log of what the page asks for and of what goes wrong."""
    page = context.new_page()
    page.log = {"requests": [], "errors": []}
    page.on("request", lambda request: page.log["requests"].append(request.url))
    # What the browser itself gave up, as when a reader leaves before a page is complete, is no fault of the page.
    page.on(
        "requestfailed",
        lambda r: None if "ERR_ABORTED" in r.failure else page.log["errors"].append(f"failed: {r.url}"),
    )
    page.on(
        "response", lambda r: page.log["errors"].append(f"{r.status}: {r.url}") if r.status >= 400 else None
    )
    page.on("console", lambda m: page.log["errors"].append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.log["errors"].append(str(error)))
    return page


@pytest.fixture(scope="session")
def visit(browser, address):
    """Return the visit to a page; the first test that asks for a page makes it."""
    from .visits import make_visit, open_to_visit

    # The visitor has seen a lesson before, so the letters are there at once: how long they take on the first visit is
    # the line's affair, and measured by benchmarks/site.py.
    context = browser.new_context()
    page = open_to_visit(context)
    page.goto(address + next(name for name in PAGES if name.startswith("lessons/")))
    page.evaluate("() => document.fonts.ready.then(() => 0)")
    yield cache(lambda name: make_visit(page, address + name))
    context.close()


@pytest.fixture(scope="session")
def from_disk(browser, visit):
    """Return what is seen of a page when it is opened from disk, at the view that the visitor left."""
    from .visits import open_from_disk, open_to_visit

    context = browser.new_context()
    page = open_to_visit(context)
    judged = set()
    yield cache(lambda name: open_from_disk(page, name, visit(name).address, judged))
    context.close()


@pytest.fixture(scope="module")
def window(request, browser, address):
    """A window with the page that a file of tests is about."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = open_window(context)
    page.goto(address + request.module.PAGE)
    yield page
    context.close()


@pytest.fixture
def figure(window):
    """The opening figure of that page, drawn, in sight, and with its controls where the page puts them."""
    window.bring_to_front()
    found = come_to(window, "#f1")
    found.evaluate("(f) => f.querySelector('form').reset()")
    places = found.evaluate(
        "(f) => Object.fromEntries(f.figure.controls.map((c) => [c.name, Number(f.figure.form.elements[c.name].value)]))"
    )
    move_figure("() => null", found, **places)
    return found


def come_to(page, which):
    """Scroll to the first figure that matches, and return it when it is drawn."""
    page.locator(f"figure{which}").first.scroll_into_view_if_needed()
    page.mouse.move(5, 5)  # a figure that is in sight from the start waits for a sign of its reader
    figure = page.locator(f"figure{which}.cg-ready").first
    figure.wait_for()
    return figure


def move_figure(read, figure, **at):
    """Move a figure's controls, by name, to these places, and return what ``read`` then finds in it."""
    figure.evaluate("(f, at) => { for (const [name, i] of Object.entries(at)) f.figure.move(name, i); }", at)
    figure.page.wait_for_timeout(200)
    return figure.evaluate(read)


def wait_until(page, condition, patience=60.0):
    """Wait until a condition in JavaScript holds, asked from outside: pages let nobody evaluate a text inside them."""
    until = time.monotonic() + patience
    while not page.evaluate(condition):
        if time.monotonic() > until:
            raise TimeoutError(f"after {patience} s not yet: {condition}")
        page.wait_for_timeout(50)


SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 1200) {
    window.scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 20));
  }
}"""
UNDRAWN = "figure[data-figure]:not(.cg-ready, .cg-failed)"


def read_through(page):
    """Scroll from top to bottom, as a reader does, and wait until every figure is drawn.

    A busy machine may not notice that a figure came by, and paints no page behind another: the reader goes back for it.
    """
    page.bring_to_front()
    page.mouse.move(5, 5)  # a figure that is in sight from the start waits for a sign of its reader
    page.evaluate(SCROLL)
    for _ in range(60):
        with contextlib.suppress(TimeoutError):
            wait_until(page, f"!document.querySelector('{UNDRAWN}')", 2)
            return
        page.bring_to_front()
        page.evaluate(f"document.querySelector('{UNDRAWN}')?.scrollIntoView()")
    raise AssertionError("some figure is never drawn")
