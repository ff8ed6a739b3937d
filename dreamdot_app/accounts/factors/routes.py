"""Factors over HTTP: proving oneself with them, and changing them.

Everything here carries a secret or changes a cookie, so nothing of it passes a page's websocket.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts.contract import SignedIn
from dreamdot_app.accounts.entry import enter, prove, require_viewer, with_session
from dreamdot_app.accounts.factors import cookies, service, totp
from dreamdot_app.accounts.factors.contract import Changed, Question
from dreamdot_app.accounts.settings_paths import section_path
from dreamdot_app.core import clock, ids
from dreamdot_app.core.web.addresses import client_address
from dreamdot_app.core.web.answers import domain_errors, json_body

CODES_PATH = section_path("security") + "/codes"
_UNSTORED = {"cache-control": "no-store"}


def factor_routes() -> list[Route]:
    """The routes of this package."""
    endpoints = {
        "/auth/step/ways": _ways,
        "/auth/step/code": _step_code,
        "/auth/step/recovery": _step_recovery,
        "/auth/step/passkey/ask": _step_ask_passkey,
        "/auth/step/passkey": _step_passkey,
        "/auth/passkey/ask": _ask_passkey,
        "/auth/passkey": _passkey,
        "/auth/again/code": _again_code,
        "/auth/again/passkey/ask": _again_ask_passkey,
        "/auth/again/passkey": _again_passkey,
        "/auth/factors/authenticator/begin": _begin_authenticator,
        "/auth/factors/authenticator/confirm": _confirm_authenticator,
        "/auth/factors/authenticator/remove": _remove_authenticator,
        "/auth/factors/codes/new": _new_codes,
        "/auth/factors/codes/read": _read_codes,
        "/auth/factors/codes/keep": _keep_codes,
        "/auth/factors/passkeys/ask": _ask_new_passkey,
        "/auth/factors/passkeys/add": _add_passkey,
        "/auth/factors/passkeys/rename": _rename_passkey,
        "/auth/factors/passkeys/remove": _remove_passkey,
        "/auth/factors/password/remove": _remove_password,
    }
    return [
        Route(path, domain_errors(endpoint), methods=["POST"])
        for path, endpoint in endpoints.items()
    ]


# the second step of signing in


async def _ways(request: Request) -> Response:
    token = cookies.token_in(request, cookies.STEP)
    ways = await service.second_step.ways(token=token, now=clock.now())
    return JSONResponse({"ways": ways}, headers=_UNSTORED)


async def _step_code(request: Request) -> Response:
    body = await json_body(request)
    signed_in = await service.second_step.pass_with_code(
        token=cookies.token_in(request, cookies.STEP),
        code=body.get("code"),
        address=client_address(request.scope),
        user_agent=_user_agent(request),
        now=clock.now(),
    )
    return await _stepped_in(request, signed_in, body.get("next"))


async def _step_recovery(request: Request) -> Response:
    body = await json_body(request)
    signed_in = await service.second_step.pass_with_recovery_code(
        token=cookies.token_in(request, cookies.STEP),
        code=body.get("code"),
        address=client_address(request.scope),
        user_agent=_user_agent(request),
        now=clock.now(),
    )
    return await _stepped_in(request, signed_in, body.get("next"))


async def _step_ask_passkey(request: Request) -> Response:
    token = cookies.token_in(request, cookies.STEP)
    return _asked(await service.second_step.ask_passkey(token=token, now=clock.now()))


async def _step_passkey(request: Request) -> Response:
    body = await json_body(request)
    signed_in = await service.second_step.pass_with_passkey(
        token=cookies.token_in(request, cookies.STEP),
        ceremony=body.get("ceremony"),
        credential=body.get("credential"),
        address=client_address(request.scope),
        user_agent=_user_agent(request),
        now=clock.now(),
    )
    return await _stepped_in(request, signed_in, body.get("next"))


async def _stepped_in(request: Request, signed_in: SignedIn, next_page: object) -> Response:
    return cookies.take_back(await enter(request, signed_in, next_page), cookies.STEP)


# a passkey alone


async def _ask_passkey(request: Request) -> Response:
    address = client_address(request.scope)
    return _asked(await service.passkey_sign_in.ask(address=address, now=clock.now()))


async def _passkey(request: Request) -> Response:
    body = await json_body(request)
    signed_in = await service.passkey_sign_in.sign_in(
        ceremony=body.get("ceremony"),
        credential=body.get("credential"),
        address=client_address(request.scope),
        user_agent=_user_agent(request),
        now=clock.now(),
    )
    return await enter(request, signed_in, body.get("next"))


# once more, while signed in


async def _again_code(request: Request) -> Response:
    viewer, body = await require_viewer(request), await json_body(request)
    await service.proving.check_code(viewer=viewer, code=body.get("code"), now=clock.now())
    return await prove(viewer, body.get("next"), by_factor=True)


async def _again_ask_passkey(request: Request) -> Response:
    viewer = await require_viewer(request)
    return _asked(await service.proving.ask_passkey(viewer=viewer, now=clock.now()))


async def _again_passkey(request: Request) -> Response:
    viewer, body = await require_viewer(request), await json_body(request)
    await service.proving.check_passkey(
        viewer=viewer,
        ceremony=body.get("ceremony"),
        credential=body.get("credential"),
        now=clock.now(),
    )
    return await prove(viewer, body.get("next"), by_factor=True)


# the authenticator app


async def _begin_authenticator(request: Request) -> Response:
    viewer = await require_viewer(request)
    setup = await service.authenticators.begin(viewer=viewer, now=clock.now())
    answer = {"picture": totp.picture_of(setup.uri), "secret": totp.grouped(setup.secret)}
    return JSONResponse(answer, headers=_UNSTORED)


async def _confirm_authenticator(request: Request) -> Response:
    viewer, body = await require_viewer(request), await json_body(request)
    changed = await service.authenticators.confirm(
        viewer=viewer, code=body.get("code"), now=clock.now()
    )
    return _changed(changed)


async def _remove_authenticator(request: Request) -> Response:
    viewer = await require_viewer(request)
    return _changed(await service.authenticators.remove(viewer=viewer, now=clock.now()))


# recovery codes


async def _new_codes(request: Request) -> Response:
    viewer = await require_viewer(request)
    token = await service.recovery_codes.make_new(viewer=viewer, now=clock.now())
    answer = JSONResponse({"next": CODES_PATH}, headers=_UNSTORED)
    return cookies.give(answer, cookies.CODES, token)


async def _read_codes(request: Request) -> Response:
    viewer = await require_viewer(request)
    token = cookies.token_in(request, cookies.CODES)
    codes = await service.recovery_codes.read(viewer=viewer, token=token, now=clock.now())
    return JSONResponse({"codes": codes}, headers=_UNSTORED)


async def _keep_codes(request: Request) -> Response:
    viewer = await require_viewer(request)
    token = cookies.token_in(request, cookies.CODES)
    await service.recovery_codes.keep(viewer=viewer, token=token, now=clock.now())
    answer = JSONResponse({"next": section_path("security")}, headers=_UNSTORED)
    return cookies.take_back(answer, cookies.CODES)


# passkeys


async def _ask_new_passkey(request: Request) -> Response:
    viewer = await require_viewer(request)
    return _asked(await service.passkeys.begin(viewer=viewer, now=clock.now()))


async def _add_passkey(request: Request) -> Response:
    viewer, body = await require_viewer(request), await json_body(request)
    changed = await service.passkeys.add(
        viewer=viewer,
        ceremony=body.get("ceremony"),
        credential=body.get("credential"),
        name=body.get("name"),
        now=clock.now(),
    )
    return _changed(changed)


async def _rename_passkey(request: Request) -> Response:
    viewer, body = await require_viewer(request), await json_body(request)
    await service.passkeys.rename(
        viewer=viewer, passkey=ids.parse(body.get("id")), name=body.get("name"), now=clock.now()
    )
    return _changed(None)


async def _remove_passkey(request: Request) -> Response:
    viewer, body = await require_viewer(request), await json_body(request)
    changed = await service.passkeys.remove(
        viewer=viewer, passkey=ids.parse(body.get("id")), now=clock.now()
    )
    return _changed(changed)


async def _remove_password(request: Request) -> Response:
    viewer = await require_viewer(request)
    return _changed(await service.without_password.remove_password(viewer=viewer, now=clock.now()))


def _asked(question: Question) -> Response:
    answer = {"ceremony": question.ceremony, "options": question.options}
    return JSONResponse(answer, headers=_UNSTORED)


def _changed(changed: Changed | None) -> Response:
    """Lead to the page anew, with the session's new token; first to the codes, if there are any."""
    has_codes = changed is not None and changed.codes is not None
    answer = JSONResponse(
        {"next": CODES_PATH if has_codes else section_path("security")}, headers=_UNSTORED
    )
    if changed is None:
        return answer
    if changed.codes is not None:
        cookies.give(answer, cookies.CODES, changed.codes)
    return with_session(answer, changed.token)


def _user_agent(request: Request) -> str:
    return request.headers.get("user-agent", "")
