"""A reader tries a cell of a lesson in its page: runs it, changes it, and goes past whatever it may do."""

import gzip
from urllib.parse import urlsplit

import pytest

from commonground.site import results
from commonground.site.live.lessons import pack

from .conftest import SITE, open_window, wait_until
from .test_page_python import PARTS
from .test_solve import BUDGET, PATIENCE, UNDER, under
from .test_tried_cells import agree, cells
from .visits import SPILLED, ask_axe

LESSON = next(page for page in results.lessons() if page.stem.startswith("01-"))
PAGE = f"lessons/{LESSON.stem}.html"
CELLS = cells(LESSON)
KEY = next(key for key, cell in CELLS.items() if "def my_cka" in cell.source)
TEXT, PRINTED = CELLS[KEY].source, pack.printed(CELLS[KEY])
PLACE = f".cg-try[data-cell='{KEY}']"
EDITOR = f".cg-editor:has(+ {PLACE}) .cm-content"
NOT_CENTRED = TEXT.replace("X, Y = centred(X), centred(Y)", "# as they are")

pytestmark = pytest.mark.xdist_group("try")


@pytest.fixture(scope="module")
def place():
    """Where the course is served, under a path of its own."""
    with under() as address:
        yield address


@pytest.fixture(scope="module")
def warm(engine, place):
    """A page whose reader has run the cell as it stands; what was asked for until then was noted."""
    if PARTS is None:
        pytest.skip("the site was built without Python for its pages")
    context = engine.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = open_window(context)
    page.goto(place + PAGE)
    page.read = [*page.log["requests"]]
    open_cell(page)
    page.opened = [*page.log["requests"]]
    page.first = run(page)
    page.asked = [*page.log["requests"]]
    yield page
    context.close()


def open_cell(page):
    page.locator(f"{PLACE} [name=open]").click()
    page.locator(f"{PLACE} [name=run]").wait_for()


REPLACE = """(editor, insert) => {
  const { view } = editor.cmTile;
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } });
}"""


def write(page, text):
    """Write a text in the cell's place. By the editor itself: Firefox gives away nothing that a test pastes."""
    page.locator(EDITOR).focus()
    page.locator(EDITOR).evaluate(REPLACE, text)
    assert text_of(page) == text


def text_of(page):
    return page.locator(EDITOR).evaluate("(e) => e.cmTile?.view?.state.doc.toString() ?? e.innerText")


def run(page):
    """Press Run, and return what it printed."""
    page.locator(f"{PLACE} [name=run]").click()
    return said(page)


def said(page):
    page.locator(f"{PLACE} [name=run]:not([aria-disabled])").wait_for()
    return page.locator(f"{PLACE} .cg-verdict").inner_text()


def after(page, text):
    """What a text prints."""
    write(page, text)
    return run(page)


# ---- to run, and to change


def test_nothing_of_it_comes_before_it_is_asked_for(warm):
    def ours(asked):
        return [url for url in asked if "/python/" in url or "/try/" in url or "codemirror" in url]

    assert {urlsplit(url).path.rpartition("/")[2] for url in ours(warm.read)} == {"try.js"}
    assert not any(url.endswith((".wasm", ".zip", ".tgz", ".npz")) for url in warm.opened)
    assert any(".npz" in url for url in warm.asked)


def test_what_came_is_ours_and_light(warm, place):
    assert [url for url in warm.asked if not url.startswith((place, "data:", "blob:"))] == []
    files = {url: SITE / urlsplit(url).path.removeprefix(UNDER) for url in warm.asked if url.startswith(place)}  # fmt: skip
    weights = [len(gzip.compress(path.read_bytes(), 6)) for path in files.values() if path.is_file()]
    assert 8_000_000 < sum(weights) < BUDGET
    assert warm.log["errors"] == []


def test_as_it_stands_it_prints_what_the_lesson_did(warm):
    assert agree(warm.first + "\n", PRINTED)


def test_a_question_is_answered_by_changing_a_line(warm):
    plain, uncentred = PRINTED.splitlines(), after(warm, NOT_CENTRED).splitlines()
    assert uncentred[0].startswith("Gram form") and uncentred[0] != plain[0]
    assert uncentred[1] == plain[1], "the feature form is as it was"


def test_a_last_line_is_shown_as_in_a_notebook(warm):
    assert after(warm, "a = 2\nX.shape, round(linear_cka(X, -3 * X + a), 6)") == "((300, 100), 1.0)"


def test_each_run_begins_where_the_lesson_was(warm):
    assert after(warm, "X[:] = 0\nX.sum()") == "np.float64(0.0)"
    assert after(warm, "(X == 0).all()") == "np.False_"


def test_an_error_names_its_line(warm):
    told = after(warm, "print('before')\nX.nothing")
    assert told.startswith("before\n\nTraceback") and "line 2" in told and "    X.nothing" in told
    assert "SyntaxError" in after(warm, "def f(:")


