"""Draw the picture that stands beside a link to the course: ``book/_static/card.png``, 1200 × 630.

    python book/_card/make.py

Two networks' representations of the same digits, B turned onto A: the course's own first figure. Needs Chromium.
"""

import base64
import io
import os
import shutil
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from commonground import data, networks, seeds, training
from commonground.alignment import Procrustes
from commonground.figures import COLOR

BOOK = Path(__file__).resolve().parents[1]
CARD = BOOK / "_static" / "card.png"
FONTS = {"inter": "inter.woff2", "serif": "source-serif.woff2"}
WIDTH, HEIGHT, SHADES = 1200, 630, 48

PAGE = """<!doctype html><style>
@font-face {{ font-family: Inter; font-weight: 100 900; src: url({inter}); }}
@font-face {{ font-family: "Source Serif 4"; font-weight: 200 900; src: url({serif}); }}
body {{ margin: 0; width: 1200px; height: 630px; background: #f5f3ee; color: #1f2a33; overflow: hidden; position: relative; }}
svg {{ position: absolute; inset: 0; font: 600 23px Inter; text-anchor: middle; }}
svg text {{ opacity: 0.88; }}
div {{ position: absolute; left: 72px; top: 204px; width: 470px; }}
h1 {{ font: 700 62px/1.05 Inter; letter-spacing: -0.035em; margin: 0 0 26px; white-space: nowrap; }}
p {{ font: 32px/1.38 "Source Serif 4"; margin: 0; }}
</style><svg viewBox="0 0 1200 630">{digits}</svg>
<div><h1>Common Ground</h1><p>Do two networks, or a network and a brain, come to see the same world?</p></div>"""


def clouds():
    """Return two networks' representations of 120 digits on one plane, B turned onto A, and what the digits are."""
    digits = data.digits()
    pair = [networks.MLP(64, 32, 2, 10, seed=seed) for seed in seeds(2, 0, 1)]
    training.fit_many(pair, digits.X_train, digits.y_train, seeds=seeds(2, 0, 2), lr=3e-3, progress=False)
    A, B = (training.activations(network, digits.X_test[:120])[1].astype(float) for network in pair)
    A, B = ((X - X.mean(axis=0)) / np.linalg.norm(X - X.mean(axis=0)) for X in (A, B))
    plane = np.linalg.svd(A, full_matrices=False)[2][:2].T
    return A @ plane, Procrustes().fit(B, A).transform(B) @ plane, digits.y_test[:120]


def _address(font: str) -> str:
    """A font of the site as an address that a page without an origin may load."""
    return (
        "data:font/woff2;base64,"
        + base64.b64encode((BOOK / "_vendor" / "fonts" / font).read_bytes()).decode()
    )


def main() -> None:
    """Draw it."""
    A, B, label = clouds()
    scale = 262 / np.abs(np.vstack([A, B])).max(axis=0)
    texts = "".join(
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{COLOR[who]}">{digit}</text>'
        for who, cloud in (("A", A), ("B", B))
        for (x, y), digit in zip(cloud * scale * [1, -1] + [892, 323], label, strict=True)
    )
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(PAGE.format(digits=texts, **{name: _address(file) for name, file in FONTS.items()}))
        page.evaluate("document.fonts.ready")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        chromium.close()
    picture.quantize(SHADES, dither=Image.Dither.NONE).save(CARD, optimize=True)


if __name__ == "__main__":
    main()
