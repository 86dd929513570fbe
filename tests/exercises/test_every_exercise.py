"""What must hold of every exercise of every module, those included that are not written yet."""

import copy
import re
import time

import numpy as np
import pytest

from commonground.checks import Unsolved, check
from commonground.checks.exercise import KINDS
from commonground.checks.here import here
from commonground.checks.run import examine
from commonground.seeds import seeds


@pytest.fixture
def some_seeds(exercise):
    """Two seeds that stay, and one of the exercise's own that goes by ``COMMONGROUND_SEED``."""
    return [0, 1, *seeds(1, *map(int, exercise.number.split(".")))]


def unwritten(*inputs):
    raise NotImplementedError


def with_all(exercise, change):
    """Return the right answer with every function of it changed."""
    return {name: change(function) for name, function in exercise.solutions.items()}


def constantly(value):
    return lambda *inputs: value


def test_is_complete(exercise):
    assert re.fullmatch(r"\d+\.\d+", exercise.number)
    assert exercise.minutes > 0 and exercise.difficulty in (1, 2, 3) and exercise.kind in KINDS
    assert all(function.__doc__ for function in exercise.solutions.values())
    assert len(exercise.hints) == 3 and all(hint.strip() for hint in exercise.hints)
    assert len(exercise.properties) >= 3 and all(prop.points > 0 for prop in exercise.properties)
    assert len(exercise.mistakes) >= 3
    says = [mistake.says for mistake in exercise.mistakes]
    assert len(set(says)) == len(says)
    assert all(set(mistake.answer) <= set(exercise.names) for mistake in exercise.mistakes)


def test_reads_as_a_sentence(exercise):
    for text in [prop.says for prop in exercise.properties] + [prop.hint for prop in exercise.properties]:
        assert not text.endswith(".") and text == text.strip()
    assert not any(mistake.says.endswith(".") for mistake in exercise.mistakes)


def test_stub_is_not_attempted_and_nothing_worse(exercise):
    with pytest.raises(Unsolved) as error:
        check(exercise.number, *[unwritten] * len(exercise.names))
    names = ", ".join(exercise.names)
    assert str(error.value) == f"○ {exercise.number} {names} — not attempted yet (0/{exercise.points} points)"


def test_reference_passes(exercise, some_seeds, capsys):
    for seed in some_seeds:
        report = examine(exercise, here(exercise.solutions), seed)
        assert report.points == exercise.points, f"seed {seed}\n{report}"
    assert check(exercise.number, *exercise.solutions.values()) is None
    assert capsys.readouterr().out.startswith(f"✓ {exercise.number} {', '.join(exercise.names)} — all ")


def test_mistake_earns_its_own_message_and_no_other(exercise, mistake, some_seeds):
    for seed in some_seeds:
        report = examine(exercise, here(exercise.solutions | mistake.answer), seed)
        named = {outcome.mistake for outcome in report.outcomes if not outcome.holds}
        assert named == {mistake}, f"seed {seed}\n{report}"
        first_words = mistake.says.split()[:4]
        assert "NameError" not in str([outcome.judged for outcome in report.outcomes]), "a mistake that does not run is nobody's"
        assert " ".join(first_words) in str(report)
        assert "hint:" not in str(report)
        assert str(report).count("\n") < 12


def test_check_is_quick(exercise):
    nothing = with_all(exercise, lambda _: constantly(None))  # fails everywhere, and is held against all mistakes
    for answer in (exercise.solutions, nothing):
        # Two seconds on a quick machine; a slow one that is busy may need several, and the page waits for thirty.
        # Each time on a seed of its own: on one that was seen before, the mistakes' values are known.
        assert any(seconds(exercise, answer, seed) < 10 for seed in (100, 101, 102))


def seconds(exercise, answer, seed):
    """CPU time of one check."""
    start = time.process_time()
    examine(exercise, here(answer), seed)
    return time.process_time() - start


GARBAGE = [
    None,
    float("nan"),
    float("inf"),
    -1,
    0.0,
    0.5,
    1.0,
    True,
    1j,
    10**5000,
    "1.0",
    [],
    {},
    object(),
    [1, [2, 3]],
    [None, None, None],
    np.zeros((3, 3)),
    np.eye(2),
    np.full((2, 2), np.nan),
    np.array([None, 1.0]),
    np.ma.masked_array([1.0]),
    np.zeros(2_000_000),
    (np.eye(2), 1.0, 0.0),
    [0, 1, 2, 3, 4],
    lambda: 1.0,
    NotImplementedError,
]


