"""No hostile submission earns a point, hangs the grader, ends it, or costs the next one anything."""

import time

import pytest

# Without isolation some of these end every process of whoever runs them.
pytestmark = pytest.mark.usefixtures("isolated")

KINDS = ["ending", "flooding", "forging", "objects", "patching", "reading"]
HALTS = 40  # seconds: the wall limit, and what a busy machine adds


def test_there_are_enough_of_them(attacks):
    assert len(attacks) >= 60 and {name.partition("-")[0] for name in attacks} == set(KINDS)


def test_hostile_submission_earns_nothing(graded, attack):
    start = time.monotonic()
    one = graded(attack)
    assert one.score == 0, one.feedback
    assert not one.fault, one.problem
    assert one.feedback.startswith(("✗ 1.1", "○ 1.1")), one.feedback
    assert time.monotonic() - start < HALTS
    assert one.cpu < 4, "it was let compute for longer than its limit"


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_submission_loses_nothing(graded, attacks, right, kind):
    for name in [name for name in attacks if name.startswith(kind)][-3:]:
        graded(attacks[name])
    assert graded(right).score == 4
