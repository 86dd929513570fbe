"""Time the measures beside other public implementations, on the same arrays in one run.

    python benchmarks/similarity.py [--only TEXT] [--without PEERS] [--checkouts FOLDER] [--out book/benchmarks-similarity.md]

Run it in an environment that has the package and the peers from PyPI (rsatoolbox, repsim, ckatorch); a peer that
is missing is left out. Peers that are on no package index are found in FOLDER, as clones of their repositories:
``netrep`` (ahwillia/netrep), ``sim_metric`` (js-d/sim_metric), ``anatome`` (moskomule/anatome), ``platonic-rep``
(minyoungg/platonic-rep) and ``notebook.py`` (the functions of google-research's representation_similarity/Demo.ipynb).

In float64 and in float32, on one thread and on all cores. The contestants of a work take turns, in another order each round; a
ratio is the median over the rounds, since what else slows a machine down lasts longer than one. Our own code is among them
twice: what its two times differ by is noise.
"""

import argparse
import ctypes
import importlib
import itertools
import os
import platform
import sys
import time
import types
import warnings
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import scipy
from scipy.linalg import orthogonal_procrustes
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr
from threadpoolctl import threadpool_info, threadpool_limits

from commonground import rng, similarity

PATIENCE = 8.0  # seconds: a contestant that needs more for one run is not run again
PAIRS = 40  # pairs of the all-pairs work that a peer's loop is timed on; all of them are in proportion


@dataclass
class Work:
    """One thing to compute: ours, the peers', and how many multiplications and additions it needs at least."""

    name: str
    shape: str
    ours: object
    peers: dict
    flops: float
    repeats: int = 3
    dtype: type = np.float64
    threads: int = 1
    rounds: dict = field(default_factory=dict)  # of each contestant, its seconds in every round
    memory: float | None = None

    def seconds(self, name):
        return float(np.median(self.rounds[name]))

    def ratio(self, a, b):
        """Return how many times as long a takes as b: the median over the rounds that both ran in."""
        both = zip(self.rounds[a], self.rounds[b], strict=False)
        return float(np.median([x / y for x, y in both]))

    @property
    def setting(self):
        return f"{np.dtype(self.dtype).name}, {'one thread' if self.threads == 1 else 'all cores'}"


# --- the peers -------------------------------------------------------------------------------------------


