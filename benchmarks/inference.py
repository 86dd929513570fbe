"""Time what `commonground.inference` adds to one number, beside the loops that people write.

    python benchmarks/inference.py [--out book/benchmarks-inference.md]

Every row is one run on the same arrays and threads; contestants alternate, and the fastest round counts. Where it is there,
RSA is held beside the bootstrap of rsatoolbox (``make peers``).
"""

import argparse
import time
from pathlib import Path

import numpy as np
from similarity import processor
from threadpoolctl import threadpool_limits

from commonground.inference import compare
from commonground.similarity import linear_cka, rsa

ROUNDS = 5
FEW = 20  # orders that a loop is timed on; a thousand are in proportion


def lines(X, Y):
    X, Y = X - X.mean(axis=0), Y - Y.mean(axis=0)
    return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))


def loop(measure, X, Y, times):
    """The permutation test as it is written by hand."""
    rng = np.random.default_rng(0)
    return [measure(X, Y[rng.permutation(len(Y))]) for _ in range(times)]


def timed(contestants, clock):
    best = dict.fromkeys(contestants, np.inf)
    for _ in range(ROUNDS):
        for name, (run, share) in contestants.items():
            start = clock()
            run()
            best[name] = min(best[name], (clock() - start) / share)
    return best


def pair(n, p, dtype):
    r = np.random.default_rng(0)
    shared = r.normal(size=(n, 20))
    return [(shared @ r.normal(size=(20, p)) + 4 * r.normal(size=(n, p))).astype(dtype) for _ in range(2)]


def works(n, p, dtype):
    X, Y = pair(n, p, dtype)
    nothing = {"n_bootstrap": 0}
    yield (
        "1,000 orders, linear CKA",
        {
            "ours": (lambda: compare("linear_cka", X, Y, n_permutations=1000, **nothing), 1),
            "the loop over three lines of NumPy": (lambda: loop(lines, X, Y, FEW), FEW / 1000),
            "the loop over our linear_cka": (lambda: loop(linear_cka, X, Y, FEW), FEW / 1000),
        },
    )
    yield (
        "closed form, linear CKA",
        {
            "ours": (lambda: compare("linear_cka", X, Y, null="moments", **nothing), 1),
            "one call of linear_cka": (lambda: linear_cka(X, Y), 1),
        },
    )
    yield (
        "1,000 orders, RSA",
        {
            "ours": (lambda: compare("rsa", X, Y, n_permutations=1000, **nothing), 1),
            "the loop over our rsa": (lambda: loop(rsa, X, Y, FEW), FEW / 1000),
        },
    )
    yield (
        "1,000 halves, RSA",
        {
            "ours": (lambda: compare("rsa", X, Y, n_bootstrap=100, n_permutations=0), 0.1),
            **rsatoolbox_bootstrap(X, Y),
        },
    )


def rsatoolbox_bootstrap(X, Y):
    try:
        from rsatoolbox.data import Dataset
        from rsatoolbox.inference import eval_bootstrap_pattern
        from rsatoolbox.model import ModelFixed
        from rsatoolbox.rdm import calc_rdm
    except ImportError:
        return {}
    rdms, of_x = (
        calc_rdm(Dataset(Z, obs_descriptors={"index": list(range(len(Z)))}), "correlation", "index")
        for Z in (Y, X)
    )
    model = ModelFixed("X", of_x)
    draw = lambda: eval_bootstrap_pattern([model], rdms, method="spearman", N=10)  # noqa: E731
    return {"rsatoolbox, bootstrap of patterns": (draw, 0.01)}


PAGE = """# Benchmarks: what an interval and a p cost

The null and the interval of {{func}}`~commonground.inference.compare` beside the loops that people write, on the same arrays in one
run ({machine}; NumPy {numpy}). Seconds are the fastest of {rounds} rounds: of processor time on one thread, by the clock on all
cores. A loop is timed on {few} orders, rsatoolbox's bootstrap on ten, and all of them are in proportion. *Closed form* is the mean,
spread and skewness over all orders with the p that follows from them, the number itself included, which is one of the calls that it
is held against. This page is the output of `benchmarks/inference.py`.

{table}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    table = ["| work | arrays | ours, s | others, s | others / ours |", "|---|---|--:|---|---|"]
    for threads, cores, clock in (
        (1, "one thread", time.process_time),
        (None, "all cores", time.perf_counter),
    ):
        for n, p, dtype in ((1000, 512, np.float64), (1000, 512, np.float32), (200, 2048, np.float32)):
            for name, contestants in works(n, p, dtype):
                with threadpool_limits(threads):
                    best = timed(contestants, clock)
                ours = best.pop("ours")
                others = ", ".join(f"{who} {spent:.3g}" for who, spent in best.items())
                ratios = ", ".join(f"{spent / ours:.2g}" for spent in best.values())
                setting = f"n={n} p={p} {np.dtype(dtype).name}, {cores}"
                table.append(f"| {name} | {setting} | {ours:.3g} | {others} | {ratios} |")
                print(table[-1], flush=True)
    if asked.out:
        page = PAGE.format(
            machine=processor(),
            numpy=np.__version__,
            rounds=ROUNDS,
            few=FEW,
            table="\n".join(table),
        )
        asked.out.write_text(page, encoding="utf8")


if __name__ == "__main__":
    main()
