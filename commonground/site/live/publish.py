"""Puts Python for the page into the website: ``python/<digest>/``, an address that changes with its content.

Pages do not know the address: ``_static/python.js`` tells it, so that none of them grows stale. There it also stands when
this build has none.
"""

import hashlib
import json
import shutil
from pathlib import Path

from commonground.site import ROOT
from commonground.site.live.build import YOURS, current

FOLDER = "python"
"""Where the parts are in the website; the service worker, ``sw.js``, knows it by this name."""


def setup(app):
    """Publish what was built ahead of Sphinx."""
    app.connect("env-updated", _publish)


def _publish(app, env):
    if app.builder.name != "html":
        return
    out, parts = Path(app.outdir), current()
    shutil.rmtree(out / FOLDER, ignore_errors=True)
    shutil.copy(
        ROOT / "book" / "_static" / "python" / "sw.js", out / "sw.js"
    )  # its place is what it may serve
    told = None
    if parts.is_dir():
        digest = hashlib.sha256((parts / "parts.json").read_bytes()).hexdigest()[:12]
        shutil.copytree(parts, out / FOLDER / digest)
        names = json.loads((parts / "parts.json").read_text("utf8"))["files"]
        told = {
            "at": f"{FOLDER}/{digest}/",
            "files": sorted(names.keys() - YOURS),
            "yours": sorted(YOURS),
        }
    static = out / "_static"
    static.mkdir(parents=True, exist_ok=True)
    (static / "python.js").write_text(f"var COMMONGROUND_PYTHON = {json.dumps(told)};\n", "utf8")
