"""A reader measures representations of their own in the page: the numbers of the package, its messages, and nothing that leaves."""

import csv
import gzip
import inspect
import io
import json
import re
from math import isnan
from urllib.parse import urlsplit

import numpy as np
import pytest

from commonground.inference import compare
from commonground.similarity import linear_cka, measures, pairwise
from commonground.site.live import build
from commonground.site.live.bring import MOST_BYTES
from commonground.site.live.layers import FOLDER, layers
from commonground.site.live.measure import weight
from commonground.site.live.yours import MOST, USUAL, Yours, sources

from .conftest import SITE, open_window, wait_until
from .test_page_python import PARTS
from .test_solve import PATIENCE, UNDER, under
from .visits import SPILLED, ask_axe

PAGE = "book/measure.html"
EXACT = 1e-10

pytestmark = pytest.mark.xdist_group("measure")
needs_parts = pytest.mark.skipif(PARTS is None, reason="the site was built without Python for its pages")


def npy(X, **options):
    """What ``np.save`` writes."""
    file = io.BytesIO()
    np.save(file, X, **options)
    return file.getvalue()


def npz(**arrays):
    """What ``np.savez`` writes."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


RNG = np.random.default_rng(11)
A = RNG.normal(size=(48, 3)) @ RNG.normal(size=(3, 6)) + 0.4 * RNG.normal(size=(48, 6))
B = A[:, :4] @ RNG.normal(size=(4, 5)) + 0.8 * RNG.normal(size=(48, 5))
C = np.tanh(A @ RNG.normal(size=(6, 7))) + 0.3 * RNG.normal(size=(48, 7))
TABLE = "one;two\n" + "\n".join(";".join(map(repr, row)) for row in C.tolist())
BROUGHT = {"a.npy": npy(A), "b b.npz": npz(only=B), "c.csv": TABLE.encode()}
HELD = {"a": A, "b b": B, "c": C}


def with_gap(X):
    X = X.copy()
    X[3, 2] = np.nan
    return X


REFUSED = {
    "rows.npy": (npy(A[:40]), "a has 48 stimuli (rows) and rows has 40: row i of both must be the same stimulus"),
    "turned.npy": (npy(A.T), "is one of them transposed?"),
    "gap.npy": (npy(with_gap(A)), "gap has NaN at row 3, column 2: drop that stimulus"),
    "words.npy": (npy(A.astype(str)), "words has text at row 0, column 0: a representation holds real numbers"),
    "words.csv": (b"1,2\n3,four\n5,6", "words has text at row 1, column 1"),
    "hole.csv": (b"1,2\n3,\n5,6", "hole has NaN at row 1, column 1"),
    "ragged.csv": (b"1,2\n3\n5,6", "ragged is not an array: its rows differ in length"),
    "names.csv": (b"one,two\n", "names.csv is empty: it has no row of numbers"),
    "cube.npy": (npy(A.reshape(48, 3, 2)), "cube has shape (48, 3, 2): a representation is (stimuli, units); flatten"),
    "two.npy": (npy(A[:2]), "two has 2 stimuli (rows): at least 3 are needed"),
    "empty.npy": (b"", "empty.npy is empty: it has no bytes"),
    "empty.csv": (b"", "empty.csv is empty: it has no bytes"),
    "none.npz": (npz(), "none.npz is empty: it has no array"),
    "broken.npy": (npy(A)[:-9], "broken.npy cannot be read as .npy"),
    "broken.npz": (b"PK and no more", "broken.npz cannot be read as .npz"),
    "other.npy": (b"nothing of the kind", "other.npy is no .npy file"),
    "objects.npy": (npy(np.array([{}, 1], dtype=object), allow_pickle=True), "objects.npy holds Python objects, not numbers alone"),
    "objects.npz": (npz(X=np.array([{}, 1], dtype=object)), "objects.npz, X, holds Python objects, not numbers alone"),
    "layer.pt": (b"PK", "layer.pt is none of .npy, .npz, .csv"),
    "complex.npy": (npy(A + 1j), "complex has entries of type complex128"),
}  # fmt: skip
each_refused = pytest.mark.parametrize("file", REFUSED)


# ---- files and words, in this Python


def yours():
    """The reader's files, brought."""
    brought = Yours()
    for file, content in BROUGHT.items():
        brought.add(file, content)
    return brought


