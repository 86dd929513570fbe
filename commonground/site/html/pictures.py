"""A still picture as a file of its own: it has no page to take ink and letters from, so both go along."""

import re
from base64 import b64encode
from functools import cache
from html import unescape
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from commonground.figures.theme import INK
from commonground.site import ROOT

FONT = ROOT / "book" / "_vendor" / "fonts" / "inter.woff2"
"""The letters of the page's own headings, captions and figures."""


def standalone(svg: str) -> str:
    """Return a picture with the light page's ink, and with those letters of its font that it shows."""
    letters = "".join(sorted(set(unescape(re.sub(r"<style.*?</style>|<[^>]+>", "", svg, flags=re.S)))))
    face = f"@font-face{{font-family:Inter;src:url(data:font/woff2;base64,{_cut(letters)})}}"
    return re.sub(r"<svg ([^>]*)>", rf'<svg color="{INK}" \1><style>{face}</style>', svg, count=1)


@cache
def _cut(letters: str) -> str:
    """The font with these letters and no others, in base64."""
    return b64encode(_subset(TTFont(BytesIO(_regular())), "woff2", text=letters)).decode()


@cache
def _regular() -> bytes:
    """The font in its one weight that plots use, without the axis along which the page makes it bold."""
    font = instantiateVariableFont(TTFont(FONT), {"wght": 400})
    return _subset(font, None, unicodes=list(font.getBestCmap()))


def _subset(font: TTFont, flavor: str | None, **letters) -> bytes:
    options = subset.Options(flavor=flavor, layout_features=[], name_IDs=[1], hinting=False)
    cut = subset.Subsetter(options)
    cut.populate(**letters)
    cut.subset(font)
    font.flavor = flavor
    out = BytesIO()
    font.save(out)
    return out.getvalue()
