"""What runs beside the student's code: it defines the answer, calls it when asked, and sends plain values back.

Nothing here is trusted by the judge. Whatever a student does to this code, all that can come of it is
another value, or words that only the student reads.
"""

import linecache
import re
import sys
import types

from commonground.checks.here import here
from commonground.checks.values import NotAttempted, Wrong
from commonground.grading.sandbox import wire

__all__ = ["serve"]

MAGIC = re.compile(r"^(\s*)[%!?].*$|^(\s*).*\?\s*$", re.MULTILINE)


def serve(requests, replies) -> None:
    """Answer the calls that come in one binary file in the other, until no more come."""
    answer, trouble = _define(wire.read(requests))
    replies.write(wire.pack({"ready": True}))
    replies.flush()
    while True:
        try:
            asked = wire.read(requests)
        except wire.Closed:
            return
        replies.write(_reply(answer, trouble, asked["call"], asked["inputs"]))
        replies.flush()


def _define(start: dict) -> tuple[dict, dict[str, str]]:
    """Run the cells as a notebook would; return what they define, and what went wrong in which of them."""
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    _lend_check()
    trouble = {}
    for title, source in start["cells"]:
        try:
            exec(_compiled(title, source), main.__dict__)
        except BaseException as error:  # of any kind: the next cell runs all the same, as in a notebook
            trouble[title] = f"the cell {_words(error)}"
    return main.__dict__, trouble


def _compiled(title, source):
    try:
        code = compile(source, title, "exec")
    except SyntaxError:  # perhaps a %magic or a !command, which only IPython takes
        source = MAGIC.sub(r"\1\2pass", source)
        code = compile(source, title, "exec")
    linecache.cache[title] = (len(source), None, source.splitlines(keepends=True), title)
    return code


def _lend_check():
    """Let ``from commonground.checks import check`` work, and do nothing: the judge does the checking."""
    checks = types.ModuleType("commonground.checks")
    checks.check = lambda *anything, **more: None
    sys.modules[checks.__name__] = checks


def _reply(answer, trouble, name, inputs) -> bytes:
    try:
        function = answer.get(name)
        if not callable(function):
            raise Wrong(_missing(function, name, trouble))
        return wire.pack({"value": here({name: function})(name, *inputs)})
    except NotAttempted:
        return wire.pack({"stub": True})
    except Wrong as wrong:
        return wire.pack({"wrong": str(wrong)[:600]})
    except wire.Broken as broken:
        return wire.pack({"wrong": f"returned something {broken}"})
    except BaseException as error:  # KeyboardInterrupt, and what a student derives from BaseException
        return wire.pack({"wrong": _words(error)})


def _missing(function, name, trouble):
    if function is not None:
        return f"{name} is a {type(function).__name__}, not a function"
    return trouble.get(f"cell of {name}") or f"its cell does not define `{name}`"


def _words(error) -> str:
    """Return an exception in one line; its own text may be anything, even code that fails."""
    try:
        words = str(error).partition("\n")[0][:200]
    except BaseException:
        words = ""
    return f"raised {type(error).__name__}: {words}".rstrip(": ")
