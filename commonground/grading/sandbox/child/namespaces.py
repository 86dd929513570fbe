"""Linux namespaces, asked of the kernel directly: a root of its own, no network, no other processes, no rights.

See namespaces(7), mount_namespaces(7), capabilities(7). Every call that the kernel refuses raises ``OSError``.
"""

import ctypes
import os
from pathlib import Path

__all__ = ["ALL", "NEWNS", "drop_rights", "mask", "own_root", "private", "unshare"]

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
ALL = NEWNS | NEWUTS | NEWIPC | NEWPID | NEWNET
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT, BIND, REC, PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
KEPT = (
    {os.ST_NOATIME: 1024, os.ST_NODIRATIME: 2048, os.ST_RELATIME: 1 << 21}
    if hasattr(os, "ST_NOATIME")
    else {}
)
DETACH = 2
DROP_BOUNDING, NO_NEW_PRIVILEGES = 24, 38  # prctl(2)

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name, *arguments):
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _mount(source, target, kind=None, flags=0, options=None):
    text = [None if x is None else os.fsencode(x) for x in (source, target, kind, options)]
    _call("mount", text[0], text[1], text[2], ctypes.c_ulong(flags), text[3])


def unshare(flags: int) -> None:
    """Leave the namespaces named by ``flags`` for new ones; as root if possible, else through a user namespace."""
    try:
        _call("unshare", flags)
        return
    except PermissionError:
        user, group = os.getuid(), os.getgid()
        _call("unshare", flags | NEWUSER)
    # One user inside, 1000, stands for whoever runs the grader; nobody inside is root.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"1000 {user} 1")
    Path("/proc/self/gid_map").write_text(f"1000 {group} 1")


def own_root(place: str, shown: dict[str, str]) -> None:
    """Make a new root at an empty folder, in which there is nothing but what is ``shown``, read-only.

    Parameters
    ----------
    place : str
    shown : dict
        From where it will stand to where it stands now.
    """
    _mount(None, "/", flags=REC | PRIVATE)
    _mount("none", place, "tmpfs", NOSUID | NODEV, "size=1m,mode=755")
    for target, source in shown.items():
        there = Path(place + target)
        there.parent.mkdir(parents=True, exist_ok=True)
        if os.path.islink(source):
            there.symlink_to(os.readlink(source))
            continue
        if os.path.isdir(source):
            there.mkdir(exist_ok=True)
        else:
            there.touch()
        _mount(source, there, flags=BIND | REC)
        flags = RDONLY | NOSUID | (0 if target.startswith("/dev/") else NODEV)
        flags |= sum(ours for theirs, ours in KEPT.items() if os.statvfs(source).f_flag & theirs)
        _mount(None, there, flags=REMOUNT | BIND | flags)
    for folder in ("tmp", "proc", "old", "kept", "dev/shm"):
        Path(place, folder).mkdir(parents=True, exist_ok=True)
    # A user namespace may mount a /proc of its own only where it sees one already; each answer's covers this one.
    _mount("/proc", place + "/proc", flags=BIND | REC)
    os.chdir(place)
    _call("pivot_root", b".", b"old")
    os.chdir("/")
    _call("umount2", b"/old", DETACH)
    os.rmdir("/old")
    _mount(None, "/", flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV)


def private(disk: int, shown: list[str]) -> None:
    """Mount what belongs to one answer alone: its processes in /proc, and ``disk`` bytes in /tmp and in /dev/shm.

    What is ``shown`` and stands below /tmp, as the libraries of an environment that was made there, stays in sight.
    """
    _mount("none", "/proc", "proc", NOSUID | NODEV | NOEXEC)
    # Where memory runs out, it is these processes that the kernel ends.
    Path("/proc/self/oom_score_adj").write_text("1000")
    _mount(None, "/proc", flags=REMOUNT | BIND | RDONLY | NOSUID | NODEV | NOEXEC)
    kept = [place for place in shown if Path(place).is_relative_to("/tmp")]
    if kept:
        _mount("/tmp", "/kept", flags=BIND | REC)
    _mount("none", "/tmp", "tmpfs", NOSUID | NODEV, f"size={disk},nr_inodes=4096,mode=1777")
    # Where the semaphores of multiprocessing and its shared arrays are: files, so that their size is bounded.
    _mount("none", "/dev/shm", "tmpfs", NOSUID | NODEV | NOEXEC, f"size={disk},nr_inodes=1024,mode=1777")
    for place in kept:
        Path(place).mkdir(parents=True)
        _mount("/kept" + place.removeprefix("/tmp"), place, flags=BIND | REC)
    if kept:
        _call("umount2", b"/kept", DETACH)


def mask(folder: str) -> None:
    """Hide a folder behind an empty one."""
    _mount("none", folder, "tmpfs", RDONLY | NOSUID | NODEV | NOEXEC, "size=0")


def drop_rights(user: int | None) -> None:
    """Give up all capabilities for good, and become ``user`` if one is given."""
    for capability in range(64):
        if _libc.prctl(DROP_BOUNDING, capability, 0, 0, 0) != 0:
            break  # the kernel has no more of them
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # version 3, this process
    _call("capset", header, (ctypes.c_uint32 * 6)())
    _call("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0)
