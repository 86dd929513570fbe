"""Whose a file is: as people, browsers, Canvas, Moodle and nbgrader hand it in, nobody is lost and nobody is two."""

import json
import os
import zipfile
from pathlib import Path

import pytest

from commonground.grading.reading import archives
from commonground.grading.reading.answers import extract
from commonground.grading.reading.collect import collect
from commonground.grading.reading.notebook import Unreadable
from commonground.grading.reading.students import Student, find

SHEET = "01-measuring-alignment"
CODE = "def linear_cka(X, Y):\n    return 1"


def notebook(code=CODE, name="linear_cka"):
    cell = {"cell_type": "code", "metadata": {"tags": [f"answer:{name}"]}, "source": code, "outputs": []}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4})


def lay(folder, *names, text=None):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notebook() if text is None else text, "utf-8")


def found(folder, *more):
    """The students below a folder, with their files as paths in it."""
    return {
        one.key: [str(p.relative_to(folder)) if p.is_relative_to(folder) else p.name for p in one.files]
        for one in find([folder, *more])
    }


def test_submissions_are_found_in_folders(tmp_path):
    lay(
        tmp_path,
        f"anna/{SHEET}.ipynb",
        f"bob/exercises/{SHEET}.ipynb",
        f"bob/solutions/{SHEET}.md",
        "carl.ipynb",
        f"dora/{SHEET} (1).ipynb",
        f"dora/{SHEET}.ipynb",
        "bob/README.md",
        "bob/notes.txt",
        ".git/x.ipynb",
        ".gina/x.ipynb",
        "anna/.ipynb_checkpoints/x.ipynb",
        "README.md",
    )
    (tmp_path / "eve").symlink_to("/")
    (tmp_path / "fred").mkdir()
    said = []
    students = find([tmp_path], said.append)
    assert {one.key: [str(p.relative_to(tmp_path)) for p in one.files] for one in students} == {
        "anna": [f"anna/{SHEET}.ipynb"],
        "bob": [f"bob/exercises/{SHEET}.ipynb"],
        "carl": ["carl.ipynb"],
        "dora": [f"dora/{SHEET}.ipynb", f"dora/{SHEET} (1).ipynb"],
        "eve": ["eve"],
        "fred": ["fred"],
    }
    for name in (".git", ".gina", ".ipynb_checkpoints", "README.md"):
        assert any(f"passed over {name}" in words or f"{name}: passed over" in words for words in said), name
    for name, words in {"eve": "a link", "fred": "no sheet in this folder"}.items():
        with pytest.raises(Unreadable, match=words):
            extract(tmp_path / name)
    assert [one.key for one in find([tmp_path / "carl.ipynb"])] == ["carl"]
    assert [one.key for one in find([tmp_path / "anna" / f"{SHEET}.ipynb"])] == ["anna"]


@pytest.mark.parametrize(
    "layout",
    [
        [f"kim/{SHEET}.IPYNB"],
        [f"kim/{SHEET}.ipynb.txt"],
        [f"kim/{SHEET}.ipynb.json"],
        [f"kim/{SHEET}.ipynb", f"kim/Copy of {SHEET}.ipynb", f"kim/{SHEET} (1).ipynb", f"kim/{SHEET}_final.ipynb"],
        ["kim/ps1/x.ipynb"],
        [f"submitted/kim/ps1/{SHEET}.ipynb"],
        [f"submitted/kim/ps1/{SHEET}.ipynb", "submitted/kim/ps2/02-folding-space.ipynb"],
        [f"kim/deep/er/{SHEET}.ipynb", f"kim/__MACOSX/._{SHEET}.ipynb"],
        [f"kim/{SHEET}.ipynb", f"__MACOSX/kim/._{SHEET}.ipynb"],
        [f"kim_{SHEET}.ipynb", f"kim_{SHEET} (1).ipynb"],
        ["kim_12345_678_x.ipynb", f"kim_12345_679_{SHEET}-1.ipynb"],
        [f"kim_LATE_12345_678_{SHEET}.ipynb"],
        [f"kim_123_assignsubmission_file_/{SHEET}.ipynb", "kim_123_assignsubmission_onlinetext_/onlinetext.html"],
        [f"kim_123_assignsubmission_file_{SHEET}.ipynb", "kim_123_assignsubmission_file_x.ipynb"],
    ],
    ids=range(14),
)  # fmt: skip
def test_one_person_is_one_student(tmp_path, layout):
    lay(tmp_path, *layout)
    students = find([tmp_path])
    assert [one.key for one in students] == ["kim"]
    assert len(students[0].files) == len([n for n in layout if "__MACOSX" not in n and "html" not in n])
    work = collect(students[0])
    assert len(work.submissions[0].exercises) == 1 and not work.unread


