"""The first two layers of a network that respects quarter turns."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise

exercise = Exercise(
    title="Lift and go on",
    minutes=25,
    difficulty=3,
    hints=(
        "`np.lib.stride_tricks.sliding_window_view(image, w.shape)` has all patches of an image; a sum of products with the "
        "filter over its last two axes slides the filter. Write that once.",
        "`lift`: slide the filter in each of its four turns, and stack the maps. The image stays as it is.",
        "`group_conv`: map s sums over t. Map t meets a filter that was turned by s, and which of the four it is rolls "
        "along: `np.rot90(w[(t - s) % 4], s)`.",
    ),
)


def slide(image, w):
    """Return the products of w with each patch of the image, summed."""
    patches = np.lib.stride_tricks.sliding_window_view(image, w.shape)
    return np.einsum("xyij,ij->xy", patches, w)


def summed(maps, w, *, turn=1, roll=1):
    """Return the layer behind a lift whose filters turn and roll so far for each map."""
    return np.stack(
        [sum(slide(maps[t], np.rot90(w[(t - roll * s) % 4], turn * s)) for t in range(4)) for s in range(4)]
    )


@exercise.solution
def lift(image, w):
    """Return four maps (4, …) of an image, one for each turn of the filter w (k, k)."""
    return np.stack([slide(image, np.rot90(w, t)) for t in range(4)])


@exercise.solution
def group_conv(maps, w):
    """Return four maps from four, with the filters w (4, k, k): they turn and roll."""
    found = []
    for s in range(4):
        turned = [np.rot90(w[(t - s) % 4], s) for t in range(4)]
        found.append(sum(slide(m, f) for m, f in zip(maps, turned, strict=True)))
    return np.stack(found)


# ---- what a right answer does


def image_and_filter(rng, side=4):
    return rng.integers(0, 4, size=(side, side)) * 1.0, rng.integers(-2, 3, size=(2, 2)) * 1.0


def maps_and_filters(rng, side=3):
    return rng.integers(0, 3, size=(4, side, side)) * 1.0, rng.integers(-2, 3, size=(4, 2, 2)) * 1.0


@exercise.property(
    "right in lifting an image",
    points=1,
    hint="slide the filter in each of its four turns over the same image",
)
def lifted(ask, rng):
    image, w = telling(lambda: image_and_filter(rng), exercise.variants(lift))
    ask.given(image=image, w=w)
    ask.array("lift(image, w)", image, w, want=lift(image, w))


@exercise.property(
    "right in going on from four maps",
    points=1,
    hint="in map s the filters are turned by s quarters, and filter t − s meets map t",
)
def gone_on(ask, rng):
    maps, w = telling(lambda: maps_and_filters(rng), exercise.variants(group_conv))
    ask.given(maps="4 × 3 × 3, small whole numbers", w="4 × 2 × 2, small whole numbers")
    ask.array("group_conv(maps, w)", maps, w, want=group_conv(maps, w))


@exercise.property(
    "equivariant in both layers: a turned image gives maps that are turned and rolled by one",
    points=1,
    hint="np.rot90(image) must give np.roll(np.rot90(maps, axes=(1, 2)), 1, axis=0), behind each layer",
)
def equivariant(ask, rng):
    def turned(maps):
        return np.roll(np.rot90(maps, axes=(1, 2)), 1, axis=0)

    image, w = telling(lambda: image_and_filter(rng, side=5), exercise.variants(lift))
    maps, w2 = telling(lambda: maps_and_filters(rng, side=4), exercise.variants(group_conv))
    ask.given(image="5 × 5", w="2 × 2")
    ask.array("lift(np.rot90(image), w)", np.rot90(image), w, want=turned(lift(image, w)))
    ask.given(maps="4 × 4 × 4, turned and rolled by one", w="4 × 2 × 2")
    ask.array("group_conv(maps, w)", turned(maps), w2, want=turned(group_conv(maps, w2)))


# ---- mistakes


@exercise.mistake("maps of a turned image: the image stays, and the *filter* turns", of=lift)
def image_turned(image, w):
    return np.stack([slide(np.rot90(image, t), w) for t in range(4)])


@exercise.mistake("maps in the order of clockwise turns: np.rot90(w, t) turns the other way", of=lift)
def clockwise(image, w):
    return np.stack([slide(image, np.rot90(w, -t)) for t in range(4)])


@exercise.mistake(
    "filters that turn and do not roll: a turn of the world also moves each map to the next place",
    of=group_conv,
)
def unrolled(maps, w):
    return summed(maps, w, roll=0)


@exercise.mistake("filters that roll backward: in map s it is filter t − s that meets map t", of=group_conv)
def rolled_backward(maps, w):
    return summed(maps, w, roll=-1)


@exercise.mistake("filters that roll and do not turn: turn each by s quarters, too", of=group_conv)
def unturned(maps, w):
    return summed(maps, w, turn=0)
