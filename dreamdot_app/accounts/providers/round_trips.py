"""Sending somebody to a provider, and taking them back: once, in the browser that began it.

What comes back carries the state in its address, and the browser a token in a cookie. Both must
belong to one ceremony: who was sent here by somebody else has another browser's state and no
cookie (RFC 9700 §4.7), and a second time there is no ceremony any more.
"""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from dreamdot_app.accounts import ceremonies, policy
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.errors import CeremonyOver
from dreamdot_app.accounts.models import Ceremony
from dreamdot_app.accounts.providers.contract import Begun, Intent, Returned
from dreamdot_app.accounts.providers.errors import RoundTripOver
from dreamdot_app.accounts.providers.oauth import OAuth, RoundTrip
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import BadInput, SignInRequired

LIFETIME = timedelta(minutes=10)
_PURPOSE = "provider"


def parse_intent(value: object) -> Intent:
    """Read why somebody wants to go.

    Raises:
        BadInput: for nothing that we know.
    """
    try:
        return Intent(str(value))
    except ValueError:
        raise BadInput("Sign in, link or prove.") from None


async def begin(
    provider: OAuth,
    *,
    intent: Intent,
    next_page: str,
    viewer: Viewer | None,
    now: datetime,
    time_zone: str = "",
) -> Begun:
    """Begin a way there and back; ``next_page`` is a path of ours, ``viewer`` who is signed in.

    ``time_zone`` is the browser's (IANA): when a provider sends it back, it cannot say it.

    Raises:
        SignInRequired: linking and proving are for who is signed in.
        EmailNotConfirmed, ProofNeeded: before an account elsewhere is linked.
        ProviderAway, ProviderMistrusted: it does not say where to go.
    """
    whose = None if intent is Intent.SIGN_IN else viewer
    if intent is not Intent.SIGN_IN and whose is None:
        raise SignInRequired
    if intent is Intent.LINK and whose is not None:
        policy.require_confirmed(whose)
        policy.require_proof(whose, now=now)
    trip = RoundTrip.new()
    address = await provider.address(trip, is_proof=intent is Intent.PROVE)
    data = {
        "provider": provider.name,
        "intent": intent,
        "next": next_page,
        "state": trip.state,
        "nonce": trip.nonce,
        "verifier": trip.verifier,
        "session": str(whose.session_id) if whose else "",
        "zone": time_zone,
    }
    async with transaction(Database.USER, actor=whose.id if whose else None) as session:
        token = ceremonies.begin(
            session,
            _PURPOSE,
            data=data,
            lifetime=LIFETIME,
            now=now,
            account_id=whose.id if whose else None,
        )
    return Begun(address, token)


async def take_back(
    provider: str, *, token: object, state: object, viewer: Viewer | None, now: datetime
) -> Returned:
    """What somebody who comes back was sent for. It is used up by that, whatever comes of it.

    Raises:
        RoundTripOver: unknown, used, expired, of another browser or of another provider; or the
            one who linked or proved is not signed in in this session any more.
    """
    try:
        async with transaction(Database.USER, actor=None) as session:
            begun = await ceremonies.look(session, _PURPOSE, token, now=now)
            await ceremonies.finish(session, begun)
    except CeremonyOver:
        raise RoundTripOver(provider) from None
    returned = _read(begun)
    is_same = isinstance(state, str) and hmac.compare_digest(
        state.encode("utf-8", "surrogatepass"), returned.trip.state.encode()
    )
    if not is_same or returned.provider != provider or not _is_theirs(returned, viewer):
        raise RoundTripOver(provider)
    return returned


def _read(begun: Ceremony) -> Returned:
    data = begun.data
    return Returned(
        provider=data["provider"],
        intent=Intent(data["intent"]),
        next_page=data["next"],
        trip=RoundTrip(data["state"], data["nonce"], data["verifier"]),
        time_zone=data["zone"],
        account_id=begun.account_id,
        session_id=UUID(data["session"]) if data["session"] else None,
    )


def _is_theirs(returned: Returned, viewer: Viewer | None) -> bool:
    """Whether the session that linking or proving began in is the one that it ends in."""
    if returned.intent is Intent.SIGN_IN:
        return True
    return (
        viewer is not None
        and viewer.id == returned.account_id
        and viewer.session_id == returned.session_id
    )
