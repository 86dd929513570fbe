"""What is taken out of a submission, and what its student is told about it."""

import json
import os
from pathlib import Path

import pytest

from commonground.checks.exercise import exercises
from commonground.checks.exercise import find as exercise
from commonground.grading.reading.answers import extract
from commonground.grading.reading.notebook import Unreadable
from commonground.grading.reading.students import Student
from commonground.grading.reading.uses import needed
from commonground.grading.verdict.mark import grade

SHEET = "01-measuring-alignment"
PRISTINE = Path(__file__).parents[2] / "exercises" / f"{SHEET}.ipynb"
CODE = "def linear_cka(X, Y):\n    return 1"


def cell(source=CODE, tags=("answer:linear_cka",), **more):
    return {"cell_type": "code", "metadata": {"tags": tags}, "source": source, "outputs": []} | more


def check(source='check("1.1", linear_cka)', tags=("check:linear_cka",), **more):
    return cell(source, tags, **more)


@pytest.fixture
def handed_in(tmp_path):
    """Write a notebook of these cells, and return what is extracted."""

    def write(*cells, name="anna.ipynb", **more):
        path = tmp_path / name
        path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4} | more))
        return extract(path)

    return write


def test_one_exercise_is_graded_on_that_one(handed_in):
    submission = handed_in(cell(), check())
    assert submission.answers == {"linear_cka": CODE} and [e.number for e in submission.exercises] == ["1.1"]
    assert submission.notes == ["the file holds exercise 1.1 alone, and is graded on that one"]


def test_sheet_is_graded_whole_though_answers_were_deleted(handed_in):
    submission = handed_in(cell(), check(), check('check("1.2", procrustes)', ["check:procrustes"]))
    assert len(submission.exercises) == len(exercises(1))
    assert any("there is no cell for `procrustes`" in note for note in submission.notes)


@pytest.mark.parametrize(
    ("cells", "answer", "note"),
    [
        ([cell(tags=[], id="answer-linear_cka")], CODE, "known by its id"),
        ([cell(tags=[], metadata={"id": "answer-linear_cka"})], CODE, "known by its id"),
        ([cell(tags=[]), check()], CODE, "known by what it defines"),
        ([cell("old"), cell()], CODE, "there are 2 cells for `linear_cka`; the last"),
        ([cell(cell_type="markdown")], CODE, "no code cell any more"),
        ([cell(cell_type=None)], CODE, "no code cell any more"),
        ([cell(CODE.splitlines(keepends=True))], CODE, "alone"),
        ([cell([CODE, 3, None])], CODE, "alone"),
        ([cell(17)], "", "alone"),
        ([cell(None)], "", "alone"),
        ([cell(tags="answer:linear_cka")], CODE, "alone"),
        ([cell(tags=[1, None, {}, "answer:linear_cka"])], CODE, "tags are not a list of texts"),
        ([cell(tags={"answer:linear_cka": 1}, id="answer-linear_cka")], CODE, "tags are not a list of texts"),
        ([cell(metadata=[1, 2], id="answer-linear_cka")], CODE, "known by its id"),
        ([cell(tags=["answer:linear_cka", "skip-execution"])], CODE, "`skip-execution` on the cell of `linear_cka`"),
        ([cell(tags=["answer:linear_cka", "raises-exception"])], CODE, "`raises-exception`"),
        ([cell(), check(tags=["check:linear_cka", "skip-execution"])], CODE, "on the check cell of `linear_cka`"),
        ([cell(), check("print('4/4')")], CODE, "the check cell of `linear_cka` was changed"),
        ([cell(), check(cell_type="markdown")], CODE, "the check cell of `linear_cka` was changed"),
        ([cell()], CODE, "the check cell of `linear_cka` is not there any more"),
        ([cell(), check(outputs=[{"output_type": "stream", "text": "✓ 4/4"}])], CODE, "outputs saved in the file were not read"),
        ([cell(), "a text", 7, None, [], {}], CODE, "alone"),
        ([cell(CODE + "\0")], CODE + "\0", "alone"),
        ([cell(), cell("x", ["answer:unheard_of"])], CODE, "alone"),
    ],
)  # fmt: skip
def test_survives_and_says_so(handed_in, cells, answer, note):
    submission = handed_in(*cells)
    assert submission.answers == {"linear_cka": answer}
    assert any(note in line for line in submission.notes), submission.notes


def test_stub_left_under_an_answer_does_not_count(handed_in):
    stub = next(c for c in json.loads(PRISTINE.read_text())["cells"] if c["id"] == "answer-linear_cka")
    assert handed_in(cell(), stub).answers == {"linear_cka": CODE}


@pytest.mark.parametrize("metadata", [{"execution": {"allow_errors": True}}, {"allow_errors": True}])
def test_allow_errors_is_not_heeded(handed_in, metadata):
    assert "the notebook's own `allow_errors` was not heeded" in handed_in(cell(), metadata=metadata).notes


@pytest.mark.parametrize("metadata", [None, [], 3, {"kernelspec": None}])
def test_metadata_decides_nothing(handed_in, metadata):
    assert handed_in(cell(), check(), metadata=metadata).answers == {"linear_cka": CODE}


