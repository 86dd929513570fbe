"""Right answers of an unusual kind earn everything."""

import textwrap

import pytest

from commonground.grading.sandbox.limits import MB, Limits

UNUSUAL = {
    "prints a lot": """
        def linear_cka(X, Y):
            for i in range(20_000):
                print("working", i)
            X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
            return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))
    """,
    "array of no dimension": """
        def linear_cka(X, Y):
            X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
            return np.array(np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y)))
    """,
    "Gram form": """
        def linear_cka(X, Y):
            H = np.eye(len(X)) - 1 / len(X)
            K, L = H @ X @ X.T @ H, H @ Y @ Y.T @ H
            return np.sum(K * L) / np.sqrt(np.sum(K * K) * np.sum(L * L))
    """,
    "helpers and an import of its own": """
        from functools import reduce
        import numpy

        def centred(*arrays):
            return [A - A.mean(0) for A in arrays]

        def size(*factors):
            return (reduce(numpy.matmul, factors) ** 2).sum() ** 0.5

        def linear_cka(X, Y):
            X, Y = centred(X, Y)
            return size(X.T, Y) ** 2 / size(X.T, X) / size(Y.T, Y)
    """,
    "changes its inputs": """
        def linear_cka(X, Y):
            X -= X.mean(axis=0)
            Y -= Y.mean(axis=0)
            value = np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))
            X[:] = Y[:] = np.nan
            return value
    """,
    "torch": """
        def linear_cka(X, Y):
            import torch

            X, Y = torch.tensor(X), torch.tensor(Y)
            X, Y = X - X.mean(0), Y - Y.mean(0)
            return float((X.T @ Y).norm() ** 2 / ((X.T @ X).norm() * (Y.T @ Y).norm()))
    """,
    "scipy": """
        import scipy.linalg

        def linear_cka(X, Y):
            X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
            norm = scipy.linalg.norm
            return norm(X.T @ Y) ** 2 / (norm(X.T @ X) * norm(Y.T @ Y))
    """,
    "an object that can be called": """
        class CKA:
            def __call__(self, X, Y):
                X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
                return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))

        linear_cka = CKA()
    """,
    "magics, a shell command and a failed line around it": """
        %matplotlib inline
        !pip list
        from commonground.checks import check

        def linear_cka(X, Y):
            X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
            return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))

        check("1.1", linear_cka)
        display(linear_cka)
    """,
    "threads": """
        from concurrent.futures import ThreadPoolExecutor

        def linear_cka(X, Y):
            X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
            with ThreadPoolExecutor(3) as pool:
                a, b, c = pool.map(lambda pair: np.linalg.norm(pair[0].T @ pair[1]), [(X, Y), (X, X), (Y, Y)])
            return a**2 / (b * c)
    """,
    "saves a file": """
        def linear_cka(X, Y):
            np.save("X.npy", X - X.mean(axis=0))
            X, Y = np.load("X.npy"), Y - Y.mean(axis=0)
            return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))
    """,
    "a tensor": """
        import torch

        def linear_cka(X, Y):
            X, Y = torch.tensor(X, requires_grad=True), torch.tensor(Y)
            X, Y = X - X.mean(0), Y - Y.mean(0)
            return (X.T @ Y).norm() ** 2 / ((X.T @ X).norm() * (Y.T @ Y).norm())
    """,
    "a pool of processes": """
        from multiprocessing import Pool

        def squared(A):
            return (A**2).sum()

        def linear_cka(X, Y):
            X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
            with Pool(2) as pool:
                a, b, c = pool.map(squared, [X.T @ Y, X.T @ X, Y.T @ Y])
            return a / np.sqrt(b * c)
    """,
    "crashes after it is right": """
        import atexit, os

        atexit.register(os.abort)

        def linear_cka(X, Y):
            X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
            return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))
    """,
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_right_answer_earns_everything(graded, name):
    one = graded(textwrap.dedent(UNUSUAL[name]), Limits(cpu=20, wall=100))
    assert (one.score, one.problem) == (4, ""), one.feedback


def test_crash_costs_the_property_that_it_happens_in_and_no_other(graded, right):
    one = graded(
        right.replace("    return", "    if X.shape[1] == 40:\n        import os; os._exit(5)\n    return")
    )
    assert one.score == 3 and "exit status 5" in one.feedback


def test_mistake_is_named(graded, right):
    one = graded(right.replace("    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)\n", ""))
    assert 0 < one.score < 4 and "your values are exactly those of an uncentred CKA" in one.feedback


def test_stub_is_not_attempted(graded):
    one = graded("def linear_cka(X, Y):\n    raise NotImplementedError")
    assert (one.score, one.problem) == (0, "not attempted")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def linear_cka(X, Y)\n    return 1", "SyntaxError"),
        ("def cka(X, Y):\n    return 1", "does not define `linear_cka`"),
        ("linear_cka = 3", "linear_cka is a int, not a function"),
        ("1 / 0", "ZeroDivisionError"),
        ("def linear_cka(X, Y):\n    return missing", "NameError: name 'missing' is not defined"),
        ("def linear_cka(X, Y):\n    return missing", "in your line 2: return missing"),
        ("def linear_cka(X, Y):\n    return '\0'", "null bytes"),
        ("x = '\ud800'", "the cell raised"),
        ("def linear_cka(X):\n    return 1", "takes 1 positional argument"),
        ("def linear_cka(X, Y):\n    while True: pass", "took more than 0.5 s of computing"),
        ("def linear_cka(X, Y):\n    return np.zeros(2_000_000)", "too large"),
        ("def linear_cka(X, Y):\n    return 2**80", "linear_cka(X, Y) = 1.21e+24"),
        ("def linear_cka(X, Y):\n    return 10**400", "absurdly large"),
        (
            "def linear_cka(X, Y):\n    import os; os.kill(os.getpid(), 11)",
            "ended its process: Segmentation fault",
        ),
        ("#" * 200_000, "more than 150000 characters"),
    ],
)
def test_loss_is_explained(graded, source, words):
    # Patient, so that a busy machine does not end it before it has computed for so long.
    limits = Limits(cpu=0.5, wall=100.0, memory=400 * MB, disk=20 * MB)
    assert words in graded(source, limits).feedback


