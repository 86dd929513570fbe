"""A reader solves an exercise in its page: with keyboard or mouse, wrong and right, and past whatever their text may do.

The website is served as on project pages, under a path of its own, by a server that a test can end.
"""

import contextlib
import gzip
import json
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from commonground.checks.exercise import exercises, find
from commonground.checks.here import here
from commonground.checks.run import examine

from .conftest import SITE, QuietHandler, open_window, served, wait_until
from .test_page_python import PARTS, the_mistake
from .visits import SPILLED, ask_axe

PAGE = "exercises/03-sets.html"
UNDER = "/course/"
FIRST = "#a-deepsets-forward-pass"
SECOND = "#the-equivariant-layer"
PATIENCE = 240_000
"""Milliseconds that a busy machine may take for what takes a quiet one two seconds."""

BUDGET = 12_000_000
"""Bytes over the wire, compressed, until the first verdict."""

pytestmark = pytest.mark.xdist_group("solve")


class _Under(QuietHandler):
    """Serves the website as GitHub serves that of a project: under its name."""

    def translate_path(self, path):
        return (
            super().translate_path("/" + path.removeprefix(UNDER)) if path.startswith(UNDER) else "/nowhere"
        )


@contextlib.contextmanager
def under():
    """Serve the website under a path of its own; give its address there."""
    with served(_Under) as address:
        yield address.removesuffix("/") + UNDER


@pytest.fixture(scope="module")
def place():
    """Where the course is served."""
    with under() as address:
        yield address


@pytest.fixture(scope="module")
def warm(engine, place):
    """A page in which Python runs: the first check of 3.1 is over, and its bytes were counted."""
    if PARTS is None:
        pytest.skip("the site was built without Python for its pages")
    context = engine.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    page = open_window(context)
    page.goto(place + PAGE)
    open_exercise(page, FIRST)
    write(page, {"deep_sets": "print('seen')\n" + next(iter(the_mistake(find("3.1"), 0).values()))})
    page.first = check(page, FIRST)
    page.asked = list(page.log["requests"])
    yield page
    context.close()


def open_exercise(page, section):
    page.locator(f"{section} [name=open]").click()
    page.locator(f"{section} [name=check]").wait_for()


def write(page, answers):
    """Bring answers into the page as a reader does who has them in a notebook."""
    cells = [
        {"cell_type": "code", "id": f"answer-{name}", "metadata": {}, "source": text}
        for name, text in answers.items()
    ]
    file = {
        "name": "mine.ipynb",
        "mimeType": "application/json",
        "buffer": json.dumps({"cells": cells}).encode(),
    }
    page.locator(".cg-answers [role=status]").evaluate("(said) => said.replaceChildren()")
    page.locator(".cg-answers [name=file]").set_input_files(file)
    page.locator(".cg-answers [role=status]:not(:empty)").wait_for()
    return page.locator(".cg-answers [role=status]").inner_text()


def check(page, section):
    """Press Check, and return the verdict."""
    page.locator(f"{section} [name=check]").click()
    return verdict(page, section)


def verdict(page, section):
    page.locator(f"{section} [name=check]:not([aria-disabled])").wait_for()
    return page.locator(f"{section} .cg-verdict").inner_text()


def text_of(page, section):
    return page.locator(f"{section} .cm-content").first.evaluate(
        "(e) => e.cmTile?.view?.state.doc.toString() ?? e.innerText"
    )


def report_of(number, which):
    exercise = find(number)
    return str(examine(exercise, here(exercise.solutions | exercise.mistakes[which].answer), 0))


def right(number):
    """Cells that give the right answer, by reference."""
    text = "from commonground.checks.exercise import find\n{0} = find({1!r}).solutions[{0!r}]"
    return {name: text.format(name, number) for name in find(number).names}


# ---- the check


def test_a_mistake_earns_its_message_letter_by_letter(warm):
    assert warm.first == "seen\n\n" + report_of("3.1", 0)


def test_what_came_is_ours_and_light(warm, place):
    assert [url for url in warm.asked if not url.startswith((place, "data:", "blob:"))] == []
    files = {
        url: SITE / urlsplit(url).path.removeprefix(UNDER) for url in warm.asked if url.startswith(place)
    }
    weights = {url: len(gzip.compress(path.read_bytes(), 6)) for url, path in files.items() if path.is_file()}
    assert 8_000_000 < sum(weights.values()) < BUDGET
    assert warm.log["errors"] == []


