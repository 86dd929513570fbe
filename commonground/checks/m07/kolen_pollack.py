"""7.6: forward weights and feedback wires that meet because both decay."""

from numpy.linalg import norm

from commonground.checks.exercise import Exercise, Mistake, Property

NAMES = ("W", "B", "left")


def kolen_pollack(W, B, updates, decay):
    start = norm(B - W.T)
    for Δ in updates:
        W = (1 - decay) * W + Δ
        B = (1 - decay) * B + Δ.T
    return W, B, norm(B - W.T) / start


# ---- what a right answer does


def right(p, q, steps, decay, *names):
    """Return a judge of these parts of the answer, on a layer from p to q units."""

    def judge(ask, rng):
        W, B = rng.standard_normal((p, q)), rng.standard_normal((q, p))
        updates = 0.3 * rng.standard_normal((steps, p, q))
        many = f"{steps} arrays of shape ({p}, {q})"
        ask.given(W=W, B=B, updates=many if steps > 1 else updates, decay=decay)
        want = dict(zip(NAMES, kolen_pollack(W, B, updates, decay), strict=True))
        ask.parts(
            "kolen_pollack(W, B, updates, decay)",
            W,
            B,
            updates,
            decay,
            names=NAMES,
            want={k: want[k] for k in names},
        )

    return judge


# ---- mistakes


def stepwise(W, B, updates, decay, rule):
    start = norm(B - W.T)
    for Δ in updates:
        W, B = rule(W, B, Δ, decay)
    return W, B, norm(B - W.T) / start


def deaf_wires(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * W + Δ, (1 - d) * B))


def no_decay(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: (W + Δ, B + Δ.T))


def one_decays(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * W + Δ, B + Δ.T))


def late_decay(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * (W + Δ), (1 - d) * (B + Δ.T)))


def copied(W, B, updates, decay):
    return stepwise(W, B, updates, decay, lambda W, B, Δ, d: ((1 - d) * W + Δ, ((1 - d) * W + Δ).T))


def linear_rate(W, B, updates, decay):
    W, B, _ = kolen_pollack(W, B, updates, decay)
    return W, B, 1 - decay * len(updates)


def not_relative(W, B, updates, decay):
    W, B, _ = kolen_pollack(W, B, updates, decay)
    return W, B, norm(B - W.T)


EXERCISE = Exercise(
    number="7.6",
    title="Kolen–Pollack",
    minutes=15,
    difficulty=2,
    solution={"kolen_pollack": kolen_pollack},
    properties=(
        Property(
            "right after one step",
            1,
            right(2, 3, 1, 0.25, "W", "B"),
            "both shrink by the factor 1 − decay, then W receives the update and B its transpose",
        ),
        Property(
            "right after many steps",
            1,
            right(3, 3, 20, 0.1, "W", "B"),
            "use the new W and B in the next step, and transpose the update for B even where both are square",
        ),
        Property(
            "right in how much of the first difference is left",
            2,
            right(4, 2, 15, 0.2, *NAMES),
            "the length of B − Wᵀ after the last step, over its length before the first",
        ),
    ),
    hints=(
        "Both connections see the same two units, and so can have the same update. What is the one thing that makes them forget how they began?",
        "The decay. In each step `W = (1 - decay) * W + Δ` and `B = (1 - decay) * B + Δ.T`, in this order: decay first, then the update.",
        "Keep `start = np.linalg.norm(B - W.T)` before the loop and return `W, B, np.linalg.norm(B - W.T) / start` after it. Compare with "
        "`(1 - decay) ** len(updates)`. Why are the two equal, whatever the updates?",
    ),
    mistakes=(
        Mistake(
            "wires that do not receive the update: B gets the transposed update in every step",
            {"kolen_pollack": deaf_wires},
        ),
        Mistake(
            "connections that never decay: then the first difference stays for ever. Shrink both in each step",
            {"kolen_pollack": no_decay},
        ),
        Mistake(
            "wires that do not decay: both must forget at the same rate. Shrink B, too",
            {"kolen_pollack": one_decays},
        ),
        Mistake(
            "an update that decays at once: shrink first, then add the update",
            {"kolen_pollack": late_decay},
        ),
        Mistake(
            "wires copied from W: that is weight transport. B changes by its own decay and its own update",
            {"kolen_pollack": copied},
        ),
        Mistake(
            "a share that falls in a straight line: what is left shrinks by the same factor in each step. Measure it, or take a power",
            {"kolen_pollack": linear_rate},
        ),
        Mistake(
            "a difference that is not divided by the first one: the share of it that is left is wanted",
            {"kolen_pollack": not_relative},
        ),
    ),
)
