"""Submissions that end the process, or make it hard to end."""


def exit_zero():
    """Leave with success before anything is judged."""
    import sys

    def linear_cka(X, Y):
        sys.exit(0)


def exit_at_once():
    """Leave without a word."""

    def linear_cka(X, Y):
        import os

        os._exit(0)


def exit_while_defining():
    """Leave while the cell runs."""
    import os

    os._exit(0)


def segfault():
    """Crash the interpreter."""

    def linear_cka(X, Y):
        import ctypes

        return ctypes.string_at(0)


def kill_everything():
    """Kill every process that can be reached, the parent first."""

    def linear_cka(X, Y):
        import os
        import signal

        for who in (os.getppid(), 1, -1):
            try:
                os.kill(who, signal.SIGKILL)
            except OSError:
                pass
        return 0.5


def abort_at_exit():
    """Crash when Python ends."""
    import atexit
    import os

    atexit.register(os.abort)

    def linear_cka(X, Y):
        return 0.5


def base_exception():
    """Raise what `except Exception` does not catch."""

    class Silent(BaseException):
        pass

    def linear_cka(X, Y):
        raise Silent


def keyboard_interrupt():
    """Interrupt whoever runs this."""

    def linear_cka(X, Y):
        raise KeyboardInterrupt


def generator_exit():
    """Raise GeneratorExit."""

    def linear_cka(X, Y):
        raise GeneratorExit


def endless_recursion():
    """Recurse with no end, and no limit."""
    import sys

    sys.setrecursionlimit(10**9)

    def linear_cka(X, Y):
        return linear_cka(X, Y)


def deep_expression():
    """Make the parser recurse."""
    exec("x = " + "(" * 100_000 + ")" * 100_000)


def ipython_handlers():
    """Install IPython's handlers for exceptions, and run cells through it."""
    ip = get_ipython()  # noqa: F821
    ip.run_cell("1")
    ip.set_custom_exc((Exception,), lambda *a, **k: None)

    def linear_cka(X, Y):
        return 0.5


def close_all_files():
    """Close every open file, the conversation included."""

    def linear_cka(X, Y):
        import os

        os.closerange(0, 200)
        return 0.5


def finalizer_leaves():
    """Leave in a destructor, after the value was given."""

    class Last:
        def __del__(self):
            import os

            os._exit(0)

    def linear_cka(X, Y):
        last = Last()
        return 0.5 if last else 0.4
