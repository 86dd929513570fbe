"""Embeddings of formulas in one variable: by how they are spelled, and by what they come to."""

import ast
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["by_subtree", "by_token", "by_value"]

TOKEN = re.compile(r"[a-z]+|\d+|\*\*|\S")
KNOWN = {
    name: getattr(np, name) for name in ("sin", "cos", "exp", "log", "sqrt", "tanh", "cosh", "sinh", "pi")
}


def by_token(formulas: Sequence[str]) -> np.ndarray:
    """Return how often each token stands in each formula, shape (n, tokens)."""
    return _counts([Counter(TOKEN.findall(formula)) for formula in formulas])


def by_subtree(formulas: Sequence[str]) -> np.ndarray:
    """Return how often each subtree stands in each formula, its variable renamed, shape (n, subtrees)."""
    return _counts(
        [
            Counter(ast.dump(node) for node in ast.walk(_parsed(f)) if isinstance(node, ast.expr))
            for f in formulas
        ]
    )


def by_value(formulas: Sequence[str], points: ArrayLike) -> np.ndarray:
    """Return what each formula comes to at these points, each row of mean 0 and length 1, shape (n, points).

    Parameters
    ----------
    formulas : sequence of str
        Python expressions in one variable, of numbers, arithmetic, pi, and sin, cos, exp, log, sqrt, tanh, cosh, sinh.
    points : array-like, shape (m,)
        Where they are evaluated.

    Raises
    ------
    ValueError
        If a formula has no finite value at some point, or the same at all.
    """
    points, rows = np.asarray(points, float), []
    for formula in formulas:
        with np.errstate(all="ignore"):
            code = compile(_parsed(formula), "<formula>", "eval")
            row = np.broadcast_to(eval(code, {"__builtins__": {}}, KNOWN | {"x": points}), points.shape)
        row = row - row.mean()
        size = np.linalg.norm(row)
        if not (np.isfinite(size) and size > 0):
            raise ValueError(
                f"{formula!r} has no finite value at some point, or the same at all: choose other points"
            )
        rows.append(row / size)
    return np.stack(rows)


class _Renamed(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.Name:
        return node if node.id in KNOWN else ast.copy_location(ast.Name("x", ast.Load()), node)


def _parsed(formula: str) -> ast.Expression:
    return ast.fix_missing_locations(_Renamed().visit(ast.parse(formula, mode="eval")))


def _counts(found: list[Counter]) -> np.ndarray:
    words = sorted(set().union(*found))
    return np.array([[count[word] for word in words] for count in found], float)
