"""Compare many representations on a cluster of two workers, and print what was sent as JSON: run by ``test_cluster.py``.

Needs dask.distributed, h5py and zarr.
"""

import json
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

import h5py
import joblib
import numpy as np
import zarr
from distributed import Client, LocalCluster

from commonground.similarity import pairwise


def count_arrivals():
    """Count, in a worker, how often each representation's own work arrives."""
    from commonground.similarity.pairs import State

    arrivals = Counter()

    def arrive(self, content):
        arrivals[content["name"]] += 1
        self.__dict__.update(content)

    State.__setstate__ = arrive
    sys.modules["__main__"].arrivals = arrivals


def arrivals():
    """Return the counts of a worker, and start anew."""
    found = sys.modules["__main__"].arrivals
    counts = dict(found)
    found.clear()
    return counts


def compared(client, measure, Xs, Ys=None, **options):
    """Return what each worker got, and by how much the matrix differs from that of one process."""
    with joblib.parallel_config("dask"):
        there = pairwise(measure, Xs, Ys, **options)
    return {
        "sent": list(client.run(arrivals).values()),
        "off": float(abs(there - pairwise(measure, Xs, Ys, **options)).max()),
    }


def on_disk(folder, Xs):
    """Return the same representations as files of several kinds."""
    found = []
    for i, X in enumerate(Xs):
        kind = i % 4
        if kind == 0:
            np.save(folder / f"{i}.npy", X)
            found.append(np.load(folder / f"{i}.npy", mmap_mode="r"))
        elif kind == 1:
            with h5py.File(folder / f"{i}.h5", "w") as file:
                file["layers/responses"] = X
            found.append(h5py.File(folder / f"{i}.h5", "r")["layers/responses"])
        elif kind == 2:
            found.append(
                zarr.save_array(folder / f"{i}.zarr", X) or zarr.open_array(folder / f"{i}.zarr", mode="r")
            )
        else:
            found.append(lambda X=X: X)
    return found


def main():
    warnings.simplefilter("error")
    r = np.random.default_rng(0)
    many = [r.normal(size=(40, 8)) for _ in range(100)]
    wide = [r.normal(size=(300, 400)) for _ in range(10)]
    some = [r.normal(size=(200, 50)) for _ in range(20)]
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
        tempfile.TemporaryDirectory() as folder,
    ):
        client.run(count_arrivals)
        said = {
            "pair by pair": compared(client, "mean_cca", many),
            "with others": compared(client, "procrustes_distance", many[:50], many[50:]),
            "all at once": compared(client, "linear_cka", wide),
            "held out": compared(client, "mean_cca", some, Xs_test=[X[::2] for X in some]),
            "a function": compared(client, lambda X, Y: float(X[0, 0] + Y[0, 0]), some),
        }
        stored = on_disk(Path(folder), some)
        said["on disk"] = compared(client, "linear_cka", stored)
        from_memory = pairwise("linear_cka", some)
        said["on disk"]["off"] += float(abs(pairwise("linear_cka", stored) - from_memory).max())
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
