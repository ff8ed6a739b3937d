"""The page for a request that failed: one file, no script, readable while nothing else works."""

from base64 import b64encode
from hashlib import sha256

from starlette.responses import HTMLResponse

_STYLE = """
:root{color-scheme:light dark;--paper:oklch(98.5% .006 85);--ink:oklch(22% .02 280);
--soft:oklch(46% .018 280);--link:oklch(47% .2 277);--dot:oklch(71% .165 39)}
@media (prefers-color-scheme:dark){:root{--paper:oklch(19% .03 280);--ink:oklch(93% .012 85);
--soft:oklch(74% .02 285);--link:oklch(72% .14 285);--dot:oklch(76% .14 42)}}
body{margin:0;min-height:100vh;display:grid;place-content:center;padding:2rem;
background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
h1{font:500 2rem/1.15 Georgia,serif;margin:0 0 .75rem}p{margin:.25rem 0;color:var(--soft)}
h1 span{color:var(--dot)}a{color:var(--link)}code{color:var(--ink)}
"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Something went wrong · DreamDot</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>{style}</style></head>
<body><main><h1>Something went wrong here<span>.</span></h1>
<p>Nothing you did. It has been written down under <code>{reference}</code>.</p>
<p><a href="">Try again</a> or <a href="/">go home</a>.</p></main></body></html>"""
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def failure_page(reference: str) -> HTMLResponse:
    """500 with the reference under which the failure stands in the log."""
    page = _PAGE.format(style=_STYLE, reference=reference)
    return HTMLResponse(
        page, 500, {"cache-control": "no-store", "content-security-policy": _POLICY}
    )
