"""Representations that do not fit in memory: arrays on disk, and functions that load one."""

import pickle
import weakref

import numpy as np
import pytest

from commonground import rng, similarity
from commonground.similarity import pairwise
from commonground.similarity._sources import Lazy
from commonground.similarity.pairs import AT_ONCE

NEEDED = {"minibatch_cka": {"batch_size": 10}}
ALL = [pytest.param(m, id=m.name) for m in similarity.measures()]
r = rng(3, 975)
XS = [r.normal(size=(40, 4)) @ r.normal(size=(4, p)) + r.normal(size=(40, p)) for p in (4, 6, 6, 50) * 5]


class Loader:
    """Functions that load a representation, and count how many of those that they loaded are alive."""

    def __init__(self):
        self.alive, self.most, self.reads = 0, 0, [0] * len(XS)

    def of(self, i):
        def load():
            X = XS[i].copy()
            self.reads[i] += 1
            self.alive += 1
            self.most = max(self.most, self.alive)
            weakref.finalize(X, self.forget)
            return X

        return load

    def forget(self):
        self.alive -= 1

    def all(self):
        return [self.of(i) for i in range(len(XS))]


@pytest.mark.parametrize("m", ALL)
def test_functions_give_the_same_numbers(m):
    options = NEEDED.get(m.name, {})
    for Xs, Ys in ((XS, None), (XS[:10], XS[10:])):
        lazy = [[lambda X=X: X for X in Zs] if Zs else None for Zs in (Xs, Ys)]
        ours = pairwise(m.name, *lazy, **options)
        np.testing.assert_allclose(ours, pairwise(m.name, Xs, Ys, **options), rtol=1e-9, atol=1e-10)


def test_a_few_are_in_memory_at_a_time():
    """Procrustes keeps the responses themselves, so that what it holds is what was loaded."""
    loader = Loader()
    pairwise("procrustes_distance", loader.all())
    assert 2 <= loader.most <= AT_ONCE + 1
    assert max(loader.reads) <= 1 + len(XS) // AT_ONCE
    loader = Loader()
    pairwise("linear_regression_r2", loader.all())
    assert loader.most <= AT_ONCE + 1


def test_one_function_among_arrays():
    ours = pairwise("linear_cka", [XS[0], lambda: XS[1], XS[2]])
    np.testing.assert_allclose(ours, pairwise("linear_cka", XS[:3]), rtol=1e-9)


def test_a_function_of_the_callers():
    ours = pairwise(lambda X, Y: X[0, 0] - Y[0, 0], [lambda X=X: X for X in XS])
    np.testing.assert_array_equal(ours, [[X[0, 0] - Y[0, 0] for Y in XS] for X in XS])


def test_held_out_stimuli_can_be_loaded_too():
    train, test = [X[:30] for X in XS], [X[30:] for X in XS]
    ours = pairwise(
        "procrustes_distance", [lambda X=X: X for X in train], Xs_test=[lambda X=X: X for X in test]
    )
    np.testing.assert_allclose(ours, pairwise("procrustes_distance", train, Xs_test=test), rtol=1e-9)


@pytest.fixture
def files(tmp_path):
    """The same representations, each in a file of its own."""
    found = []
    for i, X in enumerate(XS):
        np.save(tmp_path / f"{i}.npy", X)
        found.append(np.load(tmp_path / f"{i}.npy", mmap_mode="r"))
    return found


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_files(files, n_jobs):
    ours = pairwise("linear_cka", files, n_jobs=n_jobs)
    np.testing.assert_allclose(ours, pairwise("linear_cka", XS), rtol=1e-9)


@pytest.mark.parametrize(
    "part",
    [
        (slice(None),),
        (slice(5, 30), slice(1, None)),
        (slice(None, None, 2),),
        (slice(None, None, -1), slice(None, None, -2)),
    ],
    ids=str,
)
@pytest.mark.parametrize("order", ["C", "F"])
def test_a_part_of_a_file_travels_as_its_place(tmp_path, part, order):
    """Wherever the part starts, whatever its strides, after a header of the caller's own."""
    X = r.normal(size=(400, 6))
    whole = np.memmap(tmp_path / "x", np.float64, "w+", offset=24, shape=X.shape, order=order)
    whole[:] = X
    whole.flush()
    message = pickle.dumps(Lazy(whole[part]))
    assert len(message) < 1000
    np.testing.assert_array_equal(pickle.loads(message).read(), X[part])


WRONG = {
    "other stimuli": (
        [lambda: XS[0], lambda: XS[1][1:]],
        r"Xs\[1\] has 39 .* Xs\[0\] has 40|has 40 .* has 39",
    ),
    "NaN": ([lambda: XS[0], lambda: XS[1] * np.nan], r"Xs\[1\] has NaN at row 0, column 0"),
    "not an array": ([lambda: "layer"], r"Xs\[0\] has text"),
    "constant": ([lambda: XS[0] * 0], r"Xs\[0\] is constant"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_read_is_checked(wrong):
    Xs, message = WRONG[wrong]
    with pytest.raises(ValueError, match=message):
        pairwise("linear_cka", Xs)