def found(name):
    """Return a module, or None where it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError as error:
        print(f"without {name}: {error}", file=sys.stderr)
        return None


def peers_in(folder):
    """Return the peers that can be imported, the clones in ``folder`` included."""
    if folder:
        sys.path[:0] = [
            str(folder),
            *(str(folder / clone) for clone in ("netrep", "sim_metric/dists", "anatome", "platonic-rep")),
        ]
        # Two of them ask on import for large packages that the functions timed here do not touch.
        for name in (
            "torchvision",
            "torchvision.models",
            "torchvision.models.feature_extraction",
            "torchaudio",
            "torchaudio.functional",
        ):
            sys.modules.setdefault(name, types.ModuleType(name))
        extraction = sys.modules["torchvision.models.feature_extraction"]
        extraction.get_graph_node_names = extraction.create_feature_extractor = None
    names = {
        "torch": "torch",
        "rsatoolbox": "rsatoolbox",
        "repsim": "repsim",
        "ckatorch": "ckatorch",
        "notebook": "notebook",
        "netrep": "netrep.metrics",
        "sim_metric": "scoring",
        "anatome": "anatome.distance",
        "platonic": "metrics",
        "sklearn": "sklearn.neighbors",
    }
    modules = {peer: found(module) for peer, module in names.items()}
    return types.SimpleNamespace(**modules)


def centred(X):
    return X - X.mean(axis=0)


def numpy_cka(X, Y):
    """Three lines that people write: the form with the smaller products."""
    X, Y = centred(X), centred(Y)
    if len(X) < X.shape[1]:
        K, L = X @ X.T, Y @ Y.T
        return np.vdot(K, L) / (np.linalg.norm(K) * np.linalg.norm(L))
    return np.linalg.norm(X.T @ Y) ** 2 / (np.linalg.norm(X.T @ X) * np.linalg.norm(Y.T @ Y))


def torch_cka(x, y):
    x, y = x - x.mean(0), y - y.mean(0)
    if len(x) < x.shape[1]:
        K, L = x @ x.T, y @ y.T
        return ((K * L).sum() / (K.norm() * L.norm())).item()
    return ((x.T @ y).norm() ** 2 / ((x.T @ x).norm() * (y.T @ y).norm())).item()


def pair_works(peers, n, p, dtype=np.float64, threads=1):
    """Yield the measures of one pair of representations."""
    for work in _pair_works(peers, n, p, dtype):
        work.dtype, work.threads = dtype, threads
        yield work


def _pair_works(peers, n, p, dtype):
    r = rng(900, n, p)
    shared = r.normal(size=(n, min(n, p) // 2))
    X, Y = (shared @ r.normal(size=(shared.shape[1], p)) / 8 + r.normal(size=(n, p)) for _ in range(2))
    X, Y = X.astype(dtype), Y.astype(dtype)
    shape, tall = f"n={n} p={p}", p <= n
    # XᵀX, YᵀY (symmetric: half) and XᵀY; or XXᵀ and YYᵀ
    product = 4 * n * p**2 if tall else 2 * n**2 * p
    torch, notebook, netrep, sim, anatome = (
        peers.torch,
        peers.notebook,
        peers.netrep,
        peers.sim_metric,
        peers.anatome,
    )
    x, y = (torch.from_numpy(X), torch.from_numpy(Y)) if torch else (None, None)

    def cka_peers(debiased):
        found = {}
        if not debiased:
            found["NumPy lines"] = lambda: numpy_cka(X, Y)
        if not debiased and torch:
            found["torch lines"] = lambda: torch_cka(x, y)
        gram = n <= 5000  # theirs of 10,000 stimuli takes minutes, and tells nothing new
        if notebook:
            found["notebook, features"] = lambda: notebook.feature_space_linear_cka(X, Y, debiased=debiased)
        if notebook and gram:
            found["notebook, Gram"] = lambda: notebook.cka(
                notebook.gram_linear(X), notebook.gram_linear(Y), debiased=debiased
            )
        if anatome:
            found["anatome"] = lambda: 1 - anatome.linear_cka_distance(x, y, debiased).item()
        if peers.ckatorch and gram:
            found["ckatorch"] = lambda: peers.ckatorch.cka_base(x, y, unbiased=debiased).item()
        if peers.repsim and n <= 2000:
            estimator = "song" if debiased else "gretton"
            found["repsim"] = lambda: peers.repsim.cka([X, Y], kernel_type="linear", estimator=estimator)[
                0, 1
            ]
        if not debiased and netrep and gram:
            found["netrep"] = lambda: np.cos(netrep.LinearCKA().score(X, Y))
        if not debiased and sim:
            found["sim_metric"] = lambda: 1 - sim.lin_cka_dist(centred(X).T, centred(Y).T)
        return found

    for debiased in (False, True):
        name = "debiased CKA" if debiased else "linear CKA"
        yield Work(
            name,
            shape,
            lambda d=debiased: similarity.linear_cka(X, Y, debiased=d),
            cka_peers(debiased),
            product,
        )

    found = {}
    if notebook:
        found["notebook"] = lambda: notebook.cka(notebook.gram_rbf(X), notebook.gram_rbf(Y))
    if peers.ckatorch:
        found["ckatorch"] = lambda: peers.ckatorch.cka_base(x, y, kernel="rbf").item()
    if peers.repsim and n <= 2000:
        found["repsim"] = lambda: peers.repsim.cka([X, Y], kernel_type="rbf")[0, 1]
    yield Work(
        "RBF CKA",
        shape,
        lambda: similarity.kernel_cka(X, Y, median="kornblith"),
        found,
        2 * n**2 * p,
    )

    found = {"scipy": lambda: scipy_angle(X, Y)}
    if netrep:
        found["netrep"] = lambda: netrep.LinearMetric().fit_score(X, Y)
    if anatome:
        found["anatome"] = lambda: np.arccos(1 - anatome.orthogonal_procrustes_distance(x, y).item())
    if sim:
        found["sim_metric"] = lambda: sim_metric_angle(sim, X, Y)
    if peers.rsatoolbox and n <= 2000:
        found["rsatoolbox"] = lambda: np.arccos(rsatoolbox_bures(peers.rsatoolbox, X, Y))
    small = min(n, p)
    yield Work(
        "angular Procrustes",
        shape,
        lambda: similarity.angular_procrustes(X, Y),
        found,
        2 * n * p * small + 8 / 3 * small**3,
    )

    found = {}
    if notebook and tall:
        found["notebook, squared"] = lambda: notebook.cca(centred(X), centred(Y))
    if anatome and tall:
        found["anatome"] = lambda: anatome.cca(x, y, "qr")[2].mean().item()
    if sim and tall:
        found["sim_metric"] = lambda: sim.mean_cca_corr(sim.cca_decomp(centred(X).T, centred(Y).T)[1])
    if netrep and not (tall and n > 5000):
        found["netrep"] = lambda: netrep.LinearMetric(alpha=0).fit_score(X, Y)
    yield Work("mean CCA", shape, lambda: similarity.mean_cca(X, Y), found, product)

    if tall:
        found = {}
        if sim:
            found["sim_metric"] = lambda: sim_metric_pwcca(sim, X, Y)
        if anatome:
            found["anatome"] = lambda: 1 - anatome.pwcca_distance(x, y, "qr").item()
        yield Work("PWCCA", shape, lambda: similarity.pwcca(X, Y), found, product)
        found = {"anatome": lambda: 1 - anatome.svcca_distance(x, y, 0.99, "qr").item()} if anatome else {}
        yield Work("SVCCA", shape, lambda: similarity.svcca(X, Y), found, product)
        yield Work(
            "regression R²",
            shape,
            lambda: similarity.linear_regression_r2(X, Y),
            {"scikit-learn": lambda: sklearn_r2(X, Y), "numpy lstsq": lambda: lstsq_r2(X, Y)},
            3 * n * p**2,
        )


def scipy_angle(X, Y):
    X, Y = centred(X), centred(Y)
    return np.arccos(orthogonal_procrustes(X, Y)[1] / np.linalg.norm(X) / np.linalg.norm(Y))


def sim_metric_angle(sim, X, Y):
    X, Y = (centred(A) / np.linalg.norm(centred(A)) for A in (X, Y))
    return np.arccos(1 - sim.procrustes(X.T, Y.T) / 2)


def sim_metric_pwcca(sim, X, Y):
    A, B = centred(X).T, centred(Y).T
    _, ρ, _, variates, _ = sim.cca_decomp(A, B)
    return 1 - sim.pwcca_dist(A, ρ, variates)


def rsatoolbox_rdms(rsatoolbox, X, method):
    return rsatoolbox.rdm.calc_rdm(rsatoolbox.data.Dataset(X), method=method)


def rsatoolbox_bures(rsatoolbox, X, Y):
    return rsatoolbox.rdm.compare(
        *(rsatoolbox_rdms(rsatoolbox, A, "euclidean") for A in (X, Y)), method="bures"
    ).item()


def sklearn_r2(X, Y):
    from sklearn.linear_model import LinearRegression

    return 1 - np.square(LinearRegression().fit(X, Y).predict(X) - Y).sum() / np.square(centred(Y)).sum()


def lstsq_r2(X, Y):
    X, Y = centred(X), centred(Y)
    return 1 - np.square(Y - X @ np.linalg.lstsq(X, Y)[0]).sum() / np.square(Y).sum()


def neighbour_works(peers, n=20000, p=128, k=10):
    r = rng(901)
    X = r.normal(size=(n, p))
    Y = X + r.normal(size=(n, p))

    def sklearn_knn():
        lists = []
        for A in (X, Y):
            A = A / np.linalg.norm(A, axis=1, keepdims=True)
            model = peers.sklearn.NearestNeighbors(n_neighbors=k, algorithm="brute").fit(A)
            lists.append(model.kneighbors(return_distance=False))
        return np.mean([len(np.intersect1d(a, b)) / k for a, b in zip(*lists, strict=True)])

    def torch_knn():
        lists = []
        for A in (X, Y):
            A = peers.torch.from_numpy(A / np.linalg.norm(A, axis=1, keepdims=True))
            S = (A @ A.T).fill_diagonal_(-1e8)
            lists.append(S.topk(k, dim=1).indices.numpy())
        return np.mean([len(np.intersect1d(a, b)) / k for a, b in zip(*lists, strict=True)])

    found = {"scikit-learn": sklearn_knn} if peers.sklearn else {}
    if peers.torch:
        found["torch topk"] = torch_knn
    if peers.platonic and peers.torch:
        unit = [peers.torch.nn.functional.normalize(peers.torch.from_numpy(A)) for A in (X, Y)]
        found["platonic-rep"] = lambda: peers.platonic.AlignmentMetrics.mutual_knn(*unit, k)
    yield Work(
        f"mutual kNN, k={k}",
        f"n={n} p={p}",
        lambda: similarity.mutual_knn(X, Y, k=k),
        found,
        4 * n**2 * p,
    )


def rsa_works(peers, n=1000, p=512):
    r = rng(902)
    X = r.normal(size=(n, p))
    Y = X + 2 * r.normal(size=(n, p))
    above = np.triu_indices(n, 1)
    names = {"spearman": "spearman", "pearson": "corr"}
    how = {
        "spearman": lambda d, e: spearmanr(d, e).statistic,
        "pearson": lambda d, e: np.corrcoef(d, e)[0, 1],
    }

    def rsatoolbox_rsa(metric, compare):
        rdms = (rsatoolbox_rdms(peers.rsatoolbox, A, metric) for A in (X, Y))
        return peers.rsatoolbox.rdm.compare(*rdms, method=names[compare]).item()

    for metric, compare in itertools.product(("correlation", "euclidean"), ("spearman", "pearson")):
        found = {"scipy pdist": partial(lambda m, c: how[c](pdist(X, m), pdist(Y, m)), metric, compare)}
        if metric == "correlation":
            found["numpy corrcoef"] = partial(
                lambda c: how[c](*(1 - np.corrcoef(A)[above] for A in (X, Y))), compare
            )
        squared = metric == "euclidean" and compare == "pearson"  # theirs are, so that only ranks agree
        if peers.rsatoolbox and not squared:
            found["rsatoolbox"] = partial(rsatoolbox_rsa, metric, compare)
        ours = partial(similarity.rsa, X, Y, metric=metric, compare=compare)
        yield Work(f"RSA, {metric}, {compare}", f"n={n} p={p}", ours, found, 2 * n**2 * p)


def all_pairs_works(peers, layers=50, n=5000, p=256):
    r = rng(903)
    shared = r.normal(size=(n, 32))
    Xs = [shared @ r.normal(size=(32, p)) + r.normal(size=(n, p)) for _ in range(layers)]
    xs = [peers.torch.from_numpy(X) for X in Xs] if peers.torch else None
    pairs = list(itertools.combinations(range(layers), 2))
    some = [pairs[i] for i in np.linspace(0, len(pairs) - 1, PAIRS).astype(int)]

    def loop(measure, data):
        def run():
            values = [measure(data[i], data[j]) for i, j in some]
            return values[0]

        run.share = len(pairs) / len(some)
        return run

    shape = f"{layers} layers, n={n} p={p}"
    notebook, anatome, sim = peers.notebook, peers.anatome, peers.sim_metric
    for debiased in (False, True):
        found = {
            "ours, pair by pair": loop(lambda X, Y, d=debiased: similarity.linear_cka(X, Y, debiased=d), Xs)
        }
        if notebook:
            found["notebook, features"] = loop(
                lambda X, Y, d=debiased: notebook.feature_space_linear_cka(X, Y, debiased=d), Xs
            )
        if anatome:
            found["anatome"] = loop(
                lambda x, y, d=debiased: 1 - anatome.linear_cka_distance(x, y, d).item(), xs
            )
        if sim and not debiased:
            found["sim_metric"] = loop(lambda X, Y: 1 - sim.lin_cka_dist(centred(X).T, centred(Y).T), Xs)
        yield Work(
            f"all pairs, {'debiased' if debiased else 'linear'} CKA",
            shape,
            lambda d=debiased: similarity.pairwise("linear_cka", Xs, debiased=d)[some[0]],
            found,
            len(pairs) * 2 * n * p**2,
            repeats=2,
        )
    found = {
        "ours, pair by pair": loop(similarity.angular_procrustes, Xs),
        "scipy": loop(scipy_angle, Xs),
    }
    if anatome:
        found["anatome"] = loop(
            lambda x, y: np.arccos(1 - anatome.orthogonal_procrustes_distance(x, y).item()), xs
        )
    if sim:
        found["sim_metric"] = loop(lambda X, Y: sim_metric_angle(sim, X, Y), Xs)
    if peers.netrep:
        found["netrep"] = loop(lambda X, Y: peers.netrep.LinearMetric().fit_score(X, Y), Xs)
    yield Work(
        "all pairs, angular Procrustes",
        shape,
        lambda: similarity.pairwise("angular_procrustes", Xs)[some[0]],
        found,
        len(pairs) * (2 * n * p**2 + 8 / 3 * p**3),
        repeats=2,
    )


# --- the clock -------------------------------------------------------------------------------------------


def measure(work):
    """Time everyone in turn, and note who gave which value."""
    torch = sys.modules.get("torch")
    if torch:
        torch.set_num_threads(work.threads)
    # Of this process alone, whatever else the machine is doing; with several threads that would add them up.
    clock = time.process_time if work.threads == 1 else time.perf_counter
    with threadpool_limits(work.threads):
        return _timed(work, clock)


def _timed(work, clock):
    contestants = {"ours": work.ours, "ours again": work.ours, **work.peers}
    shuffled = rng(904)  # who comes behind torch finds its threads still awake
    values, spent, rounds = {}, 0.0, 0
    work.memory = peak_memory(work.ours)
    warnings.simplefilter("ignore")  # the peers'
    while rounds < work.repeats or (spent < 2.0 and rounds < 100):
        rounds += 1
        for name in shuffled.permutation(list(contestants)).tolist():
            run = contestants[name]
            share = getattr(run, "share", 1)
            quick = rounds > 1 and work.seconds(name) < 0.02
            in_a_row = 10 if quick else 1  # so that caches are as warm for all
            times = []
            try:
                for _ in range(in_a_row):
                    start = clock()
                    values[name] = float(np.real(run()))
                    times.append((clock() - start) * share)
            except Exception as error:  # a peer that fails is part of the result
                values[name] = f"{type(error).__name__}: {error}"
                del contestants[name]
                work.rounds.pop(name, None)
                continue
            work.rounds.setdefault(name, []).append(min(times))
            spent += sum(times) if name == "ours" else 0
        # A peer that is three times slower is as far behind after three rounds as after a hundred.
        most = PATIENCE if rounds < work.repeats else 3 * work.seconds("ours")
        contestants = {name: run for name, run in contestants.items() if work.seconds(name) <= most}
        if "ours" not in contestants:
            break
    return values


def peak_memory(run):
    """Return the most memory, in bytes, that a run adds to the process; None where the system does not say."""
    if not Path("/proc/self/clear_refs").exists():
        return None
    reader, writer = os.pipe()
    if os.fork() == 0:
        run()  # once before, so that thread buffers and imports do not count
        ctypes.CDLL(None).malloc_trim(0)  # what that left in the heap would be used again, unseen
        Path("/proc/self/clear_refs").write_text("5")
        before = _status("VmHWM")
        run()
        os.write(writer, str(_status("VmHWM") - before).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    os.wait()
    return float(text) if text else None


def _status(key):
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1]) * 1024


def matmul_speed():
    """Return the operations a second of NumPy's matrix product, on one thread."""
    A = np.random.default_rng(0).normal(size=(1536, 1536))
    best = np.inf
    for _ in range(8):
        start = time.process_time()
        A @ A
        best = min(best, time.process_time() - start)
    return 2 * len(A) ** 3 / best


