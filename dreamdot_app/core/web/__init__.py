"""Between the server and Reflex: who may ask, what is answered, and under which rules."""

from dreamdot_app.core.web.addresses import client_address, safe_next
from dreamdot_app.core.web.answers import domain_answer, domain_errors, json_body, refusal
from dreamdot_app.core.web.cookies import SESSION_COOKIE, session_token
from dreamdot_app.core.web.limits import body_limit
from dreamdot_app.core.web.metadata import Moved, PageMetadata, page_metadata
from dreamdot_app.core.web.shells import serve_shells, shell_path
from dreamdot_app.core.web.stack import transformers

__all__ = [
    "SESSION_COOKIE",
    "Moved",
    "PageMetadata",
    "body_limit",
    "client_address",
    "domain_answer",
    "domain_errors",
    "json_body",
    "page_metadata",
    "refusal",
    "safe_next",
    "serve_shells",
    "session_token",
    "shell_path",
    "transformers",
]
