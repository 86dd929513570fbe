"""How sure is an RSA? A bootstrap over people and images, both at once."""

import numpy as np

from commonground.checks.exercise import Exercise
from commonground.checks.m01.rsa import spearman

exercise = Exercise(
    title="People and images",
    minutes=30,
    difficulty=3,
    hints=(
        "Rows and columns of an RDM are images: those of a draw are `D[np.ix_(seen, seen)]`, of the model as well as of "
        "every session. Above the diagonal of that, keep the pairs with `seen[i] != seen[j]`.",
        "A person is the mean of the RSAs of their own sessions, `fits[people == name].mean()`; the number is the mean over "
        "the names in `who`, one that was drawn twice counting twice.",
        "`standard_error` calls `resampled` three times a draw: with `who` and all images, with all people and `seen`, with "
        "both. Three lists, three variances, `np.var(values, ddof=1)`; and never the root of a negative number.",
    ),
)


@exercise.solution
def resampled(rdms, people, model, who, seen):
    """Return the mean RSA of the people in `who`, of the images in `seen`."""
    first, second = np.triu_indices(len(seen), k=1)
    i, j = seen[first], seen[second]
    i, j = i[i != j], j[i != j]
    fits = np.array([spearman(D[i, j], model[i, j]) for D in rdms])
    return np.mean([fits[people == name].mean() for name in who])


@exercise.solution
def standard_error(rdms, people, model, draws):
    """Return the standard error over people and images, from draws (who, seen)."""
    over_people, over_images, over_both = variances(rdms, people, model, draws)
    return np.sqrt(max(2 * (over_people + over_images) - over_both, 0))


def variances(rdms, people, model, draws, number=resampled):
    """Return the variance over draws of the people, of the images, and of both."""
    everyone, every = np.unique(people), np.arange(len(model))
    of_people = [(who, every) for who, _ in draws]
    of_images = [(everyone, seen) for _, seen in draws]
    return [
        np.var([number(rdms, people, model, *one) for one in some], ddof=1)
        for some in (of_people, of_images, draws)
    ]


# ---- inputs: sessions of people who follow a model each in their own measure


def sessions(rng, counts, n):
    """Return the RDMs of some people's sessions, whose they are, and the model; ``counts`` is a person's sessions."""
    points = rng.standard_normal((n, 3))
    model = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    people = np.repeat(np.arange(len(counts)), counts)
    weights = rng.permutation(np.linspace(0.2, 1.5, len(counts)))[people]
    noise = rng.random((len(people), n, n))
    rdms = weights[:, None, None] * model / model.max() + noise + noise.transpose(0, 2, 1)
    return rdms * (1 - np.eye(n)), people, model


def drawn(rng, persons, n):
    """Return a draw with a person and an image in it twice, and neither in its own order."""
    while True:
        who, seen = rng.integers(persons, size=persons), rng.integers(n, size=n)
        if len(set(who)) < persons and len(set(seen)) > 4:
            return who, seen


def told(rdms, people, model):
    """Return what the message shows of an input."""
    return {"rdms": "{} sessions × {} images × {} images".format(*rdms.shape), "people": people}


# ---- what a right answer does


@exercise.property(
    "right for the images of a draw",
    points=2,
    hint="take the same images in the model, and leave out the pairs of an image with itself",
)
def of_drawn_images(ask, rng):
    rdms, people, model = sessions(rng, [1, 1, 1], 12)
    _, seen = drawn(rng, 3, 12)
    who = np.arange(3)
    ask.given(**told(rdms, people, model), who=who, seen=seen)
    want = resampled(rdms, people, model, who, seen)
    ask.number("resampled(rdms, people, model, who, seen)", rdms, people, model, who, seen, want=want)


@exercise.property(
    "right where people have several sessions, and where one is drawn twice",
    points=2,
    hint="a person is the mean of their own sessions, however many; a person drawn twice counts twice",
)
def of_drawn_people(ask, rng):
    rdms, people, model = sessions(rng, [3, 1, 2, 1], 10)
    who, seen = drawn(rng, 4, 10)
    ask.given(**told(rdms, people, model), who=who, seen=seen)
    for images in (np.arange(10), seen):
        want = resampled(rdms, people, model, who, images)
        text = "resampled(rdms, people, model, who, {})".format("seen" if images is seen else "np.arange(10)")
        ask.number(text, rdms, people, model, who, images, want=want)


