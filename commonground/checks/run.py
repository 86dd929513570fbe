"""Runs an exercise against an answer. The answer is reached through ``call`` alone, wherever it lives."""

import contextlib
import copy
import io
import sysconfig
import traceback
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from commonground.checks.ask import Ask
from commonground.checks.exercise import Answer, Exercise, Mistake
from commonground.checks.report import Outcome, Report
from commonground.checks.values import NotAttempted, Wrong, alike, plain

__all__ = ["examine", "here"]


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
    outcomes = [_outcome(exercise, place, call, seed) for place in range(len(exercise.properties))]
    return Report(exercise, tuple(_recognised(exercise, outcomes, seed)))


def here(answer: Answer) -> Callable:
    """Return a ``call`` that runs functions of this process, on copies, quietly."""

    def call(name, *inputs):
        try:
            with (
                warnings.catch_warnings(),
                np.errstate(all="ignore"),
                contextlib.redirect_stdout(io.StringIO()),
            ):
                warnings.simplefilter("ignore")
                value = answer[name](*copy.deepcopy(inputs))
        except NotImplementedError:
            raise NotAttempted from None
        except (Exception, SystemExit) as error:
            raise Wrong(_raised(error)) from None
        return plain(value)

    return call


def _outcome(exercise: Exercise, place: int, call: Callable, seed: int) -> Outcome:
    prop, ask = exercise.properties[place], Ask(call)
    holds = attempted = True
    try:
        prop.judge(ask, np.random.default_rng([seed, *map(int, exercise.number.split(".")), place]))
    except NotAttempted:
        holds = attempted = False
    except Wrong:
        holds = False
    return Outcome(prop, holds, attempted, ask.inputs, tuple(ask.lines), tuple(ask.judged))


def _recognised(exercise: Exercise, outcomes: list[Outcome], seed: int) -> list[Outcome]:
    """Name the mistake behind each failure: the one with the same values there, and in most of the others."""
    failed = [place for place, outcome in enumerate(outcomes) if outcome.judged and not outcome.holds]
    matches: dict[Mistake, list[int]] = {}
    for mistake in exercise.mistakes:
        theirs = here(exercise.solution | mistake.answer)
        matches[mistake] = [
            place
            for place in failed
            if alike(list(outcomes[place].judged), list(_outcome(exercise, place, theirs, seed).judged))
        ]
    outcomes = list(outcomes)
    for place in failed:
        likely = [mistake for mistake in matches if place in matches[mistake]]
        if likely:
            mistake = max(likely, key=lambda mistake: len(matches[mistake]))
            outcomes[place] = replace(outcomes[place], mistake=mistake)
    return outcomes


def _raised(error: BaseException) -> str:
    """Return an exception of the student's in two lines: what it is, and the last line of theirs it passed."""
    words = f"raised {type(error).__name__}: {error}".strip().rstrip(":").partition("\n")[0][:200]
    installed = (sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), str(Path(__file__).parent))
    theirs = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith(installed)]
    if theirs and theirs[-1].line:
        words += f"\n          in your line {theirs[-1].lineno}: {theirs[-1].line}"
    return words
