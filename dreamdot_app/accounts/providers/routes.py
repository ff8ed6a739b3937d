"""Signing in with others over HTTP: to them, back from them, and what comes of it.

A route that a provider sends the browser back to answers by leading it on, whatever happened; what
went wrong is told by its name in the address of the page that it began on (`errors.TOLD`).
"""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dreamdot_app.accounts import rates
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.devices.zones import ZONE_HEADER, parse_zone
from dreamdot_app.accounts.entry import (
    enter,
    prove,
    require_viewer,
    viewer_of_request,
    with_session,
)
from dreamdot_app.accounts.providers import (
    entering,
    linking,
    newcomers,
    round_trips,
)
from dreamdot_app.accounts.providers.apple import told_name
from dreamdot_app.accounts.providers.configured import callback_path, configured
from dreamdot_app.accounts.providers.contract import Intent, Returned
from dreamdot_app.accounts.providers.cookies import drop_trip, keep_trip, trip_token
from dreamdot_app.accounts.providers.errors import (
    TOLD,
    ProviderAway,
    ProviderError,
    ProviderMistrusted,
    RoundTripLeft,
    RoundTripOver,
)
from dreamdot_app.accounts.providers.oauth import OAuth
from dreamdot_app.accounts.providers.person import Person
from dreamdot_app.accounts.settings_paths import section_path
from dreamdot_app.core import clock
from dreamdot_app.core.errors import DomainError, NotFound
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.addresses import client_address, safe_next
from dreamdot_app.core.web.answers import domain_errors, json_body
from dreamdot_app.core.web.origins import taken_from_elsewhere

JOIN_PATH = "/join/with"
SECURITY_PATH = section_path("security")
_UNSTORED = {"cache-control": "no-store"}
_MOST_FIELDS = 20
# What providers say instead of a code (RFC 6749 §4.1.2.1, and Apple's own); all else is a mistake.
_ERRORS: dict[str, type[ProviderError]] = {
    "access_denied": RoundTripLeft,
    "user_cancelled_authorize": RoundTripLeft,
    "server_error": ProviderAway,
    "temporarily_unavailable": ProviderAway,
}


def provider_routes(providers: Mapping[str, OAuth] | None = None) -> list[Route]:
    """The routes of this package, for the providers of the settings unless others are told."""
    doors = _Doors(configured(settings()) if providers is None else providers)
    posted_back = [name for name, provider in doors.providers.items() if provider.posts_back]
    for name in posted_back:
        taken_from_elsewhere(callback_path(name))
    return [
        Route("/auth/join/with", _join, methods=["POST"]),
        Route("/auth/with/{provider}", domain_errors(doors.begin), methods=["POST"]),
        Route("/auth/with/{provider}/unlink", domain_errors(doors.unlink), methods=["POST"]),
        *(Route(callback_path(name), _post_on, methods=["POST"]) for name in posted_back),
        Route("/auth/with/{provider}/callback", doors.come_back, methods=["GET"]),
    ]


class _Doors:
    """The routes that need to know the providers."""

    def __init__(self, providers: Mapping[str, OAuth]) -> None:
        self.providers = providers

    def _provider(self, request: Request) -> OAuth:
        provider = self.providers.get(request.path_params["provider"])
        if provider is None:
            raise NotFound("Nobody signs in with this here.")
        return provider

    async def begin(self, request: Request) -> Response:
        """Say where to go: ``{"away": address}``, another site's, and leave the trip's token."""
        provider, body = self._provider(request), await json_body(request)
        await rates.count_provider(client_address(request.scope))
        begun = await round_trips.begin(
            provider,
            intent=round_trips.parse_intent(body.get("intent")),
            next_page=safe_next(body.get("next")),
            viewer=await viewer_of_request(request),
            time_zone=parse_zone(request.headers.get(ZONE_HEADER)),
            now=clock.now(),
        )
        response = JSONResponse({"away": begun.address}, headers=_UNSTORED)
        keep_trip(response, begun.token, lifetime=round_trips.LIFETIME)
        return response

    async def unlink(self, request: Request) -> Response:
        """Unlink an account elsewhere."""
        provider = str(request.path_params["provider"])
        token = await linking.unlink(
            provider=provider,
            viewer=await require_viewer(request),
            offered=tuple(self.providers),
            now=clock.now(),
        )
        return with_session(JSONResponse({"next": SECURITY_PATH}, headers=_UNSTORED), token)

    async def come_back(self, request: Request) -> Response:
        """Finish what somebody was sent there for, and lead them on."""
        name, now = str(request.path_params["provider"]), clock.now()
        viewer = await viewer_of_request(request)
        page = SECURITY_PATH if viewer else "/signin"
        try:
            provider = self._provider(request)
            returned = await round_trips.take_back(
                name,
                token=trip_token(request.headers.get("cookie", "")),
                state=request.query_params.get("state"),
                viewer=viewer,
                now=now,
            )
            page = _began_on(returned)
            person = await _person(request, provider, returned, now)
            return await _finished(request, returned, person, viewer)
        except DomainError as refusal:
            return _told(page, refusal, name)