def test_large_outputs_are_no_obstacle(handed_in):
    assert handed_in(cell(outputs=[{"data": "x" * 6 * 2**20}])).answers == {"linear_cka": CODE}


def test_two_hundred_levels_in_the_metadata_are_no_obstacle(handed_in):
    deep = json.loads("[" * 200 + "]" * 200)
    assert handed_in(cell(), metadata={"deep": deep}).answers == {"linear_cka": CODE}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no notebook"),
        (b"\0" * 1000, "no notebook"),
        (b"not json {", "no notebook"),
        (b"[" * 200_000, "no notebook"),
        (b"[" * 200 + b"]" * 200, "no list of cells"),
        (b'{"cells": 3}', "no list of cells"),
        (b'{"cells": {"0": {}}}', "no list of cells"),
        (b"null", "no list of cells"),
        (b'{"cells": [' + b"1" * 10_000 + b"]}", "no notebook"),
        (b'{"worksheets": [{"cells": []}]}', "no list of cells"),
        (b'{"cells": []}', "no sheet of this course"),
        (b"\x1f\x8b\x08" + bytes(1000), "no notebook"),
        (b"PK\3\4" + bytes(1000), "no notebook"),
        (b"<html>", "no notebook"),
        (b"\xff\xfe\x00{", "no notebook"),
        (b" " * (33 * 2**20), "it has 33 MB"),
    ],
    ids=range(16),
)
def test_what_is_no_notebook_is_told_why(tmp_path, data, words):
    (tmp_path / "anna.ipynb").write_bytes(data)
    with pytest.raises(Unreadable, match=words):
        extract(tmp_path / "anna.ipynb")


def test_links_and_pipes_are_not_opened(tmp_path):
    (tmp_path / "link.ipynb").symlink_to(PRISTINE)
    (tmp_path / "dangling.ipynb").symlink_to("/nowhere")
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name, words in {"link": "a link", "dangling": "a link", "pipe": "not a file"}.items():
        with pytest.raises(Unreadable, match=words):
            extract(tmp_path / f"{name}.ipynb")


def test_unreadable_file_of_a_sheet_loses_its_points_with_a_reason(tmp_path):
    path = tmp_path / f"{SHEET}.ipynb"
    path.write_text("{")
    grades = grade(Student("anna", (path,)), 0, None)
    assert len(grades) == len(exercises(1)) and all(
        g.score == 0 and "no notebook" in g.problem for g in grades
    )


def test_text_that_no_file_can_hold_is_no_obstacle(handed_in):
    assert handed_in(cell("x = '\ud800'")).answers == {"linear_cka": "x = '\ud800'"}


# ---- MyST


@pytest.mark.parametrize(
    "head",
    [
        ':tags: ["answer:linear_cka"]\n',
        ":tags: [answer:linear_cka, hide-input]\n",
        "---\ntags: [answer:linear_cka]\n---\n",
        "---\ntags:\n  - answer:linear_cka\n---\n",
    ],
)
@pytest.mark.parametrize("fence", ["```", "````", "~~~"])
def test_myst(tmp_path, head, fence):
    path = tmp_path / "anna.md"
    path.write_text(f"# A title\n\n{fence}{{code-cell}} ipython3\n{head}\n{CODE}\n{fence}\n\nText.\n")
    assert extract(path).answers == {"linear_cka": CODE}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_sheet_that_an_editor_saved_in_another_encoding_is_read(tmp_path, encoding):
    cell = {"cell_type": "code", "metadata": {"tags": ["answer:linear_cka"]}, "source": CODE, "outputs": []}
    path = tmp_path / "anna.ipynb"
    path.write_bytes(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}).encode(encoding))
    assert extract(path).answers == {"linear_cka": CODE}


def test_source_of_a_sheet_is_itself_a_submission(tmp_path):
    """The solutions are in cells of their own, which are not taken."""
    source = PRISTINE.parents[1] / "solutions" / f"{SHEET}.md"
    assert all("NotImplementedError" in text for text in extract(source).answers.values())


def test_fences_without_end_take_no_time(tmp_path):
    path = tmp_path / f"{SHEET}.md"
    path.write_text("```{code-cell}\n" * 500_000)
    assert extract(path).answers == {}


# ---- which sheet, which cells


@pytest.mark.parametrize("name", [f"{SHEET}.ipynb", f"{SHEET} (1).ipynb", f"{SHEET}-anna.ipynb"])
def test_name_says_which_sheet(handed_in, name):
    assert handed_in(cell("1", []), name=name).sheet.name == SHEET


def test_answers_that_others_need_come_along(handed_in):
    identify = cell("def identify(A, B):\n    return linear_cka(A, B)", ["answer:identify"])
    helper = cell("import scipy as sp\nhelp: int = 3\ndef rdm(X): return X", ["answer:rdm"])
    uses = cell("def linear_cka(X, Y):\n    return sp, help", ["answer:linear_cka"])
    other = cell("def procrustes(X, Y): return 1", ["answer:procrustes"])
    submission = handed_in(uses, identify, helper, other)
    assert needed(submission.answers, exercise("1.5").names) == ["linear_cka", "rdm", "identify"]
    assert needed(submission.answers, exercise("1.2").names) == ["procrustes"]