@exercise.property(
    "the standard error over people and images",
    points=3,
    hint="2 (V of people + V of images) − V of both, and the root of it; a negative one counts as 0",
)
def error_over_both(ask, rng):
    want = 0
    while want < 0.02:  # few draws may give a negative variance, which says nothing of the rest
        rdms, people, model = sessions(rng, [2, 2, 1, 2], 12)
        draws = [drawn(rng, 4, 12) for _ in range(20)]
        want = standard_error(rdms, people, model, draws)
    ask.given(**told(rdms, people, model), draws="20 draws of people and images")
    ask.number("standard_error(rdms, people, model, draws)", rdms, people, model, draws, want=want)


# ---- mistakes


def mistaken(says):
    """Take the wrong ``resampled`` below; a standard error that is made from it is wrong too."""

    def add(wrong):
        def its_error(rdms, people, model, draws):
            over_people, over_images, over_both = variances(rdms, people, model, draws, wrong)
            return np.sqrt(max(2 * (over_people + over_images) - over_both, 0))

        return exercise.mistake(says, of=resampled, standard_error=its_error)(wrong)

    return add


@mistaken(
    "an RSA in which an image that was drawn twice is compared with itself: its distance is 0 in every RDM, which counts as "
    "agreement. Keep the pairs with seen[i] != seen[j]"
)
def with_itself(rdms, people, model, who, seen):
    pairs = np.triu_indices(len(seen), k=1)
    i, j = seen[pairs[0]], seen[pairs[1]]
    fits = np.array([spearman(D[i, j], model[i, j]) for D in rdms])
    return np.mean([fits[people == name].mean() for name in who])


@mistaken(
    "an RSA in which every image counts once: a draw with replacement lets some count twice. Keep all pairs of different "
    "images, as often as they come"
)
def each_image_once(rdms, people, model, who, seen):
    return resampled(rdms, people, model, who, np.unique(seen))


@mistaken(
    "a mean over sessions: who was recorded more often counts more. Take the mean of each person's sessions first"
)
def sessions_as_people(rdms, people, model, who, seen):
    rows = np.concatenate([np.flatnonzero(people == name) for name in who])
    return resampled(rdms[rows], np.arange(len(rows)), model, np.arange(len(rows)), seen)


@mistaken("a mean over the different people in who: one who was drawn twice counts twice")
def each_person_once(rdms, people, model, who, seen):
    return resampled(rdms, people, model, np.unique(who), seen)


@mistaken(
    "an RSA of the mean of the RDMs: average the numbers of the people, not their RDMs, or those who are noisy "
    "hide behind those who are not"
)
def of_the_mean_rdm(rdms, people, model, who, seen):
    mean = np.mean([rdms[people == name].mean(axis=0) for name in who], axis=0)
    return resampled(mean[None], np.zeros(1, int), model, np.zeros(1, int), seen)


@exercise.mistake(
    "the spread over draws of both at once, which counts what varies between people and images more than once: "
    "2 (V of people + V of images) − V of both",
    of=standard_error,
)
def of_both_alone(rdms, people, model, draws):
    return np.sqrt(variances(rdms, people, model, draws)[2])


@exercise.mistake(
    "the spread over people alone: other images would have given another number, too", of=standard_error
)
def of_people_alone(rdms, people, model, draws):
    return np.sqrt(variances(rdms, people, model, draws)[0])


@exercise.mistake(
    "the spread over images alone: other people would have given another number, too", of=standard_error
)
def of_images_alone(rdms, people, model, draws):
    return np.sqrt(variances(rdms, people, model, draws)[1])


@exercise.mistake("the variance: the standard error is its root", of=standard_error)
def squared(rdms, people, model, draws):
    return standard_error(rdms, people, model, draws) ** 2
