"""Make ``worm.npz``: how neurons of *C. elegans* respond when others are stimulated, and how they are wired."""

import csv
import io

import numpy as np

from commonground.data.make.wheels import FILES, save, wheel

WHEEL = ("wormneuroatlas", "0.0.7.3", "166289031784c9565f6b9205e30dc718bafbc092db3b46f1aef73d93dc4d1325")
ANIMALS = {
    "white_1986_whole": "White et al. 1986, whole worm",
    "witvliet_2020_7": "Witvliet et al. 2021, adult 1",
    "witvliet_2020_8": "Witvliet et al. 2021, adult 2",
}


def responses(group):
    """Return the number of finite trials of every pair (responding, stimulated), and all trials in that order."""
    trials = [np.atleast_1d(entry) for entry in group["dFF_all"][:].ravel()]
    trials = [entry[np.isfinite(entry)] for entry in trials]
    counts = np.array([len(entry) for entry in trials], np.uint8)
    return counts.reshape(group["dFF"].shape), np.concatenate(trials).astype(np.float16)


def synapses(text, neurons):
    """Return chemical synapses and gap junctions (from, to) as counts, those with muscles and the like left out."""
    place = {name: i for i, name in enumerate(neurons)}
    counts = {kind: np.zeros((len(neurons),) * 2, np.uint8) for kind in ("chemical", "electrical")}
    for row in csv.DictReader(io.StringIO(text), delimiter="\t"):
        if row["pre"] in place and row["post"] in place:
            counts[row["type"]][place[row["pre"]], place[row["post"]]] += int(row["synapses"])
    return counts["chemical"], counts["electrical"]


def positions(text, neurons):
    """Return where each neuron's cell body is (x, y, z); NaN where the file has none."""
    names, *rows = text.splitlines()
    where = dict(zip(names.lstrip("#").split(), np.array([row.split() for row in rows], float), strict=False))
    return np.array([where.get(name, [np.nan] * 3) for name in neurons], np.float32)


def main(folder=FILES):
    import h5py

    archive = wheel(*WHEEL)
    inside = "wormneuroatlas/data/"
    arrays = {}
    with h5py.File(io.BytesIO(archive.read(inside + "funatlas.h5"))) as atlas:
        neurons = [name.decode() for name in atlas["neuron_ids"][:]]
        for strain, name in (("wt", "wild_type"), ("unc31", "unc31")):
            counts, trials = responses(atlas[strain])
            q = atlas[strain]["q"][:].astype(np.float16)
            arrays |= {f"{name}_counts": counts, f"{name}_trials": trials, f"{name}_q": q}
    wiring = [synapses(archive.read(f"{inside}aconnectome_{file}.csv").decode(), neurons) for file in ANIMALS]
    chemical, electrical = map(np.stack, zip(*wiring, strict=True))
    where = positions(archive.read(inside + "anatlas_neuron_positions.txt").decode(), neurons)
    save(
        folder / "worm.npz",
        neurons=np.array(neurons),
        animals=np.array(list(ANIMALS.values())),
        chemical=chemical,
        electrical=electrical,
        positions=where,
        **arrays,
    )


if __name__ == "__main__":
    main()
