"""A module asks for more than its formulas: something to make, something to judge, and a design more often than not."""

import pytest

from commonground.checks.exercise import KINDS, exercises, modules

@pytest.mark.parametrize("module", modules())
def test_a_module_asks_for_designs_and_for_judgement(module):
    kinds = [exercise.kind for exercise in exercises(module)]
    assert set(kinds) <= set(KINDS)
    assert kinds.count("make") >= 2, "at least two exercises of a module make something"
    assert any(exercise.claims for exercise in exercises(module)), (
        "at least one asks for a claim with its number"
    )
    assert sum(kind != "write" for kind in kinds) >= 0.6 * len(kinds), kinds
