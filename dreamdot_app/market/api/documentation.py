"""The API's documentation as a page: no script and nothing from elsewhere.

What usual viewers of OpenAPI load comes from other people's servers, which our pages never ask.
"""

import html
import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

_STYLE = """
:root{color-scheme:light dark;--paper:oklch(98.5% .006 85);--ink:oklch(22% .02 280);
--soft:oklch(46% .018 280);--link:oklch(47% .2 277);--hair:oklch(22% .02 280/.13);
--well:oklch(96.2% .009 85)}
@media (prefers-color-scheme:dark){:root{--paper:oklch(19% .03 280);--ink:oklch(93% .012 85);
--soft:oklch(74% .02 285);--link:oklch(72% .14 285);--hair:oklch(93% .012 85/.14);
--well:oklch(23% .032 280)}}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{max-width:54rem;margin:0 auto;padding:3rem 1rem 6rem}
h1{font:500 2rem/1.15 Georgia,serif}h2{font:500 1.5rem/1.2 Georgia,serif;margin:3rem 0 .75rem}
section{border-top:1px solid var(--hair);padding:1.25rem 0}h3{font-size:1rem;margin:0}
h3 b{display:inline-block;min-width:4.5rem}p,dd{color:var(--soft)}p{margin:.5rem 0}
pre{background:var(--well);padding:.75rem 1rem;border-radius:.5rem;overflow:auto;font-size:.8125rem}
summary{cursor:pointer;min-height:2.75rem;display:flex;align-items:center;color:var(--link)}
a{color:var(--link)}code{font-size:.9em}dl{display:grid;grid-template-columns:max-content 1fr;
gap:.25rem 1rem;margin:.5rem 0}dd{margin:0}
"""
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
    "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>API · DreamDot</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>{style}</style></head>
<body><main><h1>The API of DreamDot</h1>
<p>JSON over HTTPS, under <code>/api</code>. Who asks is said by the session's cookie or, for
programs, by <code>Authorization: Bearer …</code> with an access token.</p>
<h2>Tokens</h2>
<p>POST <code>{{"login", "password", "client"}}</code> to <code>/auth/api/tokens</code>, with
<code>"code"</code> where the account has a second factor. The answer has an
<code>access_token</code>, good for 15 minutes, and a <code>refresh_token</code>: POST it to
<code>/auth/api/refresh</code> for the next two, or to <code>/auth/api/revoke</code> to be signed
out. Each refresh token is used once; using one again ends the session. Its person finds the client
among their sessions.</p>
<h2>Refusals</h2>
<p>Refusals are
<code>{{"errors": {{field: message}}}}</code> or <code>{{"error": message}}</code>, with a
<code>code</code>. For programs: <a href="openapi.json">openapi.json</a>.</p>
{operations}{schemas}</main></body></html>"""


async def documentation(request: Request) -> HTMLResponse:
    """``GET /api/docs``: every operation and every shape, as `openapi.json` has them."""
    schema: dict[str, Any] = request.app.openapi()
    page = _PAGE.format(
        style=_STYLE,
        operations="".join(_operations(schema)),
        schemas="".join(_schemas(schema)),
    )
    return HTMLResponse(page, headers={"content-security-policy": _POLICY})


def _operations(schema: dict[str, Any]) -> Iterator[str]:
    yield "<h2>Operations</h2>"
    described = {f"/api{path}": methods for path, methods in schema["paths"].items()}
    for path, methods in (described | schema.get("webhooks", {})).items():
        for method, operation in methods.items():
            yield (
                f"<section><h3><b>{method.upper()}</b> <code>{html.escape(path)}</code></h3>"
                f"<p>{html.escape(operation.get('description', ''))}</p>"
                f"{_parameters(operation)}{_body(operation)}{_answers(operation)}</section>"
            )


def _parameters(operation: dict[str, Any]) -> str:
    rows = [
        f"<dt><code>{html.escape(one['name'])}</code></dt><dd>{html.escape(_shape(one['schema']))}"
        f"{' · ' + html.escape(one['description']) if one.get('description') else ''}</dd>"
        for one in operation.get("parameters", [])
    ]
    return f"<dl>{''.join(rows)}</dl>" if rows else ""


def _body(operation: dict[str, Any]) -> str:
    if "requestBody" not in operation:
        return ""
    sent = operation["requestBody"]["content"]["application/json"]["schema"]
    return f"<details><summary>What is sent</summary>{_pretty(sent)}</details>"


def _answers(operation: dict[str, Any]) -> str:
    rows = [
        f"<dt>{html.escape(status)}</dt><dd>{html.escape(_answer(answer))}</dd>"
        for status, answer in sorted(operation["responses"].items())
    ]
    return f"<dl>{''.join(rows)}</dl>"


def _answer(answer: dict[str, Any]) -> str:
    content = answer.get("content", {}).get("application/json", {})
    shape = _shape(content["schema"]) if "schema" in content else ""
    return shape or answer.get("description", "")


def _shape(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_shape(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("type", "anything"))


def _schemas(schema: dict[str, Any]) -> Iterator[str]:
    yield "<h2>Shapes</h2>"
    for name, one in schema.get("components", {}).get("schemas", {}).items():
        yield f"<details><summary>{html.escape(name)}</summary>{_pretty(one)}</details>"


def _pretty(schema: dict[str, Any]) -> str:
    return f"<pre>{html.escape(json.dumps(schema, indent=1, ensure_ascii=False))}</pre>"