def test_plain_name_comes_first(tmp_path):
    copies = [f"Copy of {SHEET}.ipynb", f"{SHEET} (1).ipynb", f"{SHEET}_final.ipynb"]
    lay(tmp_path / "kim", *copies, f"{SHEET}.ipynb")
    assert find([tmp_path])[0].files[0].name == f"{SHEET}.ipynb"


@pytest.mark.parametrize("names", [("Jose\u0301", "Jos\u00e9")])
def test_composed_and_decomposed_letters_are_one_name(tmp_path, names):
    for name, sheet in zip(names, (SHEET, "02-folding-space"), strict=True):
        lay(tmp_path, f"{name}/{sheet}.ipynb")
    students = find([tmp_path])
    assert [one.key for one in students] == ["José"] and len(students[0].files) == 2


def test_latin_letters_are_two_names(tmp_path):
    for name in (b"M\xfcller", b"M\xf6ller", "M\u00fcller".encode()):
        folder = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name)))
        lay(folder, f"{SHEET}.ipynb")
    students = [one.key for one in find([tmp_path])]
    assert len(students) == 3 and {"Müller", "Möller"} < set(students)
    assert all(one.isprintable() for one in students)


def test_students_of_one_name_are_as_many_as_they_are(tmp_path):
    groups = [tmp_path / day / "group" for day in ("monday", "tuesday", "friday", "sunday")]
    for group in groups:
        lay(group, "anna.ipynb", f"bob/{SHEET}.ipynb")
    students = find(groups)
    assert len(students) == 8 == len({one.key for one in students})
    assert {str(p) for one in students for p in one.files} == {
        str(p) for group in groups for p in group.rglob("*.ipynb")
    }


def test_two_students_of_one_name_in_moodle(tmp_path):
    lay(tmp_path, *(f"Kim Lee_{n}_assignsubmission_file_/{SHEET}.ipynb" for n in (1, 2)))
    students = find([tmp_path])
    assert {(one.key, one.system, one.id) for one in students} == {
        ("Kim Lee", "moodle", "1"),
        ("Kim Lee (2)", "moodle", "2"),
    }


def test_late_is_kept(tmp_path):
    lay(tmp_path, f"kim_LATE_12345_678_{SHEET}.ipynb", f"lee_12346_679_{SHEET}.ipynb")
    assert [(one.key, one.system, one.id, one.late) for one in find([tmp_path])] == [
        ("kim", "canvas", "12345", True),
        ("lee", "canvas", "12346", False),
    ]


def test_nothing_to_grade_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="no submission here"):
        find([tmp_path])
    with pytest.raises(FileNotFoundError, match="no such file"):
        find([tmp_path / "nobody.ipynb"])


# ---- zip files


