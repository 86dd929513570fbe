"""What a student reads."""

import textwrap

import numpy as np
import pytest

from commonground.checks import Unsolved, check
from commonground.checks.ask import Ask
from commonground.checks.claims import Claim, listed
from commonground.checks.exercise import Exercise, find
from commonground.checks.here import here
from commonground.checks.run import examine
from commonground.checks.show import show, telling_digits
from commonground.checks.values import NotAttempted, Wrong, alike, as_array, as_number, plain


def message(number, *answers, seed=0):
    with pytest.raises(Unsolved) as error:
        check(number, *answers, seed=seed)
    return str(error.value)


def uncentred(X, Y):
    return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))


def test_message_shows_the_property_the_input_both_values_and_the_mend():
    lines = message("1.1", uncentred).splitlines()
    assert lines[0] == "✗ 1.1 linear_cka — not invariant to a shift of the columns"
    assert lines[1].startswith("    X = np.array([[") and lines[2].startswith("    Y = np.array([[")
    assert lines[3].startswith("    linear_cka(X, Y)         = 0.")
    assert lines[4].startswith("    linear_cka(X + shift, Y) = 0.")
    assert lines[4].endswith("these should be equal: CKA compares *centred* representations")
    assert lines[5].startswith("    your values are exactly those of an uncentred CKA: ")
    assert "so far 3/4 points:" in lines[7] and len(lines) == 12


def test_inputs_of_the_message_can_be_pasted():
    """The example in the message is the example that was run."""
    lines = [line.strip() for line in message("1.1", uncentred).splitlines()]
    inputs = {}
    for line in lines[1:3]:
        exec(line, {"np": np}, inputs)
    assert f"= {show(uncentred(inputs['X'], inputs['Y']))}" in lines[3]
    assert f"= {show(uncentred(inputs['X'] + inputs['shift'], inputs['Y']))}" in lines[4]


def test_message_never_shows_the_solution():
    for number in ("1.1", "1.4"):
        text = message(number, lambda X, Y: 0.123)
        assert "hint:" in text and "norm(" not in text.partition("hint:")[0] and "def " not in text


def test_same_example_until_it_is_solved_another_with_another_seed():
    assert message("1.1", uncentred) == message("1.1", uncentred)
    assert message("1.1", uncentred) != message("1.1", uncentred, seed=1)


def test_course_seed_draws_the_examples(monkeypatch):
    with pytest.raises(Unsolved) as error:
        monkeypatch.setenv("COMMONGROUND_SEED", "9")
        check("1.1", uncentred)
    assert str(error.value) == message("1.1", uncentred, seed=9)


def test_jupyter_shows_the_message_and_no_traceback():
    with pytest.raises(Unsolved) as error:
        check("1.1", uncentred)
    assert "\n".join(error.value._render_traceback_()) == str(error.value)


def test_line_of_the_students_own_code_is_named():
    def helper(X):
        return X @ X

    def broken(X, Y):
        return helper(X)

    text = message("1.1", broken)
    assert "raised ValueError: matmul" in text
    assert "in your line" in text and ": return X @ X" in text
    assert "run.py" not in text and "Traceback" not in text


def test_sys_exit_does_not_end_the_session():
    def leave(X, Y):
        raise SystemExit("bye")

    assert "raised SystemExit: bye" in message("1.1", leave)


