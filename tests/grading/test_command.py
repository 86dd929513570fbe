"""A class from the command line: the files that come out, shards and their merge, running apart from judging."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as tree

import pytest

from commonground.grading.__main__ import main
from commonground.grading.commands import split
from commonground.grading.reports.escape import file_name
from commonground.grading.reports.feedback import page
from commonground.grading.sandbox.limits import Limits
from commonground.grading.verdict.grade import Grade

ROOT = Path(__file__).parents[2]
SHEET = "01-measuring-alignment"
EVIL = "=cmd|'x'!A1 <b>|`]]>`"
# Other probes than the reference's: what its answers are is known only when they are heard.
PROBES = """
def probes():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(30, 10))
    directions, _ = np.linalg.qr(X - X.mean(axis=0))
    strong = np.arange(10) == 0
    X = directions * np.where(strong, 2.5, 1)
    turn, _ = np.linalg.qr(rng.normal(size=(10, 10)))
    return [(X, X), (X, X @ turn), (X, X * np.arange(1, 11)), (X[:, :5], X), (X, X * strong), (X, X * ~strong)]
"""
NAME = """
def name_the_measure(values):
    same, turned, stretched, half, strong, weak = values
    if abs(turned - same) > 1e-6:
        return "rsa"
    if abs(stretched - same) < 1e-6:
        return "mean_cca" if abs(half - same) < 1e-6 else "linear_regression_r2"
    return "linear_cka" if strong > weak else "procrustes_similarity"
"""


def hand_in(folder, name, **answers):
    """Write a notebook with these answers."""
    cells = [
        {"cell_type": "code", "metadata": {"tags": [f"answer:{n}"]}, "source": text, "outputs": []}
        for n, text in answers.items()
    ]
    path = folder / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


@pytest.fixture(scope="module")
def group(tmp_path_factory):
    """A class of five: right, wrong in a way that has a name, unreadable, hostile in name and words, not attempted."""
    folder = tmp_path_factory.mktemp("class")
    right = (
        (ROOT / "tests" / "grading" / "conftest.py")
        .read_text()
        .partition('RIGHT = """')[2]
        .partition('"""')[0]
    )
    hand_in(folder, "anna", linear_cka=right)
    hand_in(
        folder, "bob", linear_cka=right.replace("    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)\n", "")
    )
    (folder / "carl.ipynb").write_text("{")
    evil = "def linear_cka(X, Y):\n    raise ValueError('</failure>]]>\\x1b[31m ::error::x <script>')"
    hand_in(folder, EVIL.replace("/", ""), linear_cka=evil)
    hand_in(folder, "eve", linear_cka="def linear_cka(X, Y):\n    raise NotImplementedError")
    return folder


@pytest.fixture(scope="module")
def out(group, tmp_path_factory):
    """What came out for the class, from a command of its own."""
    folder = tmp_path_factory.mktemp("out")
    command = [
        sys.executable,
        "-m",
        "commonground.grading",
        str(group),
        "--out",
        str(folder),
        "--seed",
        "7",
        "--jobs",
        "2",
    ]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    (folder / "stdout").write_text(run.stdout)
    return folder


