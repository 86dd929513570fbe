"""A filter in front of the kernel: what no answer needs is refused before the kernel looks at it.

Namespaces hide what is outside; the filter narrows the way by which a fault of the kernel could be reached, keeps an
answer from making namespaces of its own, from taking memory that no process is charged for, and from having the
kernel forget how long its children computed. See seccomp(2).
"""

import ctypes
import errno
import os
import platform
import signal
import struct
from collections.abc import Iterator
from pathlib import Path

__all__ = ["keep_signals_in", "refuse"]

# Mounts and roots, namespaces, other processes, the machine itself, keys, memory that is nobody's: shared segments,
# semaphores, messages, and what sockets hold under way.
REFUSED = {
    "x86_64": [
        *(165, 166, 155, 161, 133, 272, 308, 101, 310, 311, 312, 304, 321, 298, 323),
        *(175, 313, 246, 320, 163, 167, 154, 172, 173, 248, 249, 250, 319, 29, 30, 31),
        *(64, 65, 66, 220, 68, 69, 70, 71, 240, 46, 307, 54),
    ],
    "aarch64": [
        *(40, 39, 41, 51, 33, 97, 268, 117, 270, 271, 272, 265, 280, 241, 282),
        *(105, 273, 104, 294, 89, 224, 217, 218, 219, 279, 194, 195, 196),
        *(190, 191, 192, 193, 186, 187, 188, 189, 180, 211, 269, 208),
    ],
}
# io_uring and the newer calls of the same kinds
EVERYWHERE = [425, 428, 429, 430, 431, 432, 433, 438, 442, 447]
MACHINE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435
SOCKET = {"x86_64": 41, "aarch64": 198}
LOCAL = 1  # the family of sockets between processes of one machine
MMAP = {"x86_64": 9, "aarch64": 222}
SHARED, ANONYMOUS = 0x01, 0x20  # of memory that a process gives back and that is there all the same
ON_SIGNAL = {"x86_64": 13, "aarch64": 134}
NEW_NAMESPACES = 0x7E020080  # the flags of clone(2) that ask for one
FOREIGN = 0x40000000  # numbers from here on belong to another way of calling the kernel

# Of those that send signals, these say to which process first; the others say it elsewhere.
SIGNALS = {"x86_64": (62, 234), "aarch64": (129, 131)}
OTHER_SIGNALS = {
    "x86_64": (200, 129, 297, 424, 101, 310, 311),
    "aarch64": (130, 138, 240, 424, 117, 270, 271),
}
NEGATIVE = 0x80000000

LOAD, EQUAL, AT_LEAST, ANY_OF, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOWED, FAIL = 0x7FFF0000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in what a filter sees

SET_SECCOMP, MODE_FILTER = 22, 2
NO_NEW_PRIVILEGES = 38

ALLOW = (RETURN, 0, 0, ALLOWED)
DENY = (RETURN, 0, 0, FAIL | errno.EPERM)
PRETEND = (RETURN, 0, 0, FAIL)  # nothing is done, and it is called a success

Step = tuple[int, int, int, int]  # operation, steps to jump if true, if false, value


def refuse() -> None:
    """Put the filter in front of this process, for good; on machines whose numbers we do not know, do nothing.

    Raises
    ------
    OSError
        If the kernel takes no filter.
    """
    _install(_program)


def keep_signals_in() -> None:
    """Let this process signal itself and its children, and neither the grader nor all processes of its user."""
    ctypes.CDLL(None).prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _install(_signals)


def _install(program) -> None:
    machine = platform.machine()
    if machine not in MACHINE:
        return
    steps = b"".join(struct.pack("HBBI", *step) for step in [*_head(machine), *program(machine), ALLOW])
    buffer = ctypes.create_string_buffer(steps)
    header = struct.pack("HxxxxxxP", len(steps) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(SET_SECCOMP, MODE_FILTER, header, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl: no filter of system calls")


def _head(machine: str) -> Iterator[Step]:
    """Refuse every other way of calling the kernel, and load the number of the call."""
    yield (LOAD, 0, 0, ARCHITECTURE)
    yield (EQUAL, 1, 0, MACHINE[machine])
    yield DENY
    yield (LOAD, 0, 0, NUMBER)
    yield (AT_LEAST, 0, 1, FOREIGN)
    yield DENY


def _refusing(numbers) -> Iterator[Step]:
    for number in numbers:
        yield (EQUAL, 0, 1, number)
        yield DENY


def _where(number: int, argument: int, steps: list[Step]) -> Iterator[Step]:
    """Of one call, look at an argument: each of the steps returns, or goes on to the next; then it is allowed."""
    yield (EQUAL, 0, len(steps) + 2, number)
    yield (LOAD, 0, 0, ARGUMENTS + 8 * argument)
    yield from steps
    yield ALLOW


def _program(machine: str) -> Iterator[Step]:
    yield from _refusing(REFUSED[machine] + EVERYWHERE)
    yield (EQUAL, 0, 1, CLONE3)  # its flags are out of sight; libraries then take clone
    yield (RETURN, 0, 0, FAIL | errno.ENOSYS)
    yield from _where(SOCKET[machine], 0, [(EQUAL, 1, 0, LOCAL), DENY])
    yield from _where(CLONE[machine], 0, [(ANY_OF, 0, 1, NEW_NAMESPACES), DENY])
    yield from _where(MMAP[machine], 3, [(ANY_OF, 0, 2, SHARED), (ANY_OF, 0, 1, ANONYMOUS), DENY])
    # Who ignores the end of children has the kernel forget their time.
    yield from _where(ON_SIGNAL[machine], 0, [(EQUAL, 0, 1, int(signal.SIGCHLD)), PRETEND])


def _signals(machine: str) -> Iterator[Step]:
    yield from _refusing(OTHER_SIGNALS[machine])
    own = os.getpid()
    to = [(EQUAL, 0, 1, 0), ALLOW]  # its own group
    for number in _ancestors():
        to += [(EQUAL, 0, 1, number), DENY]
    # Below zero are other groups, and all processes; children come after their parent.
    to += [(AT_LEAST, 0, 1, NEGATIVE), DENY, (AT_LEAST, 1, 0, own), DENY]
    for number in SIGNALS[machine]:
        yield from _where(number, 0, to)


def _ancestors() -> list[int]:
    """Return the processes above this one."""
    found, number = [], os.getppid()
    while number > 0 and len(found) < 50:
        found.append(number)
        try:
            stat = Path("/proc", str(number), "stat").read_text("latin-1")
            number = int(stat.rpartition(")")[2].split()[1])
        except OSError:
            break
    return found
