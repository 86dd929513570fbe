"""``README.md``, which others show as it stands: its table of modules and its links are written into it.

After a change of ``repository`` in ``_config.yml``, or of a lesson's front matter::

    python -m commonground.site.readme
"""

import re

from commonground.site import ROOT
from commonground.site.course.modules import Module, modules
from commonground.site.page.launch import at_home_here

FILE = ROOT / "README.md"
TABLE = re.compile(r"(?<=<!-- modules -->\n).*?(?=<!-- end of modules -->)", re.DOTALL)
IN_A_LINK = re.compile(r"mybinder\.org/v2/gh/([^/]+/[^/]+)/([^?]+)\?")


def readme() -> str:
    """Return README.md as it must read here; its own link to Binder says where it was at home."""
    rows = ["| Module | The question | State |", "|---|---|---|", *map(_row, modules())]
    text = TABLE.sub(lambda _: "\n".join([*rows, ""]), FILE.read_text("utf8"))
    return at_home_here(text, IN_A_LINK.search(text).groups())


def _row(module: Module) -> str:
    name, state = f"{module.number} · {module.title}", module.state
    if module.is_built:
        name = f"[{name}]({module.lesson}.md)"
    return f"| {name} | {module.question} | {f'**{state}**' if state == 'written' else state} |"


def write() -> None:
    """Bring README.md up to date."""
    FILE.write_text(readme(), "utf8")


if __name__ == "__main__":
    write()
