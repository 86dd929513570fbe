"""What the page computes of functions is what NumPy computes; and sensors go where a reader puts them."""

import numpy as np
import pytest
from scipy.special import erf, iv

from .conftest import come_to, move_figure
from .hands import SETTLED

PAGE = "lessons/08-function-spaces.html"
PLAIN = "(v) => v?.length === undefined || typeof v === 'string' ? v : Array.from(v, PLAIN)"
READ = f"""(f) => {{
  const PLAIN = {PLAIN}, {{ figure }} = f, list = (t) => [PLAIN(t.x), PLAIN(t.y)];
  const state = figure.state(), {{ meta }} = figure.first.layout;
  return {{ traces: figure.plot.data.map(list), first: figure.first.data.map(list), state,
           meta: Object.fromEntries(Object.entries(meta).map(([key, value]) => [key, PLAIN(value)])) }};
}}"""


def move(figure, **at):
    """Move a figure's controls to these places, and return what is in it once it is drawn, on a slow machine, too."""
    move_figure("() => null", figure, **at)
    figure.page.evaluate(SETTLED)
    return figure.evaluate(READ)


@pytest.fixture(params=["layer", "fast", "f5"])
def live(window, request):
    return come_to(window, f"#{request.param}")


def test_the_first_view_is_the_lessons(live):
    seen = live.evaluate(READ)
    for here, there in zip(seen["traces"], seen["first"], strict=True):
        assert np.array(here[0]) == pytest.approx(np.array(there[0]), abs=1e-4)
        assert np.array(here[1]) == pytest.approx(np.array(there[1]), abs=2e-2)


# ---- the kernel layer


@pytest.mark.parametrize(("points", "uneven"), [(0, 0), (6, 4), (14, 2)])
def test_a_sum_with_weights_is_near_the_integral(window, points, uneven):
    """∫ e^cos 2π(x − y) cos 2πky dy = I_k(1) cos 2πkx: at once on even points, on others as n⁻²."""
    figure = come_to(window, "#layer")
    off = {}
    for weights in (0, 1, 2):
        x, y = move(figure, points=points, uneven=uneven, weights=weights)["traces"][3]
        x = np.array(x)
        truth = iv(1, 1) * np.sin(2 * np.pi * x) + 0.5 * iv(3, 1) * np.cos(6 * np.pi * x)
        off[weights] = np.abs(np.array(y) - truth).max()
    if uneven == 0:
        assert off[1] == pytest.approx(off[2]) and off[2] < 1e-2
    else:
        assert off[2] < off[1]
    n = 8 + 4 * points
    assert off[0] > 0.1 * abs(n / 16 - 1)


# ---- the fast signal


def stepwise(cells, start, epsilon, off, time, steps=20_000):
    """The same by many small implicit steps."""
    k2, h = np.arange(5) ** 2, time / steps
    n = np.array(cells)
    c = n / (1 + k2) + off * np.array(start)
    for _ in range(steps):
        n = n / (1 + h * k2)
        c = (c + h / epsilon * n) / (1 + h / epsilon * (1 + k2))
    return c, n / (1 + k2)


@pytest.mark.parametrize(("epsilon", "off", "time"), [(0, 3, 2), (3, 0, 9), (5, 2, 7), (6, 1, 11)])
def test_the_signal_is_that_of_many_small_steps(window, epsilon, off, time):
    seen = move(come_to(window, "#fast"), epsilon=epsilon, off=off, time=time)
    state = seen["state"]
    c, still = stepwise(
        seen["meta"]["cells"], seen["meta"]["start"], state["epsilon"], state["off"], state["time"]
    )
    basis = np.cos(np.outer(np.arange(5), seen["traces"][0][0]))
    assert np.array(seen["traces"][0][1]) == pytest.approx(still @ basis, abs=2e-3)
    assert np.array(seen["traces"][1][1]) == pytest.approx(c @ basis, abs=2e-3)
    distance, bound = (np.array(seen["traces"][i][1]) for i in (2, 3))
    assert (distance <= bound * (1 + 1e-6)).all()


# ---- the observer


