"""A paper's result beside ours: shown on the page, listed on the page *Claims*, held in every build."""

import html
import math
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import ArrayLike

from commonground.extras import lessons
from commonground.inference import Comparison, Difference

__all__ = ["CLAIM_MIME", "ClaimFailed", "claim"]

CLAIM_MIME = "application/vnd.commonground.claim+json"
"""What the page's renderer looks for among the outputs of a cell."""

SEEDS = 5
"""The fewest seeds a claim may stand on."""

ROUNDING = 1e-6
"""What float32 arithmetic leaves of a zero: a spread below it, relative to the mean, is no spread."""

PLACE = re.compile(
    r"\b(table|figure|fig\.|section|theorem|equation|appendix|page|pages|box|abstract|notebook)\b",
    re.IGNORECASE,
)
"""What a paper's number is found by: a place to which a reader can be sent, "the results" is none."""


class ClaimFailed(AssertionError):
    """A claim does not hold, so the build must not go on."""


@dataclass(frozen=True)
class Claim:
    """One row of a table of claims."""

    name: str
    sentence: str
    ours: str
    rule: str
    holds: bool
    over: str
    paper: str
    cite: str
    where: str
    agrees: bool

    @property
    def verdict(self) -> str:
        """What came out, in words."""
        return ("holds" if self.holds else "fails") + ("" if self.agrees else ", differs from the paper")

    def cells(self, cite: str | None = None) -> dict[str, str]:
        """Return the row as HTML by the name of its column; ``cite`` is a link to the paper in place of its key."""
        source = cite or html.escape(self.cite)
        place = ", ".join(part for part in (source, html.escape(self.where)) if part)
        return {
            "Claim": html.escape(self.sentence) + (f" ({source})" if source and not self.paper else ""),
            "Paper": f"{html.escape(self.paper)} ({place})" if self.paper else "",
            "Here": f"{html.escape(self.ours)}, {html.escape(self.over)}",
            "Must hold": html.escape(self.rule),
            "Verdict": self.verdict,
        }

    def html(self) -> str:
        """Return the claim as a line that unfolds, for a notebook; the website gathers those of a key result."""
        cells = self.cells()
        sentence, verdict = cells.pop("Claim"), cells.pop("Verdict")
        rows = "".join(f'<tr><th scope="row">{k}</th><td>{v}</td></tr>' for k, v in cells.items() if v)
        return f"<details><summary>{sentence} <em>{verdict}</em></summary><table>{rows}</table></details>"


def claim(
    sentence: str,
    *,
    ours: ArrayLike | Comparison | Difference,
    name: str,
    at_least: float | None = None,
    at_most: float | None = None,
    between: tuple[float, float] | None = None,
    chance: ArrayLike | None = None,
    every: bool = False,
    unit: str = "",
    over: str = "seeds",
    paper: str = "",
    cite: str = "",
    where: str = "",
    agrees: bool = True,
) -> None:
    """State a claim, show it beside the paper's, and stop the build if it does not hold.

    Parameters
    ----------
    sentence : str
        What is claimed. It must be false when the rule fails; where its words can be read, as in "does not rise",
        a rule that does not say the same is refused.
    ours : array-like, shape (n_seeds,), or a result of :mod:`commonground.inference`
        Our number, once for each of at least 5 seeds, or of what ``over`` names; or one number with its interval, the whole
        of which must keep the rule.
    name : str
        Its name in links, unique in the course: small letters, digits, hyphens.
    at_least, at_most : float, optional
        The bound, chosen before looking at more seeds. One of these, ``between`` or ``chance`` is required.
    between : (float, float), optional
        Both bounds.
    chance : array-like, shape (n_draws,), optional
        What comes out where there is nothing to find, at least 5 times: the rule is that our mean lies at most two of
        its standard deviations above its mean.
    every : bool
        True: the rule must hold for every seed. False: for the mean over seeds.
    unit : str
        Written after our number: ``"%"``, ``"bits"``.
    over : str
        What each number of ours stands for, where it is not a seed: ``"sessions"``, ``"draws"``.
    paper, where : str
        The paper's number, and where you read it, a table, figure, section or the abstract: ``"99.3 %"``,
        ``"table 2"``. Where it stands in the authors' code or on their page, say that it does.
    cite : str
        The paper's key in ``references.bib``; alone, without ``paper``, it says whose idea the claim is.
    agrees : bool
        False: at this scale the result differs from the paper's, and the page says so.

    Raises
    ------
    ClaimFailed
        If the rule does not hold.
    ValueError
        If there are fewer than 5 seeds, a number that is not finite, no bound or too many, a rule that says something
        else than the sentence, a paper's number without its place, or a name that no link can hold.
    """
    what = "every one" if every else "mean"
    if isinstance(ours, Comparison | Difference):
        what, every = "the whole interval", True
        values, said, over = _ends(ours, name), _value_and_interval(ours, unit), ours.resampled
    else:
        values = _numbers(ours, f"claim {name!r}")
        said, over = _mean_and_spread(values, unit), f"{len(values)} {over}"
    _validate_words(sentence, name, unit, paper, cite, where, agrees)
    low, high, rule = _bounds(name, at_least, at_most, between, chance, what, unit)
    _require_what_is_said(sentence, name, Rule(low, high, every, chance is not None))
    tested = values if every else values.mean()
    stated = Claim(
        name=name,
        sentence=sentence,
        ours=said,
        rule=rule,
        holds=bool(np.all(tested >= low) and np.all(tested <= high)),
        over=over,
        paper=paper,
        cite=cite,
        where=where,
        agrees=agrees,
    )
    _publish(stated)
    if not stated.holds:
        raise ClaimFailed(f"claim {name!r} does not hold: {rule}, but ours is {stated.ours} ({sentence})")


