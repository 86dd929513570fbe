"""How a property talks to an answer: it asks, and what it heard is kept for the message."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from commonground.checks.claims import Claim
from commonground.checks.values import OfAnotherKind, Wrong, alike, as_array, as_number

__all__ = ["Ask", "Line"]


@dataclass(frozen=True)
class Line:
    """One line of a message: what was asked; what came back, if anything; what is wrong with that, if anything."""

    text: str
    values: tuple = ()  # the value that came back, or none; then the right one, where it is shown
    note: str = ""


class Ask:
    """Asks an answer through ``call(name, *inputs)``, plain values in, a plain value out.

    A property writes ``ask.number("linear_cka(X + 5, Y)", X + 5, Y, want=…)``: the text is what the
    student reads, the name before its bracket is what is called, the arrays are what it is called with.
    Whatever does not hold raises :class:`~commonground.checks.values.Wrong`.
    """

    def __init__(self, call: Callable):
        self._call = call
        self.inputs: dict[str, object] = {}  # of the example at hand, shown above its lines
        self.lines: list[Line] = []
        self.judged: list = []  # the values by which a named mistake is recognised
        self.answered = True  # whether the last thing that came was a value of the right kind
        self._wanted: dict[str, list] = {}  # the right values, by the function that was asked

    @property
    def suits_a_constant(self) -> bool:
        """Whether every right value so far was the same: whoever says it without looking was right each time."""
        values = self._wanted.values()
        return bool(values) and all(alike(first, other) for first, *others in values for other in others)

    def given(self, **inputs) -> None:
        """Start an example: name the inputs that the message shows, and forget the lines before."""
        self.inputs, self.lines = inputs, []

    def number(self, text: str, *inputs, want: float, why: str = "") -> float:
        """Ask for one number, which must be ``want``; ``why`` is printed in place of "should be …"."""
        value = self._asked(text, *inputs, want=want)
        self.judged.append(value)
        return self._hold(value, (), want, why)

    def array(self, text: str, *inputs, want: np.ndarray, why: str = "") -> np.ndarray:
        """Ask for an array, which must be ``want``."""
        value = self._asked(text, *inputs, want=want)
        self.judged.append(value)
        return self._hold(value, want.shape, want, why)

    def parts(self, text: str, *inputs, names: tuple[str, ...], want: dict, why: str = "") -> None:
        """Ask for several values, called ``names``; those in ``want`` must be so, the others may be anything."""
        value = self._asked(text, *inputs, want=list(want.values()))
        if not isinstance(value, list) or len(value) != len(names):
            self.judged.append(value)
            self.unanswered(f"should be {len(names)} values: `return {', '.join(names)}`")
        self.lines[-1] = Line(f"{', '.join(names)} = {text}")
        for name, part in zip(names, value, strict=True):
            if name in want:
                self.judged.append(part)
                self.lines.append(Line(name, (part,)))
                self._hold(part, np.shape(want[name]), want[name], why)

    def value(self, text: str, *inputs):
        """Return what comes back, unjudged."""
        try:
            value = self._call(text.partition("(")[0], *inputs)
        except Wrong as wrong:
            self.lines.append(Line(text))
            self.judged.append(str(wrong).partition("\n")[0])  # a mistake may be known by what it raises
            self.unanswered(str(wrong))
        self.lines.append(Line(text, (value,)))
        return value

    def choice(self, text: str, *inputs, among: tuple[str, ...]) -> str:
        """Ask for one of some words."""
        value = self.value(text, *inputs)
        self.judged.append(value)
        self.word(value, among)
        return value

    def claims(self, text: str, cases: list[tuple], *, among: dict[str, Claim]) -> None:
        """Ask for a number and a letter in several cases, of all before one is judged: a mistake shows in them all.

        A case is what the message shows of it, by name; its inputs; the right number; the right letter.
        """
        values = [self._asked(text, *inputs, want=[number, letter]) for _, inputs, number, letter in cases]
        self.judged += values
        for (shown, _, number, letter), value in zip(cases, values, strict=True):
            self.given(**shown)
            self.show(text, value)
            self._supported(text, value, number, letter, among)

    def show(self, text: str, *value) -> None:
        """Add a line for something that was asked earlier, with or without the value that came back."""
        self.lines.append(Line(text, value))

    def wrong(self, note: str) -> None:
        """Say what is wrong with the last line, and stop."""
        self.lines[-1] = replace(self.lines[-1], note=note)
        raise Wrong(note)

    def came(self, value) -> None:
        """Refuse nothing, which is what comes of a function without `return`."""
        if value is None:
            self.unanswered("nothing came back: end the function with `return …`")

    def word(self, value, among: Iterable[str]) -> None:
        """Refuse all but these words."""
        self.came(value)
        if not isinstance(value, str) or value not in among:
            self.unanswered("should be one of " + ", ".join(map(repr, among)))

    def unanswered(self, note: str) -> None:
        """Say why the last line holds no value that could be judged, and stop: no hint is printed then."""
        self.answered = False
        self.wrong(note)

    def _asked(self, text, *inputs, want):
        self._wanted.setdefault(text.partition("(")[0], []).append(want)
        return self.value(text, *inputs)

    def _supported(self, text, value, number, letter, among):
        if not isinstance(value, list) or len(value) != 2:
            self.unanswered("should be a number and a letter: `return number, letter`")
        said = value[1]
        if not isinstance(said, str) or said not in among:
            self.unanswered("should end in a letter, one of " + ", ".join(map(repr, among)))
        self.lines[-1] = Line(f"number, letter = {text}")
        self.lines.append(Line("number", (value[0],)))
        self._hold(value[0], (), number, "")
        self.lines.append(Line("letter", (said,)))
        if said != letter:
            self.wrong(among[said].reply)

    def _hold(self, value, shape, want, why):
        try:
            value = as_array(value, shape) if shape else as_number(value)
        except OfAnotherKind as wrong:
            self.unanswered(str(wrong))
        except Wrong as wrong:
            self.wrong(str(wrong))
        if not alike(value, want):
            last = self.lines[-1]
            self.lines[-1] = replace(last, values=last.values if why else (*last.values, want))
            self.wrong(why)
        return value
