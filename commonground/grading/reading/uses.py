"""Which other answers an answer needs: those that define what it only uses."""

import re

__all__ = ["needed"]

BINDS = re.compile(
    r"^(?:(?:async +)?def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)|^(?:from +\S+ +)?import +([^\n#]+)",
    re.MULTILINE,
)


def needed(answers: dict[str, str], names: tuple[str, ...]) -> list[str]:
    """Return the names of the answers to run for the functions ``names``, in order.

    Theirs come last. Before them stand the other answers that define what these only use, as when
    ``identify`` of one exercise calls the ``linear_cka`` of another.
    """
    read = {name: _names(text) for name, text in answers.items()}
    wanted = [name for name in answers if name in names]
    while True:
        binds = set().union(*(read[name][0] for name in wanted))
        uses = set().union(*(read[name][1] for name in wanted)) - binds
        more = [name for name in answers if name not in wanted and read[name][0] & uses]
        if not more:
            break
        wanted = [*more, *wanted]
    own = [name for name in answers if name in names]
    return [*(name for name in answers if name in wanted and name not in own), *own]


def _names(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell binds at its top, and all words in it.

    By the look of its lines: a stranger's code is not parsed here, because a parser can be made to crash.
    """
    bound = " ".join(" ".join(groups) for groups in BINDS.findall(source))
    return set(re.findall(r"\w+", bound)), set(re.findall(r"\w+", source))
