"""pandas frames: a missing value is named, and rows that are called differently are not compared by position."""

import numpy as np
import pandas as pd
import pytest

from commonground import alignment, rng, similarity

n = 12
X, Y = rng(3, 980).normal(size=(n, 4)), rng(3, 981).normal(size=(n, 6))
NAMES = [f"image {i}" for i in range(n)]
SHUFFLED = [NAMES[i] for i in rng(3, 982).permutation(n)]
OPTIONS = {"minibatch_cka": {"batch_size": 5}, "mutual_knn": {"k": 3}, "cknna": {"k": 3}}
PAIRED = {m.name: (lambda A, B, m=m: m(A, B, **OPTIONS.get(m.name, {}))) for m in similarity.measures()} | {
    "cca": lambda A, B: similarity.cca(A, B)[0],
    "pairwise": lambda A, B: similarity.pairwise("linear_cka", [A, B])[0, 1],
    "pairwise, two lists": lambda A, B: similarity.pairwise("linear_cka", [A], [B]).item(),
    "Procrustes": lambda A, B: alignment.Procrustes().fit(A, B).scale_,
    "LinearMap": lambda A, B: alignment.LinearMap().fit(A, B).coef_.sum(),
    "score": lambda A, B: alignment.LinearMap().fit(A, np.asarray(B)).score(A, B),
    "GeneralizedProcrustes": lambda A, B: alignment.GeneralizedProcrustes().fit([A, B]).n_iter_,
}
paired = pytest.mark.parametrize("compare", PAIRED.values(), ids=PAIRED)


@paired
def test_equal_labels_carry_on(compare):
    ours = compare(
        pd.DataFrame(X, index=NAMES).rename(columns=str), pd.DataFrame(Y, index=NAMES).rename(columns=str)
    )
    assert ours == pytest.approx(compare(X, Y))


@paired
def test_one_frame_and_one_array_are_compared_by_position(compare):
    assert compare(pd.DataFrame(X, index=SHUFFLED), Y) == pytest.approx(compare(X, Y))


@paired
def test_the_same_labels_in_another_order_are_refused(compare):
    A, B = pd.DataFrame(X, index=NAMES), pd.DataFrame(Y, index=SHUFFLED)
    with pytest.raises(
        ValueError, match=r"row \d+ is 'image \d+' in .* another order, so pass .*\.loc\[.*\.index\]"
    ):
        compare(A, B)
    compare(A, B.loc[A.index])  # the mend mends it


@paired
def test_other_labels_are_refused(compare):
    A, B = pd.DataFrame(X, index=NAMES), pd.DataFrame(Y)
    with pytest.raises(ValueError, match=r"row 0 is 'image 0' in .* and 0 in .*intersection.*to_numpy\(\)"):
        compare(A, B)
    assert compare(A, B.to_numpy()) == pytest.approx(compare(X, Y))


def test_labels_that_repeat_are_not_looked_up():
    A, B = pd.DataFrame(X, index=["cat", "dog"] * 6), pd.DataFrame(Y, index=["dog", "cat"] * 6)
    with pytest.raises(ValueError, match="to_numpy"):
        similarity.linear_cka(A, B)


def missing(kind):
    frame = pd.DataFrame(X).astype("Float64")
    frame.iloc[7, 2] = pd.NA
    if kind == "frame":
        return frame
    entries = X.astype(object)
    entries[7, 2] = pd.NA
    return entries if kind == "objects" else entries.tolist()


@pytest.mark.parametrize("kind", ["frame", "objects", "lists"])
@paired
def test_a_missing_value_is_named_with_its_place(compare, kind):
    with pytest.raises(ValueError, match=r"missing value \(pd\.NA\) at row 7, column 2: drop that stimulus"):
        compare(missing(kind), Y)


def test_several_missing_values():
    A = missing("frame")
    A.iloc[9, 0] = A.iloc[9, 1] = pd.NA
    with pytest.raises(ValueError, match="at row 7, column 2 and at 2 more places"):
        similarity.linear_cka(Y, A)


def test_nullable_numbers_without_a_gap_are_numbers():
    A = pd.DataFrame(X).astype("Float64")
    assert similarity.linear_cka(A, Y) == pytest.approx(similarity.linear_cka(X, Y))
