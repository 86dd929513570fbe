"""``{measure-yours}``: a form that takes a reader's files and measures them in the page; ``book/_static/python/yours.js`` makes it work.

Its measures and options are those that the package has. Where Python is left out of the build, one sentence stands in its place.
"""

import gzip
import inspect
import json
from html import escape
from pathlib import Path

from commonground.figures.theme import HEAT
from commonground.similarity import Measure, measures
from commonground.similarity.neighbours import METRICS as NEIGHBOURS
from commonground.similarity.rdms import COMPARISONS, METRICS
from commonground.site import ROOT
from commonground.site.listing import listing, raw
from commonground.site.live.bring import MOST_BYTES
from commonground.site.live.build import CORE, YOURS, current
from commonground.site.page.launch import URL

__all__ = ["weight"]

LAYERS = ROOT / "book" / "_static" / "yours"
"""What a reader without files of their own is offered; ``layers`` made it."""

LEFT_OUT = (
    '<p class="cg-solve-note">This copy of the site was built without Python for its pages, so nothing can be measured here. '
    "The package does the same on a machine of your own, as at the end of this page.</p>"
)
CALLED = {
    "bandwidth": "Bandwidth, times the median distance",
    "batch_size": "Stimuli a batch",
    "compare": "How RDMs agree",
    "cv": "Folds, to predict held-out stimuli",
    "debiased": "Debiased",
    "k": "Neighbours",
    "kernel": "Kernel",
    "median": "Median",
    "metric": "How stimuli differ",
    "normalize": "Bring both to length 1 first",
    "reflections": "Reflections count as rotations",
    "ridge": "Ridge penalty",
    "squared": "Average the squared correlations",
    "variance": "Share of the variance to keep",
}
"""What the form calls the options."""

NO_YES = {False: "no", True: "yes"}
OFFERED = {
    ("linear_cka", "debiased"): {False: "no", True: "yes, for few stimuli", "both": "yes, for few units too"},
    ("kernel_cka", "kernel"): {"rbf": "rbf", "linear": "linear"},
    ("kernel_cka", "median"): {"distance": "of the distances", "kornblith": "as in Kornblith et al."},
    ("rsa", "metric"): {name: name for name in METRICS if name != "sqeuclidean"},
    ("rsa", "compare"): {name: name for name in COMPARISONS},
    ("mutual_knn", "metric"): {name: name for name in NEIGHBOURS},
}
"""Options of which one of a few is chosen."""


def setup(app):
    """Add the directive; its scripts come with the page that has it."""
    listing(app, "measure-yours", _form)
    app.connect("html-page-context", _scripts)


def _scripts(app, pagename, templatename, context, doctree):
    if 'class="cg-yours"' in context.get("body", ""):
        for script in ("python.js", "python/yours.js"):
            app.add_js_file(script, loading_method="defer")


def weight(parts: Path) -> int:
    """Return the bytes over the wire until the first number, as a host compresses them."""
    asked = [*CORE, *YOURS, "boot.mjs", "tar.mjs", "stdlib.zip", "numpy.tgz"]
    return sum(len(gzip.compress((parts / name).read_bytes(), 6)) for name in asked)


def _form(app, page: str) -> list:
    if app.builder.name != "html":
        return []
    if not (parts := current()).is_dir():
        return [raw(LEFT_OUT)]
    chosen = "".join(f'<option value="{m.name}">{m.name}, a {m.kind}</option>' for m in measures())
    said = FORM.format(
        ramp=escape(json.dumps([colour for _, colour in HEAT])),
        most=MOST_BYTES,
        address=URL,
        demo=" ".join(path.name for path in sorted(LAYERS.glob("*.npy"))),
        megabytes=f"{weight(parts) / 1e6:.0f}",
        measures=chosen,
        options="".join(map(_options, measures())),
    )
    return [raw(said)]


def _options(measure: Measure) -> str:
    """Return what a measure is, in the words of its documentation, and its options."""
    about = (inspect.getdoc(measure.function) or "").splitlines()[0].removeprefix("Return ").replace("``", "")
    known = inspect.signature(measure.function).parameters.values()
    controls = "".join(_control(measure, option) for option in known if option.kind is option.KEYWORD_ONLY)
    return (
        f'<fieldset data-measure="{measure.name}" data-symmetric="{json.dumps(measure.symmetric)}" data-kind="{measure.kind}" '
        f"{'' if measure is measures()[0] else 'hidden'}><legend>{measure.name}</legend><p>{escape(about[:1].upper() + about[1:])}</p>{controls}</fieldset>"
    )


def _control(measure: Measure, option: inspect.Parameter) -> str:
    key = f"yours-{measure.name}-{option.name}"
    needed = option.name in measure.needs
    start = None if needed else option.default
    label = f'<label for="{key}">{CALLED[option.name]}</label>'
    offered = OFFERED.get((measure.name, option.name)) or (NO_YES if isinstance(start, bool) else None)
    told = f'id="{key}" data-option="{option.name}" data-default="{escape(json.dumps(start))}"'
    if offered:
        values = "".join(
            f'<option value="{escape(json.dumps(value))}"{" selected" if value == start and type(value) is type(start) else ""}>{word}</option>'
            for value, word in offered.items()
        )
        return f"<div>{label}<select {told}>{values}</select></div>"
    shown = 32 if needed else "" if start is None else start
    return f'<div>{label}<input type="number" {told} value="{shown}" step="any" inputmode="decimal"></div>'


FORM = """<div class="cg-yours" data-ramp="{ramp}" data-most="{most}" data-address="{address}" data-demo="{demo}">
<form autocomplete="off" aria-label="Measure yours" novalidate>
<div class="cg-yours-drop"><div class="cg-solve-tools"><label class="cg-button">Choose files<input type="file" name="files" multiple accept=".npy,.npz,.csv" aria-describedby="yours-files"></label>
<button type="button" name="demo" class="cg-button">Try it with three layers of ours</button></div>
<p id="yours-files">Or drop them here: .npy, .npz or .csv, rows the same stimuli in the same order. The first file loads Python, {megabytes} MB, once.</p></div>
<ul class="cg-yours-files" aria-label="Representations"></ul>
<div class="cg-yours-set"><div><label for="yours-measure">Measure</label><select id="yours-measure" name="measure">{measures}</select></div>
{options}
<div><label for="yours-draws">Interval and chance</label><select id="yours-draws" name="draws"><option value="1000">1,000 draws for each</option><option value="200">200 draws, faster</option><option value="0">neither</option></select></div></div>
<div class="cg-solve-tools"><button type="submit" name="go" class="cg-button">Measure</button><button type="button" name="stop" class="cg-button" hidden>Stop</button></div>
</form>
<div class="cg-yours-said" role="status"></div>
<div class="cg-yours-far" hidden><progress max="1" value="0" aria-label="How far it is"></progress><span></span></div>
<div class="cg-yours-found" hidden></div>
</div>"""