def test_keyboard_interrupt_still_interrupts():
    def interrupted(X, Y):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("1.1", interrupted)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: check("1.99", uncentred), "there is no exercise '1.99': '1.1', '1.2'"),
        (lambda: check("99.1", uncentred), "there is no exercise '99.1'"),
        (lambda: check("three", uncentred), "there is no exercise 'three'"),
        (lambda: check("1.1", 0.5), "without brackets"),
        (lambda: check("1.1"), r"check\('1.1', linear_cka\)"),
        (lambda: check("1.3", uncentred), r"check\('1.3', rdm, rsa\)"),
    ],
)
def test_wrong_calls_are_errors_that_say_the_mend(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_half_of_an_answer_is_worth_its_half():
    def unwritten(X, Y):
        raise NotImplementedError

    report = examine(find("1.3"), here({"rdm": lambda X: 1 - np.corrcoef(X), "rsa": unwritten}), 0)
    assert report.points == 2 and report.attempted and not report.passed
    lines = str(report).splitlines()
    assert lines[:3] == [
        "○ 1.3 rdm, rsa — the rest is not attempted yet",
        "  so far 2/5 points:",
        "    ✓ 1/1 the correlation distances between stimuli",
    ]
    assert lines[-1] == "    ○ 0/1 right where X and Y have other numbers of units (not attempted yet)"


# ---- values

NUMBER = [
    (None, "nothing came back, where one number belongs: end the function with `return …`"),
    ("1.0", "a text, where one number belongs"),
    (True, "a truth value, where one number belongs"),
    (1j, "complex"),
    (np.complex128(1), "complex"),
    (float("nan"), "NaN"),
    (np.float32("inf"), "infinite"),
    (np.ones((1, 1)), r"an array of shape \(1, 1\), where one number belongs"),
    ((1.0, 2.0), "2 values, where one number belongs"),
    (np.zeros(1_000_001), r"shape \(1000001,\), too large"),
    ([0.0] * 10_000, "a list too long"),
    (np.array([None]), "dtype object"),
    (np.ma.masked_array([1.0]), "a MaskedArray: return plain Python numbers or NumPy arrays"),
    (object(), "an object: return plain"),
    (10**5000, "absurdly large"),
    ([[[[[[1.0]]]]]], "nested too deep"),
]


@pytest.mark.parametrize(("value", "words"), NUMBER, ids=[words[:20] for _, words in NUMBER])
def test_what_is_no_number_is_told_in_its_own_words(value, words):
    with pytest.raises(Wrong, match=words):
        as_number(plain(value))


def test_no_two_of_these_share_their_words():
    def words(value):
        with pytest.raises(Wrong) as wrong:
            as_number(plain(value))
        return str(wrong.value)

    kinds = [None, "x", True, 1j, float("nan"), float("inf"), np.ones(2), [1], np.ones(2_000_000), object()]
    assert len({words(kind) for kind in kinds}) == len(kinds)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, r"nothing came back, where an array of shape \(2, 2\) belongs"),
        (np.eye(3), r"shape \(3, 3\), where shape \(2, 2\) belongs"),
        (3.0, r"one number, where shape \(2, 2\) belongs"),
        ([[1, 2], [3]], "not numbers only"),
        ([["a", "b"], ["c", "d"]], "not numbers only"),
        (np.eye(2) * 1j, "complex"),
        (np.full((2, 2), np.nan), "NaN"),
    ],
)
def test_what_is_no_such_array_is_told_in_its_own_words(value, words):
    with pytest.raises(Wrong, match=words):
        as_array(plain(value), (2, 2))


def test_plain_values_are_copies():
    X = np.ones(3)
    value = plain([X])
    X[:] = 0
    assert (value[0] == 1).all()


@pytest.mark.parametrize(
    "value", [3, 3.0, np.int8(3), np.float16(3), np.longdouble(3), np.array(3), np.array(3.0)]
)
def test_a_number_is_a_number(value):
    assert as_number(plain(value)) == 3.0


def test_alike():
    assert alike(1.0, 1.0 + 1e-9) and not alike(1.0, 1.001)
    assert alike([1, "a", None], [1, "a", None]) and not alike([1], [1, 2]) and not alike([1], 1)
    assert alike(np.eye(2), np.eye(2)) and not alike(np.eye(2), np.eye(3))
    assert not alike(None, 0.0) and not alike("1", 1)


def test_show():
    assert show(0.5) == "0.500" and show(2.0) == "2" and show(-1e-17) == "0"
    assert show(np.array([[0.0, 1.5]])) == "[[0, 1.500]]"
    assert show(np.zeros((10, 10))) == "an array of shape (10, 10)"
    assert show(None) == "None" and show("x") == "'x'" and show([1, 2]) == "[1, 2]"
    assert len(show("x" * 1000)) < 70 and len(show(list(range(1000)))) < 120
    assert show(0.0001234) == "1.23e-04" and show(1.5e7) == "1.50e+07" and show(1j) == "0+1j"


def test_digits_tell_values_apart():
    assert telling_digits([0.1234, 0.5]) == 3
    assert telling_digits([0.12345, 0.12346]) == 6


# ---- an exercise as a contributor would write it


TINY = Exercise(title="Mean", minutes=1, difficulty=1, hints=("a", "b", "c"), number="2.1")


@TINY.solution
def mean(x):
    return x.sum() / len(x)


@TINY.property("right on four numbers", points=2, hint="add, then divide")
def on_four_numbers(ask, rng):
    x = rng.integers(0, 9, size=4)
    ask.given(x=x)
    ask.number("mean(x)", x, want=mean(x))


@TINY.mistake("a sum: divide by how many there are")
def total(x):
    return x.sum()


def test_an_exercise_is_data_and_its_messages_follow():
    assert TINY.points == 2 and TINY.names == ("mean",)
    assert str(examine(TINY, here(TINY.solutions), 0)) == "✓ 2.1 mean — all 1 properties hold (2/2 points)"
    text = str(examine(TINY, here({"mean": total}), 0))
    x = np.random.default_rng([0, 2, 1, 0]).integers(0, 9, size=4)
    assert text == textwrap.dedent(f"""\
        ✗ 2.1 mean — not right on four numbers
            x = np.array({x.tolist()})
            mean(x) = {x.sum()}      should be {show(float(x.mean()))}
            your values are exactly those of a sum: divide by how many there are
          so far 0/2 points:
            ✗ 0/2 right on four numbers""")


