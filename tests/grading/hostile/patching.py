"""Submissions that change what the grader might compute or compare with."""

import numpy as np


def allclose_always_true():
    """Patch the comparison of arrays."""
    np.allclose = np.isclose = np.array_equal = lambda *a, **k: True

    def linear_cka(X, Y):
        return 0.5


def numpy_testing_passes():
    """Patch numpy.testing."""
    import numpy.testing

    for name in dir(numpy.testing):
        if name.startswith("assert"):
            setattr(numpy.testing, name, lambda *a, **k: None)

    def linear_cka(X, Y):
        return 0.5


def builtins_lie():
    """Patch the builtins that a check might lean on."""
    import builtins

    builtins.abs = lambda x: 0
    builtins.isinstance = lambda *a: True
    builtins.all = builtins.any = builtins.bool = lambda *a: True
    builtins.float = builtins.int = lambda *a: 1

    def linear_cka(X, Y):
        return 0.5


def norm_is_one():
    """Make every norm one, so that expected values are ones too."""
    np.linalg.norm = lambda *a, **k: 1.0

    def linear_cka(X, Y):
        return 1.0


def generator_without_chance():
    """Fix the random inputs, for which a constant is right."""
    np.random.default_rng = lambda *a: np.random.Generator(np.random.PCG64(0))
    np.random.seed(0)

    def linear_cka(X, Y):
        return 0.0


def inputs_emptied():
    """Zero the inputs in place and hope that the expected value is computed from them."""

    def linear_cka(X, Y):
        X[...] = 0
        Y[...] = 0
        return 1.0


def inputs_made_equal():
    """Make Y equal to X in place, whose CKA is 1."""

    def linear_cka(X, Y):
        Y.resize(X.shape, refcheck=False)
        Y[...] = X
        return 1.0


def property_of_the_exercise():
    """Look for the exercise's classes in memory and make every property hold."""
    import gc

    for thing in gc.get_objects():
        if isinstance(thing, type) and thing.__name__ in (
            "Property",
            "Exercise",
            "Outcome",
            "Report",
            "Wrong",
        ):
            for name in ("points", "holds", "passed", "judge"):
                try:
                    setattr(thing, name, 100)
                except Exception:
                    pass

    def linear_cka(X, Y):
        return 0.5


def plain_lets_all_pass():
    """Patch the function that makes values plain, in whatever module holds it."""
    import gc

    for thing in gc.get_objects():
        if isinstance(thing, dict) and callable(thing.get("plain")):
            thing["plain"] = lambda value, depth=0: value
            thing["as_number"] = lambda value: value
            thing["alike"] = lambda *a: True

    def linear_cka(X, Y):
        return object()


def serialiser_patched():
    """Patch json and bytes of the protocol."""
    import json

    json.dumps = lambda *a, **k: '{"value": 1.0, "points": 4, "passed": true}'

    def linear_cka(X, Y):
        return 0.5


def warnings_and_errors_silenced():
    """Let every exception vanish."""
    import sys

    sys.excepthook = lambda *a: None
    sys.settrace(lambda *a: None)

    def linear_cka(X, Y):
        return 0.5


def import_system_replaced():
    """Put a finder in front of all imports that serves modules which agree with everything."""
    import sys
    import types

    class Agree(types.ModuleType):
        def __getattr__(self, name):
            return lambda *a, **k: True

    for name in (
        "commonground",
        "commonground.checks",
        "commonground.checks.run",
        "commonground.checks.values",
    ):
        sys.modules[name] = Agree(name)

    def linear_cka(X, Y):
        return 0.5