def watched(meta, at, noise):
    """What observer and kriging think at each time."""
    truth, kicks = np.array(meta["truth"]), np.array(meta["kicks"])
    n = truth.shape[1]
    index = (np.arange(n)[:, None] - np.arange(n)) % n
    linear, learned, climate = (np.array(meta[key])[index] for key in ("linear", "learned", "climate"))

    def gain(B):
        return B[:, at] @ np.linalg.inv(B[np.ix_(at, at)] + noise**2 * np.eye(len(at)))

    def network(h):
        for i, (K, bias) in enumerate(meta["weights"]):
            K = np.reshape(K, (len(bias), len(h), -1))
            shifted = np.stack([np.roll(h, 3 - t, axis=1) for t in range(K.shape[2])], axis=-1)
            h = np.einsum("oct,cit->oi", K, shifted) + np.array(bias)[:, None]
            if i < len(meta["weights"]) - 1:
                h = h / 2 * (1 + erf(h / np.sqrt(2)))
        return h[0]

    u, found = np.zeros(n), []
    for t, state in enumerate(truth):
        y = state[at] + noise * kicks[t, : len(at)]
        u = np.clip(linear @ u + learned @ network(u[None]), -8, 8) if t else u
        u = u + gain(climate / 16) @ (y - u[at])
        found.append([u, gain(climate) @ y])
    return np.array(found)


def sensors(seen):
    step = 22 / 64
    return [round(x / step) % 64 for x in seen["traces"][3][0]]


@pytest.mark.parametrize(("count", "noise", "time"), [(3, 0, 20), (5, 1, 30), (4, 0, 3)])
def test_the_observer_is_numpys(window, count, noise, time):
    seen = move(come_to(window, "#f5"), sensors=count, noise=noise, time=time)
    assert len(sensors(seen)) == [2, 4, 6, 8, 12, 16][count]
    thoughts = watched(seen["meta"], sensors(seen), [0.1, 0.5][noise])
    assert np.array(seen["traces"][1][1]) == pytest.approx(thoughts[4 * time, 0], abs=0.02)
    assert np.array(seen["traces"][2][1]) == pytest.approx(thoughts[4 * time, 1], abs=0.02)


def late_error(seen):
    return np.mean(seen["traces"][4][1][60:])


def test_a_sensor_can_be_dragged(window):
    figure = come_to(window, "#f5")
    before = move(figure, sensors=3, noise=0, time=20)
    grips = figure.locator(".cg-grip:visible")
    assert grips.count() == 8
    grip = figure.get_by_role("slider", name="Sensor 2", exact=True)
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    window.mouse.move(x, y)
    window.mouse.down()
    window.mouse.move(x + 40, y - 30, steps=4)
    window.mouse.up()
    window.wait_for_timeout(200)
    after = figure.evaluate(READ)
    assert after["traces"][3][0][1] > before["traces"][3][0][1]
    assert after["traces"][3][1] == before["traces"][3][1], "a sensor moves along the line alone"
    assert np.delete(sensors(after), 1).tolist() == np.delete(sensors(before), 1).tolist()
    moved = grip.bounding_box()
    assert moved["x"] + moved["width"] / 2 == pytest.approx(x + 40, abs=5), "the grip goes with its point"
    thoughts = watched(after["meta"], sensors(after), 0.1)
    assert np.array(after["traces"][2][1]) == pytest.approx(thoughts[80, 1], abs=0.02)


def test_a_sensor_goes_by_arrow_keys_and_the_address_keeps_it(window):
    figure = come_to(window, "#f5")
    grip = figure.get_by_role("slider", name="Sensor 1", exact=True)
    before = move(figure, sensors=3, noise=0, time=20)
    grip.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp"):
        window.keyboard.press(key)
    window.wait_for_timeout(200)
    after = figure.evaluate(READ)
    assert after["traces"][3][0][0] - before["traces"][3][0][0] == pytest.approx(22 / 64, abs=1e-5)
    assert float(grip.get_attribute("aria-valuenow")) == pytest.approx(after["traces"][3][0][0])
    assert f"places:{after['state']['places'][0][0]:g}"[:11] in window.url
    window.reload()
    again = come_to(window, "#f5").evaluate(READ)
    assert sensors(again) == sensors(after)


def test_a_sensor_stays_on_the_line(window):
    figure = come_to(window, "#f5")
    figure.evaluate("(f) => f.figure.put(0, -99, 0)")
    window.wait_for_timeout(200)
    assert figure.evaluate(READ)["traces"][3][0][0] == 0
    figure.evaluate("(f) => f.figure.put(0, 99, 0)")
    window.wait_for_timeout(200)
    assert figure.evaluate(READ)["traces"][3][0][0] == pytest.approx(22)
    figure.evaluate("(f) => f.figure.put(0, 0, 0)")


def test_sensors_pushed_together_lose_the_rest(window):
    figure = come_to(window, "#f5")
    spread = move(figure, sensors=3, noise=0, time=20)
    figure.evaluate("(f) => { for (let i = 0; i < 8; i++) f.figure.put(i, (i * 22) / 64, 0); }")
    window.wait_for_timeout(300)
    together = figure.evaluate(READ)
    assert sensors(together) == list(range(8))
    assert late_error(together) > 3 * late_error(spread)
