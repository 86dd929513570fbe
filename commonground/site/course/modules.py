"""What a module is, read from the front matter of its lesson: the one place that says it.

::

    commonground:
      question: When are two representations the same?
      shows: Probes, RSA, CCA, CKA and Procrustes, and how each fails.  # the syllabus's sentence
      needs: []            # numbers of modules
      difficulty: 2        # of 3
      promises:            # a verb under "By the end you can" → the exercises that keep it
        choose: [1.6]
      draft: true          # until its author takes this line away

A lesson that is not in the table of contents is in preparation: front matter and a title are all that it has.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from commonground.checks.exercise import Exercise, exercises
from commonground.site import ROOT
from commonground.site.course import contents

__all__ = ["Module", "module_of", "modules"]


@dataclass(frozen=True)
class Module:
    """One module of the course.

    Attributes
    ----------
    number : int
    slug : str
        Its short name in files and links, as ``measuring-alignment``.
    title, question, shows : str
        Its title, what it asks, and the sentence that the syllabus says of it.
    needs : tuple of int
        The modules that come before it.
    difficulty : int
        1, 2 or 3.
    promises : dict
        Each verb under "By the end you can", with the numbers of the exercises that keep it.
    state : str
        ``"written"``, ``"draft"`` or ``"in preparation"``.
    """

    number: int
    slug: str
    title: str
    question: str
    shows: str
    needs: tuple[int, ...]
    difficulty: int
    promises: dict[str, tuple[str, ...]]
    state: str

    @property
    def name(self) -> str:
        """Number and slug, as in the names of its files: ``01-measuring-alignment``."""
        return f"{self.number:02d}-{self.slug}"

    @property
    def lesson(self) -> str:
        """The page of its lesson."""
        return f"lessons/{self.name}"

    @property
    def sheet(self) -> str:
        """The page of its exercises."""
        return f"exercises/{self.name}"

    @property
    def source(self) -> Path:
        """The file of its lesson."""
        return ROOT / f"{self.lesson}.md"

    @property
    def checks(self) -> Path:
        """The folder of its exercises."""
        return ROOT / "commonground" / "checks" / f"m{self.number:02d}"

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """What its sheet asks."""
        return exercises(self.number)

    @property
    def is_built(self) -> bool:
        """Whether the website has its pages: it is written, or a draft."""
        return self.state != "in preparation"


@cache
def modules() -> tuple[Module, ...]:
    """Return all modules by number, those in preparation among them.

    Raises
    ------
    ValueError
        If a lesson's front matter lacks something; the message names file and key.
    """
    built = set(contents.pages())
    found = [_read(path, built) for path in sorted((ROOT / "lessons").glob("[0-9][0-9]-*.md"))]
    for one, other in itertools.pairwise(found):
        if one.number == other.number:
            raise ValueError(f"{one.source.name} and {other.source.name} have one number: give each its own")
    return tuple(found)


def module_of(page: str) -> Module | None:
    """Return the module whose lesson or sheet a page is; None for all others."""
    return next((module for module in modules() if page in (module.lesson, module.sheet)), None)


def _read(path: Path, built: set[str]) -> Module:
    _, front, body = path.read_text("utf8").split("---\n", 2)
    # All values as they are written: 1.10 is an exercise, and no number.
    said = yaml.load(front, yaml.BaseLoader).get("commonground", {})
    missing = {"question", "shows", "needs", "difficulty"} - set(said)
    if missing:
        raise ValueError(
            f"lessons/{path.name}: its front matter needs {', '.join(sorted(missing))} under `commonground:`"
        )
    title = re.match(r"\s*# (.+)\n", body)
    if title is None:
        raise ValueError(
            f"lessons/{path.name}: its first line after the front matter must be its title, `# …`"
        )
    number, slug = path.stem.split("-", 1)
    draft = said.get("draft") == "true"
    return Module(
        number=int(number),
        slug=slug,
        title=title[1],
        question=said["question"],
        shows=said["shows"],
        needs=tuple(map(int, said["needs"])),
        difficulty=int(said["difficulty"]),
        promises={verb: tuple(kept) for verb, kept in said.get("promises", {}).items()},
        state=("draft" if draft else "written") if f"lessons/{path.stem}" in built else "in preparation",
    )