def test_the_right_answer_ticks_the_exercise(warm):
    mark = warm.locator(f"{FIRST} > [data-mark]")
    assert not mark.is_checked()
    write(warm, right("3.1"))
    assert check(warm, FIRST).startswith("✓ 3.1 deep_sets — all")
    assert mark.is_checked()
    assert f"exercises/03-sets{FIRST}" in warm.evaluate("localStorage.getItem('commonground:progress')")


def test_an_exercise_of_two_functions(warm):
    open_exercise(warm, SECOND)
    assert check(warm, SECOND).startswith("○ 3.2 layer, coefficients — not attempted yet")
    write(warm, right("3.2"))
    assert check(warm, SECOND).startswith("✓ 3.2")


def test_hints_come_one_at_a_time_and_the_solution_after_a_try(warm):
    section = "#" + warm.locator("section:has(> [data-exercise='3.4'])").get_attribute("id")
    open_exercise(warm, section)
    assert warm.locator(f"{section} details:visible").count() == 0
    for seen in (1, 2, 3):
        warm.locator(f"{section} [name=hint]").click()
        assert warm.locator(f"{section} details[open]:visible").count() == seen
    solution, shown = warm.locator(f"{section} [name=solution]"), warm.locator(f"{section} .cg-solution")
    solution.click()
    assert (
        "two different answers" in warm.locator(f"{section} .cg-solve").inner_text()
        and not shown.is_visible()
    )
    for which in (0, 1):
        write(warm, the_mistake(find("3.4"), which))
        assert "your values are exactly those of" in check(warm, section)
    solution.click()
    shown.wait_for()
    assert "def janossy(F, x):" in shown.inner_text()


# ---- whatever a text may do


def test_a_loop_is_ended_and_python_comes_back(warm):
    warm.evaluate("commongroundPython.limit = 3000")
    write(warm, {"deep_sets": "while True:\n    pass"})
    said = check(warm, FIRST)
    assert "is there a loop that never ends?" in said and "Your text is kept" in said
    warm.evaluate("commongroundPython.limit = 600_000")
    warm.locator(f"{FIRST} [name=check]").click()
    warm.locator(f"{FIRST} [name=stop]").click()
    assert "You stopped it." in verdict(warm, FIRST)
    assert "while True:" in text_of(warm, FIRST)
    write(warm, right("3.1"))
    assert check(warm, FIRST).startswith("✓")


DEADLY = [
    "import os\nos._exit(1)",
    "exec('(' * 500 + ')' * 500)",
    "import sys\nsys.setrecursionlimit(10**8)\ndef f(): return f()\nf()",
]


@pytest.mark.parametrize("text", DEADLY)
def test_what_ends_python_is_said_and_it_comes_back(warm, text):
    write(warm, {"deep_sets": text})
    said = check(warm, FIRST)
    assert "Your text is kept" in said or "Error" in said
    write(warm, right("3.1"))
    assert check(warm, FIRST).startswith("✓")


def test_a_text_that_asks_for_all_memory_gets_an_error(warm):
    write(warm, {"deep_sets": "x = [np.ones(10**8) for _ in range(100)]"})
    said = check(warm, FIRST)
    assert "MemoryError" in said or "Your text is kept" in said
    write(warm, right("3.1"))
    assert check(warm, FIRST).startswith("✓")


ATTACKS = {
    "eval": "js.eval('1')",
    "function": "js.Function.new('return 1')()",
    "run_js": "__import__('pyodide.code', fromlist=['x']).run_js('1')",
    "timeout as eval": "js.setTimeout('1')/0",
    "fetch": "js.fetch('/course/index.html')",
    "pyfetch": "__import__('pyodide.http', fromlist=['x']).open_url('/course/index.html')",
    "request": "js.XMLHttpRequest.new().open('GET', '/course/index.html')",
    "socket": "js.WebSocket.new('ws://127.0.0.1:9')",
    "event source": "js.EventSource.new('/course/index.html')",
    "scripts": "js.importScripts('/course/_static/figures.js')",
    "caches": "js.caches.open('commonground-offline')",
    "prototype's caches": "js.Object.getPrototypeOf(js.Object.getPrototypeOf(js.self)).caches.open('x')",
    "database": "js.indexedDB.open('x')",
    "storage": "js.localStorage.setItem('x', '1')",
    "worker": "js.Worker.new('/course/_static/figures.js')",
    "navigator": "js.navigator.sendBeacon('/course/index.html')",
    "channel": "js.BroadcastChannel.new('x').postMessage('x')",
    "page": "js.document.title",
    "parent": "js.window.parent",
    "url": "__import__('urllib.request', fromlist=['x']).urlopen('http://127.0.0.1:9/')",
    "package": "__import__('pyodide_js').loadPackage.__call__ and js.fetch",
    "constructor": "js.self.constructor.constructor('return 1')()",
}
TRY = """import js
def attempt(name, text):
    try:
        eval(text)
    except BaseException as error:
        return
    print('REACHED', name)
for name, text in {attacks!r}.items():
    attempt(name, text)
print('TRIED', {count})
"""


