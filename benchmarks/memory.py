"""How much memory all pairs of many representations take: loaded first, or read as they are needed.

    python benchmarks/memory.py [--layers K] [--stimuli N] [--units P]

K representations lie on disk. They are compared by ``pairwise`` in one process, and what that adds to the process at its
peak is printed as Markdown, with the seconds: for all of them loaded first, for functions that load one, and for
``np.memmap``, whose pages the system takes back when it needs them.
"""

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np
from similarity import peak_memory
from threadpoolctl import threadpool_limits

from commonground import rng
from commonground.similarity import pairwise

MEASURES = ("linear_cka", "procrustes_distance")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--layers", type=int, default=48)
    parser.add_argument("--stimuli", type=int, default=4000)
    parser.add_argument("--units", type=int, default=250)
    arguments = parser.parse_args()
    threadpool_limits(1)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{i}.npy" for i in range(arguments.layers)]
        for i, path in enumerate(paths):
            np.save(path, rng(0, i).normal(size=(arguments.stimuli, arguments.units)))
        size = sum(path.stat().st_size for path in paths) / 1e6
        ways = {
            "loaded first": lambda: [np.load(path) for path in paths],
            "functions": lambda: [lambda path=path: np.load(path) for path in paths],
            "np.memmap": lambda: [np.load(path, mmap_mode="r") for path in paths],
        }
        print(
            f"{arguments.layers} representations of {size / arguments.layers:.0f} MB, {size:.0f} MB in all\n"
        )
        print("| measure | representations | peak memory, MB | seconds |\n| --- | --- | ---: | ---: |")
        for measure in MEASURES:
            for way, given in ways.items():
                start = perf_counter()
                pairwise(measure, given())
                took = perf_counter() - start
                peak = peak_memory(lambda measure=measure, given=given: pairwise(measure, given()))
                shown = "–" if peak is None else f"{peak / 1e6:.0f}"
                print(f"| {measure} | {way} | {shown} | {took:.1f} |", flush=True)


if __name__ == "__main__":
    main()