@pytest.mark.parametrize("value", GARBAGE, ids=lambda value: f"{type(value).__name__}")
def test_garbage_earns_nothing_and_is_told_why(exercise, value):
    report = examine(exercise, here(with_all(exercise, lambda _: constantly(value))), 0)
    assert report.points == 0 and report.attempted
    assert "should be" in str(report) or re.search("      [a-zA-Z0-9].*", str(report)), str(report)
    assert not any(outcome.mistake for outcome in report.outcomes if value is None)


def test_constant_earns_nothing_even_one_that_was_right_once(exercise, some_seeds):
    said = {name: [] for name in exercise.names}

    def listening(name, *inputs):
        said[name].append(exercise.solutions[name](*inputs))
        return here(exercise.solutions)(name, *inputs)

    examine(exercise, listening, 12345)
    for which in (0, -1):
        frozen = {name: constantly(values[min(which, len(values) - 1)]) for name, values in said.items()}
        for seed in some_seeds:
            report = examine(exercise, here(frozen), seed)
            assert report.points == 0, f"seed {seed}\n{report}"


def test_exception_is_told_in_its_own_words(exercise):
    def broken(*inputs):
        return undefined_name  # noqa: F821

    report = examine(exercise, here(with_all(exercise, lambda _: broken)), 0)
    assert report.points == 0
    assert "raised NameError: name 'undefined_name' is not defined" in str(report)
    assert re.search(r"in your line \d+: return undefined_name", str(report))
    assert "Traceback" not in str(report)


# ---- short answers


def with_letter(exercise, letter):
    """Return the right answer, always with this letter beside its number."""
    return {name: lambda *x, right=right: (right(*x)[0], letter) for name, right in exercise.solutions.items()}


def test_claims_are_well_made(exercise):
    if not exercise.claims:
        return
    assert exercise.kind == "judge" and len(exercise.names) == 1
    assert list(exercise.claims) == list("ABCDEFGH"[: len(exercise.claims)]) and len(exercise.claims) >= 4
    for claim in exercise.claims.values():
        assert claim.says.endswith(".") and not claim.says[0].islower()
        assert not claim.reply.endswith(".") and len(claim.reply.split()) >= 6
    assert len({claim.reply for claim in exercise.claims.values()}) == len(exercise.claims)


def test_a_letter_alone_earns_nothing_and_a_wrong_one_has_its_reply(exercise, some_seeds):
    for letter, claim in exercise.claims.items():
        for seed in some_seeds:
            report = examine(exercise, here(with_letter(exercise, letter)), seed)
            assert report.points == 0, f"seed {seed}\n{report}"
            assert claim.reply.split(":")[0][:60] in " ".join(str(report).split())


# ---- right answers of an unusual kind


def test_inputs_changed_in_place_cost_nothing(exercise):
    def spoiling(function):
        def changed(*inputs):
            value = function(*copy.deepcopy(inputs))
            for x in inputs:
                for array in x if isinstance(x, list) else [x]:
                    if isinstance(array, np.ndarray):
                        array[...] = np.nan if array.dtype.kind == "f" else 0
            return value

        return changed

    assert examine(exercise, here(with_all(exercise, spoiling)), 2).passed


def test_other_types_of_the_same_values_pass(exercise):
    def other_type(value):
        if isinstance(value, float | int | np.number):
            return np.array(value)
        return [other_type(v) for v in value] if isinstance(value, list | tuple) else value

    def changed(function):
        return lambda *inputs: other_type(function(*inputs))

    assert examine(exercise, here(with_all(exercise, changed)), 3).passed


def test_talkative_answer_passes_unheard(exercise, capsys):
    def talking(function):
        def changed(*inputs):
            print("working …\n" * 1000)
            np.array([1.0]) / 0.0  # a warning, an error under pytest
            return function(*inputs)

        return changed

    assert examine(exercise, here(with_all(exercise, talking)), 4).passed
    assert capsys.readouterr() == ("", "")


def test_solved_half_earns_half(exercise):
    if len(exercise.names) == 1:
        return  # there are no halves
    answer = exercise.solutions | {exercise.names[-1]: unwritten}
    report = examine(exercise, here(answer), 0)
    assert report.attempted or report.points == 0
    assert "(not attempted yet)" in str(report) or not report.attempted