# ---- what a sentence says of its rule


@dataclass(frozen=True)
class Rule:
    """A claim's bounds, infinite where there is none."""

    low: float
    high: float
    every: bool
    chance: bool


WORDS: tuple[tuple[str, Callable[[Rule], bool], str], ...] = (
    (
        r"((does|do|did) not|never) (rise|grow|increase|gain|improve)s?\b",
        lambda rule: rule.high <= 0,
        "at_most=0 on what is gained",
    ),
    (
        r"((does|do|did) not|never) (fall|drop|sink|shrink|decrease|lose)s?\b",
        lambda rule: rule.low >= 0,
        "at_least=0 on what is left over",
    ),
    (
        r"(no|little|hardly) (more|better) than chance|\b(at|to|by) chance\b",
        lambda rule: rule.chance,
        "chance=…, what comes out where there is nothing to find",
    ),
    (
        r"\bexact(ly)?\b|to rounding",
        lambda rule: rule.every and (rule.high - rule.low <= 1e-3 or abs(rule.high) <= 1e-3),
        "every=True and a bound of rounding error",
    ),
    (
        r"\b(about|just|equally|as) (alike|equal|similar|the same)\b|no different",
        lambda rule: math.isfinite(rule.high) and (math.isfinite(rule.low) or rule.every),
        "between=(…, …), since two things may differ in either direction",
    ),
    (
        r"\b(always|never)\b|\b(no|each|every) (seed|network|pair|person|draw)\b",
        lambda rule: rule.every or 0 in (rule.low, rule.high),
        "every=True",
    ),
)
"""Words of a sentence, what its rule must then be, and how to say so."""


def _require_what_is_said(sentence: str, name: str, rule: Rule) -> None:
    for words, fits, mend in WORDS:
        said = re.search(words, sentence, re.IGNORECASE)
        if said and not fits(rule):
            raise ValueError(
                f"claim {name!r} says {said[0]!r}, and its rule does not: give {mend}, or say what the rule says"
            )


# ---- what is given


def _numbers(ours: ArrayLike, who: str) -> np.ndarray:
    values = np.asarray(ours, dtype=float)
    if values.ndim != 1 or len(values) < SEEDS:
        raise ValueError(
            f"{who} stands on an array of shape {values.shape}: give one number per seed, {SEEDS} seeds or more"
        )
    if not np.isfinite(values).all():
        at = int(np.argmin(np.isfinite(values)))
        raise ValueError(f"{who}: seed number {at} gave {values[at]}: find out why before claiming")
    return values


