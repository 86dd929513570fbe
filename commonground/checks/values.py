"""Plain values, the only thing that crosses from a student's answer to its judge, and what may be wrong with one."""

import sys

import numpy as np

__all__ = ["NotAttempted", "OfAnotherKind", "Wrong", "alike", "as_array", "as_number", "plain"]

MOST_NUMBERS = 1_000_000  # in one answer
WHOLE = 2**53  # up to here floats hold every whole number


class NotAttempted(Exception):
    """The answer is still the stub of the sheet."""


class Wrong(Exception):
    """What is wrong with an answer, as a student reads it beside the value."""


class OfAnotherKind(Wrong):
    """It is no number, or no array, where one belongs: its mathematics can't be judged yet."""


def plain(value, depth: int = 0):
    """Return a value as None, a bool, a number, a text, a numeric array, or a list of these.

    Arrays are copied and numbers in arrays of no dimension taken out, so that nothing the student
    keeps hold of can change a value once it was given. Tensors of torch become arrays; whole numbers that
    arrays of integers can't hold become floats, as which they are compared.

    Raises
    ------
    Wrong
        If it is none of these, or has more than a million numbers.
    """
    if type(value) is int and value.bit_length() > 1000:
        raise Wrong("returned an absurdly large number")
    if type(value) is int and abs(value) > WHOLE:
        return float(value)
    if value is None or type(value) in (bool, int, float, complex, str):
        return value
    if _is_tensor(value):
        value = _array_of(value)
    if isinstance(value, np.generic):
        value = np.asarray(value)
    if type(value) is np.ndarray:
        if value.dtype.kind not in "biufcU":
            raise Wrong(f"returned an array of dtype {value.dtype}: an array of numbers is needed")
        if value.size > MOST_NUMBERS:
            raise Wrong(f"returned an array of shape {value.shape}, too large to be an answer")
        if value.dtype.kind == "f":
            value = value.astype(np.float64)
        return value.item() if value.ndim == 0 else value.copy()
    if type(value) is list or isinstance(value, tuple):  # named tuples are tuples
        if len(value) > MOST_NUMBERS // 1000 or depth > 3:
            raise Wrong(f"returned a {type(value).__name__} too long or nested too deep to be an answer")
        return [plain(item, depth + 1) for item in value]
    article = "an" if type(value).__name__[0] in "AEIOUaeiou" else "a"
    raise Wrong(f"returned {article} {type(value).__name__}: return plain Python numbers or NumPy arrays")


def _is_tensor(value) -> bool:
    """Return whether a value is a tensor of torch, which is not loaded to find out."""
    torch = sys.modules.get("torch")
    return isinstance(value, getattr(torch, "Tensor", ()))


def _array_of(tensor) -> np.ndarray:
    """Return the numbers of a tensor, wherever and however it holds them."""
    torch = sys.modules["torch"]
    tensor = tensor.detach().to("cpu")
    if tensor.layout != torch.strided:
        tensor = tensor.to_dense()
    if tensor.is_floating_point():  # of half precision or quarter, which NumPy does not know
        tensor = tensor.to(torch.float64)
    return tensor.resolve_conj().resolve_neg().numpy()


def as_number(value) -> float:
    """Return a plain value as one finite real number.

    Raises
    ------
    Wrong
        If it is not one: None, NaN, complex, an array, a text each with its own words.
    """
    _something(value, "one number")
    if isinstance(value, bool):
        raise OfAnotherKind("a truth value, where one number belongs")
    if isinstance(value, np.ndarray):
        raise OfAnotherKind(f"an array of shape {value.shape}, where one number belongs")
    if isinstance(value, list):
        raise OfAnotherKind(f"{len(value)} values, where one number belongs")
    _real(isinstance(value, complex))
    _finite(np.asarray(value, dtype=float))
    return float(value)


def as_array(value, shape: tuple[int, ...]) -> np.ndarray:
    """Return a plain value as a finite real array of this shape; lists of numbers count as arrays.

    Raises
    ------
    Wrong
        If it is not one.
    """
    _something(value, f"an array of shape {shape}")
    try:
        array = np.asarray(value)
    except ValueError:
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "iufc":
        raise OfAnotherKind(f"not numbers only, where an array of shape {shape} belongs")
    if array.shape != shape:
        raise Wrong(
            f"shape {array.shape}, where shape {shape} belongs"
            if array.ndim
            else f"one number, where shape {shape} belongs"
        )
    _real(array.dtype.kind == "c")
    _finite(array)
    return array.astype(float)


def alike(a, b, tolerance: float = 1e-6) -> bool:
    """Return whether two plain values are the same, numbers to 1e-6 of their size (or of 1, if smaller)."""
    if isinstance(a, list) or isinstance(b, list):
        same_length = isinstance(a, list) and isinstance(b, list) and len(a) == len(b)
        return same_length and all(alike(x, y, tolerance) for x, y in zip(a, b, strict=True))
    if a is None or b is None or isinstance(a, str) or isinstance(b, str):
        return type(a) is type(b) and a == b
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or "U" in (a.dtype.kind, b.dtype.kind):
        return a.shape == b.shape and a.dtype.kind == b.dtype.kind and bool((a == b).all())
    return np.allclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True)


def _something(value, wanted: str) -> None:
    if value is None:
        raise OfAnotherKind(f"nothing came back, where {wanted} belongs: end the function with `return …`")
    if isinstance(value, str):
        raise OfAnotherKind(f"a text, where {wanted} belongs")


def _real(is_complex: bool) -> None:
    if is_complex:
        raise Wrong("complex: did a root of a negative number, or np.linalg.eig, slip in?")


def _finite(array: np.ndarray) -> None:
    if np.isnan(array).any():
        raise Wrong("NaN, not a number: somewhere 0 is divided by 0, or a root is taken of a negative number")
    if np.isinf(array).any():
        raise Wrong("infinite: somewhere a number is divided by 0")
