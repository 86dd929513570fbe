"""The conversation between judge and answer: plain values and arrays of numbers, never objects, never pickle.

A frame is four bytes that say how long its header is; the header, JSON; then the bytes of the arrays that the
header names, in its order. Whoever reads it holds every length against a limit before believing it.
"""

import json
import math
from dataclasses import dataclass

import numpy as np

__all__ = ["Broken", "Closed", "Frame", "pack", "read", "receive"]

NUMBERS = {"bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float64"} | {
    "complex64",
    "complex128",
}
HEADER = 2**20  # bytes
ARRAYS = 2**25  # bytes of all arrays of a frame
DEPTH = 8


class Broken(Exception):
    """What came is no frame."""


class Closed(Broken):
    """Nothing more will come."""


@dataclass(frozen=True)
class Frame:
    """A message, and the bytes that it came in: who passes it on writes these, and packs nothing anew."""

    message: dict
    raw: bytes

    @classmethod
    def of(cls, message: dict) -> "Frame":
        """Return the frame of a message."""
        return cls(message, pack(message))


def pack(message: dict) -> bytes:
    """Return a message, plain values by name, as a frame.

    Raises
    ------
    Broken
        If it holds anything else, or too much of it.
    """
    arrays: list[bytes] = []
    header = json.dumps({key: _packed(value, arrays, 0) for key, value in message.items()}).encode()
    if len(header) > HEADER or sum(map(len, arrays)) > ARRAYS:
        raise Broken("too large to be sent")
    return b"".join([len(header).to_bytes(4, "little"), header, *arrays])


def _packed(value, arrays, depth):
    if depth > DEPTH:
        raise Broken("nested too deep")
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        if value.dtype.name not in NUMBERS:
            raise Broken(f"an array of dtype {value.dtype.name}, where one of numbers belongs")
        arrays.append(np.ascontiguousarray(value, value.dtype.newbyteorder("<")).tobytes())
        return {"array": [value.dtype.name, list(value.shape)]}
    if isinstance(value, list | tuple):
        return [_packed(item, arrays, depth + 1) for item in value]
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise Broken(f"a {type(value).__name__}, where a plain value belongs")


def read(file) -> dict:
    """Return the next message of a binary file; it raises what :func:`receive` raises."""
    return receive(file).message


def receive(file) -> Frame:
    """Return the next frame of a binary file.

    Raises
    ------
    Closed
        If the file ends before the frame does.
    Broken
        If it is no frame, whatever else it may be.
    """
    kept = _Kept(file)
    try:
        message = _message(kept)
    except (Broken, OSError):
        raise
    except Exception as error:  # a number out of range, a want of memory: whatever it is, it was no frame
        raise Broken(f"a frame that can't be read ({type(error).__name__})") from None
    return Frame(message, b"".join(kept.parts))


class _Kept:
    """A file that keeps what was read of it."""

    def __init__(self, file):
        self._file, self.parts = file, []

    def read(self, size: int) -> bytes:
        self.parts.append(self._file.read(size))
        return self.parts[-1]


def _message(file) -> dict:
    size = int.from_bytes(_exactly(file, 4), "little")
    if size > HEADER:
        raise Broken("a header longer than any")
    try:
        header = json.loads(_exactly(file, size).decode())
    except (ValueError, RecursionError):
        raise Broken("a header that is no JSON") from None
    if not isinstance(header, dict):
        raise Broken("a header without names")
    room = [ARRAYS]
    return {key: _unpacked(value, file, room, 0) for key, value in header.items()}


def _unpacked(value, file, room, depth):
    if depth > DEPTH:
        raise Broken("nested too deep")
    if isinstance(value, list):
        return [_unpacked(item, file, room, depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    match value:
        case {"complex": [float() | int() as real, float() | int() as imag]}:
            return complex(real, imag)
        case {"array": [str() as name, list() as shape]} if name in NUMBERS:
            return _array(file, name, shape, room)
    raise Broken("neither a value nor an array")


def _array(file, name, shape, room):
    if len(shape) > 16 or not all(type(n) is int and 0 <= n <= ARRAYS for n in shape):
        raise Broken("an array without a shape")
    dtype = np.dtype(name).newbyteorder("<")
    size = math.prod(shape) * dtype.itemsize
    room[0] -= size
    if room[0] < 0:
        raise Broken("arrays larger than an answer may be")
    data = _exactly(file, size)
    if name == "bool":  # a byte that is neither 0 nor 1 must not become a truth value of a third kind
        return (np.frombuffer(data, np.uint8) != 0).reshape(shape)
    return np.frombuffer(data, dtype).astype(name).reshape(shape)


def _exactly(file, size):
    data = file.read(size)
    if len(data) < size:
        raise Closed("the conversation ended")
    return data