def test_inputs_are_fresh_and_a_seed_replays_them(graded):
    wrong = "def linear_cka(X, Y):\n    return 0.123"
    assert graded(wrong, seed=1).feedback == graded(wrong, seed=1).feedback
    assert graded(wrong, seed=1).feedback != graded(wrong, seed=2).feedback


@pytest.mark.parametrize(
    "source",
    [
        "def linear_cka(X, Y)\n    return 1",
        "def linear_cka(X, Y):\n    return 'one'",
        "def linear_cka(X, Y):\n    return None",
        "def linear_cka(X, Y):\n    while True: pass",
        "def linear_cka(X, Y):\n    import os; os._exit(1)",
    ],
)
def test_no_hint_about_mathematics_where_none_was_done(graded, source):
    one = graded(source)
    assert one.score == 0 and not one.fault
    assert "hint:" not in one.feedback and "exactly those" not in one.feedback
    assert all(case.message for case in one.cases)


def test_hint_where_a_number_is_wrong(graded):
    assert "hint:" in graded("def linear_cka(X, Y):\n    return 0.123").feedback


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("return np.linalg.norm(X.T @ Y) ** 2", "‖XᵀY‖² alone, which is HSIC without"),
        ("return np.linalg.norm(X.T @ Y) ** 2 / (len(X) - 1) ** 2", "HSIC, "),
        (
            "return np.linalg.norm(X @ Y.T)**2 / (np.linalg.norm(X @ X.T) * np.linalg.norm(Y @ Y.T))",
            "X Yᵀ in place of XᵀY",
        ),
    ],
)
def test_mistakes_of_hsic_have_names(graded, source, name):
    head = "def linear_cka(X, Y):\n    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)\n    "
    one = graded(head + source)
    assert f"exactly those of {name}" in one.feedback.replace("a CKA with ", "")
    assert all(name in case.message for case in one.cases)