def test_files_become_the_arrays_that_they_were_made_of():
    held = yours().held
    assert list(held) == list(HELD)
    for name, X in HELD.items():
        np.testing.assert_array_equal(held[name], X)
    single = Yours()
    assert single.add("x.npz", npz(u=A.astype(np.float32), v=B)) == [("x.u", 48, 6), ("x.v", 48, 5)]
    assert single.held["x.u"].dtype == np.float32


@pytest.mark.parametrize("separator", ",;\t")
def test_a_table_has_its_own_separator_and_may_begin_with_names(separator):
    brought = Yours()
    rows = "\r\n".join(separator.join(map(repr, row)) for row in A.tolist())
    brought.add("x.csv", b"\xef\xbb\xbf" + rows.encode())
    brought.add("y.csv", (separator.join("abcdef") + "\n\n" + rows).encode())
    for X in brought.held.values():
        np.testing.assert_array_equal(X, A)


@each_refused
def test_what_is_no_representation_is_refused_and_nothing_of_it_kept(file):
    brought = Yours()
    brought.add("a.npy", npy(A))
    content, words = REFUSED[file]
    with pytest.raises(ValueError, match=re.escape(words)):
        brought.add(file, content)
    assert list(brought.held) == ["a"] == list(brought.opened)


def test_a_pickle_is_never_run(tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    for file, content in (
        ("x.npy", npy(np.array([Trap()], dtype=object), allow_pickle=True)),
        ("x.npz", npz(X=np.array([Trap()], dtype=object))),
    ):
        with pytest.raises(ValueError, match="Python objects"):
            Yours().add(file, content)
    assert not (tmp_path / "sprung").exists()


def test_what_is_too_large_is_said_before_it_is_unpacked():
    bomb = npz(X=np.zeros((MOST_BYTES // 8 + 1, 1)))
    assert len(bomb) < 1_000_000
    with pytest.raises(ValueError, match="the page takes at most 200"):
        Yours().add("bomb.npz", bomb)
    many = npz(**{f"x{i}": A for i in range(MOST + 1)})
    with pytest.raises(ValueError, match=f"compares at most {MOST}"):
        Yours().add("many.npz", many)


def test_one_alone_is_compared_with_nothing_and_two_of_a_name_stay_apart():
    brought = Yours()
    with pytest.raises(ValueError, match="nothing yet"):
        brought.matrix("linear_cka", {})
    brought.add("a.npy", npy(A))
    with pytest.raises(ValueError, match="a is alone: two are compared"):
        brought.matrix("linear_cka", {})
    assert brought.add("a.npy", npy(B)) == [("a′", 48, 5)]
    brought.remove("a")
    assert list(brought.held) == ["a′"]


def test_the_message_of_a_measure_has_the_readers_name():
    brought = yours()
    brought.add("flat.npy", npy(np.ones((48, 3))))
    with pytest.raises(ValueError, match=r"^flat is constant"):
        brought.matrix("linear_cka", {})


def test_a_pair_is_that_of_compare_and_says_how_far_it_is():
    heard = []
    found = yours().pair("rsa", "a", "b b", {"metric": "cosine"}, 100, lambda *far: heard.append(far))
    direct = compare("rsa", A, B, n_bootstrap=100, n_permutations=100, metric="cosine")
    assert (found["value"], found["low"], found["high"], found["p"]) == (
        direct.value,
        *direct.interval,
        direct.p,
    )
    assert (found["mean"], found["spread"]) == (direct.null.mean, direct.null.spread)
    assert heard[-1] == (200, 200) and [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_too_few_stimuli_have_chance_and_no_interval():
    brought = Yours()
    for name in ("a", "b b"):
        brought.add(f"{name}.npy", npy(HELD[name][:9]))
    found = brought.pair("linear_cka", "a", "b b", {}, 100)
    assert isnan(found["low"]) and not isnan(found["p"])
    assert found["over"].startswith(
        "no interval: there are 9 stimuli: an interval over stimuli needs at least 10"
    )
    told = brought.told("linear_cka", {}, 1000, "https://example.org")
    assert "n_bootstrap=0, n_permutations=1000)" in told["code"]
    assert "intervals" not in told["cite"] and "p-values from 1,000 random orders" in told["cite"]


@pytest.mark.parametrize("measure", measures(), ids=lambda measure: measure.name)
def test_every_measure_has_a_source(measure):
    assert re.match(r"^[A-ZÄÖÜ][^(]+ \((19|20)\d\d\), \"", sources(measure.name)[0])


def test_the_lines_of_python_give_the_numbers(tmp_path, monkeypatch):
    for file, content in BROUGHT.items():
        (tmp_path / file).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    brought, options = yours(), {"metric": "cosine", "compare": "pearson"}
    code = brought.told("rsa", options, 200, "https://example.org")["code"]
    *lines, matrix, pair = code.split("\n")
    names = {}
    exec("\n".join(lines), names)
    np.testing.assert_array_equal(eval(matrix, names), brought.matrix("rsa", options))
    assert eval(pair, names).interval[0] == brought.pair("rsa", "a", "b b", options, 200)["low"]
    *_, usual = brought.told("rsa", options, 1000, "https://example.org")["code"].split("\n")
    drawn = inspect.signature(compare).parameters
    assert "n_bootstrap" not in usual
    assert tuple(drawn[name].default for name in ("n_bootstrap", "n_permutations")) == USUAL


def test_the_layers_on_offer_are_those_of_the_network_they_are_said_to_be_of():
    made = layers()
    stored = [np.load(file) for file in sorted(FOLDER.glob("*.npy"))]
    assert [X.shape for X in stored] == [X.shape for X in made]
    assert min(linear_cka(X, Y) for X, Y in zip(made, stored, strict=True)) > 0.999


# ---- the page


@needs_parts
def test_the_form_has_every_measure_with_every_option_at_its_default():
    text = (SITE / PAGE).read_text("utf8")
    forms = re.findall(r'<fieldset data-measure="(\w+)".*?</fieldset>', text, re.DOTALL)
    assert forms == [measure.name for measure in measures()]
    for measure in measures():
        fieldset = re.search(rf'<fieldset data-measure="{measure.name}".*?</fieldset>', text, re.DOTALL)[0]
        told = dict(re.findall(r'data-option="(\w+)" data-default="([^"]*)"', fieldset))
        known = [
            p for p in inspect.signature(measure.function).parameters.values() if p.kind is p.KEYWORD_ONLY
        ]
        assert list(told) == [option.name for option in known]
        for option in known:
            usual = None if option.name in measure.needs else option.default
            assert json.loads(told[option.name].replace("&quot;", '"')) == usual


@pytest.fixture(scope="module")
def place():
    """Where the course is served, as project pages are."""
    with under() as address:
        yield address


@pytest.fixture(scope="module")
def warm(browser, place):
    """A page to which a reader has brought three files."""
    if PARTS is None:
        pytest.skip("the site was built without Python for its pages")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_window(context)
    page.goto(place + PAGE)
    page.wait_for_timeout(500)
    page.before = list(page.log["requests"])
    bring(page, BROUGHT)
    yield page
    context.close()


def bring(page, files):
    """Choose files, and return what is then said."""
    given = [{"name": name, "mimeType": "", "buffer": content} for name, content in files.items()]
    page.locator(".cg-yours [name=files]").set_input_files(given)
    return settled(page)


def settled(page):
    page.locator(".cg-yours [name=go]:not([aria-disabled])").wait_for()
    return page.locator(".cg-yours-said").inner_text()


def choose(page, measure, draws=200, **options):
    """Choose a measure, its options and how often to draw."""
    page.select_option("#yours-measure", measure)
    page.select_option("#yours-draws", str(draws))
    for name, value in options.items():
        field = page.locator(f"#yours-{measure}-{name}")
        if field.evaluate("(field) => field.tagName") == "SELECT":
            field.select_option(json.dumps(value))
        else:
            field.fill(str(value))


def measured(page):
    """Press Measure; return the matrix as shown, and the downloaded table."""
    page.locator(".cg-yours [name=go]").click()
    said = settled(page)
    assert page.locator(".cg-yours-found").is_visible(), said
    return table(page)


def table(page):
    with page.expect_download() as download:
        page.locator(".cg-yours [name=save]").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf8"))))
    heat = page.locator(".cg-yours-heat tbody tr").evaluate_all(
        "(rows) => rows.map((r) => [...r.cells].map((c) => c.textContent))"
    )
    return heat, rows


def alone(page, *names):
    """Leave these representations, and take the others away."""
    for item in page.locator(".cg-yours-files li").all_inner_texts():
        name = item.partition(":")[0]
        if name not in names:
            page.get_by_role("button", name=f"Remove {name}", exact=True).click()
            settled(page)


def test_nothing_comes_before_the_first_file_and_then_all_from_here(warm, place):
    own = [url for url in warm.before if "/python/" in url]
    assert [urlsplit(url).path.rpartition("/")[2] for url in own] == ["yours.js"]
    assert [url for url in warm.log["requests"] if not url.startswith((place, "data:", "blob:"))] == []
    assert warm.log["errors"] == []


def test_the_button_says_what_is_loaded(warm, place):
    asked = {urlsplit(url).path.removeprefix(UNDER) for url in warm.log["requests"] if url.startswith(place)}
    parts = [SITE / path for path in asked if path.startswith(PARTS["at"])]
    sent = sum(len(gzip.compress(path.read_bytes(), 6)) for path in parts)
    assert sent == weight(SITE / PARTS["at"])
    assert f"{sent / 1e6:.0f} MB, once" in warm.locator("#yours-files").inner_text()
    assert sent < 22_000_000
    assert {path.name for path in parts}.isdisjoint({"course.tgz", "worker.mjs", "solutions.json"})


def test_what_was_read_is_listed(warm):
    assert warm.locator(".cg-yours-files li > span").all_inner_texts() == [
        "a: 48 stimuli, 6 units",
        "b b: 48 stimuli, 5 units",
        "c: 48 stimuli, 7 units",
    ]


NEEDED = {"minibatch_cka": {"batch_size": 12}}
SET = [
    *((measure.name, NEEDED.get(measure.name, {})) for measure in measures()),
    ("linear_cka", {"debiased": True}),
    ("linear_cka", {"debiased": "both"}),
    ("kernel_cka", {"bandwidth": 0.7, "median": "kornblith", "debiased": True}),
    ("svcca", {"variance": 0.9, "squared": True}),
    ("linear_regression_r2", {"ridge": 2.5}),
    ("linear_regression_r2", {"cv": 6}),
    ("procrustes_distance", {"normalize": True, "reflections": False}),
    ("rsa", {"metric": "mahalanobis", "compare": "kendall"}),
    ("rsa", {"metric": "squared euclidean", "compare": "whitened cosine"}),
    ("mutual_knn", {"k": 5, "metric": "euclidean"}),
    ("cknna", {"k": 7}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "options"), SET, ids=lambda value: value if isinstance(value, str) else str(value)
)
def test_the_numbers_are_those_of_the_package(warm, measure, options):
    choose(warm, measure, **options)
    heat, rows = measured(warm)
    matrix = pairwise(measure, list(HELD.values()), **options)
    names = list(HELD)
    assert heat == [
        [name, *(f"{value:.3f}" for value in row)] for name, row in zip(names, matrix, strict=True)
    ]
    symmetric = next(m.symmetric for m in measures() if m.name == measure)
    assert len(rows) == (3 if symmetric else 6)
    for row in rows:
        found = compare(
            measure, HELD[row["x"]], HELD[row["y"]], n_bootstrap=200, n_permutations=200, **options
        )
        expected = [found.value, *found.interval, found.null.mean, found.null.spread, found.p]
        given = [
            float(row[name])
            for name in ("value", "interval_low", "interval_high", "chance_mean", "chance_spread", "p")
        ]
        np.testing.assert_allclose(given, expected, rtol=0, atol=EXACT)
        assert abs(float(row["value"]) - matrix[names.index(row["x"]), names.index(row["y"])]) < EXACT
        assert row["measure"] == measure and row["stimuli"] == "48" and row["draws"] == "200"
        assert row["options"] == " ".join(
            f"{name}={json.dumps(value).strip(chr(34))}" for name, value in options.items()
        )
    for name in options:  # as it was, for the next
        warm.locator(f"#yours-{measure}-{name}").evaluate(
            "(f) => f.tagName === 'SELECT' ? (f.value = f.dataset.default) : (f.value = f.defaultValue)"
        )


def test_single_precision_is_kept(warm):
    single = {"x.npy": npy(A.astype(np.float32)), "y.npy": npy(B.astype(np.float32))}
    bring(warm, single)
    choose(warm, "mean_cca", 0)
    _, rows = measured(warm)
    found = next(float(row["value"]) for row in rows if (row["x"], row["y"]) == ("x", "y"))
    assert abs(found - pairwise("mean_cca", [A.astype(np.float32), B.astype(np.float32)])[0, 1]) < 1e-6
    alone(warm, *HELD)


def test_how_to_cite_it_and_to_do_it_again(warm):
    choose(warm, "rsa", 200, metric="cosine")
    measured(warm)
    told = yours().told(
        "rsa", {"metric": "cosine"}, 200, warm.locator(".cg-yours").get_attribute("data-address")
    )
    assert warm.locator(".cg-yours-cite").inner_text() == told["cite"]
    assert "Kriegeskorte, Mur & Bandettini (2008)" in told["cite"] and "commonground 0.1.0" in told["cite"]
    assert warm.locator(".cg-yours-found pre").inner_text() == told["code"]
    warm.locator(".cg-yours [name=copy]").last.click()
    warm.get_by_text("Copied.").wait_for()
    assert warm.evaluate("() => navigator.clipboard.readText()") == told["code"]
    choose(warm, "rsa", 200, metric="correlation")


@each_refused
def test_a_wrong_file_gets_its_message_in_the_page(warm, file):
    said = bring(warm, {file: REFUSED[file][0]})
    assert REFUSED[file][1] in said
    assert warm.locator(".cg-yours-files li").count() == 3


def test_a_wrong_option_gets_the_packages_message(warm):
    choose(warm, "mutual_knn", k=48)
    warm.locator(".cg-yours [name=go]").click()
    assert "k is 48 and there are 48 stimuli" in settled(warm)
    choose(warm, "mutual_knn", k=10)
    warm.locator("#yours-minibatch_cka-batch_size").evaluate("(f) => (f.value = '')")
    choose(warm, "minibatch_cka")
    warm.locator(".cg-yours [name=go]").click()
    assert "minibatch_cka needs batch_size" in settled(warm)
    choose(warm, "minibatch_cka", batch_size=32)


def test_files_may_be_dropped_and_a_large_one_is_not_even_read(warm):
    script = """([name, size]) => {
      const given = new DataTransfer();
      given.items.add(new File([new Uint8Array(size)], name));
      document.querySelector(".cg-yours-drop").dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
    }"""
    warm.evaluate(script, ["large.npy", MOST_BYTES + 1])
    assert "large.npy holds 200 MB, and the page takes at most 200" in settled(warm)
    warm.evaluate(script, ["dropped.npy", 5])
    warm.get_by_text("dropped.npy is no .npy file").wait_for()


def test_a_long_run_says_how_far_it_is_and_can_be_stopped(warm):
    bring(warm, {"long.npy": npy(RNG.normal(size=(48, 4)))})
    choose(warm, "cknna", 1000)
    warm.locator(".cg-yours [name=go]").click()
    warm.locator(".cg-yours-far").get_by_text("Pair 2 of 12").wait_for()
    assert 0 < warm.locator(".cg-yours-far progress").evaluate("(bar) => bar.value") < 0.5
    warm.locator(".cg-yours [name=stop]").click()
    assert "You stopped it." in settled(warm) and "Your files are kept" in settled(warm)
    alone(warm, *HELD)
    choose(warm, "linear_cka", 0)
    heat, _ = measured(warm)
    assert [row[0] for row in heat] == list(HELD)


def test_what_does_not_fit_the_memory_is_said(warm):
    alone(warm)
    tall = RNG.normal(size=(40_000, 2))
    bring(warm, {"x.npy": npy(tall), "y.npy": npy(tall[:, ::-1])})
    choose(warm, "kernel_cka", 0)
    warm.locator(".cg-yours [name=go]").click()
    assert "more than fits the memory of a page" in settled(warm)
    alone(warm)
    bring(warm, BROUGHT)


def test_keys_alone_measure(warm):
    choose(warm, "linear_cka", 0)
    warm.locator("#yours-measure").focus()
    warm.keyboard.press("ArrowDown")
    assert warm.locator("[data-measure=kernel_cka]").is_visible()
    assert not warm.locator("[data-measure=linear_cka]").is_visible()
    walk = []
    for _ in range(8):
        warm.keyboard.press("Tab")
        walk.append(warm.evaluate("() => document.activeElement.id || document.activeElement.name"))
    options = [f"yours-kernel_cka-{name}" for name in ("kernel", "bandwidth", "median", "debiased")]
    assert walk[:6] == [*options, "yours-draws", "go"]
    warm.locator(".cg-yours [name=go]").focus()
    warm.keyboard.press("Enter")
    assert settled(warm) == "The matrix is there."


def test_a_name_is_text_whoever_gave_it(warm):
    bring(warm, {"<img src=x onerror=alert(1)>.npy": npy(A)})
    choose(warm, "linear_cka", 0)
    heat, rows = measured(warm)
    assert heat[3][0] == "<img src=x onerror=alert(1)>" and rows[2]["y"] == heat[3][0]
    assert warm.locator(".cg-yours img").count() == 0
    alone(warm, *HELD)


def test_three_layers_of_ours_fit_a_phone_and_axe_finds_nothing(browser, place):
    if PARTS is None:
        pytest.skip("the site was built without Python for its pages")
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.set_default_timeout(PATIENCE)
    page = open_window(context)
    page.goto(place + PAGE)
    page.select_option("#yours-draws", "200")
    page.locator(".cg-yours [name=demo]").click()
    assert settled(page) == "Done: 3 pairs, each with its interval and chance."
    stored = [np.load(file) for file in sorted(FOLDER.glob("*.npy"))]
    heat, _ = table(page)
    for row, expected in zip(heat, pairwise("linear_cka", stored), strict=True):
        np.testing.assert_allclose([float(cell) for cell in row[1:]], expected, atol=6e-4)
    assert page.evaluate(SPILLED) == []
    outside = "[...document.querySelectorAll('.cg-yours *')].filter((e) => e.checkVisibility() && !e.closest('table, pre') && e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML.slice(0, 80))"
    assert page.evaluate(outside) == []
    assert page.log["errors"] == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert ask_axe(page, set()) == {"light": [], "dark": []}
    context.close()


def test_once_used_it_measures_without_a_network(browser):
    if PARTS is None:
        pytest.skip("the site was built without Python for its pages")
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    with under() as address:
        page = open_window(context)
        page.goto(address + PAGE)
        bring(page, BROUGHT)
        choose(page, "linear_cka", 0)
        first = measured(page)
        wait_until(page, "document.documentElement.dataset.offline === 'kept'")
    page.reload()
    bring(page, BROUGHT)
    choose(page, "linear_cka", 0)
    assert measured(page) == first
    context.close()


def test_from_disk_it_says_what_it_needs(reader):
    reader.goto((SITE / PAGE).as_uri())
    said = reader.locator(".cg-yours").inner_text()
    assert "make serve" in said and "on a machine of your own" in said
    assert reader.log["errors"] == []


def test_where_it_is_left_out_it_says_so(reader, address):
    reader.route(
        "**/python.js*",
        lambda route: route.fulfill(body="var COMMONGROUND_PYTHON = null;", content_type="text/javascript"),
    )
    reader.goto(address + PAGE)
    said = reader.locator(".cg-yours").inner_text()
    assert "built without Python" in said and "on a machine of your own" in said


def test_a_build_without_python_says_so_itself(monkeypatch, tmp_path):
    from types import SimpleNamespace

    from commonground.site.live import measure

    monkeypatch.setattr(build, "BUILT", tmp_path)
    app = SimpleNamespace(builder=SimpleNamespace(name="html"))
    (node,) = measure._form(app, "book/measure")
    assert "built without Python" in node.astext() and "<form" not in node.astext()
