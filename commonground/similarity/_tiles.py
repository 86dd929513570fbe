"""Linear CKA between many representations at once, from tiles of their Gram matrices.

A product XᵀY for each of L² / 2 pairs costs more than a Gram matrix XXᵀ for each of L representations, unless there are
very many stimuli. The Gram matrices need not be held: a tile of each is made, all tiles are compared, and forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from commonground.inputs import enough
from commonground.similarity import cka
from commonground.similarity._centred import Centred
from commonground.similarity._single import centred_for_products

TILE = 256  # stimuli: one tile of each representation, 0.5 MB, is all that is in memory


@dataclass
class Tiled:
    """One representation's share: its centred responses, of which tiles are made."""

    centred: Centred
    lengths: np.ndarray | None  # squared length of each centred row, for debiasing
    debiased: bool | str
    name: str


def cheaper(Xs: Sequence[np.ndarray], Ys: Sequence[np.ndarray]) -> bool:
    """Whether a Gram matrix a representation costs less than a product XᵀY a pair."""
    n, same = len(Xs[0]), Ys is Xs
    x, y = (sum(X.shape[1] for X in Zs) for Zs in (Xs, Ys))
    grams = n**2 / 2 * (x + (0 if same else y) + len(Xs) * len(Ys))
    return grams < n * x * y / (2 if same else 1)


def prepare(X: np.ndarray, name: str = "X", *, debiased: bool | str = False) -> Tiled:
    enough(X, name, 4 if debiased else 3)
    centred, lengths = centred_for_products(X, name), None
    if debiased:
        lengths = np.concatenate([np.vecdot(block, block) for _, block in centred.blocks()])
    return Tiled(centred, lengths, debiased, name)


def rows_of_tiles(n: int) -> list[slice]:
    """Return the stimuli of each row of tiles."""
    return [slice(start, min(start + TILE, n)) for start in range(0, n, TILE)]


def compare_tiles(xs: list[Tiled], ys: list[Tiled], rows: slice) -> tuple[np.ndarray, np.ndarray]:
    """Return this row of tiles' share of ⟨XXᵀ, YYᵀ⟩ for all of xs and ys, and of ⟨ZZᵀ, ZZᵀ⟩ for each one.

    Only tiles on the diagonal and right of it are made; the others are their mirror images and count with them.
    """
    n, split = xs[0].centred.shape[0], len(xs)
    every = [z.centred for z in (xs if ys is xs else [*xs, *ys])]
    blocks, height = [z.rows(rows) for z in every], rows.stop - rows.start
    cross, own = np.zeros((split, len(ys))), np.zeros(len(every))
    dtype = np.result_type(*(z.dtype for z in every))
    tiles = np.empty((len(every), height * TILE), dtype)
    # One memory for all panels: fresh memory costs as much as centring.
    panel = np.empty(TILE * max(z.shape[1] for z in every), dtype)
    for columns in rows_of_tiles(n)[rows.start // TILE :]:
        width = columns.stop - columns.start
        flat = tiles[:, : height * width]
        for z, block, tile in zip(every, blocks, flat, strict=True):
            if columns != rows:  # else NumPy sees the same memory twice, and makes half of the product
                own_panel: np.ndarray = panel.view(z.dtype)[: width * z.shape[1]]
                other = z.rows(columns, own_panel.reshape(width, -1))
            else:
                other = block
            np.matmul(block, other.T, out=tile.reshape(height, width))
        weight = 1 if columns == rows else 2
        shares = _products(flat[:split], flat if ys is xs else flat[split:], width)
        cross += weight * shares
        own += weight * (np.diagonal(shares) if ys is xs else _squares(flat, width))
    return cross, own


def _squares(tiles: np.ndarray, width: int) -> np.ndarray:
    """Return the squared length of each tile."""
    rows = tiles.reshape(len(tiles), -1, width)
    return np.vecdot(rows, rows).sum(axis=1, dtype=np.float64)


def _products(a: np.ndarray, b: np.ndarray, width: int) -> np.ndarray:
    """Return the inner products of all tiles of one list with all of another, each tile a row of entries.

    Of float32, the products of one row of the tiles are summed in float32, and the rows in float64: a sum of all 65,536
    entries in float32 would lose a digit more than the data have to spare.
    """
    if a.dtype == np.float64:
        return a @ b.T
    left, right = (tiles.reshape(len(tiles), -1, width).transpose(1, 0, 2) for tiles in (a, b))
    return np.matmul(left, right.transpose(0, 2, 1)).sum(axis=0, dtype=np.float64)


def finish(xs: list[Tiled], ys: list[Tiled], shares: list) -> np.ndarray:
    """Return the matrix from the shares of all rows of tiles."""
    cross, squares = (np.sum(parts, axis=0) for parts in zip(*shares, strict=True))
    own = [_own(whole, z) for whole, z in zip(squares, xs if ys is xs else [*xs, *ys], strict=True)]
    others = own if ys is xs else own[len(xs) :]
    return np.array(
        [
            [
                cka.ratio(cka.hsic(whole, x.lengths, y.lengths, x.debiased), a, b, x.debiased)
                for whole, y, b in zip(line, ys, others, strict=True)
            ]
            for line, x, a in zip(cross, xs, own[: len(xs)], strict=True)
        ]
    )


def _own(whole: float, z: Tiled) -> float:
    own = cka.own_hsic(whole, z.lengths, z.debiased, z.name)
    return cka.between_units(own, z.centred, z.name) if z.debiased == "both" else own
