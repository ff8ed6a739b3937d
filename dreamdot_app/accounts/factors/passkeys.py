"""Passkeys: added, named, removed (WebAuthn, 7.1).

Every passkey here makes sure of its owner and is found without a name being typed, so each can be
the only thing that somebody signs in with.
"""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from psycopg import errors as postgres
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import base64url_to_bytes, generate_registration_options, verify_registration_response
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from dreamdot_app.accounts import ceremonies, policy
from dreamdot_app.accounts.contract import Viewer
from dreamdot_app.accounts.factors import changing, rates, repository
from dreamdot_app.accounts.factors.assertions import ASKED_FOR, UNREADABLE, descriptor
from dreamdot_app.accounts.factors.contract import Changed, Factor, Question
from dreamdot_app.accounts.factors.errors import (
    LastWayIn,
    PasskeyKnown,
    PasskeyRefused,
    TooManyPasskeys,
)
from dreamdot_app.accounts.factors.models import Passkey
from dreamdot_app.accounts.factors.relying_party import NAME, relying_party
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import text
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.provider_settings import PROVIDERS
from dreamdot_app.core.settings import settings

MOST, NAME_LENGTH = 20, 60
_ADDING = "passkey_add"
_TIMEOUT_MS = 5 * 60_000
_LONGEST_CREDENTIAL_ID = 1_023  # WebAuthn, 7.1, step 25


async def begin(*, viewer: Viewer, now: datetime) -> Question:
    """Ask the browser for a new passkey.

    Raises:
        ProofNeeded, EmailNotConfirmed: who asks may not add a factor just now.
        PasskeysImpossible: DreamDot's address is a number.
        TooManyPasskeys, TooManyTries: enough is enough.
    """
    changing.require_may_add(viewer, now=now)
    await rates.count_setup(viewer.id)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await changing.account_of(session, viewer)
        known = await repository.passkeys(session, viewer.id)
        if len(known) >= MOST:
            raise TooManyPasskeys(MOST)
        options = generate_registration_options(
            rp_id=relying_party().id,
            rp_name=NAME,
            user_id=account.id.bytes,
            user_name=account.username,
            user_display_name=account.display_name,
            timeout=_TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[descriptor(key) for key in known],
        )
        challenge = bytes_to_base64url(options.challenge)
        token = ceremonies.begin(
            session,
            _ADDING,
            account_id=viewer.id,
            data={"challenge": challenge},
            lifetime=ASKED_FOR,
            now=now,
        )
    return Question(token, options_to_json_dict(options))


async def add(
    *, viewer: Viewer, ceremony: object, credential: object, name: object, now: datetime
) -> Changed:
    """Keep the passkey that the browser has made; without a name it gets one.

    Raises:
        ProofNeeded, EmailNotConfirmed: who asks may not add a factor just now.
        CeremonyOver: it was not begun, or too long ago, or is done.
        PasskeyRefused, PasskeyKnown: what the browser sent does not hold, or is here already.
        BadInput: the name is too long.
    """
    changing.require_may_add(viewer, now=now)
    called = text.line(name or "", field="name", max_length=NAME_LENGTH)
    challenge = await _challenge_of(viewer, ceremony, now=now)
    made = _verified(credential, challenge)
    try:
        async with transaction(Database.USER, actor=viewer.id) as session:
            account = await changing.account_of(session, viewer)
            await _keep(session, account, made, credential, called, now=now)
            return await changing.added(session, viewer, account, Factor.PASSKEY, now=now)
    except IntegrityError as error:
        if not _is_taken(error):
            raise
        raise PasskeyKnown from None


async def rename(*, viewer: Viewer, passkey: object, name: object, now: datetime) -> None:
    """Give a passkey another name.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        NotFound: it is not theirs, or gone.
        BadInput: the name is empty or too long.
    """
    policy.require_proof(viewer, now=now)
    called = text.line(name, field="name", min_length=1, max_length=NAME_LENGTH)
    async with transaction(Database.USER, actor=viewer.id) as session:
        (await _own(session, viewer, passkey)).name = called


async def remove(*, viewer: Viewer, passkey: object, now: datetime) -> Changed:
    """Take a passkey off the account.

    Raises:
        ProofNeeded: they have to prove once more who they are.
        NotFound: it is not theirs, or gone.
        LastWayIn: there is no password, no provider and no other passkey.
    """
    policy.require_proof(viewer, now=now)
    async with transaction(Database.USER, actor=viewer.id) as session:
        account = await changing.account_of(session, viewer)
        key = await _own(session, viewer, passkey)
        await _require_other_way_in(session, account)
        await session.delete(key)
        await session.flush()
        return await changing.removed(session, viewer, account, Factor.PASSKEY, now=now)


def _is_taken(error: IntegrityError) -> bool:
    """Whether an account has this passkey already, and nothing else went wrong."""
    broken = error.orig
    return (
        isinstance(broken, postgres.UniqueViolation)
        and broken.diag.constraint_name == "uq_passkey_credential_id"
    )


async def _challenge_of(viewer: Viewer, ceremony: object, *, now: datetime) -> bytes:
    """What was asked; asked and answered once, whatever the answer."""
    async with transaction(Database.USER, actor=viewer.id) as session:
        asked = await ceremonies.look(session, _ADDING, ceremony, now=now)
        is_theirs, challenge = asked.account_id == viewer.id, asked.data["challenge"]
    if not is_theirs:
        raise PasskeyRefused
    return base64url_to_bytes(challenge)


def _verified(credential: object, challenge: bytes) -> VerifiedRegistration:
    ours = relying_party()
    try:
        made = verify_registration_response(
            credential=cast("dict[str, Any]", credential),
            expected_challenge=challenge,
            expected_rp_id=ours.id,
            expected_origin=ours.origin,
            require_user_verification=True,
        )
    except UNREADABLE:
        raise PasskeyRefused from None
    if len(made.credential_id) > _LONGEST_CREDENTIAL_ID:
        raise PasskeyRefused
    return made


async def _keep(
    session: AsyncSession,
    account: Account,
    made: VerifiedRegistration,
    credential: object,
    name: str,
    *,
    now: datetime,
) -> None:
    known = await repository.passkeys(session, account.id)
    if len(known) >= MOST:
        raise TooManyPasskeys(MOST)
    key = Passkey(
        account_id=account.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name or f"Passkey {len(known) + 1}",
        transports=_transports(credential),
        is_backed_up=made.credential_backed_up,
        created_at=now,
    )
    session.add(key)
    await session.flush()


def _transports(credential: object) -> str:
    """How the browser says the passkey can be reached: a hint, and only words that are known."""
    response: Any = cast("dict[str, Any]", credential)["response"]
    told: Any = response.get("transports")
    names = [
        one.value for one in AuthenticatorTransport if isinstance(told, list) and one.value in told
    ]
    return ",".join(names)


async def _own(session: AsyncSession, viewer: Viewer, passkey: object) -> Passkey:
    if not isinstance(passkey, UUID):
        raise NotFound
    key = await repository.own_passkey(session, viewer.id, passkey)
    if key is None:
        raise NotFound
    return key


async def _require_other_way_in(session: AsyncSession, account: Account) -> None:
    # A provider that is configured no more lets nobody in.
    offered = [name for name in PROVIDERS if settings().is_offered(name)]
    has_other = (
        account.password_hash is not None
        or len(await repository.passkeys(session, account.id)) > 1
        or await repository.has_identity(session, account.id, offered)
    )
    if not has_other:
        raise LastWayIn