# --- the table -------------------------------------------------------------------------------------------


def seconds(t):
    return f"{t:.3g}" if t < 100 else f"{t:.0f}"


def row(work, speed):
    others = sorted((work.seconds(name), name) for name in work.rounds if not name.startswith("ours"))
    ours = work.seconds("ours")
    best = f"{others[0][1]} {seconds(others[0][0])}" if others else "none"
    ratio = f"{work.ratio('ours', others[0][1]):.2f}" if others else "–"
    again = f"{work.ratio('ours', 'ours again'):.2f}"
    rest = ", ".join(f"{name} {seconds(t)}" for t, name in others[1:]) or "–"
    memory = "–" if work.memory is None else f"{work.memory / 2**20:.0f}"
    share = f"{100 * work.flops / ours / speed:.0f} %"
    return [work.name, work.shape, seconds(ours), best, ratio, again, rest, share, memory]


HEAD = [
    "measure",
    "arrays",
    "ours, s",
    "fastest peer, s",
    "ratio",
    "again",
    "other peers, s",
    "of matmul speed",
    "peak memory, MB",
]

PAGE = """# Benchmarks: the measures

Each measure of `commonground.similarity` beside other public implementations: in each row the same arrays, in one run
({machine}, {cores} cores; NumPy {numpy} with OpenBLAS for {kernel}, SciPy {scipy}). All take turns, in another order each
round. Seconds are the median over the rounds: of processor time on one thread, by the clock on all cores. *Ratio* is ours over
the fastest peer in one round, and of that the median, which need not be the ratio of the two medians; below 1 ours is faster.
*Again* is the same with our own code, timed a second time in each round, in place of the peer: how far from 1 noise alone takes
a ratio. *Lines* are the formula as people write it, in the precision of the arrays. *Of matmul speed* compares the operations
that the smaller form of the measure needs with what NumPy's matrix product reaches here ({speed:.0f} GFLOP/s in float64); above 100 % means
that fewer were done. *Peak memory* is what a call adds to its inputs. A peer's loop over all pairs is timed on {pairs} of them. This page is the output of `benchmarks/similarity.py`.

{tables}
"""


