"""Lays a new module that builds and passes its tests at once: lesson, exercise, sheet, its line in every list.

::

    python -m commonground.site.course.skeleton 06 infinite-width
    python -m commonground.site.course.skeleton 13 sleep "What sleep does"

What is laid stands in ``book/_module``. A module in preparation keeps its title, question, sentence and needs.
"""

import re
import subprocess
import sys

from commonground.site import ROOT, readme
from commonground.site.course import contents
from commonground.site.course.modules import modules

TEMPLATES = ROOT / "book" / "_module"
ENTRY = """\
      - file: lessons/{name}
        sections:
          - file: exercises/{name}
            title: Exercises
"""


class Refused(ValueError):
    """A module cannot be laid, and why."""


def lay(number: str, slug: str, title: str = "") -> None:
    """Write the module's files and enter it into the table of contents.

    Raises
    ------
    Refused
        If number or slug are not what stands in file names, or something of the module is there already.
    """
    if not (re.fullmatch(r"\d\d", number) and re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)):
        raise Refused("say the number in two digits and the name in small letters: NN=06 SLUG=infinite-width")
    name, package = f"{number}-{slug}", f"m{number}"
    planned = next((module for module in modules() if module.number == int(number)), None)
    if planned and planned.slug != slug:
        raise Refused(
            f"module {planned.number} is {planned.name}: take another number, or SLUG={planned.slug}"
        )
    lesson, sheet = ROOT / "lessons" / f"{name}.md", ROOT / "solutions" / f"{name}.md"
    checks = ROOT / "commonground" / "checks" / package
    taken = [path for path in (sheet, checks) if path.exists()]
    if (planned and planned.is_built) or taken:
        what = " and ".join(str(path.relative_to(ROOT)) for path in [lesson, *taken] if path.exists())
        raise Refused(f"module {int(number)} has been laid: {what} would be overwritten")
    title = planned.title if planned else title or slug.replace("-", " ").capitalize()
    entered = _entered(int(number), name)

    def filled(template: str) -> str:
        text = (TEMPLATES / template).read_text("utf8")
        words = {"NUMBER": str(int(number)), "NAME": name, "SLUG": slug, "TITLE": title, "PACKAGE": package}
        return re.sub("|".join(words), lambda word: words[word[0]], text)

    _, front, body = filled("lesson.md").split("---\n", 2)
    if planned:
        _, front, _ = lesson.read_text("utf8").split("---\n", 2)
    front += f"  promises:\n    centre: [{int(number)}.1]\n  draft: true\n"
    checks.mkdir()
    for template in sorted((TEMPLATES / "checks").glob("*.py")):
        (checks / template.name).write_text(filled(f"checks/{template.name}"), "utf8")
    sheet.write_text(filled("solutions.md"), "utf8")
    lesson.write_text(f"---\n{front}---\n{body}", "utf8")
    contents.FILE.write_text(entered, "utf8")
    subprocess.run(
        [sys.executable, str(ROOT / "solutions" / "derive.py")], check=True, stdout=subprocess.DEVNULL
    )
    modules.cache_clear()
    readme.write()
    print(
        f"Module {int(number)}, {title}, is laid as a draft: lessons/{name}.md, solutions/{name}.md and "
        f"commonground/checks/{package}/ are yours to write. `make book` shows it."
    )


def _entered(number: int, name: str) -> str:
    """The table of contents with the module's entry, below the module before it."""
    text = contents.FILE.read_text("utf8")
    before = [module for module in modules() if module.is_built and module.number < number]
    entry = ENTRY.format(name=before[-1].name) if before else None
    if entry is None or entry not in text:
        raise Refused(
            "_toc.yml has no entry below which this module could stand: write one for the module before it"
        )
    return text.replace(entry, entry + ENTRY.format(name=name))


if __name__ == "__main__":
    try:
        lay(*sys.argv[1:])
    except Refused as refused:
        sys.exit(f"Not laid: {refused}.")
