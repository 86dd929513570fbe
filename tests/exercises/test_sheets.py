"""Sheets come from their sources, run, and give nothing away."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from commonground.checks.claims import listed
from commonground.checks.exercise import Exercise, exercises
from commonground.checks.here import here
from commonground.checks.run import examine

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("derive", ROOT / "solutions" / "derive.py")
derive = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(derive)

each_source = pytest.mark.parametrize("source", derive.SOURCES, ids=lambda source: source.stem)


def committed(source):
    return ROOT / "exercises" / f"{source.stem}.ipynb"


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def with_tag(notebook, role):
    """Return the cells tagged ``role:NAME``, by NAME."""
    pairs = [(tag, cell) for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    return {tag.partition(":")[2]: cell for tag, cell in pairs if tag.startswith(role + ":")}


def test_there_are_sheets_for_all_sources_and_no_others():
    there = {path.stem for path in (ROOT / "exercises").glob("*.ipynb")}
    assert there == {source.stem for source in derive.SOURCES} and there


@each_source
def test_sheet_equals_its_source(source):
    assert committed(source).read_text("utf-8") == derive.derive(source), "run `make exercises`"


@each_source
def test_sheet_has_no_outputs_and_is_not_run_by_the_site(source):
    notebook = nbformat.read(committed(source), 4)
    assert all(not cell.outputs and cell.execution_count is None for cell in code_cells(notebook))
    assert notebook.metadata.mystnb.execution_mode == "off"
    assert notebook.metadata.kernelspec.name == "python3"


@each_source
def test_cells_keep_their_ids(source):
    notebook = nbformat.read(committed(source), 4)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for role in ("answer", "check"):
        assert all(cell.id == f"{role}-{name}" for name, cell in with_tag(notebook, role).items())


@each_source
def test_sheet_gives_no_solution_away(source):
    sheet = nbformat.read(committed(source), 4)
    solved = nbformat.reads(derive.derive(source, solved=True), 4)
    code = "\n".join(cell.source for cell in code_cells(sheet))
    assert not with_tag(sheet, "solution") and not with_tag(solved, "solution")
    for name, stub in with_tag(sheet, "answer").items():
        solution = with_tag(solved, "answer")[name]
        assert stub.source.rstrip().endswith("raise NotImplementedError")
        signature = stub.source.rpartition("    raise")[0]
        assert signature in solution.source and f"def {name}(" in signature and '"""' in signature
        body = set(map(str.strip, solution.source.splitlines())) - set(
            map(str.strip, stub.source.splitlines())
        )
        assert body and not any(len(line) > 15 and line in code for line in body)


@each_source
def test_sheet_asks_for_what_the_checks_hold(source):
    sheet = nbformat.read(committed(source), 4)
    text = "\n".join(cell.source for cell in sheet.cells)
    there = exercises(int(source.name[:2]))
    assert list(with_tag(sheet, "answer")) == [name for exercise in there for name in exercise.names]
    for exercise in there:
        assert f"## {exercise.number} {exercise.title}\n" in text
        assert f'check("{exercise.number}", {", ".join(exercise.names)})' in text
        hints = [derive.numbered(hint, int(source.name[:2])) for hint in exercise.hints]
        assert all(hint in text for hint in hints)
        assert listed(exercise.claims) in text


@each_source
@pytest.mark.parametrize("solved", [False, True], ids=["sheet", "solved"])
def test_code_fits_the_page(source, solved):
    for cell in code_cells(nbformat.reads(derive.derive(source, solved=solved), 4)):
        for line in cell.source.splitlines():
            assert len(line) <= 88, f"{len(line)} characters: {line}"


@each_source
def test_what_the_solved_sheet_shows_is_right_alone(source):
    """The references' own cells pass, with nothing but NumPy and each other: no helper is left out."""
    there = {"np": np}
    solved = nbformat.reads(derive.derive(source, solved=True), 4)
    for cell in with_tag(solved, "answer").values():
        exec(compile(cell.source, cell.id, "exec"), there)
    for exercise in exercises(int(source.name[:2])):
        report = examine(exercise, here({name: there[name] for name in exercise.names}), 0)
        assert report.passed, str(report)