def markdown(rows):
    lines = [HEAD, ["---"] * 2 + ["---:"] + ["---"] + ["---:"] * 2 + ["---"] + ["---:"] * 2, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def processor():
    path = Path("/proc/cpuinfo")
    names = (
        [
            line.split(":")[1].strip()
            for line in path.read_text().splitlines()
            if line.startswith("model name")
        ]
        if path.exists()
        else []
    )
    return names[0] if names else platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", default="", help="run the works whose name or arrays contain this")
    parser.add_argument("--checkouts", type=Path, help="folder with clones of the peers that no index has")
    parser.add_argument(
        "--without", default="", help="leave out these peers, separated by commas: the slow ones"
    )
    parser.add_argument("--out", type=Path, help="write the page here")
    arguments = parser.parse_args()
    peers = peers_in(arguments.checkouts)
    threadpool_limits(1)
    makers = [
        lambda n=n, p=p, dtype=dtype, threads=threads: pair_works(peers, n, p, dtype, threads)
        for dtype in (np.float32, np.float64)
        for threads in (1, os.cpu_count())
        for n, p in ((1000, 64), (10000, 512), (2000, 4096))
    ]
    makers += [lambda: neighbour_works(peers), lambda: rsa_works(peers), lambda: all_pairs_works(peers)]
    rows, fastest = {}, 0.0
    for maker in makers:
        for work in maker():
            if arguments.only not in f"{work.name} {work.shape} {work.setting}":
                continue
            for name in filter(None, arguments.without.split(",")):
                work.peers = {peer: run for peer, run in work.peers.items() if name not in peer}
            speed = matmul_speed()
            fastest = max(fastest, speed)
            values = measure(work)
            rows.setdefault(work.setting, []).append(row(work, speed))
            print(work.setting, *rows[work.setting][-1], sep=" | ", flush=True)
            print("   ", {k: v if isinstance(v, str) else round(v, 9) for k, v in values.items()}, flush=True)
    page = PAGE.format(
        machine=processor(),
        cores=os.cpu_count(),
        kernel=next(pool["architecture"] for pool in threadpool_info() if pool["user_api"] == "blas"),
        numpy=np.__version__,
        scipy=scipy.__version__,
        speed=fastest / 1e9,
        pairs=PAIRS,
        tables="\n\n".join(f"## {setting}\n\n{markdown(some)}" for setting, some in rows.items()),
    )
    if arguments.out:
        arguments.out.write_text(page, encoding="utf8")


if __name__ == "__main__":
    main()