def test_a_constant_is_right_on_no_seed():
    """Where few values may be right, a property draws again: without that, half of these seeds would take a 1 for an answer."""
    coin = Exercise(title="Coin", minutes=1, difficulty=1, hints=("a", "b", "c"), number="2.1")

    @coin.solution
    def heads(x):
        return float(x)

    @coin.property("right on one throw", points=1, hint="look at it")
    def on_one_throw(ask, rng):
        x = rng.integers(2)
        ask.given(x=x)
        ask.number("heads(x)", x, want=heads(x))

    for seed in range(30):
        assert examine(coin, here(coin.solutions), seed).passed
        report = examine(coin, here({"heads": lambda x: 1.0}), seed)
        assert report.points == 0 and str(report).count("x = ") == 1, report  # of two throws one is shown


def test_a_property_with_one_right_value_is_an_error_that_says_the_mend():
    always = Exercise(title="One", minutes=1, difficulty=1, hints=("a", "b", "c"), number="2.1")

    @always.solution
    def one(x):
        return 1.0

    @always.property("right on a number", points=1, hint="a hint")
    def on_a_number(ask, rng):
        ask.number("one(x)", rng.random(), want=1.0)

    with pytest.raises(ValueError, match="2.1, “right on a number”: the right value is the same on 20 draws.* depend on"):
        examine(always, here(always.solutions), 0)


def test_a_call_may_come_from_anywhere():
    """All that a property knows of an answer is ``call``: what another process sends will do."""

    def call(name, *inputs):
        if name != "mean":
            raise NotAttempted
        raise Wrong("took more than 10 s")

    report = examine(TINY, call, 0)
    assert "took more than 10 s" in str(report) and report.points == 0


def test_parts_of_a_wrong_number():
    ask = Ask(lambda name, *inputs: [1.0, 2.0])
    with pytest.raises(Wrong, match="should be 3 values: `return a, b, c`"):
        ask.parts("f(x)", 1, names=("a", "b", "c"), want={"a": 1.0})


# ---- a short answer

CLAIMS = {
    "A": Claim("It rises.", reply="that needs a slope above zero: draw the line"),
    "B": Claim("It falls.", reply="that needs a slope below zero: " + "look again " * 20 + "at it"),
}


def claimed(value):
    """What is said of a value where 2 and A are right."""
    ask = Ask(lambda name, *inputs: value)
    with pytest.raises(Wrong):
        ask.claims("judge(x)", [({}, (1,), 2.0, "A")], among=CLAIMS)
    return ask


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "a number and a letter: `return number, letter`"),
        ([2.0], "a number and a letter"),
        ([2.0, "C"], "one of 'A', 'B'"),
        ([2.0, 1], "one of 'A', 'B'"),
        (["A", 2.0], "one of 'A', 'B'"),
        (["A", "A"], "a text, where one number belongs"),
    ],
)
def test_a_short_answer_of_another_kind_is_told_so(value, told):
    ask = claimed(value)
    assert told in ask.lines[-1].note and not ask.answered


def test_a_short_answer_is_held_to_its_number_first_and_then_to_its_letter():
    Ask(lambda name, *inputs: [2.0, "A"]).claims("judge(x)", [({}, (1,), 2.0, "A")], among=CLAIMS)
    assert claimed([2.5, "B"]).lines[-1].values == (2.5, 2.0)
    wrong = claimed([2.0, "B"])
    assert wrong.lines[-1].note == CLAIMS["B"].reply and wrong.answered
    assert wrong.judged == [[2.0, "B"]], "a mistake is known by number and letter"


def test_several_cases_are_all_asked_before_one_is_judged():
    ask = Ask(lambda name, x: [2.0, "A" if x < 2 else "B"])
    with pytest.raises(Wrong):
        ask.claims("judge(x)", [({"x": x}, (x,), 2.0, "A") for x in (1, 2, 3)], among=CLAIMS)
    assert ask.judged == [[2.0, "A"], [2.0, "B"], [2.0, "B"]]
    assert ask.inputs == {"x": 2} and ask.lines[-1].note == CLAIMS["B"].reply


def test_a_long_reply_is_broken_into_lines():
    short = Exercise(title="Slope", minutes=1, difficulty=1, hints=("a", "b", "c"), number="2.2", claims=CLAIMS)

    @short.solution
    def judge(x):
        return x, "A"

    @short.property("right on one", points=1, hint="look")
    def on_one(ask, rng):
        x = rng.random()
        ask.claims("judge(x)", [({}, (x,), x, "A")], among=short.claims)

    assert examine(short, here(short.solutions), 0).passed
    text = str(examine(short, here({"judge": lambda x: (x, "B")}), 0))
    assert max(map(len, text.splitlines())) <= 110
    assert CLAIMS["B"].reply in " ".join(text.split())


def test_claims_are_listed_behind_their_letters():
    assert listed(CLAIMS) == "- **A** · It rises.\n- **B** · It falls."
