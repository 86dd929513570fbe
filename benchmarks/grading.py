"""Measures what grading costs: a class of one-exercise notebooks, and the CPU time of single submissions.

python benchmarks/grading.py [--class 300] [--jobs 2]
python benchmarks/grading.py --sheets 300        # whole sheets, one in ten with an answer that loops, sleeps or exits
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from commonground.checks.exercise import exercises
from commonground.checks.source import solution
from commonground.grading.reading.students import Student
from commonground.grading.sandbox.choose import sandbox
from commonground.grading.verdict.mark import grade

RIGHT = {
    "linear_cka": """def linear_cka(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))""",
    "procrustes": """def procrustes(X, Y, scale=False):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    U, S, Vt = np.linalg.svd(X.T @ Y)
    s = S.sum() / (X**2).sum() if scale else 1.0
    return U @ Vt, s, np.linalg.norm(s * X @ U @ Vt - Y)""",
    "debiased_cka": """def debiased_cka(X, Y):
    return 0.5""",
}
TORCH = """def linear_cka(X, Y):
    import torch
    X, Y = (torch.tensor(A) - torch.tensor(A).mean(0) for A in (X, Y))
    return float((X.T @ Y).norm() ** 2 / ((X.T @ X).norm() * (Y.T @ Y).norm()))"""
LOOP = "def linear_cka(X, Y):\n    while True: pass"


def notebook(path: Path, name: str, source: str) -> Path:
    """Write a notebook that holds one answer, and the check under it."""
    cells = [
        {"cell_type": "code", "metadata": {"tags": [f"answer:{name}"]}, "source": source, "outputs": []},
        {"cell_type": "code", "metadata": {"tags": [f"check:{name}"]}, "source": "", "outputs": []},
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return path


def cpu() -> float:
    """Return the CPU seconds of this process and of all that ended under it."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def one(folder: Path, what: str, name: str, source: str, times: int) -> None:
    """Print the CPU time of one submission, its sandbox's start spread over the lot."""
    path = notebook(folder / "one.ipynb", name, source)
    grade(Student("warm", (path,)), 0, box := sandbox())
    box.close()
    before, start = cpu(), time.perf_counter()
    box = sandbox()
    for seed in range(times):
        (result,) = grade(Student("anna", (path,)), seed, box)
    box.close()
    spent, wall = (cpu() - before) / times, (time.perf_counter() - start) / times
    print(
        f"{what:34} {result.score}/{result.max}  {spent:5.2f} s CPU, {result.cpu:5.2f} s of it inside; {wall:5.2f} s wall"
    )


def graded(folder: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Grade what is in a folder; return the seconds by the clock and of computing."""
    command = [
        sys.executable,
        "-m",
        "commonground.grading",
        str(folder),
        "--out",
        str(out),
        "--jobs",
        str(jobs),
    ]
    before, start = cpu(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start, cpu() - before


def whole_class(folder: Path, size: int, jobs: int) -> None:
    """Print how long a class takes: mostly right and wrong answers, one in fifty that hangs, forks or floods."""
    chance = random.Random(0)
    hostile = [LOOP, "import os\nwhile True: os.fork()", "x = b'x' * 10**11"]
    for i in range(size):
        name = chance.choice(list(RIGHT))
        source = RIGHT[name] if i % 50 else hostile[i // 50 % 3].replace("linear_cka", name)
        notebook(folder / f"student{i:03}.ipynb", name, source)
    wall, spent = graded(folder, folder / "out", jobs)
    print(
        f"a class of {size} on {jobs} workers: {wall:.0f} s wall, {spent:.0f} s CPU, {spent / size:.2f} s CPU a submission"
    )


SHEET = Path(__file__).parents[1] / "exercises" / "01-measuring-alignment.ipynb"
SPOILT = "identify"
TROUBLE = ["while True: pass", "import time; time.sleep(10**6)", "import os; os._exit(1)"]


def whole_sheet(path: Path, trouble: str) -> Path:
    """Write a sheet in which everything is solved, but one exercise if there is ``trouble``."""
    notebook = json.loads(SHEET.read_text("utf-8"))
    for cell in notebook["cells"]:
        name = next((t[7:] for t in cell["metadata"].get("tags", []) if t.startswith("answer:")), "")
        if name:
            exercise = next(e for e in exercises(1) if name in e.names)
            cell["source"] = solution(exercise, name)
            if trouble and name == SPOILT:
                cell["source"] = f"def {SPOILT}(A, B):\n    {trouble}"
    path.write_text(json.dumps(notebook))
    return path


def class_of_sheets(folder: Path, size: int, jobs: int) -> None:
    """Print what a class of whole sheets costs, and whether every right answer earned everything."""
    folder.mkdir(parents=True)
    for i in range(size):
        whole_sheet(folder / f"student{i:03}.ipynb", TROUBLE[i // 10 % 3] if i % 10 == 0 else "")
    out = folder.parent / "out"
    wall, spent = graded(folder, out, jobs)
    grades = json.loads((out / "grades.json").read_text())["grades"]
    spoilt = next(e.number for e in exercises(1) if SPOILT in e.names)
    wrong = {(f"student{i:03}", spoilt) for i in range(0, size, 10)}
    lost = [g for g in grades if g["score"] < g["max"] and (g["student"], g["exercise"]) not in wrong]
    print(
        f"a class of {size} whole sheets on {jobs} workers: {wall:.0f} s wall, {spent / size:.2f} s CPU a sheet; "
        f"{len(grades)} grades, {len(lost)} right answers that lost points"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--class", type=int, default=300, dest="size", help="how many students")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--sheets", type=int, metavar="N", help="measure a class of N whole sheets instead")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        if options.sheets:
            class_of_sheets(Path(folder, "class"), options.sheets, options.jobs)
            return
        one(Path(folder), "an ordinary answer", "linear_cka", RIGHT["linear_cka"], 20)
        one(
            Path(folder),
            "a wrong one, mistakes looked for",
            "linear_cka",
            "def linear_cka(X, Y): return 0.5",
            20,
        )
        one(Path(folder), "one that uses torch", "linear_cka", TORCH, 3)
        whole_class(Path(folder, "class"), options.size, options.jobs)


if __name__ == "__main__":
    main()