def test_what_is_not_there_is_said(warm):
    assert "No module named 'scipy'" in after(warm, "import scipy")
    assert "NumPy and its standard library alone" in warm.locator(PLACE).inner_text()
    assert "cannot import name 'rsa'" in after(warm, "from commonground.similarity import rsa")
    assert "NumPy and its standard library alone" in warm.locator(PLACE).inner_text()


def test_what_it_prints_is_text(warm):
    assert "<img src=x" in after(warm, "print('<img src=x onerror=alert(1)>')")
    assert warm.locator(f"{PLACE} .cg-verdict *").count() == 0


# ---- past whatever it may do


def test_a_loop_is_ended_and_python_comes_back(warm):
    warm.evaluate("commongroundPython.limit = 3000")
    told = after(warm, "while True:\n    pass")
    assert "is there a loop that never ends?" in told and "Your text is kept" in told
    warm.evaluate("commongroundPython.limit = 600_000")
    warm.locator(f"{PLACE} [name=run]").click()
    warm.locator(f"{PLACE} [name=stop]").click()
    assert "You stopped it." in said(warm)
    assert "while True:" in text_of(warm)
    assert agree(after(warm, TEXT) + "\n", PRINTED)


def test_what_ends_python_is_said_and_it_comes_back(warm):
    assert "Your text is kept" in after(warm, "import os\nos._exit(1)")
    assert agree(after(warm, TEXT) + "\n", PRINTED)


def test_a_text_reaches_nothing_but_its_own_worker(warm):
    tries = "import js\nfor name in ('fetch', 'caches', 'indexedDB', 'XMLHttpRequest', 'Worker'):\n    print(name, hasattr(js, name))"
    assert "True" not in after(warm, tries)


# ---- what is kept


def test_a_changed_text_survives_a_reload_and_reset_brings_the_lessons(warm):
    write(warm, NOT_CENTRED)
    warm.reload()
    warm.locator(f"{PLACE} [name=run]").wait_for()
    assert text_of(warm) == NOT_CENTRED
    warm.locator(f"{PLACE} [name=reset]").click()
    assert text_of(warm) == TEXT
    warm.reload()
    warm.locator(f"{PLACE} [name=open]").wait_for()
    assert warm.locator(EDITOR).count() == 0
    open_cell(warm)


def test_a_full_storage_is_said(warm):
    warm.evaluate(
        "() => { Storage.prototype.keeps = Storage.prototype.setItem; Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    note = warm.locator(f"{PLACE} .cg-forgetful")
    write(warm, "x = 1")
    note.wait_for()
    warm.evaluate("() => { Storage.prototype.setItem = Storage.prototype.keeps; }")
    write(warm, "x = 2")
    note.wait_for(state="hidden")


# ---- everybody, everywhere


def test_keys_alone_run_a_cell(warm):
    write(warm, "print(3 * 4)")
    warm.keyboard.press("Control+Enter")
    assert said(warm) == "12"
    warm.locator(EDITOR).focus()
    warm.keyboard.press("Tab")
    assert warm.evaluate("document.activeElement.name") == "run"
    assert warm.locator(f"{PLACE} [role=status]").inner_text().strip() == "12"


def test_it_fits_the_smallest_phone_and_axe_finds_nothing(warm):
    after(warm, NOT_CENTRED)
    warm.set_viewport_size({"width": 320, "height": 640})
    assert warm.evaluate(SPILLED) == []
    wide = "[...document.querySelectorAll('.cg-try *, .cg-editor *')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth).length"
    assert warm.evaluate(wide) == 0
    page = open_window(warm.context)
    page.goto(warm.url)
    page.locator(f"{PLACE} [name=run]").wait_for()
    assert ask_axe(page, set()) == {"light": [], "dark": []}
    page.close()
    warm.set_viewport_size({"width": 1280, "height": 900})


def test_from_disk_it_says_what_it_needs(reader):
    reader.goto((SITE / PAGE).as_uri())
    reader.locator(f"{PLACE} [name=open]").click()
    assert "make serve" in reader.locator(PLACE).inner_text()
    assert reader.log["errors"] == []


def test_where_it_is_left_out_it_says_so(reader, address):
    reader.route(
        "**/python.js*",
        lambda route: route.fulfill(body="var COMMONGROUND_PYTHON = null;", content_type="text/javascript"),
    )
    reader.goto(address + PAGE)
    reader.locator(f"{PLACE} [name=open]").click()
    assert "built without Python" in reader.locator(PLACE).inner_text()


def test_without_a_network_the_lesson_opens_and_runs(browser):
    if PARTS is None:
        pytest.skip("the site was built without Python for its pages")
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    with under() as place:
        page = open_window(context)
        page.goto(place + PAGE)
        open_cell(page)
        assert agree(run(page) + "\n", PRINTED)
        wait_until(page, "document.documentElement.dataset.offline === 'kept'")
    page.reload()
    open_cell(page)
    assert agree(run(page) + "\n", PRINTED)
    context.close()
