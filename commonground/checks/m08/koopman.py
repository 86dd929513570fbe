"""Rates from data, and a dictionary of one's own that closes."""

import numpy as np

from commonground.checks.draw import telling
from commonground.checks.exercise import Exercise
from commonground.checks.values import Wrong, as_array

exercise = Exercise(
    title="A dictionary that closes",
    minutes=25,
    difficulty=3,
    kind="make",
    hints=(
        "Least squares: which matrix takes the functions before to the functions after? For the dictionary, start with "
        "x, y, z, and write down what each becomes. Whatever is new has to come in.",
        "`np.linalg.lstsq(before, after, rcond=None)[0]`. An eigenvalue of K is e^(rate · dt). y brings in x², z brings "
        "in x·y.",
        "And x·y brings in something of degree three, from the x² in y. Then it ends: six functions.",
    ),
)


@exercise.solution
def edmd(before, after):
    """Return K (k, k) with before @ K as near to after as can be; both (samples, k)."""
    return np.linalg.lstsq(before, after, rcond=None)[0]


@exercise.solution
def rates(K, dt):
    """Return the rates of K's eigenvalues, all real and positive, in rising order."""
    return np.sort(np.log(np.linalg.eigvals(K).real)) / dt


@exercise.solution
def dictionary(X):
    """Return your functions of the states X (samples, 3): (samples, at most 6)."""
    x, y, z = X.T
    return np.column_stack([x, y, z, x**2, x * y, x**3])


# ---- what a right answer does


def recorded(rng, k=2, noise=0.05):
    before = np.round(rng.normal(size=(6, k)), 2)
    K = rng.normal(size=(k, k))
    return before, np.round(before @ K + noise * rng.normal(size=(6, k)), 2)


@exercise.property(
    "right in fitting K by least squares",
    points=1,
    hint="before @ K ≈ after: np.linalg.lstsq(before, after, rcond=None)[0]",
)
def fits(ask, rng):
    before, after = telling(lambda: recorded(rng), exercise.variants(edmd))
    ask.given(before=before, after=after)
    ask.array("edmd(before, after)", before, after, want=edmd(before, after))


def turned(rng):
    """Return a matrix with positive eigenvalues, and a time step."""
    V = rng.normal(size=(3, 3)) + 2 * np.eye(3)
    return V @ np.diag(rng.uniform(0.3, 0.95, size=3)) @ np.linalg.inv(V), round(
        float(rng.uniform(0.05, 0.4)), 2
    )


@exercise.property(
    "right in reading the rates",
    points=1,
    hint="over one step a coordinate is multiplied by e^(rate · dt)",
)
def reads_rates(ask, rng):
    K, dt = telling(lambda: turned(rng), exercise.variants(rates))
    ask.given(K=K, dt=dt)
    ask.array("rates(K, dt)", K, dt, want=rates(K, dt))


def step(rng):
    """Return a map of the kind that the sheet describes, with constants of its own."""
    a, b, d = rng.uniform(0.5, 0.95, size=3)
    c, e = rng.uniform(0.4, 1, size=2)

    def after(X):
        x, y, z = X.T
        return np.column_stack([a * x, b * y + c * x**2, d * z + e * x * y])

    return after


def table(ask, X, name):
    """Return the student's functions of X, or say what is wrong with them."""
    value = ask.value(f"dictionary({name})", X)
    ask.judged.append(value)
    ask.came(value)
    if not isinstance(value, np.ndarray) or value.ndim != 2 or len(value) != len(X):
        ask.wrong(f"should be a table with {len(X)} rows, one per state")
    if not 1 <= value.shape[1] <= 6:
        ask.wrong(f"has {value.shape[1]} functions: take at most 6")
    try:
        return as_array(value, value.shape)
    except Wrong as wrong:
        ask.wrong(str(wrong))


def left_over(D, Y):
    """Return the largest share of a column of Y that the columns of D leave."""
    missed = Y - D @ np.linalg.lstsq(D, Y, rcond=None)[0]
    return float(np.max(np.linalg.norm(missed, axis=0) / (np.linalg.norm(Y, axis=0) + 1e-12)))


def closes(ask, rng, samples):
    X, after = rng.uniform(-1, 1, size=(samples, 3)), step(rng)
    ask.given(X=f"{samples} states", Y="what they become")
    before, later = table(ask, X, "X"), table(ask, after(X), "Y")
    ask.show("share of x, y or z that your functions leave", left_over(before, X))
    if left_over(before, X) > 1e-6:
        ask.wrong("should be 0: the state itself must be a combination of your functions")
    ask.show("share of a function, one step later, that they leave", left_over(before, later))
    if left_over(before, later) > 1e-6:
        ask.wrong("should be 0: one of your functions becomes something that they do not span")


@exercise.property(
    "closed under a map of this kind",
    points=2,
    hint="apply the map to each of your functions by hand: every new product must be in the list",
)
def closes_once(ask, rng):
    closes(ask, rng, 50)


@exercise.property(
    "closed under another one, for another number of states",
    points=1,
    hint="use products of the coordinates alone: the constants differ from map to map",
)
def closes_again(ask, rng):
    closes(ask, rng, 80)


# ---- mistakes


@exercise.mistake("the transpose of K: with states in rows, K stands to the right of before", of=edmd)
def transposed(before, after):
    return edmd(before, after).T


@exercise.mistake("the matrix that goes back in time: it takes before to after, not after to before", of=edmd)
def backwards(before, after):
    return edmd(after, before)


@exercise.mistake(
    "a matrix fitted without dividing by the functions' own overlaps: solve the normal equations, or use lstsq",
    of=edmd,
)
def without_overlaps(before, after):
    return before.T @ after / len(before)


@exercise.mistake("rates per step, not per time: divide the logarithm by dt", of=rates)
def per_step(K, dt):
    return np.sort(np.log(np.linalg.eigvals(K).real))


@exercise.mistake(
    "rates by Euler's formula, (λ − 1)/dt: a step multiplies by e^(rate · dt), so take the logarithm",
    of=rates,
)
def by_euler(K, dt):
    return np.sort(np.linalg.eigvals(K).real - 1) / dt


@exercise.mistake("the coordinates alone: what y becomes contains x². Add it", of=dictionary)
def linear(X):
    return X + 0


@exercise.mistake(
    "the coordinates and products of two: the product x·y becomes something of degree three. Add that, and leave out "
    "what never occurs",
    of=dictionary,
)
def quadratic(X):
    x, y, z = X.T
    return np.column_stack([x, y, z, x**2, x * y, y**2])


@exercise.mistake("powers of x alone: z is fed by x·y, a product of two coordinates", of=dictionary)
def powers(X):
    x, y, z = X.T
    return np.column_stack([x, y, z, x**2, x**3])


@exercise.mistake(
    "functions that close without z: the state itself must be a combination of them", of=dictionary
)
def without_z(X):
    x, y, _ = X.T
    return np.column_stack([x, y, x**2])
