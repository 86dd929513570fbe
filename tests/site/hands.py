"""What a reader's hands do to the figures of an open page: keys, the play button, sliders left at an end.

The page stays where it is meanwhile: a figure out of sight moves as well, and need not be painted.
"""

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""A figure draws at the next frame: after two it has."""
PICTURE = "(f) => JSON.stringify([f.figure.plot.data, f.figure.plot.layout.annotations])"
SAID = "(f) => JSON.stringify([f.figure.plot.data, (f.figure.plot.layout.annotations ?? []).map(({ text }) => text)])"
"""A picture wherever its words stand, which is another place on a phone than in a wide window."""
CHANGED = f"""(f) => {{
  const picture = ({PICTURE})(f), before = f.seen;
  f.seen = picture;
  return picture !== before;
}}"""
"""Whether a figure shows anything else than when this was last asked."""

PLAY = f"""async (button) => {{
  const frame = () => new Promise(requestAnimationFrame);
  const f = button.closest("figure"), {{ figure }} = f, faults = [];
  const says = (what) => button.getAttribute("aria-label").startsWith(what);
  ({CHANGED})(f);
  button.click();
  if (!says("Pause")) faults.push("the button that plays does not offer to pause");
  for (let i = 0, from = {{ ...figure.at }}; i < 200; i++) {{
    await frame();
    if (Object.keys(from).some((name) => Math.abs(figure.at[name] - from[name]) > 0.6)) break;
  }}
  if (figure.playing) button.click(); // on a slow machine it may have come to its end already
  if (!says("Play")) faults.push("the button that pauses does not offer to play");
  await frame();
  await frame();
  if (!({CHANGED})(f)) faults.push("playing changed nothing");
  if (!Object.values(figure.at).every(Number.isInteger)) faults.push("it stopped between two values");
  return faults.map((fault) => `${{f.id}}: ${{fault}}`);
}}"""
KEY = """(control) => {
  control.focus({ preventScroll: true });
  if (control.tagName === "SELECT") return control.selectedIndex === control.options.length - 1 ? "ArrowUp" : "ArrowDown";
  return control.value === control.max ? "ArrowLeft" : "ArrowRight";
}"""
"""Take hold of a control; the key that leads from where it stands to another place."""
END = """(slider) => {
  slider.focus({ preventScroll: true });
  return slider.value === slider.max ? "Home" : "End";
}"""


def picture(page, figure) -> str:
    """What a figure shows and says once it stands still, in a window of any width."""
    page.evaluate(SETTLED)
    return figure.evaluate(SAID)


def play(page) -> list[str]:
    """Play and pause every figure that can; return what was not as it should be."""
    return [fault for button in page.locator(".cg-play").all() for fault in button.evaluate(PLAY)]


def press(page) -> list[str]:
    """Move every control of every figure with a key; return those that changed nothing."""
    dead = []
    for figure in page.locator("figure.cg-ready").all():
        figure.evaluate(CHANGED)
        for control in figure.locator("input, select").all():
            page.keyboard.press(control.evaluate(KEY))
            page.evaluate(SETTLED)
            if not figure.evaluate(CHANGED):
                dead.append(f"{figure.get_attribute('id')}: {control.get_attribute('name')}")
    return dead


def leave_at_an_end(page) -> dict[str, str]:
    """Move the first slider of every figure to an end; return what the figures then show."""
    left = {}
    for figure in page.locator("figure.cg-ready:has(input)").all():
        page.keyboard.press(figure.locator("input").first.evaluate(END))
        left[figure.get_attribute("id")] = picture(page, figure)
    return left
