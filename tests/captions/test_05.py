"""Unalignable."""

import numpy as np

from .words import falls, level, rises

LESSON = "05-unalignable"


def test_cka_falls_and_the_best_canonical_correlation_stays(f1):
    f1.says("R², Procrustes and CKA fall to zero; accuracy and the best canonical correlation stay at one")
    bars = [view["bar"] for view in f1.over("private")]
    for name in ("R², A to B", "Procrustes", "linear CKA"):
        along = [bar[name] for bar in bars]
        assert falls(along) and np.isclose(along[0], 1) and along[-1] < 0.05
    for name in ("accuracy of both", "best canonical"):
        assert np.allclose([bar[name] for bar in bars], 1)


def test_the_task_splits_both_clouds_into_halves(f1):
    f1.says("each split by the task into an upper and a lower half")
    for view in f1.over("private"):
        for name in ("network A", "network B"):
            assert (view[name].y > 0).sum() == 60


def test_the_walls_stand_at_right_angles_and_meet_in_the_task(f2):
    f2.says("at right angles", "cross along the vertical task axis", "The walls meet in one line, the task")
    ends = np.array([[axis.x[1] for axis in view.all("lines")] for view in f2.over("view")])
    a, b, task = (ends / np.maximum(abs(ends).max(axis=0), 1e-9)).T
    assert np.allclose(a**2 + b**2, 1, atol=1e-3)  # seen from everywhere: cosine and sine
    assert np.allclose(task, 0)


def test_measured_lies_on_the_formulas(f3):
    f3.says("Measured CKA and R² lie on the predicted curves in three constructions")
    for view in f3.over("which"):
        for line, dots in zip((view["CKA"], view["R²"]), view.all("markers"), strict=True):
            assert np.allclose(np.interp(dots.x, line.x, line.y), dots.y, atol=0.02)


def test_with_private_parts_both_fall_to_zero(f3):
    f3.says("With private parts both fall to zero")
    for name in ("CKA", "R²"):
        assert falls(f3[name].y) and f3[name].y[-1] < 0.05


def test_the_penalty_takes_cka_and_leaves_the_answers(f4):
    f4.says("accuracy stays near 0.97 and R² at 0.89 or above while CKA falls from 0.94 to 0.04")
    assert level(f4["accuracy"].y, 0.02) and round(f4["accuracy"].y.mean(), 2) == 0.97
    assert round(f4["R², A to B"].y.min(), 2) >= 0.89
    cka = f4["linear CKA"].y
    assert falls(cka) and (round(cka[0], 2), round(cka[-1], 2)) == (0.94, 0.04)


def test_cka_lies_on_its_floor(f4):
    f4.says("at most 0.015 above its floor")
    gap = f4["bar", 2]
    assert max(gap.high(penalty) for penalty in gap.places) <= 0.015


def test_one_direction_swells(f4):
    f4.says("B's variance moves into one component", "One direction swells until it is all that CKA sees")
    first = [view["bar", 3].y[0] for view in f4.over("penalty")]
    assert rises(first, slack=0.01) and first[-1] > 0.9


def test_verdicts_on_networks_trained_apart(f5):
    f5.says("For networks trained apart, CKA, RSA and Procrustes are low and R² and stitching high")
    cell = {row: f5["heatmap"][row, "trained apart"] for row in f5["heatmap"].y}
    assert max(cell[row] for row in ("linear CKA", "RBF CKA", "RSA", "Procrustes")) < 0.4
    assert min(cell[row] for row in ("R², A to B", "linear stitch", "nonlinear stitch")) > 0.9


def test_verdicts_on_odd_and_even(f5):
    f5.says("for odd and even only the nonlinear stitch is high, and kNN is at 0.4")
    cell = {row: f5["heatmap"][row, "odd and even"] for row in f5["heatmap"].y}
    assert cell.pop("nonlinear stitch") > 0.9 and round(cell.pop("mutual kNN"), 1) == 0.4
    assert max(cell.values()) <= 0.1


def test_two_columns_hold_any_verdict(f5):
    f5.says("in the second and the fourth you may have any verdict you like")
    for column in f5["heatmap"].z[:, [1, 3]].T:
        assert column.min() < 0.05 and column.max() > 0.95


def test_shuffled_is_low_by_all(f5):
    f5.says("Shuffled is the control")
    assert max(f5["heatmap"][row, "shuffled"] for row in f5["heatmap"].y) < 0.3


def test_what_differs_is_ordered_by_cka(f6):
    f6.says("ordered by CKA")
    f6.says(
        "Another seed is among the highest; then more layers, convolutions, a large start; untrained and another"
    )
    bars = f6["bar"]
    assert falls(bars.values)
    assert "another seed" in bars.places[:3]
    last = ["more layers", "convolutions", "large start", "untrained", "another task"]
    assert list(bars.places[-5:]) == last


def test_another_measure_gives_another_order(f6):
    f6.says("Change the measure and the order changes")
    for measure in f6.values("measure"):
        assert falls(f6.at(measure=measure)["bar"].values) == (measure == "linear CKA")


def ring(figure, kind, day):
    seen = figure.at(kind=kind, day=day)["markers"]
    return np.stack([seen.x, seen.y])


def test_where_the_readout_is_blind_the_ring_stands_still_while_cka_sinks(f7):
    f7.says("In the first the ring stands still while CKA sinks")
    kind = "where the readout is blind"
    assert np.allclose(ring(f7, kind, 0), ring(f7, kind, 20), atol=1e-6)
    cka = f7.at(kind=kind)["CKA with day 0"].y
    assert falls(cka, slack=0.01) and cka[-1] < 0.05


def test_in_any_direction_cka_sinks_just_so_and_the_ring_dissolves(f7):
    f7.says("in the second CKA sinks just so, and the ring dissolves")
    blind, any_ = (f7.at(kind=kind) for kind in f7.values("kind")[:2])
    assert np.allclose(blind["CKA with day 0"].y, any_["CKA with day 0"].y, atol=0.05)
    assert any_["readout of day 0"].y[-1] < 0.5
    radius = np.linalg.norm(ring(f7, "in any direction", 20), axis=0)
    assert radius.std() > 0.3 > np.linalg.norm(ring(f7, "in any direction", 0), axis=0).std()


def test_when_all_turns_together_cka_never_moves_and_the_readout_is_lost(f7):
    f7.says("in the third CKA never moves, and the readout is lost")
    view = f7.at(kind="all turns together")
    assert level(view["CKA with day 0"].y, 1e-3)
    assert view["readout of day 0"].y[-1] < 0.2  # of eight positions
    assert view["readout fitted anew"].y.min() > 0.99
