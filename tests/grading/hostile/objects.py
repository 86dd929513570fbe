"""Submissions that return something other than a number, and hope that it passes for the right one."""

import numpy as np


def equal_to_everything():
    """Return an object that is equal to everything."""

    class Yes:
        __eq__ = __le__ = __ge__ = lambda self, other: True
        __hash__ = None

        def __array__(self, *a, **k):
            return np.array(0.5)

        def __float__(self):
            return 0.5

    def linear_cka(X, Y):
        return Yes()


def float_equal_to_everything():
    """Return a float whose comparisons and differences lie."""

    class Yes(float):
        __eq__ = __ne__ = lambda self, other: True
        __hash__ = float.__hash__
        __sub__ = __rsub__ = lambda self, other: 0.0
        __abs__ = lambda self: 0.0

    def linear_cka(X, Y):
        return Yes(0.5)


def array_equal_to_everything():
    """Return an array subclass that takes part in no comparison."""

    class Yes(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
            return np.True_

        def __array_function__(self, *a):
            return True

    def linear_cka(X, Y):
        return np.array(0.5).view(Yes)


def masked():
    """Return a masked value: comparisons with it are masked as well."""

    def linear_cka(X, Y):
        return np.ma.masked


def object_array():
    """Return an array of objects that are equal to everything."""

    class Yes:
        __eq__ = lambda self, other: True
        __hash__ = None

    def linear_cka(X, Y):
        return np.array(Yes(), dtype=object)


def reduces_to_code():
    """Return an object that runs code where it is unpickled."""

    class Bomb:
        def __reduce__(self):
            import os

            return os.system, ("touch /tmp/forged",)

    def linear_cka(X, Y):
        return Bomb()


def not_a_number():
    """Return NaN, which is neither above nor below any tolerance."""

    def linear_cka(X, Y):
        return float("nan")


def infinite():
    """Return infinity."""

    def linear_cka(X, Y):
        return np.inf


def nothing():
    """Return None."""

    def linear_cka(X, Y):
        return None


def every_number_at_once():
    """Return all values from 0 to 1, of which one is right."""

    def linear_cka(X, Y):
        return np.linspace(0, 1, 100_000)


def too_large():
    """Return an array of two hundred million numbers."""

    def linear_cka(X, Y):
        return np.broadcast_to(0.5, 200_000_000)


def absurd_integer():
    """Return an integer of ten million digits."""

    def linear_cka(X, Y):
        return 10**10_000_000


def endless_list():
    """Return a list that holds itself."""

    def linear_cka(X, Y):
        endless = []
        endless.append(endless)
        return endless


def text_of_code():
    """Return text that is a formula, a tag, the end of a CDATA section and a workflow command."""

    def linear_cka(X, Y):
        return "=1+1 <script>alert(1)</script> ]]>\n::set-output name=score::100\n##[error]"


def dtype_of_records():
    """Return a structured array with a field that is an object."""

    def linear_cka(X, Y):
        return np.zeros(1, dtype=[("value", object)])


def class_that_lies():
    """Return an object whose class says that it is a float."""

    class Yes:
        __class__ = float

        def __float__(self):
            return 0.5

    def linear_cka(X, Y):
        return Yes()


def complex_value():
    """Return a complex number."""

    def linear_cka(X, Y):
        return 0.5 + 0.5j


def stateful_metaclass():
    """Raise an exception whose every attribute fails."""

    class Meta(type):
        def __getattribute__(cls, name):
            raise SystemExit(name)

    class Evil(Exception, metaclass=Meta):
        def __str__(self):
            raise KeyboardInterrupt

    def linear_cka(X, Y):
        raise Evil
