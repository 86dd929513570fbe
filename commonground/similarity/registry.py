"""The table of all measures: what each is called, how to read it, and what it ignores."""

from collections.abc import Callable

from commonground.similarity import (
    _held_out,
    _tiles,
    canonical,
    cka,
    kernel,
    neighbours,
    procrustes,
    rdms,
    regression,
)
from commonground.similarity._measure import Measure, Together

ORIGIN = ("permutation", "orthogonal", "isotropic scale")  # moves about the origin
RIGID = ("permutation", "orthogonal", "shift")
SHAPE = (*ORIGIN, "shift")
LINEAR = (*SHAPE, "invertible linear")

TILES = Together(
    cheaper=_tiles.cheaper,
    prepare=_tiles.prepare,
    parts=_tiles.rows_of_tiles,
    compare=_tiles.compare_tiles,
    finish=_tiles.finish,
)

TABLE = (
    Measure(
        name="linear_cka",
        function=cka.linear_cka,
        kind="similarity",
        invariances=SHAPE,
        together=TILES,
        prepare=cka.prepare,
        compare=cka.compare,
        matrix=cka.matrix,
        reorder=cka.reorder,
    ),
    Measure(
        name="kernel_cka",
        function=kernel.kernel_cka,
        kind="similarity",
        invariances=SHAPE,
        prepare=kernel.prepare,
        compare=kernel.compare,
        matrix=kernel.matrix,
        reorder=kernel.reorder,
    ),
    Measure(
        name="minibatch_cka",
        function=cka.minibatch_cka,
        kind="similarity",
        invariances=SHAPE,
        needs=("batch_size",),
        prepare=cka.prepare_batches,
        compare=cka.compare_batches,
    ),
    Measure(
        name="mean_cca",
        function=canonical.mean_cca,
        kind="similarity",
        invariances=LINEAR,
        prepare=canonical.prepare,
        compare=canonical.compare_mean,
        reorder=canonical.reorder,
        held_out=_held_out.MEAN_CCA,
    ),
    Measure(
        name="svcca",
        function=canonical.svcca,
        kind="similarity",
        invariances=SHAPE,
        prepare=canonical.prepare_svcca,
        compare=canonical.compare_mean,
        reorder=canonical.reorder,
        held_out=_held_out.SVCCA,
    ),
    Measure(
        name="pwcca",
        function=canonical.pwcca,
        kind="similarity",
        invariances=("permutation", "isotropic scale", "shift"),
        symmetric=False,
        prepare=canonical.column_space,
        compare=canonical.compare_weighted,
        reorder=canonical.reorder,
        held_out=_held_out.PWCCA,
    ),
    Measure(
        name="linear_regression_r2",
        function=regression.linear_regression_r2,
        kind="similarity",
        invariances=SHAPE,
        symmetric=False,
        prepare=regression.prepare,
        compare=regression.compare,
        reorder=regression.reorder,
        held_out=_held_out.PREDICTION,
    ),
    Measure(
        name="procrustes_distance",
        function=procrustes.procrustes_distance,
        kind="distance",
        invariances=RIGID,
        prepare=procrustes.prepare,
        compare=procrustes.compare_distance,
        growth=procrustes.growth,
        reorder=procrustes.reorder,
        held_out=_held_out.DISTANCE,
    ),
    Measure(
        name="procrustes_similarity",
        function=procrustes.procrustes_similarity,
        kind="similarity",
        invariances=SHAPE,
        prepare=procrustes.prepare,
        compare=procrustes.compare_similarity,
        reorder=procrustes.reorder,
        held_out=_held_out.COSINE,
    ),
    Measure(
        name="angular_procrustes",
        function=procrustes.angular_procrustes,
        kind="distance",
        invariances=SHAPE,
        prepare=procrustes.prepare,
        compare=procrustes.compare_angle,
        reorder=procrustes.reorder,
        held_out=_held_out.ANGLE,
    ),
    Measure(
        name="rsa",
        function=rdms.rsa,
        kind="similarity",
        invariances=("permutation", "isotropic scale"),
        prepare=rdms.prepare,
        compare=rdms.compare_rdms,
        matrix=rdms.matrix,
        reorder=rdms.reorder,
        take=rdms.take,
        common=rdms.common,
    ),
    Measure(
        name="mutual_knn",
        function=neighbours.mutual_knn,
        kind="similarity",
        invariances=ORIGIN,
        prepare=neighbours.prepare,
        compare=neighbours.compare,
        reorder=neighbours.reorder,
    ),
    Measure(
        name="cknna",
        function=neighbours.cknna,
        kind="similarity",
        invariances=ORIGIN,
        symmetric=False,
        prepare=neighbours.prepare_cknna,
        compare=neighbours.compare_cknna,
        reorder=neighbours.reorder_cknna,
    ),
)


def measures() -> tuple[Measure, ...]:
    """Return every measure that gives one number for two representations, with what it ignores.

    Returns
    -------
    tuple of Measure
        Each with ``name``, ``function``, ``kind`` ("similarity", 1 = same, or "distance", 0 = same),
        ``invariances`` (tuple of "permutation", "orthogonal", "isotropic scale", "shift", "invertible linear":
        the changes of either representation that leave the number as it is, with default options), ``symmetric``,
        ``needs`` (options without a default), and ``fits`` (whether it fits something, and so can be scored on held-out
        stimuli in :func:`pairwise`). Beyond these, :func:`pwcca` ignores invertible linear maps of
        its second argument, and :func:`linear_regression_r2` those of its first.

    Examples
    --------
    >>> [m.name for m in measures() if "invertible linear" in m.invariances]
    ['mean_cca']
    """
    return TABLE


def find(measure: str | Callable[..., float]) -> Measure | None:
    """Return the table's entry for a name or a function, or None for a function that is not in it."""
    for entry in TABLE:
        if measure in (entry.name, entry.function):
            return entry
    if callable(measure):
        return None
    names = ", ".join(entry.name for entry in TABLE)
    raise ValueError(f"measure is {measure!r}: give a function of X and Y, or one of these names: {names}")
