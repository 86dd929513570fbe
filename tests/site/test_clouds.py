"""The measures that the page computes are the measures of the package."""

import numpy as np
import pytest

from commonground import similarity

PAGE = "lessons/01-measuring-alignment.html"
MOVES = [  # where each slider stands, from 0 at its left end to 1 at its right
    {"rotate": 0.2, "scale": 0.3, "stretch": 0.0, "shift": 0.0, "noise": 0.0},
    {"rotate": 0.5, "scale": 0.1, "stretch": 0.6, "shift": 0.6, "noise": 0.2},
    {"rotate": 1.0, "scale": 1.0, "stretch": 1.0, "shift": 1.0, "noise": 1.0},
    {"rotate": 0.1, "scale": 0.6, "stretch": 0.2, "shift": 0.1, "noise": 0.5},
]
MOVE = """(f, at) => {
  for (const { name, values } of f.figure.controls) f.figure.move(name, Math.round(at[name] * (values.length - 1)));
}"""
READ = """(f) => ({ data: f.figure.plot.data.map((t) => ({ x: Array.from(t.x), y: Array.from(t.y) })) })"""


@pytest.mark.parametrize("move", MOVES)
def test_page_and_package_agree(figure, move):
    figure.evaluate(MOVE, move)
    figure.page.wait_for_timeout(150)
    first, second, bars = figure.evaluate(READ)["data"]
    X, Y = (np.column_stack([cloud["x"], cloud["y"]]) for cloud in (first, second))
    expected = {
        "linear CKA": similarity.linear_cka(X, Y),
        "RBF CKA": similarity.kernel_cka(X, Y),
        "mean CCA": similarity.mean_cca(X, Y),
        "Procrustes": similarity.procrustes_similarity(X, Y),
        "RSA": similarity.rsa(X, Y, metric="euclidean", compare="spearman"),
        "mutual kNN": similarity.mutual_knn(X, Y, k=5, metric="euclidean"),
    }
    assert dict(zip(bars["y"], bars["x"], strict=True)) == pytest.approx(expected, abs=1e-6)
