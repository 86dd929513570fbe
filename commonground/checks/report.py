"""What a check found, and how it says so."""

import textwrap
from dataclasses import dataclass

from commonground.checks.ask import Line
from commonground.checks.exercise import Exercise, Mistake, Property
from commonground.checks.show import show, telling_digits

__all__ = ["Outcome", "Report"]

MOST_LINES = 12  # of a message: what is longer is not read


@dataclass(frozen=True)
class Outcome:
    """How an answer did on one property."""

    property: Property
    holds: bool
    attempted: bool = True
    inputs: dict | None = None
    lines: tuple[Line, ...] = ()
    judged: tuple = ()  # the values the verdict rests on
    answered: bool = True  # whether what came was of the kind that was asked for
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
        head, advice = f"✗ {who} — not {first.property.says}", _advice(first)
        room = MOST_LINES - 1 - len(advice) - tally.count("\n") - 1
        return "\n    ".join([head, *_example(first, room), *advice]) + f"\n{tally}"


def _advice(outcome: Outcome) -> list[str]:
    """Return the mistake's name, or the hint; neither where nothing came that mathematics could mend."""
    if outcome.mistake:
        how = "your values are exactly those of" if outcome.answered else "that is what happens to"
        return _prose(f"{how} {outcome.mistake.says}")
    return _prose(f"hint: {outcome.property.hint}") if outcome.answered else []


def _example(outcome: Outcome, room: int) -> list[str]:
    """Return the inputs, then each call beside its value, then what is wrong with it, in so many lines.

    Where there are more, inputs are left out first, then the earlier calls: what is wrong stands last.
    """
    inputs = _beside([_assignment(name, value) for name, value in outcome.inputs.items()])
    digits = telling_digits([value for line in outcome.lines for value in line.values])
    width = max((len(line.text) for line in outcome.lines if line.values), default=0)
    calls = [part for line in outcome.lines for text in _line(line, width, digits) for part in _parts(text)]
    if len(inputs) + len(calls) > room:
        inputs = [*inputs[: max(room - len(calls) - 1, 0)], "…"]
    return (inputs + calls)[:1] + (inputs + calls)[1:][-(max(room, 3) - 1) :]


def _parts(text: str) -> list[str]:
    """Return the lines of a text whose later ones are indented as they will be read."""
    return text.replace("\n    ", "\n").split("\n")


def _beside(texts: list[str]) -> list[str]:
    """Return short texts side by side, as many as a line holds."""
    lines: list[str] = []
    for text in texts:
        if lines and len(lines[-1]) + len(text) + 3 <= 100:
            lines[-1] += f";  {text}"
        else:
            lines.append(text)
    return lines


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
    if len(text) + len(note) < 100:
        return [f"{text}      {note}".rstrip()]
    lines = [note] if "\n" in note else textwrap.wrap(note, 94)
    return [text, *(f"      {line}" for line in lines)]


def _tally(outcome: Outcome) -> str:
    prop = outcome.property
    mark = "✓" if outcome.holds else "✗" if outcome.attempted else "○"
    return f"{mark} {outcome.points}/{prop.points} {prop.says}" + (
        "" if outcome.attempted else " (not attempted yet)"
    )
