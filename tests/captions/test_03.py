"""Sets."""

import numpy as np

from .words import falls, level, rises

LESSON = "03-sets"


def test_the_order_misleads_the_list(f1):
    f1.says("all eight digits, in the order that misleads the list most")
    truth, bars = (
        f1["the true sum"].x[0],
        f1["bar"],
    )  # shuffling is computed in the page: tests/site/test_sets.py
    assert abs(bars["as a list"] - truth) > abs(bars["as a set"] - truth)


def test_deepsets_goes_on_adding(f2):
    f2.says("DeepSets' error falls from a quarter at one digit to four per cent at 100")
    error = f2["DeepSets"]
    assert falls(error.y) and abs(error[1] - 25) < 2 and round(error[100]) == 4


def test_the_gru_is_no_worse_on_the_left_and_stops(f2):
    f2.says("the GRU's, as low up to ten, climbs to more than eighty per cent beyond")
    gru, deepsets = f2["GRU"], f2["DeepSets"]
    trained = gru.x <= f2["largest set trained on"].x[0]
    assert np.allclose(gru.y[trained], deepsets.y[trained], atol=1)
    assert rises(gru.y[~trained]) and gru[100] > 80


def test_each_pool_is_best_at_its_own_question_beyond_size_10(f3):
    f3.says("beyond size 10 each pool is best at its own question")
    own = {"sum": "sum pool", "largest": "max pool", "variance": "mean pool"}
    for goal, best in own.items():
        view = f3.at(goal=goal)
        beyond = view[best].x > 10
        for pool in set(own.values()) - {best}:
            assert (view[best].y[beyond] < view[pool].y[beyond]).all()


def test_the_error_falls_steeply_until_the_code_has_as_many_numbers_as_the_set(f4):
    f4.says(
        "the error falls steeply until the code has as many numbers as the set, and more slowly from there"
    )
    bends = {}
    for m, view in zip(f4.values("M"), f4.over("M"), strict=True):
        error = view["error"]
        falling = -np.diff(np.log(error.y))
        until = error.x[1:] <= m
        assert falls(error.y) and falling[until].min() > falling[~until].max()
        bends[m] = falling[until].min() / falling[~until].max()
    f4.says("for four numbers the bend is soft")
    assert bends[4] < min(bends[2], bends[3])


def test_a_linear_map_carries_sets_as_well_as_the_own_code(f5):
    f5.says("With a linear map it equals the error on its own code")
    assert np.allclose(f5["linear map"].y, f5["its own code"].y, rtol=0.1)


def test_a_rotation_carries_less(f5):
    f5.says("with a rotation it is about three times as large at large sets")
    large = f5["rotation"].x >= 20
    times = (f5["rotation"].y / f5["its own code"].y)[large]
    assert abs(times.mean() - 3) < 0.5


def test_a_shift_breaks_the_sum(f5):
    f5.says("with a shift, from untrained codes or with no map it is larger", "a shift breaks the sum")
    for name in ("rotation, shift", "untrained, linear", "no map"):
        assert (f5[name].y > 1.3 * f5["its own code"].y).all()
    assert f5["rotation, shift"][100] > 50


def test_more_columns_give_better_answers(f6):
    f6.says(
        "pooled codes rise to 95 per cent, summed log-probabilities to 90; majority vote and columns without location"
    )
    assert abs(f6["what and where"][32] - 0.95) < 0.015 and abs(f6["log-probabilities"][32] - 0.9) < 0.015
    assert max(f6[name][32] for name in ("majority", "what alone")) < f6["log-probabilities"][32]
    for name in ("what and where", "log-probabilities", "majority", "what alone"):
        assert rises(f6[name].y)


def test_knowing_where_matters(f6):
    f6.says("knowing where matters")
    assert (f6["what and where"].y > f6["what alone"].y + 0.1).all()


def test_with_half_of_the_columns_silent_little_is_lost(f6):
    f6.says("silence half of sixteen columns, and little is lost", "Bars fall slowly as columns are silenced")
    accuracy = [view["bar"]["accuracy"] for view in f6.over("lost_columns")]
    assert falls(accuracy) and level(accuracy[:5], 0.1)
