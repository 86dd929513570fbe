"""Writes a figure into the page: still picture, native controls, caption; its data go to a file of their own.

The file is a script that calls ``CommonGround.figure(key, {...})``, since a page that was opened from disk may load
scripts and may not fetch data. ``book/_static/figures.js`` loads it, and plotly, when the figure comes near the view.
"""

import hashlib
import html
import json
import re
from pathlib import Path

from commonground.figures.static import PHONE, WIDTH
from commonground.site.html.pictures import standalone
from commonground.site.renderer import figure_output, table_output

HEIGHT = 380


def setup(app):
    """Register the writer of figures: moving on the website, still on the page for paper."""
    app.add_node(figure_output, html=(_visit, _depart))
    app.add_node(table_output, html=(_visit_table, _depart_table))
    app.connect("doctree-read", _require_unique_names)


def _require_unique_names(app, doctree):
    from sphinx.util import logging

    seen = set()
    for node in doctree.findall(figure_output):
        name = node["content"]["name"]
        if name in seen:
            logging.getLogger(__name__).warning(
                "two figures are called %r: a name stands in a link", name, location=node
            )
        seen.add(name)


def _visit(writer, node):
    content = node["content"]
    if content.get("inline") or writer.builder.name == "singlehtml":
        writer.body.append(_inline(content))
    else:
        first = next(iter(node.document.findall(figure_output))) is node
        writer.body.append(_interactive(writer, content, "eager" if first else "lazy"))


def _depart(writer, node):
    writer.body.append("</figcaption></figure>")


def _visit_table(writer, node):
    """A table scrolls by itself where it is wider than the page, also from the keyboard."""
    label = _attribute(node.astext())
    writer.body.append(
        f'<figure class="cg-table"><div tabindex="0" role="region" aria-label="{label}"><table>'
    )
    writer.body.append(f"{node['content']['cells']}</table></div><figcaption>")


def _depart_table(writer, node):
    writer.body.append("</figcaption></figure>")


def _inline(content: dict) -> str:
    """A picture that nobody moves stands in the page as SVG and takes its ink from the page."""
    svg = _only_needed_ids(content["still"])
    svg = re.sub(r"^<svg ", f'<svg role="img" aria-label="{_attribute(content["alt"])}" ', svg)
    return f'<figure class="cg-figure cg-still" id="{content["name"]}">{svg}<figcaption>'


def _only_needed_ids(svg: str) -> str:
    """matplotlib names every part, in each picture alike; a page may have a name once, and needs those in links."""
    needed = set(re.findall(r'(?:url\(#|href="#)([^")]+)', svg))
    return re.sub(r' id="([^"]+)"', lambda m: m[0] if m[1] in needed else "", svg)


def _interactive(writer, content: dict, loading: str) -> str:
    name, figure, page = content["name"], content["figure"], writer.builder.current_docname
    inner = Path("_static", "figures", page)
    to_static = f"{'../' * page.count('/')}{inner.as_posix()}/"
    data = json.dumps(figure, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    stills = {".svg": standalone(content["still"]), "-phone.svg": standalone(content["phone"])}
    key = f"{name}-{hashlib.sha256(''.join([data, *stills.values()]).encode()).hexdigest()[:10]}"
    folder = Path(writer.builder.outdir) / inner
    for old in [*folder.glob(f"{name}-??????????.*"), *folder.glob(f"{name}-??????????-phone.svg")]:
        old.unlink()
    _write(folder / f"{key}.js", f'CommonGround.figure("{key}",{data});\n')
    for ending, still in stills.items():
        _write(folder / f"{key}{ending}", still)
    height = figure["layout"].get("height") or HEIGHT
    narrow = (figure["layout"].get("meta") or {}).get("narrow", {}).get("height", height)
    controls = "".join(_control(name, control, figure.get("play")) for control in figure.get("controls", []))
    controls = (
        f'<form class="cg-controls" aria-label="Controls of figure {name}" autocomplete="off">{controls}</form>'
        if controls
        else ""
    )
    live = f' data-live="{figure["page"]}"' if figure.get("page") else ""
    return (
        f'<figure class="cg-figure" id="{name}" data-figure="{key}"{live} data-src="{to_static}{key}.js" style="--height:{height}px;--narrow:{narrow}px">'
        f'<div class="cg-plot" role="img" aria-label="{_attribute(content["alt"])}">'
        f'<picture><source media="(max-width: 540px)" srcset="{to_static}{key}-phone.svg" width="{PHONE}" height="{narrow}">'
        f'<img class="dark-light" src="{to_static}{key}.svg" width="{WIDTH}" height="{height}" alt="" loading="{loading}" decoding="async">'
        "</picture></div>"
        f"{controls}<figcaption>"
    )


def _control(figure: str, control: dict, play: str | None) -> str:
    """A native slider for numbers, a native menu for words.

    A browser that fills in forms looks for menus when a page is loaded, and lays out each section that holds one, however
    far it is: so ``figures.js`` takes a menu out of its template when the reader comes near.
    """
    key, values, start = f"{figure}-{control['name']}", control["values"], control["start"]
    label = f'<label for="{key}">{html.escape(control["label"])}</label>'
    if all(isinstance(v, int | float) for v in values):
        button = f'<button type="button" class="cg-play" aria-label="Play {_attribute(control["label"])}"></button>'
        return (
            f'<div class="cg-control">{button if control["name"] == play else ""}{label}'
            f'<input type="range" id="{key}" name="{control["name"]}" min="0" max="{len(values) - 1}" step="1" '
            f'value="{start}" aria-valuetext="{values[start]:g}">'
            f'<output for="{key}">{values[start]:g}</output></div>'
        )
    options = "".join(
        f'<option value="{i}"{" selected" if i == start else ""}>{html.escape(str(v))}</option>'
        for i, v in enumerate(values)
    )
    return (
        f'<div class="cg-control">{label}'
        f'<template><select id="{key}" name="{control["name"]}">{options}</select></template></div>'
    )


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf8")
