"""The table of contents, ``_toc.yml``: which pages the website has, and in what order."""

import yaml

from commonground.site import ROOT

FILE = ROOT / "_toc.yml"


def pages() -> list[str]:
    """Return the pages in their order, as ``lessons/03-sets``."""
    return _files(yaml.safe_load(FILE.read_text("utf8")))


def _files(entry) -> list[str]:
    if isinstance(entry, list):
        return [name for child in entry for name in _files(child)]
    own = [entry[key] for key in ("root", "file") if key in entry]
    return own + [name for key in ("parts", "chapters", "sections") for name in _files(entry.get(key, []))]
