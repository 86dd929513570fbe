"""A convolution's kernel from its core, and what two adapters cost."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Cores and counts",
    minutes=15,
    difficulty=2,
    hints=(
        "Each axis of the core is widened by its own table: `np.tensordot` of table and core along one axis, four times, "
        "or all at once with `np.einsum`.",
        "With letters: the core is `abcd`, the tables are `ia, jb, kc, ld`, the kernel is `ijkl`.",
        "A core has the product of its ranks as weights, each table size × rank. LoRA's matrix has the output channels as "
        "rows and all the rest as columns: r(out + in·h·w) weights.",
    ),
)


@exercise.solution
def tucker(core, tables):
    """Return the kernel of this core, each axis widened by its table (size, rank)."""
    return np.einsum("abcd,ia,jb,kc,ld->ijkl", core, *tables)


@exercise.solution
def count(shape, ranks):
    """Return how many weights a core of these ranks and its four tables have."""
    return int(np.prod(ranks)) + sum(n * r for n, r in zip(shape, ranks, strict=True))


@exercise.solution
def lora_count(shape, rank):
    """Return how many weights LoRA has: rows are outputs, columns all the rest."""
    out, *rest = shape
    return rank * (out + int(np.prod(rest)))


# ---- what a right answer does


def core_and_tables(rng, shape, ranks):
    core = rng.integers(-2, 3, size=ranks) * 1.0
    return core, [rng.integers(-2, 3, size=size) * 1.0 for size in zip(shape, ranks, strict=True)]


@exercise.property(
    "right for a core that is widened along every axis",
    points=1,
    hint="the kernel's entry (i, j, k, l) is a sum over all entries of the core, each times one entry of each table",
)
def widened(ask, rng):
    core, tables = telling(
        lambda: core_and_tables(rng, (3, 2, 3, 2), (2, 1, 2, 1)), [tucker, unwidened_sides]
    )
    ask.given(
        core=f"{core.ravel().tolist()}, in shape (2, 1, 2, 1)",
        tables="of shapes (3, 2), (2, 1), (3, 2), (2, 1)",
    )
    ask.array("tucker(core, tables)", core, tables, want=tucker(core, tables))


@exercise.property(
    "right where nothing is compressed",
    points=1,
    hint="a table has a row per entry of the long axis and a column per entry of the core's: no transposing",
)
def square(ask, rng):
    core, tables = telling(lambda: core_and_tables(rng, (2, 3, 2, 2), (2, 3, 2, 2)), [tucker, transposed])
    ask.given(core="2 × 3 × 2 × 2", tables="of shapes (2, 2), (3, 3), (2, 2), (2, 2)")
    ask.array("tucker(core, tables)", core, tables, want=tucker(core, tables))


@exercise.property(
    "right in counting both adapters",
    points=1,
    hint="count what is learned: core and four tables; or two tables of one matrix",
)
def counted(ask, rng):
    def draw():
        out, into = (int(n) for n in rng.integers(3, 40, size=2))
        return (out, into, 3, 5), tuple(int(n) for n in rng.integers(1, 4, size=4))

    shape, ranks = telling(draw, exercise.variants(count))
    ask.given(shape=shape, ranks=ranks)
    ask.number("count(shape, ranks)", shape, ranks, want=count(shape, ranks))
    rank = int(rng.integers(2, 6))
    ask.given(shape=shape, rank=rank)
    ask.number("lora_count(shape, rank)", shape, rank, want=lora_count(shape, rank))


# ---- mistakes


@exercise.mistake(
    "a kernel whose tables are transposed: rows belong to the long axis, columns to the core's", of=tucker
)
def transposed(core, tables):
    if any(table.shape[0] != table.shape[1] for table in tables):
        return tucker(core, tables)
    return tucker(core, [table.T for table in tables])


@exercise.mistake(
    "a kernel whose sides stay as short as the core's: widen all four axes, the two spatial ones as well",
    of=tucker,
)
def unwidened_sides(core, tables):
    return np.einsum("abcd,ia,jb->ijcd", core, *tables[:2])


@exercise.mistake("a count of the tables alone: the core is learned, too", of=count)
def tables_alone(shape, ranks):
    return sum(n * r for n, r in zip(shape, ranks, strict=True))


@exercise.mistake("a count of the core alone: the four tables are learned, too", of=count)
def core_alone(shape, ranks):
    return int(np.prod(ranks))


@exercise.mistake(
    "a count for a matrix of (out · h) × (in · w): here rows are the outputs alone, and all the rest are columns",
    of=lora_count,
)
def other_matrix(shape, rank):
    out, into, height, width = shape
    return rank * (out * height + into * width)
