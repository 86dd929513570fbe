"""A limit on memory that counts everything, what the kernel holds for an answer included: cgroup v2's memory.max.

It is there where the grader may make a group: as root on most machines, or where systemd delegates one. Without it
the keeper counts pages, and the filter refuses what no page is counted for. See cgroups(7).
"""

import contextlib
import os
import time
from pathlib import Path

__all__ = ["Group", "place"]


def place(trial: str, mounts: str = "/proc/self/mounts", own: str = "/proc/self/cgroup") -> int | None:
    """Return an open folder in which groups with a limit on memory can be made, or nothing."""
    for folder in _candidates(mounts, own):
        try:
            here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            continue
        try:
            group = Group(here, trial, 2**30)
        except OSError:
            os.close(here)
            continue
        usable = _can_enter(group)
        group.close()
        if usable:
            return here
        os.close(here)
    return None


def _candidates(mounts: str, own: str) -> list[Path]:
    """Return this process's group and those above it, if they hand on the limit on memory."""
    try:
        lines = [line.split() for line in Path(mounts).read_text("utf-8").splitlines()]
        root = next((Path(fields[1]) for fields in lines if fields[2] == "cgroup2"), None)
        name = next((n for n in Path(own).read_text("utf-8").splitlines() if n.startswith("0::")), "0::/")
    except OSError:
        return []
    if root is None:
        return []
    mine = root / name[3:].lstrip("/")
    found = [mine, *(folder for folder in mine.parents if folder.is_relative_to(root))]
    return [folder for folder in found if "memory" in _read(folder / "cgroup.subtree_control").split()]


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError:
        return ""


def _can_enter(group: "Group") -> bool:
    """Try it in a process of its own, and wait for it."""
    child = os.fork()
    if child == 0:
        try:
            group.enter()
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


class Group:
    """The group of one answer.

    Parameters
    ----------
    here : int
        The open folder in which it is made.
    name : str
    memory : int
        Bytes.

    Raises
    ------
    OSError
        If it can't be made.
    """

    def __init__(self, here: int, name: str, memory: int):
        self._here, self._name = here, name
        os.mkdir(name, dir_fd=here)
        try:
            self._write("memory.max", memory)
            with contextlib.suppress(OSError):  # a kernel without swap has no such file
                self._write("memory.swap.max", 0)
            self._procs = self._open("cgroup.procs", os.O_WRONLY)
            self._events = self._open("memory.events", os.O_RDONLY)
        except OSError:
            self._remove()
            raise

    def enter(self) -> None:
        """Move this process into the group: all that it starts is counted there."""
        os.write(self._procs, b"0")

    def ran_out(self) -> bool:
        """Return whether the kernel ended a process because the group had used up its memory."""
        words = os.pread(self._events, 4096, 0).decode().split()
        return int(dict(zip(words[::2], words[1::2], strict=False)).get("oom_kill", 0)) > 0

    def close(self) -> None:
        """Remove the group, whose processes have ended."""
        os.close(self._procs)
        os.close(self._events)
        self._remove()

    def _remove(self) -> None:
        for _ in range(50):  # the kernel takes a moment to let go of the last one
            try:
                os.rmdir(self._name, dir_fd=self._here)
                return
            except OSError:
                time.sleep(0.01)

    def _open(self, file: str, how: int) -> int:
        return os.open(f"{self._name}/{file}", how, dir_fd=self._here)

    def _write(self, file: str, value: int) -> None:
        opened = self._open(file, os.O_WRONLY)
        try:
            os.write(opened, str(value).encode())
        finally:
            os.close(opened)