def test_a_text_reaches_nothing_but_its_own_worker(warm, place):
    before = len(warm.log["requests"])
    write(warm, {"deep_sets": TRY.format(attacks=ATTACKS, count=len(ATTACKS))})
    said = check(warm, FIRST)
    assert f"TRIED {len(ATTACKS)}" in said and len(ATTACKS) >= 18
    assert "REACHED" not in said
    started = [url for url in warm.log["requests"][before:] if not url.startswith("blob:")]
    assert [url for url in started if "/python/" not in url] == []


def test_a_verdict_is_text_whoever_wrote_it(warm):
    write(
        warm,
        {"deep_sets": "print('<img src=x onerror=alert(1)>')\nraise ValueError('<script>alert(1)</script>')"},
    )
    said = check(warm, FIRST)
    assert "<img src=x" in said and "<script>" in said
    assert warm.locator(f"{FIRST} .cg-verdict *").count() == 0


def test_a_forged_message_can_do_no_more_than_lie(warm):
    forged = 'import js\njs.postMessage(js.Object.fromEntries(js.Object.entries(js.JSON.parse(\'{{"type": "{}"}}\'))))\n'
    write(warm, {"deep_sets": forged.format("result") + forged.format("ready") + "1 / 0"})
    assert "ZeroDivisionError" in check(warm, FIRST)


def test_a_module_that_is_not_there_is_said(warm):
    write(warm, {"deep_sets": "import scipy"})
    assert "No module named 'scipy'" in check(warm, FIRST)
    assert "NumPy and its standard library alone" in warm.locator(f"{FIRST} .cg-solve").inner_text()


# ---- what is kept, and where it goes


def test_text_and_marks_survive_a_reload(warm):
    write(warm, right("3.1"))
    warm.locator(f"{FIRST} .cm-content").click()
    warm.keyboard.press("Control+End")
    warm.keyboard.type("# mine", delay=5)
    warm.reload()
    warm.locator(f"{FIRST} [name=check]").wait_for()
    assert "# mine" in text_of(warm, FIRST)
    assert warm.locator(f"{FIRST} > [data-mark]").is_checked()


def test_keys_alone_solve_an_exercise(warm):
    warm.locator(f"{FIRST} .cm-content").focus()
    warm.keyboard.press("Control+Enter")
    assert verdict(warm, FIRST).startswith("✓")
    warm.locator(f"{FIRST} .cm-content").focus()
    warm.keyboard.press("Tab")
    assert warm.evaluate("document.activeElement.name") == "check"


