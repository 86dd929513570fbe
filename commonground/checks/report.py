"""What a check found, and how it says so."""

import textwrap
from dataclasses import dataclass

from commonground.checks.ask import Line
from commonground.checks.exercise import Exercise, Mistake, Property
from commonground.checks.show import show, telling_digits

__all__ = ["Outcome", "Report"]


@dataclass(frozen=True)
class Outcome:
    """How an answer did on one property."""

    property: Property
    holds: bool
    attempted: bool = True
    inputs: dict | None = None
    lines: tuple[Line, ...] = ()
    judged: tuple = ()  # the values the verdict rests on
    mistake: Mistake | None = None

    @property
    def points(self) -> int:
        """What it earned."""
        return self.property.points if self.holds else 0


@dataclass(frozen=True)
class Report:
    """How an answer did on an exercise; ``str`` is what the student reads."""

    exercise: Exercise
    outcomes: tuple[Outcome, ...]

    @property
    def points(self) -> int:
        """What all properties together earned."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def passed(self) -> bool:
        """Whether every property holds."""
        return all(outcome.holds for outcome in self.outcomes)

    @property
    def attempted(self) -> bool:
        """Whether anything was written in place of the stub."""
        return any(outcome.attempted for outcome in self.outcomes)

    def __str__(self) -> str:
        exercise, n = self.exercise, len(self.outcomes)
        who = f"{exercise.number} {', '.join(exercise.names)}"
        score = f"{self.points}/{exercise.points} points"
        if not self.attempted:
            return f"○ {who} — not attempted yet ({score})"
        if self.passed:
            return f"✓ {who} — all {n} properties hold ({score})"
        tally = "\n    ".join([f"  so far {score}:", *(_tally(outcome) for outcome in self.outcomes)])
        first = next((outcome for outcome in self.outcomes if not outcome.holds and outcome.attempted), None)
        if first is None:
            return f"○ {who} — the rest is not attempted yet\n{tally}"
        lines = [f"✗ {who} — not {first.property.says}", *_example(first)]
        if first.mistake:
            lines += _prose(f"your values are exactly those of {first.mistake.says}")
        else:
            lines += _prose(f"hint: {first.property.hint}")
        return "\n    ".join(lines) + f"\n{tally}"


def _example(outcome: Outcome) -> list[str]:
    """Return the inputs, then each call beside its value, then what is wrong with it."""
    inputs = [_assignment(name, value) for name, value in outcome.inputs.items()]
    digits = telling_digits([value for line in outcome.lines for value in line.values])
    width = max((len(line.text) for line in outcome.lines if line.values), default=0)
    return inputs + [text for line in outcome.lines for text in _line(line, width, digits)]


def _prose(text: str) -> list[str]:
    return textwrap.wrap(text, 100, subsequent_indent="  ")


def _assignment(name: str, value) -> str:
    if isinstance(value, str):
        return f"{name}: {value}"
    text = show(value)
    return f"{name} = np.array({text})" if text.startswith("[") else f"{name} = {text}"


def _line(line: Line, width: int, digits: int) -> list[str]:
    text = line.text
    if line.values:
        text = f"{text:{width}} = {show(line.values[0], digits)}"
    note = line.note or ("should be " + show(line.values[1], digits) if len(line.values) == 2 else "")
    return [f"{text}      {note}".rstrip()] if len(text) + len(note) < 100 else [text, f"      {note}"]


def _tally(outcome: Outcome) -> str:
    prop = outcome.property
    mark = "✓" if outcome.holds else "✗" if outcome.attempted else "○"
    return f"{mark} {outcome.points}/{prop.points} {prop.says}" + (
        "" if outcome.attempted else " (not attempted yet)"
    )
