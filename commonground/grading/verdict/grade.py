"""What a student earned, in plain values: it travels between processes and machines."""

from dataclasses import dataclass

__all__ = ["Case", "Grade"]


@dataclass(frozen=True)
class Case:
    """How an answer did on one property: ``says`` what, "passed", "failed" or "not attempted", and why."""

    says: str
    points: int
    max: int
    state: str
    message: str = ""


@dataclass(frozen=True)
class Grade:
    """What one student earned in one exercise.

    Attributes
    ----------
    student, sheet, exercise, title : str
        Whose it is, and of what; of a file that can't be read the student alone.
    system, id, late : str, str, bool
        What Canvas or Moodle says of the student and of the submission.
    score, max : int
    problem : str
        In one line; empty where there was none.
    feedback : str
        What the student reads.
    cases : tuple of Case
        One a property; none where nothing was judged.
    notes : tuple of str
        What was unusual about the file.
    lent : tuple of str
        The functions of other exercises that stood in for the student's own, which do not pass theirs.
    cpu : float
        Seconds that the answer computed.
    fault : bool
        Whether the grader failed, not the student: the run then fails as well.
    """

    student: str
    sheet: str
    exercise: str
    title: str
    score: int
    max: int
    problem: str
    feedback: str
    cases: tuple[Case, ...] = ()
    notes: tuple[str, ...] = ()
    lent: tuple[str, ...] = ()
    cpu: float = 0.0
    fault: bool = False
    system: str = ""
    id: str = ""
    late: bool = False

    @classmethod
    def none(cls, student: dict, problem: str, *, fault: bool = False) -> "Grade":
        """Return what stands for a submission of which not even the exercises are known."""
        return cls(
            **student,
            sheet="",
            exercise="",
            title="",
            score=0,
            max=0,
            problem=problem,
            feedback=problem,
            fault=fault,
        )
