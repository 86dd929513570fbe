"""What `make check-project` says: of the two graded projects nothing is missing; whatever is taken from one is missed."""

import copy
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from commonground.site import results
from commonground.site.teaching.project import CLAIM, FIGURE, MILESTONES, check, main, run

ROOT = Path(__file__).resolve().parents[2]
GRADED = [ROOT / "project" / "networks.md", ROOT / "project" / "people.md"]


@pytest.fixture(scope="module", params=GRADED, ids=lambda path: path.stem)
def graded(request):
    """A graded project with the results of the build; where it was never built, it is run here."""
    try:
        return results.with_outputs(request.param)
    except KeyError:
        return run(request.param)


def missing(notebook):
    """What is missing, milestone by milestone."""
    return {finding.milestone: finding.words for finding in check(notebook) if not finding.holds}


def outputs(notebook, kind):
    """Each output of a kind, with the cell that shows it."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if kind in output.get("data", {}):
                yield cell, output


def test_nothing_is_missing_in_what_was_graded(graded):
    assert missing(graded) == {}


def test_they_are_marked_in_every_row_and_the_marks_add_up(graded):
    text = "\n".join(cell.source for cell in graded.cells if cell.cell_type == "markdown")
    marks = [
        int(line.split(": ")[1][0])
        for line in text.splitlines()
        if " of 4" in line and "{admonition}" in line
    ]
    assert len(marks) == 5
    assert f"**{sum(marks)} of 20.**" in text and f"Marked {sum(marks)} of 20" in text


def without_control(notebook):
    for cell, output in list(outputs(notebook, CLAIM)):
        if output.data[CLAIM]["name"].endswith("-control"):
            cell.outputs.remove(output)


def over_pairs(notebook):
    for _, output in outputs(notebook, CLAIM):
        output.data[CLAIM]["over"] = "over 42 pairs"


def over_seeds(notebook):
    for _, output in outputs(notebook, CLAIM):
        output.data[CLAIM]["ours"] = "0.19 ± 0.02"


def without_sample(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("SAMPLED = ", "TAKEN = ")


def without_alt(notebook):
    for _, output in outputs(notebook, FIGURE):
        output.data[FIGURE]["alt"] = "A plot."


def with_bare_picture(notebook):
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.outputs.append(new_output("display_data", {"image/png": ""}))


def stopped(notebook):
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.outputs.append(
        new_output("error", ename="NameError", evalue="name 'x' is not defined", traceback=[])
    )


def short(notebook):
    for cell in notebook.cells:
        before, heading, _ = cell.source.partition("5 · Report\n")
        if heading:
            cell.source = before + heading + "\nThey are the same."


def unfilled(notebook):
    for cell in notebook.cells:
        cell.source = cell.source.replace("5 · Report\n", "5 · Report\n\n… is what we found.\n")


def failing(notebook):
    for _, output in outputs(notebook, CLAIM):
        output.data[CLAIM]["holds"] = False


@pytest.mark.parametrize(
    "spoil, milestone, words",
    [
        (without_control, "Control", "-control"),
        (failing, "Question and claim", "fails"),
        (over_pairs, "Interval", "over 42 pairs"),
        (over_seeds, "Interval", "interval"),
        (without_sample, "Interval", "SAMPLED"),
        (without_alt, "Figures", "alt"),
        (with_bare_picture, "Figures", "alt text"),
        (stopped, "It runs", "NameError"),
        (short, "Report", "words"),
        (unfilled, "Report", "…"),
    ],
)
def test_what_is_taken_away_is_missed(graded, spoil, milestone, words):
    spoiled = copy.deepcopy(graded)
    spoil(spoiled)
    found = missing(spoiled)
    assert words in found[milestone]
    assert set(found) <= {milestone} | ({"Control"} if spoil is failing else set())


def test_an_empty_notebook_is_told_everything():
    assert set(missing(new_notebook())) == {"Milestones", MILESTONES[0], *MILESTONES[2:], "Figures"}


@pytest.mark.kernel
def test_it_is_run_from_top_to_bottom(tmp_path):
    import nbformat

    cells = [
        new_code_cell("x = 1"),
        new_markdown_cell("words"),
        new_code_cell("print(y)"),
        new_code_cell("y = x"),
    ]
    path = tmp_path / "mine.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    found = missing(run(path))
    assert found["It runs"] == "code cell 2 stops with NameError: name 'y' is not defined"


@pytest.mark.kernel
def test_the_template_runs_and_everything_else_is_left_to_do(capsys):
    assert main([str(ROOT / "project" / "template.ipynb")]) == 1
    said = capsys.readouterr().out
    done = [line for line in said.splitlines() if line.startswith("✓")]
    assert [line.partition(":")[0] for line in done] == ["✓ It runs", "✓ Milestones"]
    assert "5 of 7 to do." in said


@pytest.mark.parametrize("name, words", [("no.ipynb", "no file"), ("text.ipynb", "no notebook")])
def test_what_is_no_notebook_is_refused(tmp_path, capsys, name, words):
    (tmp_path / "text.ipynb").write_text("not a notebook")
    assert main([str(tmp_path / name)]) == 2
    assert words in capsys.readouterr().err
