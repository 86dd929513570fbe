"""How often the 95 % interval of `commonground.inference.compare` holds the true value.

    python benchmarks/coverage.py [--draws 400] [--halves 200] [--jobs 2] [--out book/benchmarks-coverage.md]

Two populations of stimuli: five Gaussian latents, and six clusters of them; seen by 20 + 20 saturating units with noise. The
true value is the mean of the measure over many samples of n stimuli, which is what the interval is for. Beside it a plain
bootstrap's percentile interval, on the same samples.
"""

import argparse
from functools import partial
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from commonground.inference import compare, compare_groups
from commonground.similarity import linear_cka, measures

SIZES, UNITS, LATENTS, CLUSTERS = (30, 100, 300), 20, 5, 6

PAGE = """# Benchmarks: how sure the intervals are

An interval that is called 95 % should hold the true value in 95 samples of a hundred. Here are {draws} samples of each kind,
with {halves} random halves each; the count has a standard error of 1.5 points. Two populations: stimuli with five Gaussian
latents, and six clusters of them; seen by 20 + 20 saturating units with noise. The *true value* is the mean of the
measure over many samples of n stimuli: that is what {{func}}`~commonground.inference.compare` makes its interval for.

*A plain bootstrap* draws stimuli with replacement, on the same samples: a stimulus that is drawn twice is at distance 0 from
itself and its own nearest neighbour. Its 95 % are often none.

{one}

Where half of the stimuli are no more than the units, every half gives 1 for CCA and regression, and there is no interval.

Several people, no two alike, see the same stimuli; a model of the stimuli is compared with all of them by linear CKA. The
true value is the mean over all people and all stimuli. An interval over both holds it; one over people alone, or over
stimuli alone, speaks of other people and the *same* stimuli, or the reverse, and must not be read as more.

{groups}

This page is the output of `benchmarks/coverage.py`.
"""
WITH = {"minibatch_cka": {"batch_size": 10}}
MORE = [("linear_cka", {"debiased": True}), ("rsa", {"metric": "euclidean", "compare": "pearson"})]


def population(kind):
    """Return a function that draws X and Y of n stimuli."""
    fixed = np.random.default_rng(0)
    eyes, centres = fixed.normal(size=(2, LATENTS, UNITS)) / 2, fixed.normal(size=(CLUSTERS, LATENTS))

    def draw(rng, n):
        latents = rng.normal(size=(n, LATENTS))
        if kind == "clusters":
            latents = 1.5 * centres[rng.integers(CLUSTERS, size=n)] + latents / 2
        return [np.tanh(latents @ eye) + 0.3 * rng.normal(size=(n, UNITS)) for eye in eyes]

    return draw


def truth(measure, draw, n, draws):
    return np.mean([measure(*draw(np.random.default_rng([1, i]), n)) for i in range(draws)])


def held(measure, draw, n, true, halves, seed):
    """Return whether our interval holds the truth, whether the bootstrap's does, and how long ours is."""
    rng = np.random.default_rng([2, seed])
    X, Y = draw(rng, n)
    low, high = compare(
        measure.func, X, Y, n_bootstrap=halves, n_permutations=0, seed=seed, **measure.keywords
    ).interval
    drawn = [measure(X[rows], Y[rows]) for rows in rng.integers(n, size=(halves, n))]
    below, above = np.quantile(drawn, [0.025, 0.975])
    return low <= true <= high if low == low else np.nan, below <= true <= above, high - low


def row(measure, name, kind, n, asked):
    draw = population(kind)
    true = truth(measure, draw, n, 5 * asked.draws)
    work = (delayed(held)(measure, draw, n, true, asked.halves, i) for i in range(asked.draws))
    ours, plain, width = np.array(Parallel(asked.jobs)(work), float).T
    if np.isnan(ours).all():
        return f"| {name} | {kind} | {n} | {true:.3f} | none: halves have too few stimuli for the units | | {plain.mean():.2f} |"
    return f"| {name} | {kind} | {n} | {true:.3f} | {ours.mean():.3f} | ± {width.mean() / 2:.3f} | {plain.mean():.2f} |"


def people(rng, eyes, n, subjects, spread):
    """Return what some people, no two alike, show of n stimuli, and the stimuli themselves, a model."""
    latents = rng.normal(size=(n, LATENTS))
    own = eyes + spread * rng.normal(size=(subjects, *eyes.shape))
    return [np.tanh(latents @ eye) + rng.normal(size=(n, UNITS)) for eye in own], latents


def held_by_group(eyes, n, subjects, true, halves, seed):
    """Return whether the interval over people and stimuli, and those over one of the two, hold the mean over both."""
    Xs, model = people(np.random.default_rng([4, seed]), eyes, n, subjects, 0.3)
    return [
        low <= true <= high
        for low, high in (
            compare_groups(
                "linear_cka", Xs, model, resample=what, n_bootstrap=halves, n_permutations=0
            ).interval
            for what in ("both", "subjects", "stimuli")
        )
    ]


def group_row(subjects, n, asked):
    eyes = np.random.default_rng(0).normal(size=(LATENTS, UNITS)) / 2
    true = np.mean([
        linear_cka(*(part[0] if isinstance(part, list) else part
                     for part in people(np.random.default_rng([3, i]), eyes, n, 1, 0.3)))
        for i in range(5 * asked.draws)
    ])  # fmt: skip
    work = (delayed(held_by_group)(eyes, n, subjects, true, asked.halves, i) for i in range(asked.draws))
    both, over_people, over_stimuli = np.mean(Parallel(asked.jobs)(work), axis=0)
    return f"| {subjects} | {n} | {true:.3f} | {both:.3f} | {over_people:.3f} | {over_stimuli:.3f} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--draws", type=int, default=400, help="samples from the population")
    parser.add_argument("--halves", type=int, default=200, help="of each sample")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="a measure")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    every = [(m.name, WITH.get(m.name, {})) for m in measures()] + MORE
    functions = {m.name: m.function for m in measures()}
    lines = [
        "| measure | stimuli | n | true value | holds it | half its length | a plain bootstrap |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    jobs = [
        (name, options, kind, n)
        for name, options in every
        for kind in ("gaussian", "clusters")
        for n in SIZES
    ]
    for name, options, kind, n in tqdm([job for job in jobs if asked.only in job[0]]):
        said = name + "".join(f", {key} {value}" for key, value in options.items())
        lines.append(row(partial(functions[name], **options), said, kind, n, asked))
        tqdm.write(lines[-1])
    groups = [
        "| people | n | true linear CKA | over both | over people alone | over stimuli alone |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for subjects in (4, 8, 16):
        groups.append(group_row(subjects, 60, asked))
        print(groups[-1])
    if asked.out:
        page = PAGE.format(
            draws=asked.draws, halves=asked.halves, one="\n".join(lines), groups="\n".join(groups)
        )
        asked.out.write_text(page, encoding="utf8")


if __name__ == "__main__":
    main()
