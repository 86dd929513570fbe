"""What comes out: a summary, a table, a page a student, and files for gradebooks and for machines.

Whatever a student could have written is made harmless by :mod:`commonground.grading.reports.escape` first.
"""

from pathlib import Path

from commonground.grading.reports import classroom, feedback, gradebooks, junit, record, summary, table
from commonground.grading.verdict.grade import Grade

__all__ = ["write"]


def write(
    grades: list[Grade], folder: Path, seed: int, remarks: list[str], shard: tuple[int, int] = (1, 1)
) -> None:
    """Write all reports into a folder.

    Parameters
    ----------
    grades : list of Grade
    folder : Path
        Made if it is not there.
    seed : int
    remarks : list of str
        About the run as a whole, such as how well it was isolated.
    shard : (int, int), optional
        Which of how many parts of the class this is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record.write(grades, folder / "grades.json", seed, remarks, shard)
    table.write(grades, folder / "grades.csv", seed)
    gradebooks.write(grades, folder)
    summary.write(grades, folder / "summary.md", seed, remarks)
    junit.write(grades, folder / "junit.xml")
    classroom.write(grades, folder / "classroom.json")
    feedback.write(grades, folder / "feedback", seed, remarks)
