"""The questions that a lesson asks before it shows: read from its source, as they stand there."""

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Question", "questions"]

FENCE = r"^(?P<fence>`{3,}|:{3,})"
PIECE = re.compile(
    rf"{FENCE}\{{(?P<kind>[\w-]+)\}}[ ]*(?P<title>[^\n]*)\n(?P<body>.*?)^(?P=fence)[ ]*$"
    r"|^\#{2,3}[ ](?P<heading>[^\n]+)$"
    r"|^\*\*Prediction\.\*\*[ ](?P<prediction>(?:[^\n]+\n?)+)",
    re.MULTILINE | re.DOTALL,
)
"""What is looked at, in the order of the page; a prediction ends with its paragraph."""


@dataclass(frozen=True)
class Question:
    """What a lesson asks before its reader knows.

    Attributes
    ----------
    section : str
        The title of the section in which it is asked.
    words : str
        The question, in MyST.
    answer : str
        What the lesson folds away under *Answer*; empty where the figure is the answer.
    """

    section: str
    words: str
    answer: str


def questions(lesson: Path) -> list[Question]:
    """Return the prediction questions of a lesson in their order."""
    found, section = [], ""
    for piece in PIECE.finditer(lesson.read_text("utf8")):
        if piece["heading"]:
            section = piece["heading"]
        elif piece["prediction"]:
            found.append(Question(section, piece["prediction"].strip(), ""))
        elif piece["kind"] == "admonition" and piece["title"].startswith("Before you"):
            found.append(Question(section, piece["body"].strip(), ""))
        elif piece["kind"] == "dropdown" and piece["title"] == "Answer" and found and not found[-1].answer:
            asked = found[-1]
            found[-1] = Question(asked.section, asked.words, piece["body"].strip())
    return found