def test_a_full_storage_is_said(warm):
    warm.evaluate(
        "() => { Storage.prototype.keeps = Storage.prototype.setItem; Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    write(warm, {"deep_sets": "x = 1"})
    assert warm.get_by_text("storage is full or denied").first.is_visible()
    assert text_of(warm, FIRST) == "x = 1"
    warm.evaluate("() => { Storage.prototype.setItem = Storage.prototype.keeps; }")
    write(warm, {"deep_sets": "x = 2"})
    assert not warm.get_by_text("storage is full or denied").first.is_visible()


def test_answers_go_out_into_the_sheet_and_come_back(warm, tmp_path):
    if warm.context.browser.browser_type.name == "firefox":
        pytest.skip("Playwright is not told of what Firefox saves")
    for exercise in exercises(3):
        write(warm, right(exercise.number))
    with warm.expect_download() as download:
        warm.locator(".cg-answers [name=take]").click()
    file = tmp_path / download.value.suggested_filename
    assert file.name == "03-sets.ipynb"
    download.value.save_as(file)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--nbmake", file],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout
    write(warm, {"deep_sets": "x = 3"})
    warm.locator(".cg-answers [name=file]").set_input_files(file)
    warm.get_by_text("Read 1 answer; nothing of it was run.").wait_for()
    assert text_of(warm, FIRST).startswith("from commonground")
    warm.locator(".cg-answers [name=undo]").click()
    assert text_of(warm, FIRST) == "x = 3"


STRANGE = ["no JSON", "null", "[]", '{"cells": 3}', '{"cells": [null, 1, {"cell_type": "code", "id": "answer-deep_sets", "source": 7}]}', '{"cells": [{"cell_type": "code", "id": "answer-other", "source": "x"}]}']  # fmt: skip


def test_a_strange_file_changes_nothing(warm):
    said = warm.locator(".cg-answers [role=status]")
    before = text_of(warm, FIRST)
    for text in STRANGE:
        said.evaluate("(said) => said.replaceChildren()")
        file = {"name": "strange.ipynb", "mimeType": "application/json", "buffer": text.encode()}
        warm.locator(".cg-answers [name=file]").set_input_files(file)
        said.get_by_text("holds no answer to this sheet").wait_for()
    assert text_of(warm, FIRST) == before


def test_reset_brings_the_stub(warm):
    warm.locator(f"{FIRST} [name=reset]").click()
    assert text_of(warm, FIRST).endswith("raise NotImplementedError")


# ---- everybody, everywhere


def test_it_fits_the_smallest_phone_and_axe_finds_nothing(warm):
    write(warm, {"deep_sets": "# a comment, 'a text' and 1\ndef deep_sets(X):\n    return 'a', 1"})
    check(warm, FIRST)
    warm.set_viewport_size({"width": 320, "height": 640})
    assert warm.evaluate(SPILLED) == []
    assert (
        warm.evaluate(
            "[...document.querySelectorAll('.cg-solve *, .cg-answers *')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth).length"
        )
        == 0
    )
    page = open_window(warm.context)
    page.goto(warm.url)
    page.locator(f"{FIRST} [name=check]").wait_for()
    assert ask_axe(page, set()) == {"light": [], "dark": []}
    page.close()
    warm.set_viewport_size({"width": 1280, "height": 900})


def test_from_disk_it_says_what_it_needs(reader):
    reader.goto((SITE / PAGE).as_uri())
    reader.locator(f"{FIRST} [name=open]").click()
    assert "make serve" in reader.locator(f"{FIRST} .cg-solve").inner_text()
    assert reader.log["errors"] == []


def test_where_it_is_left_out_it_says_so(reader, address):
    reader.route(
        "**/python.js*",
        lambda route: route.fulfill(body="var COMMONGROUND_PYTHON = null;", content_type="text/javascript"),
    )
    reader.goto(address + PAGE)
    reader.locator(f"{FIRST} [name=open]").click()
    said = reader.locator(f"{FIRST} .cg-solve").inner_text()
    assert "built without Python" in said and "Colab or Binder" in said


def test_without_its_editor_there_is_a_plain_field(reader, address):
    reader.route("**/codemirror.mjs", lambda route: route.abort())
    reader.goto(address + PAGE)
    open_exercise(reader, FIRST)
    field = reader.locator(f"{FIRST} textarea")
    assert "def deep_sets" in field.input_value()
    field.fill("x = 1")
    reader.wait_for_timeout(600)
    assert "x = 1" in reader.evaluate("localStorage.getItem('commonground:answer:3.1')")


@pytest.mark.skipif(PARTS is None, reason="the site was built without Python for its pages")
def test_without_a_network_the_sheet_opens_and_checks(engine):
    context = engine.new_context()
    context.set_default_timeout(PATIENCE)
    with under() as place:
        page = open_window(context)
        page.goto(place + PAGE)
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        open_exercise(page, FIRST)
        write(page, right("3.1"))
        assert check(page, FIRST).startswith("✓")
        wait_until(page, "document.documentElement.dataset.offline === 'kept'")
        assert (
            page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all[0].scope)") == place
        )
    page.reload()
    page.locator(f"{FIRST} [name=check]").wait_for()
    assert check(page, FIRST).startswith("✓ 3.1")
    context.close()