@each_source
def test_sheet_is_plain_markdown(source):
    """Colab and Jupyter know no directives and no roles."""
    for cell in nbformat.read(committed(source), 4).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"^(```|:::)\{|\{[a-z:]+\}`|^\+\+\+", cell.source, re.MULTILINE)


# ---- words and exercises belong together


def words(tmp_path, *pairs):
    """A copy of the first source, with these words put in place of others."""
    text = derive.SOURCES[0].read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / derive.SOURCES[0].name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (("## rsa\n", "### rsa\n"), r"no words for m01/rsa.py: add a section ## rsa"),
        (("## rsa\n", "## rda\n"), r"no words for m01/rsa.py"),
        (
            ("## Where to go", "## more\n\nMore.\n\n## Where to go"),
            "a section ## more, which is none of .*linear_cka",
        ),
        (("## rsa\n", "## procrustes\n"), "two sections ## procrustes"),
        (("{exercise}`detective`", "{exercise}`defective`"), "no such exercise, only linear_cka"),
        (("{exercise}`detective`", "{exercise}`m02.detective`"), "module 2 has no such exercise, only bend"),
    ],
)
def test_words_that_fit_no_exercise_are_named(tmp_path, pair, told):
    with pytest.raises(ValueError, match=told):
        derive.derive(words(tmp_path, pair))


def test_solution_without_a_docstring_has_no_stub():
    exercise = Exercise(title="T", minutes=1, difficulty=1, hints=("a", "b", "c"), slug="first")
    exercise.solution(code_cells)
    with pytest.raises(ValueError, match=r"first.py: code_cells has no docstring"):
        derive.stub(exercise, "code_cells")


def test_words_name_exercises_and_sheets_number_them(tmp_path):
    sheet = derive.derive(words(tmp_path, ("## Where to go", "See {exercise}`m02.bend`.\n\n## Where to go")))
    assert "See 2.1." in sheet and "boxes in 1.6 agree" in sheet and "{exercise}" not in sheet


def test_sheet_keeps_the_order_of_the_module(tmp_path):
    """Whatever the order of the words is, that of the exercises is the module's."""
    text = derive.SOURCES[0].read_text("utf-8")
    start, first, second, rest = re.split(r"^(?=## )", text, maxsplit=3, flags=re.MULTILINE)
    path = tmp_path / derive.SOURCES[0].name
    path.write_text(start + second + first + rest, "utf-8")
    assert derive.derive(path) == derive.derive(derive.SOURCES[0])


# ---- the sheets run


def nbmake(path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbmake", str(path)]
    wide = os.environ | {"COLUMNS": "300"}  # or the summary's lines are cut
    return subprocess.run(command, cwd=ROOT, env=wide, capture_output=True, text=True)


@pytest.mark.kernel
def test_unsolved_sheets_fail_and_say_not_attempted():
    run = nbmake(ROOT / "exercises")
    failures = re.findall(r"^FAILED .*", run.stdout, re.MULTILINE)
    assert run.returncode == 1 and len(failures) == len(derive.SOURCES)
    assert all(re.search(r" - ○ .* — not attempted yet \(0/\d+ points\)$", line) for line in failures)


@pytest.mark.kernel
@each_source
def test_every_check_of_an_unsolved_sheet_says_not_attempted_and_nothing_else(source):
    notebook = nbformat.read(committed(source), 4)
    NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    for cell in code_cells(notebook):
        is_check = any(tag.startswith("check:") for tag in cell.metadata.get("tags", []))
        shown = [output for output in cell.outputs if output.output_type == "error"]
        assert len(shown) == len(cell.outputs) == is_check, cell.source
        for error in shown:
            assert error.ename == "Unsolved"
            assert len(error.traceback) == 1 and "not attempted yet" in error.traceback[0]


def test_command_writes_the_sheets(tmp_path):
    command = [sys.executable, str(ROOT / "solutions" / "derive.py"), "--solved", str(tmp_path / "a folder")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.count(".ipynb") == len(derive.SOURCES)
    for source in derive.SOURCES:
        written = (tmp_path / "a folder" / f"{source.stem}.ipynb").read_text("utf-8")
        assert written == derive.derive(source, solved=True)
