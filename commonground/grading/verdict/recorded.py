"""An answer that ran on another machine, as the checks see it: what it said is looked up."""

from commonground.checks.exercise import Exercise
from commonground.checks.here import here
from commonground.checks.values import alike
from commonground.grading.verdict.answer import value_of

__all__ = ["Recorded"]


class Recorded:
    """An answer as it was recorded. What was never asked is noted, and answered rightly to get to the next question.

    Parameters
    ----------
    exercise : Exercise
    replies : list of (dict, dict)
        Questions, each with its reply.
    """

    cpu, trouble = 0.0, ""

    def __init__(self, exercise: Exercise, replies: list[tuple[dict, dict]]):
        self._right, self._replies = here(exercise.solutions), replies
        self.questions: list[dict] = [question for question, _ in replies]
        self.open = 0  # how many questions have no reply

    def call(self, name: str, *inputs):
        """Return what was recorded for these inputs."""
        question = {"call": name, "inputs": list(inputs)}
        for asked, reply in self._replies:
            if _same(asked, question):
                return value_of(reply)
        if not any(_same(other, question) for other in self.questions):
            self.questions.append(question)
        self.open += 1
        return self._right(name, *inputs)

    def close(self) -> None:
        """Nothing is left to end."""


def _same(a: dict, b: dict) -> bool:
    """Return whether two questions are one: two machines differ in the last digits of what they compute."""
    return a.get("call") == b["call"] and alike(a.get("inputs"), b["inputs"], 1e-9)
