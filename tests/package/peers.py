"""Print what other packages make of two representations, as JSON: run by ``test_against_peers.py`` in their environment.

    python peers.py arrays.npz

``arrays.npz`` holds X, Y, a stack of subjects' representations, and an orthonormal basis. Needs rsatoolbox, repsim and
DPPy.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import numpy as np  # noqa: E402
import repsim  # noqa: E402
from dppy.finite_dpps import FiniteDPP  # noqa: E402
from rsatoolbox.data import Dataset  # noqa: E402
from rsatoolbox.inference import boot_noise_ceiling  # noqa: E402
from rsatoolbox.rdm import calc_rdm, compare, concat  # noqa: E402

arrays = np.load(sys.argv[1])
X, Y, subjects = arrays["X"], arrays["Y"], arrays["subjects"]
values = {
    "linear_cka repsim": repsim.cka([X, Y], kernel_type="linear")[0, 1],
    "kernel_cka repsim": repsim.cka([X, Y], kernel_type="rbf")[0, 1],
    "mean_cca repsim": repsim.cca([X, Y], summary_type="pillai")[0, 1],
    "mean_cca squared repsim": repsim.cca([X, Y], summary_type="yanai")[0, 1],
}
for metric in ("correlation", "euclidean"):
    rdms = [calc_rdm(Dataset(A), method=metric) for A in (X, Y)]
    for how in ("spearman", "corr", "cosine", "cosine_cov", "tau-b", "bures"):
        values[f"rsa {metric} {how}"] = compare(*rdms, method=how).item()
    if metric == "euclidean":
        values["rdm euclidean"] = rdms[0].get_vectors()[0].tolist()
stack = concat([calc_rdm(Dataset(A), method="euclidean") for A in subjects])
for how in ("corr", "spearman", "cosine", "tau-b"):
    values[f"noise_ceiling {how}"] = [float(bound) for bound in boot_noise_ceiling(stack, method=how)]
# Every subject is a fold: rows of the folds one after another, each of all stimuli.
folds, n, _ = subjects.shape
labels = {"stimulus": np.tile(np.arange(n), folds).tolist(), "fold": np.repeat(np.arange(folds), n).tolist()}
dataset = Dataset(np.vstack(subjects), obs_descriptors=labels)
noise = np.cov(np.vstack(subjects - subjects.mean(axis=0)).T)
for name, precision in (("", None), (" whitened", np.linalg.inv(noise))):
    crossed = calc_rdm(
        dataset, method="crossnobis", descriptor="stimulus", cv_descriptor="fold", noise=precision
    )
    values[f"crossnobis{name}"] = crossed.get_matrices()[0].tolist()
# Rows that DPPy draws from the projection onto the columns of a basis: how often each comes, and each pair.
basis = arrays["basis"]
dpp = FiniteDPP("correlation", projection=True, K_eig_dec=(np.ones(basis.shape[1]), basis))
generator, draws, taken = np.random.RandomState(0), 4000, np.zeros((len(basis), len(basis)))
for _ in range(draws):
    rows = dpp.sample_exact(random_state=generator)
    taken[np.ix_(rows, rows)] += 1 / draws
values["projection DPP"] = taken.tolist()
json.dump(values, sys.stdout)