async def _person(request: Request, provider: OAuth, returned: Returned, now: datetime) -> Person:
    """Who the provider says they are."""
    asked = request.query_params
    if error := asked.get("error"):
        raise _ERRORS.get(error, ProviderMistrusted)(provider.name)
    told = {"name": asked["name"]} if "name" in asked else {}
    return await provider.person(asked.get("code"), returned.trip, told=told, now=now)


async def _finished(
    request: Request, returned: Returned, person: Person, viewer: Viewer | None
) -> Response:
    if returned.intent is Intent.SIGN_IN or viewer is None:
        return await _signed_in(request, returned, person)
    if returned.intent is Intent.LINK:
        token = await linking.link(person=person, viewer=viewer, now=clock.now())
        led = _led(returned.next_page)
        return with_session(led, token) if token else led
    await linking.check_theirs(person=person, account_id=viewer.id, now=clock.now())
    response = await prove(viewer, returned.next_page, by_redirect=True)
    drop_trip(response)
    return response


async def _signed_in(request: Request, returned: Returned, person: Person) -> Response:
    now, user_agent = clock.now(), request.headers.get("user-agent", "")
    entered = await entering.sign_in(person=person, user_agent=user_agent, now=now)
    if entered is not None:
        response = await enter(
            request,
            entered,
            returned.next_page,
            by_redirect=True,
            time_zone=returned.time_zone,
        )
        drop_trip(response)
        return response
    token = await newcomers.wait_for_name(person=person, next_page=returned.next_page, now=now)
    response = RedirectResponse(JOIN_PATH, 303, _UNSTORED)
    keep_trip(response, token, lifetime=newcomers.LIFETIME)
    return response


async def _post_on(request: Request) -> Response:
    """What is posted here by a provider's page becomes a GET of our own.

    A browser sends no cookies along with a POST from another site, and so we could not tell whose
    it is; with the GET that follows it does. Nothing else is done here, for anybody can post this.
    """
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qs(body, max_num_fields=_MOST_FIELDS)
    except ValueError:
        fields = {}
    sent = {key: fields[key][0] for key in ("code", "state", "error") if key in fields}
    sent |= told_name(fields.get("user", [""])[0])
    return RedirectResponse(f"{request.url.path}?{urlencode(sent)}", 303, _UNSTORED)


@domain_errors
async def _join(request: Request) -> Response:
    body = await json_body(request)
    signed_in, next_page = await newcomers.join(
        token=trip_token(request.headers.get("cookie", "")),
        username=body.get("username"),
        display_name=body.get("display_name"),
        email=body.get("email"),
        accepts_terms=body.get("terms"),
        address=client_address(request.scope),
        user_agent=request.headers.get("user-agent", ""),
        now=clock.now(),
    )
    response = await enter(request, signed_in, next_page)
    drop_trip(response)
    return response


def _began_on(returned: Returned) -> str:
    """The page that a round trip began on, which leads on to the same one as before."""
    if returned.intent is Intent.LINK:
        return SECURITY_PATH
    path = "/again" if returned.intent is Intent.PROVE else "/signin"
    return f"{path}?{urlencode({'next': returned.next_page})}"


def _told(page: str, refusal: DomainError, provider: str) -> Response:
    """Lead to a page that says what went wrong; what it cannot say is that this took too long."""
    told = refusal if refusal.code in TOLD else RoundTripOver(provider)
    sign = "&" if "?" in page else "?"
    return _led(f"{page}{sign}{urlencode({'trouble': told.code, 'with': provider})}")


def _led(target: str) -> Response:
    response = RedirectResponse(target, 303, _UNSTORED)
    drop_trip(response)
    return response
