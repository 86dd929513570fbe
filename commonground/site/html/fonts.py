"""Fonts cut to the letters that the site shows: a third of what they weigh, and so much sooner there on a slow line."""

import html
import re
from hashlib import sha256
from io import BytesIO
from logging import getLogger
from pathlib import Path

from fontTools import subset

FEATURES = ["kern", "liga", "ccmp", "mark", "mkmk", "locl", "tnum"]
"""What the style sheet, or good typesetting, asks of a font; the dozens of others are left out."""

ALWAYS = {chr(code) for code in range(0x20, 0x7F)}
"""What a reader may type."""

SOURCE = re.compile(r"url\(([^)]+)\)\s*format\(\"(woff2|truetype)\"\)")


def cut_fonts(sheet: str, site: Path) -> str:
    """Return the style sheet, pointed at fonts that hold no more than the site needs of them."""
    getLogger("fontTools").setLevel("WARNING")  # it tells of every table it cuts
    static, letters = site / "_static", _letters(site)
    letters["icons"] = {character for character in sheet if "\ue000" <= character <= "\uf8ff"}

    def replace(match):
        source = static / match[1]
        if not source.is_file():
            return match[0]
        if "fontawesome" in source.parts:
            if match[2] == "truetype":
                return ""  # the same font again, for browsers of ten years ago
            kind = "icons"
        else:
            kind = "formulas" if source.name.startswith("KaTeX") else "text"
        target = _cut(source, "".join(sorted(letters[kind])))
        return f'url({target.relative_to(static).as_posix()}) format("woff2")'

    return re.sub(r"(src:[^;}]*?),\s*(?=[;}])", r"\1", SOURCE.sub(replace, sheet))


def _letters(site: Path) -> dict[str, set[str]]:
    """Every character that is in a formula, or anywhere in the pages, their figures and their scripts."""
    pages = "".join(html.unescape(path.read_text("utf8")) for path in sorted(site.rglob("*.html")))
    scripts = (p for p in (site / "_static").rglob("*.js") if not {"plotly", "reveal", "vendor"} & {*p.parts})
    shown = set(pages).union(*(path.read_text("utf8") for path in scripts))
    formulas = re.findall(r'class="katex-html".*?(?=<math|</p>|</div>|</li>|</td>|</dd>)', pages, re.DOTALL)
    return {"text": ALWAYS | shown, "formulas": set("".join(formulas))}


def _cut(source: Path, letters: str) -> Path:
    """Write the font with these letters and no others, unless that was done already; return where it is."""
    whole, target = source.read_bytes(), source.with_name(f"{source.stem}.cut.woff2")
    digest, known = sha256(whole + letters.encode()).hexdigest(), target.with_suffix(".sha256")
    if not (known.exists() and known.read_text() == digest):
        options = subset.Options(flavor="woff2", layout_features=FEATURES, name_IDs=[0, 1, 13, 14])
        font = subset.load_font(BytesIO(whole), options)
        cut = subset.Subsetter(options)
        cut.populate(text=letters)
        cut.subset(font)
        subset.save_font(font, str(target), options)
        known.write_text(digest)
    return target
