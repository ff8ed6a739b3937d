"""Where the profile's form is sent to."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.entry import require_viewer
from dreamdot_app.accounts.profile_settings import fields, service
from dreamdot_app.core.allowances import PROFILE
from dreamdot_app.core.rates import spend
from dreamdot_app.core.web.answers import domain_errors, json_body


def routes() -> list[Route]:
    """The routes of this section."""
    return [Route("/auth/profile", _save, methods=["POST"])]


@domain_errors
async def _save(request: Request) -> Response:
    """``{"display_name", "bio", …, "links.0.label", "links.0.url", …, "was": {…}}``."""
    viewer = await require_viewer(request)
    await spend([(PROFILE, str(viewer.id))])
    body = await json_body(request)
    replaced = await service.save_profile(
        account_id=viewer.id, sent=body, was=fields.as_mapping(body.get("was"))
    )
    return JSONResponse({"message": _words(replaced)}, headers={"cache-control": "no-store"})


def _words(replaced: tuple[str, ...]) -> str:
    if not replaced:
        return "Saved."
    listed = " and ".join(filter(None, (", ".join(replaced[:-1]), replaced[-1])))
    return f"Saved. Another tab had changed your {listed} meanwhile: what stands here is kept."
