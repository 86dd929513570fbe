"""Runs an exercise against an answer. The answer is reached through ``call`` alone, wherever it lives."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from commonground.checks.ask import Ask
from commonground.checks.exercise import Exercise, Mistake
from commonground.checks.here import here
from commonground.checks.report import Outcome, Report
from commonground.checks.values import NotAttempted, Wrong, alike

__all__ = ["examine", "outcome"]

# Of one property, until two right values differ: the first two nearly always do.
MOST_DRAWS = 20


def examine(exercise: Exercise, call: Callable, seed: int) -> Report:
    """Return how an answer does on inputs drawn from ``seed``.

    Parameters
    ----------
    exercise : Exercise
    call : callable
        ``call(name, *inputs)`` runs the student's function of this name and returns its value made
        plain (:func:`commonground.checks.values.plain`). It raises :class:`NotAttempted` for a stub
        and :class:`Wrong`, with words for the student, for anything else that goes wrong.
    seed : int
        The same seed draws the same inputs.
    """
    outcomes = [outcome(exercise, place, call, seed) for place in range(len(exercise.properties))]
    return Report(exercise, tuple(_recognised(exercise, outcomes, seed)))


def outcome(exercise: Exercise, place: int, call: Callable, seed: int) -> Outcome:
    """Return how an answer does on the property in this place, on as many draws as tell it from a constant."""
    prop, ask = exercise.properties[place], Ask(call)
    rng = np.random.default_rng([seed, *map(int, exercise.number.split(".")), place])
    holds = attempted = True
    try:
        for _ in range(MOST_DRAWS):
            ask.given()
            prop.judge(ask, rng)
            if not ask.suits_a_constant:
                break
        else:
            raise ValueError(
                f"exercise {exercise.number}, “{prop.says}”: the right value is the same on {MOST_DRAWS} draws, and who "
                "says it without looking earns the points: let it depend on what rng draws"
            )
    except NotAttempted:
        holds = attempted = False
    except Wrong:
        holds = False
    return Outcome(
        prop, holds, attempted, ask.inputs, tuple(ask.lines), tuple(ask.judged), answered=ask.answered
    )


def _recognised(exercise: Exercise, outcomes: list[Outcome], seed: int) -> list[Outcome]:
    """Name the mistake behind each failure: the one with the same values there, and in most of the others."""
    failed = [place for place, outcome in enumerate(outcomes) if outcome.judged and not outcome.holds]
    matches = {
        mistake: [
            place
            for place in failed
            if alike(list(outcomes[place].judged), list(_values_of(exercise, mistake, place, seed)))
        ]
        for mistake in exercise.mistakes
    }
    outcomes = list(outcomes)
    for place in failed:
        likely = [mistake for mistake in matches if place in matches[mistake]]
        if likely:
            mistake = max(likely, key=lambda mistake: len(matches[mistake]))
            outcomes[place] = replace(outcomes[place], mistake=mistake)
    return outcomes


@lru_cache(maxsize=1024)
def _values_of(exercise: Exercise, mistake: Mistake, place: int, seed: int) -> tuple[Any, ...]:
    """Return the values of a mistake that a property compares with the right ones.

    They are the same at each check on a seed, of a reader's next try or of a class's next answer.
    """
    return outcome(exercise, place, here(exercise.solutions | mistake.answer), seed).judged
