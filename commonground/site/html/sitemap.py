"""``sitemap.xml`` and ``robots.txt``: the pages of the table of contents, and no others, for search engines."""

from html import escape
from pathlib import Path
from urllib.parse import urljoin

from commonground.site.listing import pages
from commonground.site.page import history


def setup(app):
    """Write both when the site is built."""
    app.connect("build-finished", _write)


def _write(app, exception):
    if exception or app.builder.name != "html":
        return
    base = app.config.html_baseurl
    entries = "".join(_entry(app, urljoin(base, app.builder.get_target_uri(p)), p) for p in pages(app))
    out = Path(app.outdir)
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n',
        "utf8",
    )
    (out / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {urljoin(base, 'sitemap.xml')}\n", "utf8"
    )


def _entry(app, address: str, page: str) -> str:
    changed = "".join(f"<lastmod>{change.date}</lastmod>" for change in history.of(app, page)[:1])
    return f"  <url><loc>{escape(address)}</loc>{changed}</url>\n"
