"""Exports and leaving over HTTP."""

from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.entry import require_viewer
from dreamdot_app.accounts.errors import ProofNeeded
from dreamdot_app.accounts.leaving import departure, exports
from dreamdot_app.accounts.settings_paths import section_path
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound, SignInRequired
from dreamdot_app.core.web.answers import domain_errors, json_body

_YOUR_DATA = section_path("data")
_UNSTORED = {"cache-control": "no-store"}


def leaving_routes() -> list[Route]:
    """The routes of this package."""
    return [
        Route("/auth/export", _ask_for_export, methods=["POST"]),
        Route("/auth/export/{export_id}", _download, methods=["GET"]),
        Route("/auth/leave", _leave, methods=["POST"]),
        Route("/auth/keep", _keep, methods=["POST"]),
    ]


def _answer(body: dict[str, Any], status: int = 200) -> Response:
    return JSONResponse(body, status, _UNSTORED)


@domain_errors
async def _ask_for_export(request: Request) -> Response:
    viewer = await require_viewer(request)
    await json_body(request)
    export_id = await exports.ask_for_export(viewer=viewer, now=clock.now())
    return _answer({"export": ids.short(export_id)}, 202)


@domain_errors
async def _download(request: Request) -> Response:
    """The zip, or the way to the page where it can be fetched, or asked for anew: people come here
    from a letter.
    """
    try:
        found = await exports.open_export(
            viewer=await require_viewer(request),
            export_id=ids.parse(request.path_params["export_id"]),
            key=request.query_params.get("key", ""),
            now=clock.now(),
        )
    except SignInRequired:
        return RedirectResponse(f"/signin?next={_YOUR_DATA}", 303, _UNSTORED)
    except ProofNeeded:
        return RedirectResponse(f"/again?next={_YOUR_DATA}", 303, _UNSTORED)
    except NotFound:
        return RedirectResponse(f"{_YOUR_DATA}?export=gone", 303, _UNSTORED)
    return FileResponse(
        found.path,
        media_type="application/zip",
        filename=found.name,
        headers={**_UNSTORED, "referrer-policy": "no-referrer"},
    )


@domain_errors
async def _leave(request: Request) -> Response:
    viewer = await require_viewer(request)
    body = await json_body(request)
    await departure.ask_to_leave(
        viewer=viewer,
        username=body.get("username"),
        gives_up=body.get("gives_up"),
        now=clock.now(),
    )
    return _answer({"next": _YOUR_DATA})


@domain_errors
async def _keep(request: Request) -> Response:
    viewer = await require_viewer(request)
    await json_body(request)
    await departure.keep_account(viewer=viewer, now=clock.now())
    return _answer({"next": _YOUR_DATA})
