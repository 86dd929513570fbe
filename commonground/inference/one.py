"""One representation beside one other: a value, its interval, and what chance gives."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from commonground.inference._pairs import Draws, Pairs, best, direction, pair_of
from commonground.inference.intervals import of_stimuli, saturated
from commonground.inference.moments import permutation_moments
from commonground.inference.results import LEVEL, Comparison, Null, p_value
from commonground.inputs import choice


def compare(
    measure: str | Callable[..., float],
    X: ArrayLike,
    Y: ArrayLike,
    *,
    resample: str = "stimuli",
    n_bootstrap: int = 1000,
    n_permutations: int = 1000,
    null: str = "permutations",
    seed: int | np.random.Generator = 0,
    n_jobs: int | None = None,
    progress: bool = False,
    **options: Any,
) -> Comparison:
    """Return a measure of two representations with its 95 % interval, and with what chance gives.

    *The interval* says what other stimuli of the same kind would give: it is for the mean of the measure over samples
    of n stimuli. It comes from random halves of the stimuli, drawn without replacement (half-sampling, a jackknife that
    leaves out half: Shao & Wu 1989). A plain bootstrap draws stimuli twice; the copies are at distance 0 from each other
    and each other's nearest neighbours, which is why Nili et al. (2014) and Schütt et al. (2023) leave such pairs out.
    Halves hold no copies, whatever the measure. A half varies about the mean of the halves as the whole varies about the
    truth, so that the interval is the value ± t · the spread of the halves, with n − 1 degrees of freedom.

    *Its coverage* was counted in ``benchmarks/coverage.py`` for every measure, in 200 samples of each kind: with 100 and 300
    stimuli it held the true value in 90 to 99 of a hundred, with 30 stimuli in 90 to 99.5, but for ``mutual_knn`` with k = 10
    (82: ten of the fifteen stimuli of a half are hardly neighbours). Where half of the stimuli are no more than the units, every
    half gives 1 for CCA and regression: then there is no interval, and the result says so.

    *The null* is what the measure gives when the rows of Y come in random orders: p = (1 + how many come at least as close)
    / (1 + how many were drawn).

    Parameters
    ----------
    measure : str or callable
        A measure of :func:`~commonground.similarity.measures`, by name or as the function; or any function of two
        representations that returns a number, taken as a similarity.
    X : array-like, shape (n, p)
        Responses of p units to n stimuli.
    Y : array-like, shape (n, q)
        Responses to the same stimuli, in the same order.
    resample : str
        "stimuli". Who compares several people or networks resamples them with :func:`compare_groups`.
    n_bootstrap : int
        Random halves of the stimuli for the interval; 0 leaves it out.
    n_permutations : int
        Random orders for the null; 0 leaves it out.
    null : str
        "permutations"; or "moments": mean, spread and skewness over all n! orders in closed form, and p from the Pearson
        type III distribution that has them, with no order drawn. For measures that are the inner product of two
        matrices: CKA and RSA of every kind but Kendall's.
    seed : int or numpy.random.Generator
        The same seed gives the same numbers, on any number of workers.
    n_jobs : int, optional
        Workers, as in joblib.
    progress : bool
        Show how far the work is.
    **options
        Passed on to the measure.

    Returns
    -------
    Comparison
        ``value``, ``interval``, ``p``, ``null`` (its ``mean`` and ``spread``), ``resampled``, ``calibrated``.

    Raises
    ------
    ValueError
        As the measure; if an option is unknown; for an interval with fewer than 10 stimuli; or for "moments" of a measure
        that has none.

    References
    ----------
    Shao & Wu (1989), "A general theory for jackknife variance estimation" (half-sampling).
    Nili, Wingfield, Walther, Su, Marslen-Wilson & Kriegeskorte (2014), "A toolbox for representational similarity analysis".
    Schütt, Kipnis, Diedrichsen & Kriegeskorte (2023), "Statistical inference on representational geometries".
    Kazi-Aoual, Hitier, Sabatier & Lebreton (1995), "Refined approximations to permutation tests for multivariate
    inference" (moments).

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(60, 8))
    >>> compare("linear_cka", X, X @ np.diag(np.arange(8))).p < 0.01
    True
    """
    if resample != "stimuli":
        raise ValueError(
            f"resample is {resample!r}: with one X and one Y there are only stimuli to resample; "
            "compare_groups resamples subjects"
        )
    null = choice(null, ("permutations", "moments"), "null")
    pairs, draws = pair_of(measure, X, Y, options), Draws(seed, n_jobs, progress)
    sign, value = direction(pairs.measure), float(pairs.values()[0, 0])
    halves = draws.halves(pairs, n_bootstrap)[:, 0, 0]
    chance: Null | None
    if null == "moments":
        chance, p = _moments(pairs, value)
    else:
        orders = draws.orders(pairs, n_permutations)[:, 0, 0]
        chance = Null.drawn(orders, sign) if len(orders) else None
        p = float(p_value(np.array(value), orders, sign, pairs.tied)) if len(orders) else float("nan")
    interval, words = _interval(halves, value, pairs, sign)
    return Comparison(pairs.measure.name, value, interval, p, chance, words, best(pairs.measure))


def _interval(halves: np.ndarray, value: float, pairs: Pairs, sign: int) -> tuple[tuple[float, float], str]:
    nothing = float("nan"), float("nan")
    if not len(halves):
        return nothing, "no interval was asked for"
    if saturated(halves, value):
        words = f"no interval: every half of the {pairs.n} stimuli gives {halves[0]:.3f}, so halves are too few for the units"
        return nothing, words
    spread = of_stimuli(halves, pairs.n)
    return spread.interval(value, best(pairs.measure), sign), f"over {pairs.n} stimuli"


def _moments(pairs: Pairs, value: float) -> tuple[Null, float]:
    """Return the null of all orders, and p by the Pearson type III distribution of its first three moments."""
    matrices = pairs.matrices_at_any_cost()
    if matrices is None:
        raise ValueError(
            f"{pairs.measure.name} has no moments in closed form with these options: they are known for CKA and RSA, "
            "Kendall's τ excepted; use null='permutations'"
        )
    (x,), (y,) = matrices
    mean, spread, skewness = permutation_moments(x.entries, y.entries, (x.cube, y.cube))
    if spread == 0:
        return Null(mean, spread, mean, None), 1.0
    p = stats.pearson3.sf((value - mean) / spread, skewness)
    return Null(mean, spread, float(mean + spread * stats.pearson3.ppf(LEVEL, skewness)), None), float(p)
