"""A filter in front of the kernel: what no answer needs is refused before the kernel looks at it.

Namespaces hide what is outside; the filter narrows the way by which a fault of the kernel could be reached, keeps an
answer from making namespaces of its own, and from taking memory that no process is charged for. See seccomp(2).
"""

import ctypes
import errno
import platform
import struct

__all__ = ["refuse"]

# Mounts and roots, namespaces, other processes, the machine itself, keys, memory that is nobody's.
REFUSED = {
    "x86_64": [
        *(165, 166, 155, 161, 133, 272, 308, 101, 310, 311, 312, 304, 321, 298, 323),
        *(175, 313, 246, 320, 163, 167, 154, 172, 173, 248, 249, 250, 319, 29),
    ],
    "aarch64": [
        *(40, 39, 41, 51, 33, 97, 268, 117, 270, 271, 272, 265, 280, 241, 282),
        *(105, 273, 104, 294, 89, 224, 217, 218, 219, 279, 194),
    ],
}
EVERYWHERE = [
    425,
    428,
    429,
    430,
    431,
    432,
    433,
    438,
    442,
    447,
]  # io_uring and the newer calls of the same kinds
MACHINE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435
SOCKET = {"x86_64": 41, "aarch64": 198}
FAMILIES = (
    1,
    2,
    10,
    16,
)  # local, IPv4, IPv6, netlink: those that a network namespace holds; others reach past it
NEW_NAMESPACES = 0x7E020080  # the flags of clone(2) that ask for one
FOREIGN = 0x40000000  # numbers from here on belong to another way of calling the kernel

LOAD, EQUAL, AT_LEAST, ANY_OF, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, FAIL = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in what a filter sees

SET_SECCOMP, MODE_FILTER = 22, 2


def refuse() -> None:
    """Put the filter in front of this process, for good; on machines whose numbers we do not know, do nothing.

    Raises
    ------
    OSError
        If the kernel takes no filter.
    """
    machine = platform.machine()
    if machine not in REFUSED:
        return
    program = b"".join(struct.pack("HBBI", *step) for step in _program(machine))
    steps = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_SECCOMP, MODE_FILTER, header, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl: no filter of system calls")


def _program(machine):
    """Return the steps: operation, steps to jump if true, if false, value."""
    fail = (RETURN, 0, 0, FAIL | errno.EPERM)
    yield (LOAD, 0, 0, ARCHITECTURE)
    yield (EQUAL, 1, 0, MACHINE[machine])
    yield fail
    yield (LOAD, 0, 0, NUMBER)
    yield (AT_LEAST, 0, 1, FOREIGN)
    yield fail
    for number in REFUSED[machine] + EVERYWHERE:
        yield (EQUAL, 0, 1, number)
        yield fail
    yield (EQUAL, 0, 1, CLONE3)  # its flags are out of sight; libraries then take clone
    yield (RETURN, 0, 0, FAIL | errno.ENOSYS)
    yield (EQUAL, 0, len(FAMILIES) + 2, SOCKET[machine])
    yield (LOAD, 0, 0, FIRST_ARGUMENT)
    for left, family in zip(range(len(FAMILIES), 0, -1), FAMILIES, strict=True):
        yield (EQUAL, left, 0, family)
    yield fail
    yield (EQUAL, 0, 3, CLONE[machine])
    yield (LOAD, 0, 0, FIRST_ARGUMENT)
    yield (ANY_OF, 0, 1, NEW_NAMESPACES)
    yield fail
    yield (RETURN, 0, 0, ALLOW)
