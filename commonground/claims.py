"""A paper's result beside ours: shown on the page, listed on the page *Claims*, held in every build."""

import html
import math
import re
from dataclasses import asdict, dataclass

import numpy as np

__all__ = ["CLAIM_MIME", "ClaimFailed", "claim"]

CLAIM_MIME = "application/vnd.commonground.claim+json"
"""What the page's renderer looks for among the outputs of a cell."""

SEEDS = 5
"""The fewest seeds a claim may stand on."""


class ClaimFailed(AssertionError):
    """A claim does not hold, so the build must not go on."""


@dataclass(frozen=True)
class Claim:
    """One row of the page *Claims*."""

    name: str
    sentence: str
    ours: str
    rule: str
    holds: bool
    count: int
    over: str
    paper: str
    cite: str
    where: str
    agrees: bool

    def html(self, cite: str | None = None) -> str:
        """Return the table that stands under the experiment; ``cite`` is the paper's link, as HTML."""
        source = ", ".join(part for part in (cite or html.escape(self.cite), html.escape(self.where)) if part)
        paper = f"{html.escape(self.paper)} ({source})" if source else html.escape(self.paper)
        verdict = "holds" if self.holds else "fails"
        verdict += "" if self.agrees else ", and differs from the paper"
        rows = [
            ("Paper", paper or "no figure of its own"),
            ("Here", f"{html.escape(self.ours)} over {self.count} {html.escape(self.over)}"),
            ("Must hold", f"{html.escape(self.rule)}: <strong>{verdict}</strong>"),
        ]
        body = "".join(f'<tr><th scope="row">{key}</th><td>{value}</td></tr>' for key, value in rows)
        kind = "cg-claim" if self.agrees else "cg-claim cg-claim-differs"
        return (
            f'<div class="{kind}" id="claim-{self.name}"><table>'
            f"<caption>{html.escape(self.sentence)}</caption><tbody>{body}</tbody></table></div>"
        )


def claim(
    sentence: str,
    *,
    ours,
    name: str,
    at_least: float | None = None,
    at_most: float | None = None,
    between: tuple[float, float] | None = None,
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
        What is claimed.
    ours : array-like, shape (n_seeds,)
        Our number, once for each of at least 5 seeds, or of what ``over`` names.
    name : str
        Its name in links, unique in the course: small letters, digits, hyphens.
    at_least, at_most : float, optional
        The bound, chosen before looking at more seeds. One of these and ``between`` is required.
    between : (float, float), optional
        Both bounds.
    every : bool
        True: the rule must hold for every seed. False: for the mean over seeds.
    unit : str
        Written after our number: ``"%"``, ``"bits"``.
    over : str
        What each number of ours stands for, where it is not a seed: ``"sessions"``, ``"draws"``.
    paper, cite, where : str
        The paper's number, the paper's key in ``references.bib``, and the place: ``"table 2"``.
    agrees : bool
        False: at this scale the result differs from the paper's, and the page says so.

    Raises
    ------
    ClaimFailed
        If the rule does not hold.
    ValueError
        If there are fewer than 5 seeds, a number that is not finite, no bound, or a name that no link can hold.
    """
    values = np.asarray(ours, dtype=float)
    if between is not None and (at_least is not None or at_most is not None):
        raise ValueError(f"claim {name!r} has between and another bound: give one, not both")
    low, high = between if between is not None else (at_least, at_most)
    _validate(sentence, values, name, low, high)
    tested = values if every else values.mean()
    holds = bool(
        np.all(tested >= (-math.inf if low is None else low))
        and np.all(tested <= (math.inf if high is None else high))
    )
    stated = Claim(
        name=name,
        sentence=sentence,
        ours=_mean_and_spread(values, unit),
        rule=_rule(low, high, every, unit),
        holds=holds,
        count=len(values),
        over=over,
        paper=paper,
        cite=cite,
        where=where,
        agrees=agrees,
    )
    _publish(stated)
    if not holds:
        raise ClaimFailed(
            f"claim {name!r} does not hold: {stated.rule}, but ours is {stated.ours} ({sentence})"
        )


def _validate(sentence: str, values: np.ndarray, name: str, low, high) -> None:
    if not sentence.strip():
        raise ValueError("a claim needs its sentence: say what is claimed")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise ValueError(
            f"claim name {name!r}: use small letters, digits and hyphens, since it stands in a link"
        )
    if values.ndim != 1 or len(values) < SEEDS:
        raise ValueError(
            f"claim {name!r} stands on an array of shape {values.shape}: give one number a seed, {SEEDS} seeds or more"
        )
    if not np.isfinite(values).all():
        raise ValueError(
            f"claim {name!r}: seed number {int(np.argmin(np.isfinite(values)))} gave {values[~np.isfinite(values)][0]}: find out why before claiming"
        )
    if low is None and high is None:
        raise ValueError(
            f"claim {name!r} has no rule: give at_least, at_most or between, chosen before more seeds are run"
        )


def _mean_and_spread(values: np.ndarray, unit: str) -> str:
    """Mean ± standard deviation over seeds, to two figures of the deviation."""
    mean, spread = values.mean(), values.std(ddof=1)
    if spread == 0 or abs(mean) < 1e-3 or spread < 1e-6:
        text = f"{mean:.3g} ± {spread:.1g}"
    else:
        digits = max(0, 1 - math.floor(math.log10(spread)))
        text = f"{mean:.{digits}f} ± {spread:.{digits}f}"
    return _with_unit(text, unit)


def _rule(low, high, every: bool, unit: str) -> str:
    what = "every seed" if every else "mean"
    if low is not None and high is not None:
        return f"{what} between {low:g} and {_with_unit(f'{high:g}', unit)}"
    return (
        f"{what} ≥ {_with_unit(f'{low:g}', unit)}"
        if low is not None
        else f"{what} ≤ {_with_unit(f'{high:g}', unit)}"
    )


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}".strip()


def _publish(stated: Claim) -> None:
    from IPython.display import display

    display({CLAIM_MIME: asdict(stated), "text/html": stated.html(), "text/plain": _plain(stated)}, raw=True)


def _plain(stated: Claim) -> str:
    return (
        f"{stated.sentence} Ours: {stated.ours}; rule: {stated.rule}: {'holds' if stated.holds else 'FAILS'}."
    )
