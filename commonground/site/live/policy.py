"""What a page may do, said in the page itself since a static host sends no headers of ours.

It asks its own origin alone. A worker from a blob is under the policy of the page that made it: so Python in the page has no
``eval`` of JavaScript and no way to any other host.
"""

POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
    "worker-src": "'self' blob:",
    "connect-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
}


def setup(app):
    """Write the policy into the head of each page, before anything that it is about."""
    app.connect("html-page-context", _say)


def meta() -> str:
    """Return the policy as a page's head says it."""
    said = "; ".join(f"{what} {whom}" for what, whom in POLICY.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{said}">'


def _say(app, pagename, templatename, context, doctree):
    context["metatags"] = meta() + context.get("metatags", "")
