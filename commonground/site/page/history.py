"""What changed: the last changes to a page's source, as git has them. Without git, nothing is said."""

import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from commonground.site import ROOT

SHOWN = 5


@dataclass(frozen=True)
class Change:
    """One commit that touched a page: its hash, its date (2026-11-21) and its first line."""

    commit: str
    date: str
    what: str


def setup(app):
    """Give each page its changes; write a page anew when it has more of them than when it was written."""
    app.connect("builder-inited", lambda app: setattr(app, "commonground_history", changes(ROOT)))
    app.connect("env-updated", _with_news)
    app.connect("html-page-context", _tell)


def changes(root: Path) -> dict[str, list[Change]]:
    """Return the changes of every file, newest first; nothing if git, or part of its history, is not there."""
    if not (root / ".git").exists():  # a tarball may be unpacked inside somebody else's repository
        return {}
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}  # the one commit of a shallow clone would claim to have made every page
    found = defaultdict(list)
    for entry in _git(
        root, "log", "--no-merges", "--name-only", "--format=%x00%h%x09%cs%x09%s", "--abbrev=10"
    ).split("\0")[1:]:
        head, *files = entry.splitlines()
        for file in filter(None, files):
            found[file].append(Change(*head.split("\t", 2)))
    return dict(found)


def of(app, page: str) -> list[Change]:
    """Return the changes of a page's source."""
    if page not in app.env.found_docs:
        return []
    return app.commonground_history.get(Path(app.env.doc2path(page, base=False)).as_posix(), [])


def _git(root: Path, *arguments: str) -> str:
    """What git prints; nothing if there is no git, or it refuses (another's folder)."""
    try:
        return subprocess.run(
            ["git", "-c", "core.quotepath=off", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            encoding="utf8",
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def _with_news(app, env):
    before = getattr(env, "commonground_changes", {})
    env.commonground_changes = {page: [c.commit for c in of(app, page)] for page in env.found_docs}
    return [page for page, commits in env.commonground_changes.items() if commits != before.get(page)]


def _tell(app, pagename, templatename, context, doctree):
    if doctree is not None:
        context["changes"] = of(app, pagename)[:SHOWN]
