"""What a reader's hands do to the figures of a page that stands open and drawn: keys, the play button, sliders left at an end."""

PICTURE = "(f) => JSON.stringify([f.figure.plot.data, f.figure.plot.layout.annotations])"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))"


def picture(page, figure):
    """What a figure shows once it stands still."""
    page.evaluate(SETTLED)
    return figure.evaluate(PICTURE)


def key_that_moves(control) -> str:
    """The arrow key that leads from where this slider or menu stands to another place."""
    return control.evaluate(
        """(c) => c.tagName === "SELECT"
             ? (c.selectedIndex === c.options.length - 1 ? "ArrowUp" : "ArrowDown")
             : (c.value === c.max ? "ArrowLeft" : "ArrowRight")"""
    )


def press(page) -> list[str]:
    """Move every control of every figure with a key; return those that changed nothing."""
    dead = []
    for figure in page.locator("figure.cg-ready").all():
        for control in figure.locator("input, select").all():
            before = picture(page, figure)
            control.press(key_that_moves(control))
            if picture(page, figure) == before:
                dead.append(f"{figure.get_attribute('id')}: {control.get_attribute('name')}")
    return dead


def play(page) -> list[str]:
    """Play and pause every figure that can; return what was not as it should be."""
    faults = []
    for button in page.locator(".cg-play").all():
        figure = button.locator("xpath=ancestor::figure")
        which, before = figure.get_attribute("id"), picture(page, figure)
        button.click()
        if not button.get_attribute("aria-label").startswith("Pause"):
            faults.append(f"{which}: the button that plays does not offer to pause")
        page.wait_for_timeout(400)
        button.click()
        if not button.get_attribute("aria-label").startswith("Play"):
            faults.append(f"{which}: the button that pauses does not offer to play")
        if picture(page, figure) == before:
            faults.append(f"{which}: playing changed nothing")
        if not figure.evaluate("(f) => Object.values(f.figure.at).every(Number.isInteger)"):
            faults.append(f"{which}: it stopped between two values")
    return faults


def leave_at_an_end(page) -> dict[str, str]:
    """Move the first slider of every figure to an end; return what the figures then show."""
    left = {}
    for figure in page.locator("figure.cg-ready:has(input)").all():
        slider = figure.locator("input").first
        slider.press("Home" if slider.evaluate("(s) => s.value === s.max") else "End")
        left[figure.get_attribute("id")] = picture(page, figure)
    return left
