"""A claim holds or stops the build, and always says what it compared."""

import numpy as np
import pytest
from IPython.utils.capture import capture_output

from commonground.claims import CLAIM_MIME, ClaimFailed, claim

FIVE = [0.9, 0.8, 0.7, 0.9, 0.85]


def shown(**changes):
    """Call ``claim`` with sound arguments, some changed, and return what it displayed."""
    arguments = {"sentence": "A is above B.", "ours": FIVE, "at_least": 0.5, "name": "a-above-b"} | changes
    with capture_output() as captured:
        claim(arguments.pop("sentence"), **arguments)
    return captured.outputs[0].data


def test_shows_mean_spread_rule_and_paper():
    data = shown(paper="99.3 %", cite="kornblith2019", where="table 2")
    assert data[CLAIM_MIME]["ours"] == "0.830 ± 0.084"
    assert data[CLAIM_MIME]["rule"] == "mean ≥ 0.5"
    assert data[CLAIM_MIME]["holds"] is True
    assert "99.3 %" in data["text/html"] and "table 2" in data["text/html"]


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ({"at_least": 0.829}, True),
        ({"at_least": 0.84}, False),
        ({"at_least": 0.7, "every": True}, True),
        ({"at_least": 0.75, "every": True}, False),
        ({"at_least": None, "at_most": 0.831}, True),
        ({"at_least": None, "at_most": 0.8}, False),
        ({"at_least": None, "between": (0.8, 0.9)}, True),
        ({"at_least": None, "between": (0.0, 0.8)}, False),
        ({"at_least": None, "between": (0.69, 0.91), "every": True}, True),
        ({"at_least": None, "between": (0.75, 0.91), "every": True}, False),
        ({"at_least": 0.8, "at_most": 0.81}, False),
    ],
)
def test_a_rule_holds_or_the_build_stops(rule, holds):
    if holds:
        assert shown(**rule)[CLAIM_MIME]["holds"]
    else:
        with pytest.raises(ClaimFailed, match="a-above-b"):
            shown(**rule)


def test_a_failed_claim_is_still_shown():
    with capture_output() as captured, pytest.raises(ClaimFailed):
        claim("A is above B.", ours=FIVE, at_least=2, name="a-above-b")
    assert "fails" in captured.outputs[0].data["text/html"]


@pytest.mark.parametrize(
    ("changes", "mend"),
    [
        ({"ours": FIVE[:4]}, "5 seeds or more"),
        ({"ours": np.ones((5, 2))}, "one number a seed"),
        ({"ours": [*FIVE[:4], np.nan]}, "seed number 4"),
        ({"at_least": None}, "at_least, at_most or between"),
        ({"between": (0, 1)}, "not both"),
        ({"name": "A above B"}, "small letters"),
        ({"sentence": " "}, "say what is claimed"),
    ],
)
def test_bad_input_says_the_mend(changes, mend):
    with pytest.raises(ValueError, match=mend):
        shown(**changes)


def test_text_of_a_claim_cannot_become_html():
    assert "<script>" not in shown(sentence="<script>alert(1)</script>")["text/html"]


def test_what_is_not_a_seed_is_named():
    assert "over 5 sessions" in shown(over="sessions")["text/html"]


def test_disagreement_with_the_paper_is_said():
    assert "differs from the paper" in shown(agrees=False)["text/html"]