def packed(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def test_class_in_a_zip_file(tmp_path):
    path = packed(
        tmp_path / "class.zip",
        **{
            f"ps1/kim/{SHEET}.ipynb": notebook(),
            f"ps1/Jos\u00e9/{SHEET}.ipynb": notebook(),
            f"__MACOSX/ps1/kim/._{SHEET}.ipynb": "x",
        },
    )
    students = find([path])
    assert [one.key for one in students] == ["José", "kim"]
    assert all(extract(one.files[0]).answers == {"linear_cka": CODE} for one in students)


def test_zip_files_of_students(tmp_path):
    packed(tmp_path / "kim.zip", **{f"work/{SHEET}.ipynb": notebook()})
    packed(tmp_path / f"lee_LATE_12_34_{SHEET}.zip", **{f"{SHEET}.ipynb": notebook()})
    (tmp_path / "max").mkdir()
    packed(tmp_path / "max" / "all.zip", **{f"{SHEET}.ipynb": notebook()})
    students = find([tmp_path])
    assert [(one.key, one.id) for one in students] == [("kim", ""), ("lee", "12"), ("max", "")]
    assert all(extract(one.files[0]).answers for one in students)


def test_zip_file_leads_nowhere_else(tmp_path):
    path = packed(
        tmp_path / "kim.zip",
        **{"../evil.ipynb": "x", "/evil.ipynb": "x", "C:\\evil.ipynb": "x", f"{SHEET}.ipynb": notebook(), "a/../../b.ipynb": "x"},
    )  # fmt: skip
    said = []
    folder = archives.unpack(path, said.append)
    assert [str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()] == [f"{SHEET}.ipynb"]
    assert "leads out of its folder" in said[0] and not list(folder.parent.glob("*.ipynb"))


def test_zip_file_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    monkeypatch.setattr(archives, "MOST_BYTES", 40 * 2**20)
    bomb = b" " * (33 * 2**20)
    path = packed(tmp_path / "many.zip", **{f"{i}.ipynb": "x" for i in range(5)})
    said = []
    assert len(list(archives.unpack(path, said.append).iterdir())) == 3 and "2 of its 5 files" in said[0]
    path = packed(tmp_path / "bomb.zip", **{"a.ipynb": bomb, "b.ipynb": bomb, "c.ipynb": bomb})
    folder = archives.unpack(path, said.append)
    assert sum(p.stat().st_blocks * 512 for p in folder.iterdir()) < 2**20 and "above 0 GB" in said[1]
    with pytest.raises(Unreadable, match="it has 33 MB: clear its outputs"):
        extract(folder / "a.ipynb")


@pytest.mark.parametrize("data", [b"", b"PK\3\4" + bytes(99), b"not a zip"])
def test_what_is_no_zip_file_is_said(tmp_path, data):
    (tmp_path / "kim.zip").write_bytes(data)
    said = []
    (kim,) = find([tmp_path], said.append)
    assert kim.key == "kim" and "can't be read" in said[0]
    assert "no sheet in this folder" in collect(kim).unread[0][1]


def test_two_members_of_one_name_are_two_files(tmp_path):
    path = tmp_path / "kim.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("x.ipynb", "1")
        archive.writestr("x.ipynb", "2")
    folder = archives.unpack(path, print)
    assert {p.name: p.read_text() for p in folder.iterdir()} == {"x.ipynb": "1", "x (2).ipynb": "2"}


# ---- several files of one student


STUB = next(
    "".join(c["source"])
    for c in json.loads((Path(__file__).parents[2] / "exercises" / f"{SHEET}.ipynb").read_text())["cells"]
    if c.get("id") == "answer-linear_cka"
)


def test_of_five_answers_one_counts(tmp_path):
    lay(tmp_path / "kim", *(f"try{i}.ipynb" for i in range(4)), f"{SHEET}.ipynb")
    work = collect(find([tmp_path])[0])
    assert [(s.path.name, [e.number for e in s.exercises]) for s in work.submissions] == [
        (f"{SHEET}.ipynb", ["1.1"])
    ]
    notes = " ".join(work.submissions[0].notes)
    assert all(f"try{i}.ipynb as well; {SHEET}.ipynb counts" in notes for i in range(4))


def test_sheet_that_nobody_worked_on_gives_way(tmp_path):
    lay(tmp_path / "kim", f"{SHEET}.ipynb", text=notebook(STUB))
    lay(tmp_path / "kim", f"{SHEET} (1).ipynb", text=notebook())
    (submission,) = collect(find([tmp_path])[0]).submissions
    assert submission.path.name == f"{SHEET} (1).ipynb"


def test_exercises_in_files_of_their_own_all_count(tmp_path):
    lay(tmp_path / "kim", "a.ipynb", text=notebook())
    lay(tmp_path / "kim", "b.ipynb", text=notebook("def procrustes(X, Y): return 1", "procrustes"))
    work = collect(find([tmp_path])[0])
    assert [[e.number for e in s.exercises] for s in work.submissions] == [["1.1"], ["1.2"]]


def test_unreadable_copy_costs_nothing_and_is_named(tmp_path):
    lay(tmp_path / "kim", f"{SHEET}.ipynb", text="{")
    lay(tmp_path / "kim", f"{SHEET} (1).ipynb")
    lay(tmp_path / "kim", "scratch.ipynb", text='{"cells": []}')
    work = collect(find([tmp_path])[0])
    assert not work.unread and [s.path.name for s in work.submissions] == [f"{SHEET} (1).ipynb"]
    notes = " ".join(work.submissions[0].notes)
    assert f"{SHEET}.ipynb was left out: it is no notebook" in notes and "scratch.ipynb was left out" in notes


def test_of_files_that_cant_be_read_one_is_told():
    work = collect(Student("kim", (Path("/nowhere/a.ipynb"), Path("/nowhere/b.ipynb"))))
    assert len(work.unread) == 1