def rows(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_gradebook(out):
    found = {row["student"]: row for row in rows(out / "grades.csv")}
    assert list(rows(out / "grades.csv")[0]) == [
        "student",
        "exercise",
        "score",
        "max",
        "seed",
        "late",
        "problem",
    ]
    assert {
        s: (row["exercise"], row["score"], row["max"])
        for s, row in found.items()
        if s in ("anna", "bob", "eve")
    } == {
        "anna": ("1.1", "4", "4"),
        "bob": ("1.1", "3", "4"),
        "eve": ("1.1", "0", "4"),
    }
    assert found["eve"]["problem"] == "not attempted" and "no notebook" in found["carl"]["problem"]
    assert {row["seed"] for row in found.values()} == {"7"}


def test_no_cell_of_the_gradebook_is_a_formula(out):
    cells = [cell for row in rows(out / "grades.csv") for cell in row.values()]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert any(cell.startswith("'=cmd") for cell in cells)


def test_progress_and_seed_are_printed(out):
    lines = (out / "stdout").read_text().splitlines()
    assert lines[0] == "Grading 5 of 5 students, seed 7."
    assert sum(line.startswith("[") for line in lines) == 5 and any("[5/5]" in line for line in lines)
    assert "Seed 7." in lines[-1]


def test_summary(out):
    text = (out / "summary.md").read_text()
    assert "| anna | 4/4 | **4**/4 |" in text and "## Problems" in text and "`--seed 7`" in text
    assert "| 1.1 | invariant to a shift of the columns | 1 of 3 |" in text
    assert "<b>" not in text and "<script>" not in text


def test_xml(out):
    root = tree.parse(out / "junit.xml").getroot()
    suites = {suite.get("name"): suite for suite in root}
    assert len(suites["anna"]) == 4 and suites["anna"].get("failures") == "0"
    assert (
        suites["bob"].get("failures") == "1"
        and suites["eve"].get("skipped") == "4"
        and suites["carl"].get("errors") == "1"
    )
    assert any("uncentred CKA" in failure.get("message") for failure in suites["bob"].iter("failure"))


def test_feedback(out):
    pages = {path.name: path.read_text() for path in (out / "feedback").iterdir()}
    assert len(pages) == 5 and {"anna.md", "bob.md", "carl.md", "eve.md"} < set(pages)
    assert pages["anna.md"].startswith("# anna: 4 of 4 points") and "`check(…, seed=7)`" in pages["anna.md"]
    assert "your values are exactly those of an uncentred CKA" in pages["bob.md"]
    assert "is graded on that one" in pages["bob.md"]


@pytest.mark.parametrize(
    "name", ["\u5f20" * 85, "the grader", "M\u00fcller, \u00c5sa", "con", "../../x", ".anna"]
)
def test_file_of_feedback_has_a_name_that_every_system_takes(name):
    made = file_name(name)
    assert 0 < len(made.encode()) <= 180 and not re.search(r"[/\\\\:]", made)
    assert not made.startswith(".") and made.lower() != "con"


def test_what_can_not_be_read_is_said_once():
    why = "it is no notebook: hand in the file itself"
    grades = [Grade("anna", SHEET, f"1.{k}", "Title", 0, 4, why, why) for k in (1, 2, 3)]
    assert page("anna", grades, 7, []).count(why) == 1


def test_classroom(out):
    record = json.loads((out / "classroom.json").read_text())
    assert record["version"] == 1 and record["max_score"] == 16
    assert {test["status"] for test in record["tests"]} == {"pass", "fail", "error"}
    assert all({"name", "status", "score", "message"} <= set(test) for test in record["tests"])


def test_nothing_written_is_an_order_to_the_machine_that_shows_it(out):
    for path in [p for p in out.rglob("*") if p.is_file()]:
        text = path.read_text()
        assert not any(line.lstrip().startswith("::") or "##[" in line for line in text.splitlines()), path
        assert "\x1b" not in text and "\0" not in text
    outside = [p for p in out.rglob("*") if not p.resolve().is_relative_to(out)]
    assert not outside


def test_shards_merge_to_the_same_gradebook(group, out, tmp_path):
    for i in (1, 2):
        assert (
            main(
                [
                    str(group),
                    "--out",
                    str(tmp_path / str(i)),
                    "--seed",
                    "7",
                    "--shard",
                    f"{i}/2",
                    "--jobs",
                    "1",
                ]
            )
            == 0
        )
    parts = [rows(tmp_path / str(i) / "grades.csv") for i in (1, 2)]
    assert all(parts)
    assert main([str(tmp_path / "1"), str(tmp_path / "2"), "--merge", "--out", str(tmp_path / "all")]) == 0
    assert (tmp_path / "all" / "grades.csv").read_text() == (out / "grades.csv").read_text()
    assert (tmp_path / "all" / "summary.md").read_text() == (out / "summary.md").read_text()


def test_shards_of_different_seeds_do_not_merge(tmp_path, capsys):
    for seed in (1, 2):
        (tmp_path / str(seed)).mkdir()
        (tmp_path / str(seed) / "grades.json").write_text(
            json.dumps({"seed": seed, "remarks": [], "grades": []})
        )
    assert main([str(tmp_path / "1"), str(tmp_path / "2"), "--merge", "--out", str(tmp_path / "all")]) == 2
    assert "pass one --seed to all shards" in capsys.readouterr().err


def test_fresh_seed_each_run(tmp_path):
    hand_in(tmp_path / "class", "anna", linear_cka="def linear_cka(X, Y): return 0.5")
    seeds = set()
    for i in range(2):
        assert (
            main([str(tmp_path / "class" / "anna.ipynb"), "--out", str(tmp_path / str(i)), "--jobs", "1"])
            == 0
        )
        seeds.add(rows(tmp_path / str(i) / "grades.csv")[0]["seed"])
    assert len(seeds) == 2


@pytest.mark.parametrize("shard", ["0/2", "3/2", "2", "a/b"])
def test_shard_that_is_none(shard, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["x", "--out", str(tmp_path), "--shard", shard])
    assert "write 2/5 for the second of five" in capsys.readouterr().err


def test_nothing_to_grade_fails(tmp_path, capsys):
    (tmp_path / "class").mkdir()
    assert main([str(tmp_path / "class"), "--out", str(tmp_path / "out")]) == 2
    assert "no submission here" in capsys.readouterr().err


def test_isolation_that_is_required_and_not_to_be_had_fails(tmp_path, capsys, monkeypatch):
    hand_in(tmp_path / "class", "anna", linear_cka="1")
    monkeypatch.setattr("sys.platform", "darwin")
    assert main([str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--require-isolation"]) == 2
    assert "no namespaces" in capsys.readouterr().err


# ---- running apart from judging


def rounds(folder, group, seed=7, times=2):
    """Ask and run so many times, then judge; return the grades by student and exercise."""
    for i in range(times):
        answered = [folder / f"answered{j}" for j in range(i + 1)]
        split.ask([group], seed, folder / f"asked{i}", answered[:-1])
        split.run(folder / f"asked{i}", answered[-1], False, limits=Limits(cpu=5, wall=30))
    return {(g.student, g.exercise): g for g in split.judge_all([group], seed, answered)}


def test_judging_apart_gives_the_same_grades(group, out, tmp_path):
    apartly = rounds(tmp_path, group)
    together = {
        (row["student"].lstrip("'"), row["exercise"]): int(row["score"]) for row in rows(out / "grades.csv")
    }
    assert {key: grade.score for key, grade in apartly.items()} == together
    assert "uncentred CKA" in apartly["bob", "1.1"].feedback


def test_question_that_hangs_on_an_answer_takes_two_rounds(tmp_path):
    hand_in(tmp_path / "class", "anna", probes=PROBES, name_the_measure=NAME)
    assert rounds(tmp_path / "one", tmp_path / "class", times=1)["anna", "1.6"].score == 0
    two = rounds(tmp_path / "two", tmp_path / "class")["anna", "1.6"]
    assert two.score == two.max == 6, two.feedback


def test_unasked_answer_earns_nothing(group, tmp_path):
    grades = split.judge_all([group], 7, [tmp_path])
    assert all(grade.score == 0 for grade in grades)
    assert sum("run another round" in grade.problem for grade in grades) == 4


def test_machine_that_runs_needs_no_solutions(group, tmp_path):
    """A copy of the course without solutions and expected values runs what was asked."""
    import shutil

    shutil.copytree(
        ROOT / "commonground",
        tmp_path / "commonground",
        ignore=shutil.ignore_patterns("m[0-9]*", "__pycache__"),
    )
    split.ask([group], 7, tmp_path / "asked", [])
    command = [
        sys.executable,
        "-m",
        "commonground.grading.commands.split",
        "run",
        "--asked",
        "asked",
        "--answered",
        "answered",
    ]
    run = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert run.returncode == 0 and "4 answers were asked" in run.stdout, run.stderr
    grades = {g.student: g.score for g in split.judge_all([group], 7, [tmp_path / "answered"])}
    assert (grades["anna"], grades["bob"]) == (4, 3)


@pytest.mark.parametrize("noise", [b"\xff" * 100, b"\4\0\0\0null" * 3, b"[" * 100])
def test_noise_from_the_other_machine_is_no_reply(group, tmp_path, noise):
    split.ask([group], 7, tmp_path / "asked", [])
    (tmp_path / "answered").mkdir()
    for path in (tmp_path / "asked").iterdir():
        (tmp_path / "answered" / path.name).write_bytes(noise)
    assert all(grade.score == 0 for grade in split.judge_all([group], 7, [tmp_path / "answered"]))


def test_reply_that_is_broken_costs_nobody_else_a_point(group, tmp_path):
    split.ask([group], 7, tmp_path / "asked", [])
    answered = tmp_path / "answered"
    split.run(tmp_path / "asked", answered, False, limits=Limits(cpu=5, wall=30))
    whole = {g.student: g.score for g in split.judge_all([group], 7, [answered])}
    lost = []
    for path in sorted(answered.iterdir()):
        reply = path.read_bytes()
        path.write_bytes(b"\xff" * 100)
        left = {g.student: g.score for g in split.judge_all([group], 7, [answered])}
        lost.append({name for name in whole if left[name] < whole[name]})
        path.write_bytes(reply)
    assert all(len(names) <= 1 for names in lost)
    assert set().union(*lost) == {name for name, score in whole.items() if score}


# ---- nothing lost


def files(folder):
    """All that a run wrote for people and machines."""
    found = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return {str(name): data for name, data in found.items() if name.name not in ("journal.jsonl", "stdout")}


def test_stopped_run_goes_on_and_gives_the_same_files(group, out, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    lines = (out / "journal.jsonl").read_text().splitlines()
    kept = (
        "\n".join(lines[:3]) + "\n" + lines[3][:50]
    )  # two students are done, and the third was being written
    (folder / "journal.jsonl").write_text(kept)
    command = [str(group), "--out", str(folder), "--jobs", "1"]
    assert main(command) == 2, "a run that stopped is not overwritten unasked"
    assert main([*command, "--resume", "--seed", "8"]) == 2, "nor goes on with other inputs"
    assert main([*command, "--resume"]) == 0
    assert files(folder) == files(out)


def test_ended_run_writes_what_it_has(tmp_path):
    for name in ("anna", "bob"):
        hand_in(tmp_path / "class", name, linear_cka="def linear_cka(X, Y): return 0.5")
    sleeps = "import time\ndef linear_cka(X, Y): time.sleep(1000)"
    hand_in(tmp_path / "class", "carl", linear_cka=sleeps)
    command = [sys.executable, "-m", "commonground.grading", str(tmp_path / "class"), "--jobs", "1"]
    command += ["--out", str(tmp_path / "out"), "--seed", "7"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        for line in run.stdout:
            if line.startswith("[2/3]"):
                run.terminate()
                break
        rest = run.stdout.read()
    assert run.returncode == 143 and "2 of 3 students are graded; --resume goes on" in rest
    assert [row["student"] for row in rows(tmp_path / "out" / "grades.csv")] == ["anna", "bob"]


@pytest.mark.parametrize("where", ["file", "inside", "nowhere"])
def test_out_that_can_not_be_is_said_first(group, tmp_path, capsys, where):
    (tmp_path / "file").write_text("")
    folder = {"file": tmp_path / "file", "inside": group / "out", "nowhere": Path("/proc/nowhere")}[where]
    assert main([str(group), "--out", str(folder)]) == 2
    said = capsys.readouterr()
    assert "Grading" not in said.out and "Not graded: --out" in said.err
    assert not (group / "out").exists()


@pytest.mark.parametrize("second", [None, "{", '{"seed": 7}', "[]"])
def test_merge_without_a_shard_says_so(out, tmp_path, capsys, second):
    record = json.loads((out / "grades.json").read_text())
    for i in (1, 2):
        (tmp_path / str(i)).mkdir()
    (tmp_path / "1" / "grades.json").write_text(json.dumps(record | {"shard": [1, 2]}))
    if second is not None:
        (tmp_path / "2" / "grades.json").write_text(second)
    assert main([str(tmp_path / "1"), str(tmp_path / "2"), "--merge", "--out", str(tmp_path / "all")]) == 1
    assert "shard 2/2 is not among them" in capsys.readouterr().err
    assert "shard 2/2 is not among them" in (tmp_path / "all" / "summary.md").read_text()
    assert (tmp_path / "all" / "grades.csv").read_text() == (out / "grades.csv").read_text()


# ---- gradebooks


def test_canvas_and_moodle(tmp_path):
    name = "01-measuring-alignment"
    right = "def linear_cka(X, Y): return 0.5"
    hand_in(tmp_path / "class", f"kim_LATE_12345_678_{name}", linear_cka=right)
    hand_in(tmp_path / "class", f"Kim Lee_99_assignsubmission_file_/{name}", linear_cka=right)
    hand_in(tmp_path / "class", "a;=1+1", linear_cka=right)
    assert main([str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    with (tmp_path / "out" / "canvas.csv").open(newline="") as file:
        head, most, kim = csv.reader(file)
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", name]
    assert most[-1] == "4" and kim == ["kim", "12345", "", "", "", "0"]
    (lee,) = rows(tmp_path / "out" / f"moodle-{name}.csv")
    assert lee["Identifier"] == "Participant 99" and lee["Grade"] == "0" and "Last modified (grade)" in lee
    found = {row["student"]: row for row in rows(tmp_path / "out" / "grades.csv")}
    assert found["kim"]["late"] == "late" and "a;'=1+1" in found
    text = (tmp_path / "out" / "grades.csv").read_text()
    assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())


def test_no_name_of_a_student_is_taken_for_a_fault_of_the_grader(tmp_path):
    """Nor is what an answer says of itself."""
    hand_in(
        tmp_path / "class",
        "the grader",
        linear_cka="def linear_cka(X, Y): raise ValueError('the grader could not')",
    )
    (tmp_path / "class" / "the grader fails.ipynb").write_text("{")
    assert main([str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    assert {row["student"] for row in rows(tmp_path / "out" / "grades.csv")} == {
        "the grader",
        "the grader fails",
    }


# ---- lending


def test_right_function_is_lent_and_the_page_says_so(tmp_path):
    from commonground.checks.exercise import find
    from commonground.checks.source import solution

    identify = solution(find("1.5"), "identify")
    hand_in(tmp_path / "class", "anna", linear_cka="def linear_cka(X, Y): return 0.5", identify=identify)
    hand_in(tmp_path / "class", "bob", linear_cka="import os; os._exit(1)", identify=identify)
    assert main([str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--jobs", "2"]) == 0
    scores = {
        (r["student"], r["exercise"]): (r["score"], r["max"]) for r in rows(tmp_path / "out" / "grades.csv")
    }
    for student in ("anna", "bob"):
        assert scores[student, "1.1"][0] == "0" and scores[student, "1.5"] == ("5", "5")
        assert (
            "right `linear_cka`, which was lent"
            in (tmp_path / "out" / "feedback" / f"{student}.md").read_text()
        )


def test_what_is_lent_is_not_the_answer(tmp_path):
    """Who names a later function in an earlier answer gets nothing for it."""
    steal = "def linear_cka(X, Y):\n    return identify.__globals__['linear_cka'](X, Y)"
    hand_in(tmp_path / "class", "anna", linear_cka=steal)
    assert main([str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    assert rows(tmp_path / "out" / "grades.csv")[0]["score"] == "0"