def _ends(found: Comparison | Difference, name: str) -> np.ndarray:
    """Return both ends of an interval."""
    if not np.isfinite(found.interval).all():
        raise ValueError(f"claim {name!r} stands on a number without an interval: {found.resampled}")
    return np.array(found.interval)


def _validate_words(sentence, name: str, unit, paper, cite, where, agrees) -> None:
    if not sentence.strip():
        raise ValueError("a claim needs its sentence: say what is claimed")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"claim name {name!r}: use small letters, digits and hyphens, since it stands in a link"
        )
    if re.search(r"\bplus\b", unit):
        raise ValueError(f"claim {name!r} adds unlike things ({unit}): make it two claims")
    if paper and not (cite and PLACE.search(where) and re.search(r"\d", paper)):
        raise ValueError(
            f"claim {name!r} gives {paper!r} as the paper's: give a number, cite=… and the table, figure or section "
            "where you read it (where=…), or leave paper out and cite alone"
        )
    if where and not paper:
        raise ValueError(
            f"claim {name!r} says where, and not what: give the paper's number, or leave out where"
        )
    if not agrees and not cite:
        raise ValueError(f"claim {name!r} differs from a paper: say from which (cite=…)")


def _bounds(name: str, at_least, at_most, between, chance, what, unit) -> tuple[float, float, str]:
    """Return the lowest and the highest number that are allowed, and the rule in words."""
    given = [bound for bound in (between, chance) if bound is not None]
    if len(given) + (at_least is not None or at_most is not None) > 1:
        raise ValueError(
            f"claim {name!r} has more than one rule: give at_least and at_most, between, or chance"
        )
    if chance is not None:
        draws = _numbers(chance, f"the chance of claim {name!r}")
        high = draws.mean() + 2 * draws.std(ddof=1)
        return -math.inf, high, f"{what} ≤ two spreads above chance, {_mean_and_spread(draws, unit)}"
    low, high = between if between is not None else (at_least, at_most)
    if low is None and high is None:
        raise ValueError(
            f"claim {name!r} has no rule: give at_least, at_most, between or chance, chosen before more seeds are run"
        )
    least, most = (None if bound is None else _with_unit(_number(bound), unit) for bound in (low, high))
    if low is None:
        return -math.inf, high, f"{what} ≤ {most}"
    if high is None:
        return low, math.inf, f"{what} ≥ {least}"
    if low > high:
        raise ValueError(f"claim {name!r} must lie between {low:g} and {high:g}: give the lower bound first")
    if low == high:
        return low, high, f"{what} = {least}"
    return low, high, f"{what} between {_number(low)} and {most}"


# ---- how it is said


def _mean_and_spread(values: np.ndarray, unit: str) -> str:
    """Mean ± standard deviation over seeds, to two significant digits of the deviation."""
    mean, spread = float(values.mean()), float(values.std(ddof=1))
    if spread <= ROUNDING * max(1.0, abs(mean)):
        mean = 0.0 if abs(mean) <= ROUNDING else mean
        same = "each time" if float(f"{mean:.4g}").is_integer() and spread == 0 else "exact to rounding"
        return f"{_with_unit(f'{mean:.4g}', unit)}, {same}"
    digits = 1 - math.floor(math.log10(spread))
    mean, spread = round(mean, digits), round(spread, digits)
    digits = max(0, digits)
    return _with_unit(f"{mean:.{digits}f} ± {spread:.{digits}f}".replace("-", "−"), unit)


def _value_and_interval(found: Comparison | Difference, unit: str) -> str:
    low, high = found.interval
    text = f"{_with_unit(f'{found.value:.3f}', unit)}, 95 % interval {low:.3f} to {high:.3f}"
    return text.replace("-", "−")


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}".strip()


def _publish(stated: Claim) -> None:
    with lessons():
        from IPython.display import display

    verdict = "holds" if stated.holds else "FAILS"
    plain = f"{stated.sentence} Ours: {stated.ours}; rule: {stated.rule}: {verdict}."
    display({CLAIM_MIME: asdict(stated), "text/html": stated.html(), "text/plain": plain}, raw=True)
