"""Sheets come from their sources, run, and give nothing away."""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from commonground.checks.exercise import exercises

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
        assert stub.source.splitlines()[0] == solution.source.splitlines()[0], (
            "stub and solution differ in their signature"
        )
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
        assert all(hint in text for hint in exercise.hints)


@each_source
def test_sheet_is_plain_markdown(source):
    """Colab and Jupyter know no directives and no roles."""
    for cell in nbformat.read(committed(source), 4).cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"^(```|:::)\{|\{[a-z:]+\}`|^\+\+\+", cell.source, re.MULTILINE)


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
