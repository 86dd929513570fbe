"""Two visits to a page, of which many tests ask something: to open a page once for each would take minutes.

The first visitor has a phone. They wait until the page stands still and scroll through it; then they take the smallest
phone there is, on which they move and play every figure.
The second opens the page from disk in a wide window, by a link to the view that the first left, and lets axe-core look
at it in light and in dark.

What is the same on many pages axe-core is asked once: the frame around the text (see ``frame.py``) on the first page that
has it, the contrast of a kind of text on the first page that shows it.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

from . import hands
from .conftest import SITE, open_window, read_through
from .focus import LOOK_FOR_FAULTS
from .frame import LEAVE_OUT, stands_for_others

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}

WATCH_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
    .observe({ type: "layout-shift", buffered: true });
"""
SHIFT = "() => shifts.filter((s) => !s.hadRecentInput).reduce((sum, s) => sum + s.value, 0)"
STILL = "() => document.fonts.ready.then(() => new Promise((done) => setTimeout(done, 150)))"
LOOK = """() => ({
  levels: [...document.querySelectorAll("article :is(h1,h2,h3,h4,h5,h6)")].map((h) => +h.tagName[1]),
  sheets: [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href),
  unsized: [...document.images].filter((i) => !i.hasAttribute("width") || !i.hasAttribute("height")).map((i) => i.src),
  unnamed: [...document.images].filter((i) => !i.hasAttribute("alt")).map((i) => i.src),
  tables: [...document.querySelectorAll("article table:not(:has(th))")].length,
  formulas: [...document.querySelectorAll(".katex:not(:has(math))")].length,
  moving: document.querySelectorAll("figure:has(form.cg-controls)").length,
  undrawn: [...document.querySelectorAll("figure[data-figure]:not(.cg-ready)")].map((f) => f.id),
  words: [...document.querySelectorAll("figure.cg-figure")].map((f) => [
    f.querySelector("svg[role=img], .cg-plot[role=img]").getAttribute("aria-label"), f.querySelector("figcaption").textContent]),
})"""
CUT = """() => {
  for (const fold of document.querySelectorAll("article details")) fold.open = true;
  return [...document.querySelectorAll("article div.cell pre")]
    .filter((block) => block.scrollWidth > block.clientWidth)
    .map((block) => block.textContent.split("\\n").reduce((a, b) => (b.length > a.length ? b : a)));
}"""
SPILLED = """() => {
  const edge = (f) => f.getBoundingClientRect().right - parseFloat(getComputedStyle(f).paddingRight) + 1;
  const spilled = [...document.querySelectorAll(".cg-controls *")].filter((e) => e.getBoundingClientRect().right > edge(e.closest("form")));
  if (document.documentElement.scrollWidth > innerWidth) spilled.push(document.documentElement);
  return spilled.map((e) => `${e.closest("figure")?.id}: ${e.outerHTML.slice(0, 100)}`);
}"""
"""What a page or a figure's controls have no room for."""
HEIGHTS = """() => {
  const sections = [...document.querySelectorAll("section[style*='--tall']")];
  for (const section of sections) section.style.contentVisibility = "visible";
  return sections.map((s) => [parseFloat(s.style.getPropertyValue("--tall")), s.getBoundingClientRect().height]);
}"""
DARK = """() => {
  document.documentElement.dataset.theme = "dark";
  for (const change of document.getAnimations()) change.finish();
}"""
PREPARE = """() => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  // A lesson has hundreds of formulas of hundreds of parts, and plots of thousands: some are judged in full.
  for (const formula of [...document.querySelectorAll(".katex")].slice(12)) formula.replaceChildren("x");
  for (const plot of [...document.querySelectorAll(".cg-plot[role=img]")].slice(2)) plot.replaceChildren();
  // And dozens of blocks of code, which are alike but for their kinds of words: those with a new kind are.
  const words = new Set();
  for (const code of document.querySelectorAll("pre")) {
    const size = words.size;
    for (const word of code.querySelectorAll("[class]")) words.add(word.className);
    if (words.size === size) code.replaceChildren("x");
  }
  // What a fold shows fades in: its colours are judged when they have come.
  for (const change of document.getAnimations()) change.finish();
  // And what is wider than its place becomes a stop of Tab at the next frame.
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
THIN = """(judged) => {
  // Contrast is a matter of an element's style and of the ground that it stands on: of each kind a few are judged, on the
  // first page that shows it.
  const before = new Set(judged);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [], known = new Map();
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    const { color, fill, fontSize } = getComputedStyle(text.parentElement), kind = [color, fill, fontSize];
    for (let e = text.parentElement, up = 0; e && up < 6; e = e.parentElement, up++)
      kind.push(e.tagName, e.getAttribute("class"), getComputedStyle(e).backgroundColor);
    const name = kind.join(), seen = known.get(name) ?? 0;
    known.set(name, seen + 1);
    if (seen >= 3 || before.has(name)) text.data = "";
  }
  // What then says nothing would only be in axe-core's way, which asks every element where it stands.
  for (const e of [...document.querySelectorAll("article *")].reverse()) if (!e.firstElementChild && !e.textContent.trim()) e.remove();
  return [...known.keys()];
}"""
AXE = """async (options) => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...options });
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 5).join(", ")}`);
}"""
CONTRAST = "color-contrast"


def open_to_visit(context):
    """Open the window that makes all visits: a new one for each page would cost as much as a small page."""
    page = open_window(context)
    page.add_init_script(WATCH_SHIFTS)
    return page


def begin(page, size) -> None:
    """Leave the last page, and forget what it asked for."""
    page.bring_to_front()
    page.goto("about:blank")
    page.set_viewport_size(size)
    page.log = {"requests": [], "errors": []}


@dataclass
class Visit:
    """What was seen on one page, on a phone."""

    first: list[str]
    """What the page asked for before any sign of a reader."""
    read: list[str]
    """What it asked for until it was read to its end."""
    all: list[str]
    """What it asked for at all."""
    errors: list[str]
    shift: float
    """Sum of all layout shifts, while loading and while reading."""
    seen: dict
    heights: list[list[float]]
    """What the phone was told of each section's height, and the height."""
    spilled: list[str]
    """What had no room, on the phone and on the smallest."""
    stuck: list[str]
    """What went wrong when figures were played."""
    dead: list[str]
    """Controls that changed nothing when a key moved them."""
    address: str
    """The page's address when the visitor left it, with the places of all sliders."""
    left: dict[str, str]
    """What the figures with a slider showed then."""


def make_visit(page, url: str) -> Visit:
    """Read the page at ``url`` once, in a window that :func:`open_to_visit` opened."""
    begin(page, PHONE)
    page.goto(url)
    page.evaluate(STILL)
    first = list(page.log["requests"])
    read_through(page)
    read = list(page.log["requests"])
    seen, shift = page.evaluate(LOOK), page.evaluate(SHIFT)
    heights, spilled = page.evaluate(HEIGHTS), page.evaluate(SPILLED)
    page.set_viewport_size(SMALL)
    page.evaluate(hands.SETTLED)
    spilled += page.evaluate(SPILLED)
    # Keys first: at the beginning of a training run, where play may lead, some menus choose between equal pictures.
    dead, stuck, left = hands.press(page), hands.play(page), hands.leave_at_an_end(page)
    return Visit(
        first=first,
        read=read,
        all=page.log["requests"],
        errors=page.log["errors"],
        shift=shift,
        seen=seen,
        heights=heights,
        spilled=spilled,
        stuck=stuck,
        dead=dead,
        address=page.url,
        left=left,
    )


@dataclass
class FromDisk:
    """What was seen on a page that was opened from disk, in a wide window, at the view of a link."""

    all: list[str]
    errors: list[str]
    failed: int
    """How many figures say that they could not be drawn."""
    shown: dict[str, str]
    """What the figures with a slider show."""
    stops: list[str]
    """What a reader with a keyboard would complain of."""
    cut: list[str]
    """The code, folded cells too, and what it printed, that must be scrolled sideways."""
    faults: dict
    """What axe-core found, in light and in dark."""


def open_from_disk(page, name: str, address: str, judged: set[str]) -> FromDisk:
    """Read the page from disk, at the view that ``address`` links to.

    ``judged`` holds the kinds of text whose contrast was judged on other pages; this page's are added.
    """
    begin(page, DESK)
    query = urlsplit(address).query
    page.goto(Path(SITE, name).as_uri() + (query and f"?{query}"))
    read_through(page)
    figures = page.locator("figure.cg-ready:has(input)").all()
    shown = {figure.get_attribute("id"): hands.picture(page, figure) for figure in figures}
    failed = page.locator(".cg-failed").count()
    stops = page.evaluate(LOOK_FOR_FAULTS)
    cut = page.evaluate(CUT)
    # What axe-core asks for afterwards is no affair of the page.
    asked, errors = list(page.log["requests"]), list(page.log["errors"])
    if not stands_for_others(name):
        page.evaluate(LEAVE_OUT)
    return FromDisk(asked, errors, failed, shown, stops, cut, ask_axe(page, judged))


def ask_axe(page, judged: set[str]) -> dict[str, list[str]]:
    """Return what axe-core finds on the open page in light and in dark; afterwards little is left of the page."""
    page.evaluate(PREPARE)
    page.evaluate(AXE_SCRIPT)
    faults = page.evaluate(AXE, {"rules": {CONTRAST: {"enabled": False}}})
    judged |= set(page.evaluate(THIN, list(judged)))
    faults = {"light": faults + page.evaluate(AXE, {"runOnly": [CONTRAST]})}
    page.evaluate(DARK)
    faults["dark"] = page.evaluate(AXE, {"runOnly": [CONTRAST]})
    return faults
