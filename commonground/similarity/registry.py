"""The table of all measures: what each is called, how to read it, and what it ignores."""

from commonground.similarity import canonical, cka, kernel, neighbours, procrustes, rdms, regression
from commonground.similarity._measure import Measure

ORIGIN = ("permutation", "orthogonal", "isotropic scale")  # moves about the origin
RIGID = ("permutation", "orthogonal", "shift")
SHAPE = (*ORIGIN, "shift")
LINEAR = (*SHAPE, "invertible linear")

S, D = "similarity", "distance"
P = procrustes
TABLE = (
    Measure("linear_cka", cka.linear_cka, S, SHAPE, prepare=cka.prepare, compare=cka.compare),
    Measure("kernel_cka", kernel.kernel_cka, S, SHAPE, prepare=kernel.prepare, compare=kernel.compare),
    Measure(
        "minibatch_cka",
        cka.minibatch_cka,
        S,
        SHAPE,
        needs=("batch_size",),
        prepare=cka.prepare_batches,
        compare=cka.compare_batches,
    ),
    Measure(
        "mean_cca", canonical.mean_cca, S, LINEAR, prepare=canonical.prepare, compare=canonical.compare_mean
    ),
    Measure(
        "svcca", canonical.svcca, S, SHAPE, prepare=canonical.prepare_svcca, compare=canonical.compare_mean
    ),
    Measure(
        "pwcca",
        canonical.pwcca,
        S,
        ("permutation", "isotropic scale", "shift"),
        symmetric=False,
        prepare=canonical.column_space,
        compare=canonical.compare_weighted,
    ),
    Measure(
        "linear_regression_r2",
        regression.linear_regression_r2,
        S,
        SHAPE,
        symmetric=False,
        prepare=regression.prepare,
        compare=regression.compare,
    ),
    Measure(
        "procrustes_distance", P.procrustes_distance, D, RIGID, prepare=P.prepare, compare=P.compare_distance
    ),
    Measure(
        "procrustes_similarity",
        P.procrustes_similarity,
        S,
        SHAPE,
        prepare=P.prepare,
        compare=P.compare_similarity,
    ),
    Measure("angular_procrustes", P.angular_procrustes, D, SHAPE, prepare=P.prepare, compare=P.compare_angle),
    Measure(
        "rsa",
        rdms.rsa,
        S,
        ("permutation", "isotropic scale"),
        prepare=rdms.prepare,
        compare=rdms.compare_rdms,
    ),
    Measure(
        "mutual_knn", neighbours.mutual_knn, S, ORIGIN, prepare=neighbours.prepare, compare=neighbours.compare
    ),
    Measure(
        "cknna",
        neighbours.cknna,
        S,
        ORIGIN,
        symmetric=False,
        prepare=neighbours.prepare_cknna,
        compare=neighbours.compare_cknna,
    ),
)


def measures():
    """Return every measure that gives one number for two representations, with what it ignores.

    Returns
    -------
    tuple of Measure
        Each with ``name``, ``function``, ``kind`` ("similarity", 1 = same, or "distance", 0 = same),
        ``invariances`` (tuple of "permutation", "orthogonal", "isotropic scale", "shift", "invertible linear":
        the changes of either representation that leave the number as it is, with default options), ``symmetric``,
        and ``needs`` (options without a default). Beyond these, :func:`pwcca` ignores invertible linear maps of
        its second argument, and :func:`linear_regression_r2` those of its first.

    Examples
    --------
    >>> [m.name for m in measures() if "invertible linear" in m.invariances]
    ['mean_cca']
    """
    return TABLE


def find(measure):
    """Return the table's entry for a name or a function, or None for a function that is not in it."""
    for entry in TABLE:
        if measure in (entry.name, entry.function):
            return entry
    if callable(measure):
        return None
    names = ", ".join(entry.name for entry in TABLE)
    raise ValueError(f"measure is {measure!r}: give a function of X and Y, or one of these names: {names}")
