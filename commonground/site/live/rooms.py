"""Which files of the package a page has: those that run on NumPy alone, as their imports tell.

A package whose ``__init__`` gathers more than that has here an ``__init__`` without those lines; its names are then fewer, and
those that are there are the same.
"""

import ast
import io
import sys
import zipfile
from functools import cache
from pathlib import Path

from commonground.site import ROOT

__all__ = ["rooms", "zipped"]

PACKAGE = ROOT / "commonground"
NOT_FOR_PAGES = ("data", "figures", "grading", "site")
THERE = {*sys.stdlib_module_names, "numpy"}


@cache
def rooms() -> dict[str, bytes]:
    """Return the source of each file, by its place: ``commonground/seeds.py``."""
    paths = [p for p in sorted(PACKAGE.rglob("*.py")) if p.relative_to(PACKAGE).parts[0] not in NOT_FOR_PAGES]
    found = {path.relative_to(ROOT).as_posix(): _source(path) for path in paths}
    return {place: source for place, source in found.items() if source is not None}


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files, by their places, as one archive; the same files give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for place, source in files.items():
            archive.writestr(zipfile.ZipInfo(place), source)
    return content.getvalue()


def _source(path: Path) -> bytes | None:
    """What of a file a page can have; None where that is nothing."""
    source = path.read_bytes()
    beyond = sorted((line for line in _imports(path) if not _runs(line)), key=lambda line: line.lineno)
    if not beyond:
        return source if path.name != "__init__.py" or _filled(path.parent) else None
    if path.name != "__init__.py" or not _filled(path.parent):
        return None
    lines = source.decode().splitlines(keepends=True)
    for statement in reversed(beyond):
        nothing = [" " * statement.col_offset + "pass\n"] if statement.col_offset else []
        lines[statement.lineno - 1 : statement.end_lineno] = nothing
    left_out = {a.asname or a.name for statement in beyond for a in statement.names}
    kept = [line for line in lines if line.strip().strip(',"') not in left_out]  # of __all__
    return "".join(kept).encode()


def _filled(folder: Path) -> bool:
    """Whether a package holds any module that runs."""
    return any(_is_room(p) for p in folder.rglob("*.py") if p.name != "__init__.py")


@cache
def _is_room(path: Path) -> bool:
    return all(map(_runs, _imports(path)))


@cache
def _imports(path: Path) -> list[ast.Import | ast.ImportFrom]:
    """The imports that run when the file is imported."""
    statements = ast.parse(path.read_bytes()).body
    statements += [inside for s in statements if isinstance(s, ast.With) for inside in s.body]
    return [s for s in statements if isinstance(s, ast.Import | ast.ImportFrom)]


def _runs(statement: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import finds in a page what it asks for."""
    if isinstance(statement, ast.ImportFrom):
        return all(_is_there(statement.module or "", a.name) for a in statement.names)
    return all(_is_there(a.name) for a in statement.names)


def _is_there(module: str, name: str = "") -> bool:
    top, *_ = module.split(".")
    if top != PACKAGE.name:
        return top in THERE
    place = PACKAGE.parent.joinpath(*module.split("."))
    if (inside := place / f"{name}.py").is_file():
        return _is_room(inside)
    if (inside := place / name / "__init__.py").is_file() and name:
        return _source(inside) is not None
    if place.with_suffix(".py").is_file():
        return _is_room(place.with_suffix(".py"))
    given = [s for s in _imports(place / "__init__.py") if name in {a.asname or a.name for a in s.names}]
    return all(map(_runs, given))
