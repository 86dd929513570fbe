"""What the Python of *Measure yours* runs: representations that a reader brings, what was measured, and how to say so.

The numbers are those of :mod:`commonground.similarity` and :mod:`commonground.inference`, and so are the messages about
representations that these refuse. ``bring`` makes arrays of files.
"""

import inspect
import json
import re
from collections.abc import Callable

import numpy as np

from commonground import __version__
from commonground.inference import compare
from commonground.inference._pairs import FEWEST
from commonground.inputs import representation, same_stimuli
from commonground.progress import watched
from commonground.similarity import pairwise
from commonground.similarity.registry import find
from commonground.site.live.bring import arrays

__all__ = ["Yours", "sources"]

MOST = 20
"""Representations at once: what a page can show."""


USUAL = (1000, 1000)
"""How many halves and orders :func:`compare` draws, unless it is told."""

NAN = float("nan")


class Yours:
    """Representations by their names, all of the same stimuli."""

    def __init__(self) -> None:
        self.held: dict[str, np.ndarray] = {}
        self.opened: dict[str, str] = {}  # the Python that opens each

    def add(self, file: str, content: bytes | memoryview) -> list[tuple[str, int, int]]:
        """Take all arrays of a file, or none; return the name, the stimuli and the units of each.

        Raises
        ------
        ValueError
            If it is no file of numbers, or if these are no representation of the stimuli that the others are of.
        """
        taken: dict[str, np.ndarray] = {}
        opened: dict[str, str] = {}
        for key, array, code in arrays(file, bytes(content)):
            name = key
            while name in self.held or name in taken:
                name += "′"
            taken[name], opened[name] = representation(array, name), code
            first, other = next(iter({**self.held, **taken}.items()))
            same_stimuli(other, taken[name], first, name)
        if (count := len(self.held) + len(taken)) > MOST:
            raise ValueError(
                f"With {file} there would be {count} representations, and the page compares at most {MOST}: take some "
                "away, or use the package on a machine of your own."
            )
        self.held |= taken
        self.opened |= opened
        return [(name, *X.shape) for name, X in taken.items()]

    def remove(self, name: str) -> None:
        """Forget a representation."""
        del self.held[name]

    def matrix(self, measure: str, options: dict) -> list[list[float]]:
        """Return the measure of every pair."""
        if len(self.held) < 2:
            there = f"{next(iter(self.held))} is alone" if self.held else "There is nothing yet"
            raise ValueError(f"{there}: two are compared, so bring another file of the same stimuli.")
        try:
            with watched(lambda *_: None):
                return pairwise(measure, list(self.held.values()), **options).tolist()
        except ValueError as error:  # who calls it Xs[0] does not know the reader's name for it
            names = list(self.held)
            said = re.sub(r"\bXs\[(\d+)\]", lambda match: names[int(match[1])], str(error))
            raise ValueError(said) from None

    def pair(
        self, measure: str, x: str, y: str, options: dict, draws: int, tell: Callable | None = None
    ) -> dict[str, float | str]:
        """Return the measure of two of them with its interval and with what chance gives.

        Where the stimuli tell of no interval, the rest comes without one, and ``over`` says why. While it works,
        ``tell(done, of)`` hears how far it is.
        """

        def watch(what: str, done: int, total: int) -> None:
            if tell is not None:
                tell(done + (draws if what == "random orders" else 0), 2 * draws)

        def found(halves: int):
            return compare(
                measure, self.held[x], self.held[y], n_bootstrap=halves, n_permutations=draws, **options
            )

        why = ""
        with watched(watch):
            try:
                result = found(draws)
            except ValueError as error:
                if not draws:
                    raise
                result, why = found(0), f"no interval: {error}"
        mean, spread = (result.null.mean, result.null.spread) if result.null else (NAN, NAN)
        low, high = result.interval
        return {"value": result.value, "low": low, "high": high, "mean": mean, "spread": spread, "p": result.p, "over": why or result.resampled}  # fmt: skip

    def told(self, measure: str, options: dict, draws: int, address: str) -> dict[str, str]:
        """Return the sentence to cite, and the Python that gives the same numbers."""
        given = "".join(f", {name}={_written(value)}" for name, value in options.items())
        names = list(self.held)
        n = len(self.held[names[0]])
        halves = draws if n >= FEWEST else 0
        drawn = f", n_bootstrap={halves}, n_permutations={draws}" if (halves, draws) != USUAL else ""
        opened = "".join(f"    {_written(name)}: {self.opened[name]},\n" for name in names)
        first, second = (f"X[{_written(name)}]" for name in names[:2])
        cite = (
            f"The representations of {n:,} stimuli were compared by {measure} "
            f"({given.removeprefix(', ') or 'default options'}; {sources(measure)[0]}) "
            f"as implemented in commonground {__version__} ({address})"
        )
        cite += f", with 95 % intervals from {halves:,} random halves of the stimuli" if halves else ""
        cite += f", {'and' if halves else 'with'} p-values from {draws:,} random orders" if draws else ""
        return {
            "package": f"commonground {__version__}",
            "cite": f"{cite}.",
            "code": "import numpy as np\n"
            "from commonground.inference import compare\n"
            "from commonground.similarity import pairwise\n\n"
            f"X = {{\n{opened}}}\n"
            f"pairwise({_written(measure)}, X.values(){given})\n"
            f"compare({_written(measure)}, {first}, {second}{drawn}{given})  # and so for each pair",
        }


def sources(measure: str) -> list[str]:
    """Return what the documentation of a measure names as its sources, the first the one that it comes from."""
    entry = find(measure)
    assert entry is not None
    documented = inspect.getdoc(entry.function) or ""
    listed = documented.partition("References\n----------\n")[2].partition("\n\n")[0]
    return [" ".join(each.split()).rstrip(".") for each in re.split(r"\.\n(?=\S)", listed)]


def _written(value: object) -> str:
    """Return a value as Python has it, text between double quotes."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
