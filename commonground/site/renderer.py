"""What the website takes from a lesson's outputs: figures, tables and claims, as nodes that its extension writes.

myst-nb finds :class:`PageRenderer` by its entry point (``myst_nb.mime_renderers`` in ``pyproject.toml``).
"""

from docutils import nodes

from commonground.claims import CLAIM_MIME
from commonground.figures.display import PAGE_MIME, TABLE_MIME

__all__ = ["PageRenderer", "claim_output", "figure_output", "table_output"]


class figure_output(nodes.General, nodes.Element):
    """A figure: ``content`` is what :func:`commonground.figures.show` sent, the children are its caption."""


class table_output(nodes.General, nodes.Element):
    """A table: ``content`` is what :func:`commonground.figures.table` sent, the children are its caption."""


class claim_output(nodes.General, nodes.Element):
    """A claim: ``content`` is what :func:`commonground.claims.claim` sent."""


NODES = {PAGE_MIME: figure_output, TABLE_MIME: table_output, CLAIM_MIME: claim_output}


class PageRenderer:
    """Turns outputs of the course's own kinds into nodes."""

    mime_priority_overrides = tuple((page, mime, 1) for page in ("html", "singlehtml") for mime in NODES)

    @staticmethod
    def handle_mime(renderer, data, inline):
        """Return a node for our kinds, None for all others."""
        kind = NODES.get(data.mime_type)
        if kind is None or inline:
            return None
        node = kind("", content=data.content)
        # A caption is Markdown of the page it stands on: formulas, citations and terms work in it.
        page = renderer.renderer
        with page.current_node_context(node):
            page.nested_render_text(data.content.get("caption", ""), data.line or 0, inline=True)
        return [node]
