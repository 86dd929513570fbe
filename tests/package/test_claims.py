"""A claim holds or stops the build, and always says what it compared."""

import numpy as np
import pytest
from IPython.utils.capture import capture_output

from commonground.claims import CLAIM_MIME, ClaimFailed, claim
from commonground.inference import Difference

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
        ({"at_least": 0.8, "at_most": 0.84}, True),
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
        ({"ours": np.ones((5, 2))}, "one number per seed"),
        ({"ours": [*FIVE[:4], np.nan]}, "seed number 4"),
        ({"at_least": None}, "at_least, at_most, between or chance"),
        ({"between": (0, 1)}, "more than one rule"),
        ({"chance": FIVE}, "more than one rule"),
        ({"at_least": None, "chance": FIVE[:3]}, "the chance of claim 'a-above-b' stands on"),
        ({"at_least": None, "between": (1, 0)}, "lower bound first"),
        ({"name": "A above B"}, "small letters"),
        ({"sentence": " "}, "say what is claimed"),
        ({"unit": "CKA plus largest change"}, "make it two claims"),
        ({"paper": "99.3 %", "cite": "kornblith2019"}, "table, figure or section"),
        ({"paper": "99.3 %", "cite": "kornblith2019", "where": "results"}, "table, figure or section"),
        ({"paper": "99.3 %", "where": "table 2"}, "cite=…"),
        ({"paper": "impossible", "cite": "olah2014", "where": "section 2"}, "give a number"),
        ({"where": "table 2"}, "give the paper's number"),
        ({"agrees": False}, "say from which"),
    ],
)
def test_bad_input_says_the_mend(changes, mend):
    with pytest.raises(ValueError, match=mend):
        shown(**changes)


ZERO = [1e-9, -2e-9, 0, 0, 1e-9]


@pytest.mark.parametrize(
    ("sentence", "wrong", "right"),
    [
        ("It does not rise.", {"at_most": 0.6}, {"at_most": 0}),
        ("It never falls.", {"at_least": -0.1}, {"at_least": 0}),
        ("It finds no more than chance.", {"at_most": 0.4}, {"chance": [0.1, 0.2, 0.1, 0.0, 0.1]}),
        ("It finds little better than chance.", {"at_most": 0.4}, {"chance": [0.1, 0.2, 0.1, 0.0, 0.1]}),
        ("Both are exactly the same.", {"at_most": 0.1}, {"between": (-1e-6, 1e-6), "every": True}),
        ("Both are about as alike.", {"at_most": 0.1}, {"between": (-0.1, 0.1)}),
        ("Every network errs.", {"at_least": -0.5}, {"at_least": -0.5, "every": True}),
        ("No seed errs.", {"at_most": 0.5}, {"at_most": 0.5, "every": True}),
    ],
)
def test_a_rule_that_says_something_else_than_its_sentence_is_refused(sentence, wrong, right):
    given = {"sentence": sentence, "ours": np.zeros(5), "at_least": None}
    with pytest.raises(ValueError, match="and its rule does not: give"):
        shown(**given | wrong)
    assert shown(**given | right)[CLAIM_MIME]["holds"]


def test_chance_is_what_comes_out_with_its_spread():
    chance = [0.1, 0.2, 0.3, 0.2, 0.2]  # 0.2 ± 0.071, so that the bound is 0.341
    rule = {"at_least": None, "chance": chance}
    data = shown(ours=np.full(5, 0.34), **rule)
    assert data[CLAIM_MIME]["rule"] == "mean ≤ two spreads above chance, 0.200 ± 0.071"
    with pytest.raises(ClaimFailed):
        shown(ours=np.full(5, 0.35), **rule)


@pytest.mark.parametrize(
    ("ours", "unit", "said"),
    [
        ([0.9, 0.8, 0.7, 0.9, 0.85], "", "0.830 ± 0.084"),
        ([1234.0, 1200, 1300, 1100, 1250], "bits", "1217 ± 75 bits"),
        ([12340.0, 12000, 13000, 11000, 12500], "", "12170 ± 750"),
        ([-0.1, -0.2, -0.1, -0.2, -0.1], "", "−0.140 ± 0.055"),
        ([1, 1, 1, 1, 1 + 1e-16], "", "1, each time"),
        ([0, 0, 0, 0, 0], "cells of 72 wrong", "0 cells of 72 wrong, each time"),
        ([1, 1 - 6e-12, 1, 1, 1], "", "1, exact to rounding"),
        (ZERO, "gap of codes", "0 gap of codes, exact to rounding"),
        ([1e-9, 1.2345, 0, 0, 0], "", "0.25 ± 0.55"),
    ],
)
def test_numbers_are_said_with_two_digits_of_their_spread(ours, unit, said):
    assert shown(ours=ours, unit=unit, at_least=None, at_most=1e9)[CLAIM_MIME]["ours"] == said


def test_a_negative_bound_has_a_minus():
    rule = {"at_least": None, "between": (-0.05, 0.05)}
    assert shown(ours=[0.01, -0.01, 0, 0, 0], **rule)[CLAIM_MIME]["rule"] == "mean between −0.05 and 0.05"


def test_text_of_a_claim_cannot_become_html():
    assert "<script>" not in shown(sentence="<script>alert(1)</script>")["text/html"]


def test_what_is_not_a_seed_is_named():
    assert "5 sessions" in shown(over="sessions")["text/html"]


def test_a_paper_that_gives_no_number_is_cited_at_the_sentence_and_has_no_row():
    data = shown(cite="davari2023")
    assert "A is above B. (davari2023)" in data["text/html"] and ">Paper<" not in data["text/html"]


def test_disagreement_with_the_paper_is_said():
    assert "differs from the paper" in shown(agrees=False, cite="kornblith2019")["text/html"]


def sure(low, high):
    return Difference("rsa", (low + high) / 2, (low, high), 0.01, "over 4 subjects and 92 stimuli")


def test_of_a_number_with_an_interval_the_whole_interval_must_hold():
    data = shown(ours=sure(0.1, 0.3), at_least=0, unit="Spearman")
    assert data[CLAIM_MIME]["ours"] == "0.200 Spearman, 95 % interval 0.100 to 0.300"
    assert data[CLAIM_MIME]["rule"] == "the whole interval ≥ 0 Spearman"
    assert "over 4 subjects and 92 stimuli" in data["text/html"]
    with pytest.raises(ClaimFailed, match="the whole interval ≥ 0"), capture_output():
        claim("A is above B.", ours=sure(-0.1, 0.5), at_least=0, name="a-above-b")
    with pytest.raises(ValueError, match="without an interval: over 4 subjects"):
        claim("A is above B.", ours=sure(np.nan, np.nan), at_least=0, name="a-above-b")
