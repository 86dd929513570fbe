"""Submissions that never come to an end, or use up what there is."""


def loop_in_function():
    """Loop with no end."""

    def linear_cka(X, Y):
        while True:
            pass


def loop_while_defining():
    """Loop while the cell runs."""
    while True:
        pass


def loop_that_catches():
    """Loop, and catch every attempt to stop it."""
    import signal

    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass

    def linear_cka(X, Y):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                continue


def loop_in_comparison():
    """Loop in a method that a comparison would call."""

    class Slow(float):
        def __eq__(self, other):
            while True:
                pass

        __hash__ = None
        __float__ = __array__ = __eq__

    def linear_cka(X, Y):
        return Slow(0.5)


def loop_in_c():
    """Stay inside one call of C, which no Python signal handler can leave."""

    def linear_cka(X, Y):
        return sum(range(10**12))


def sleep():
    """Sleep, which takes no CPU time."""

    def linear_cka(X, Y):
        import time

        time.sleep(10**6)


def stop_itself():
    """Stop the process without ending it."""

    def linear_cka(X, Y):
        import os
        import signal

        os.kill(os.getpid(), signal.SIGSTOP)


def children_that_compute():
    """Let children do the computing, whose time might not count."""

    def linear_cka(X, Y):
        import os

        for _ in range(4):
            if os.fork() == 0:
                while True:
                    pass
        os.wait()


def fork_bomb():
    """Fork without end."""

    def linear_cka(X, Y):
        import os

        while True:
            try:
                os.fork()
            except OSError:
                pass


def thread_bomb():
    """Start threads without end."""

    def linear_cka(X, Y):
        import threading
        import time

        while True:
            threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()


def memory_flood():
    """Take all memory, and write into it."""

    def linear_cka(X, Y):
        hoard = []
        while True:
            hoard.append(b"x" * 10**8)


def memory_flood_shared():
    """Take memory that belongs to no process: shared mappings and files in memory."""

    def linear_cka(X, Y):
        import mmap
        import os

        hoard = []
        while True:
            block = mmap.mmap(-1, 10**8)
            block.write(b"x" * 10**8)
            hoard.append(block)
            file = os.memfd_create("x")
            os.write(file, b"x" * 10**7)
            hoard.append(file)


def disk_flood():
    """Fill the disk."""

    def linear_cka(X, Y):
        import itertools

        for i in itertools.count():
            with open(f"/tmp/{i}", "wb") as file:
                file.write(b"x" * 10**7)


def file_flood():
    """Make files without end."""

    def linear_cka(X, Y):
        import itertools

        for i in itertools.count():
            open(f"/tmp/{i}", "w").close()


def print_flood():
    """Print without end."""

    def linear_cka(X, Y):
        import os

        while True:
            os.write(1, b"::error::" * 10_000)


def regular_expression():
    """Backtrack for longer than anybody lives."""

    def linear_cka(X, Y):
        import re

        re.match("(a+)+$", "a" * 60 + "b")


def late_child():
    """Answer, and leave a child behind that holds every open file."""

    def linear_cka(X, Y):
        import os
        import time

        if os.fork() == 0:
            os.setsid()
            time.sleep(10**6)
        return 0.5


def late_child_of_a_dead_parent():
    """End, and leave a child behind that holds every open file."""

    def linear_cka(X, Y):
        import os
        import time

        if os.fork() == 0:
            os.setsid()
            time.sleep(10**6)
        os._exit(0)


def zip_bomb():
    """Unpack a bomb."""

    def linear_cka(X, Y):
        import zlib

        bomb = zlib.compress(b"0" * 10**8)
        return [zlib.decompress(bomb) for _ in range(1000)]
