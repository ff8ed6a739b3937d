"""Asking a passkey, and judging what it answers (WebAuthn, 7.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from struct import error as StructError
from typing import Any, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    verify_authentication_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from dreamdot_app.accounts import ceremonies
from dreamdot_app.accounts.contract import PasskeyCopied, UserId
from dreamdot_app.accounts.factors import letters, repository
from dreamdot_app.accounts.factors.contract import Question
from dreamdot_app.accounts.factors.errors import PasskeyRefused, PasskeyUnknown
from dreamdot_app.accounts.factors.models import Passkey
from dreamdot_app.accounts.factors.relying_party import relying_party
from dreamdot_app.accounts.models import Account
from dreamdot_app.core import outbox

ASKED_FOR = timedelta(minutes=5)
_TIMEOUT_MS = 5 * 60_000
_LONGEST_ID = 1_400
# What the library raises at bytes that somebody made up, beside its own refusals.
UNREADABLE = (WebAuthnException, ValueError, TypeError, LookupError, AttributeError, StructError)


@dataclass(frozen=True, slots=True)
class Answered:
    """Whose passkey answered, or why it was not taken: then the transaction is still committed.

    ``named`` is whose passkey it said to be, true or not; ``None`` when that is nobody's here.
    """

    account: Account | None = None
    refusal: PasskeyRefused | None = None
    named: UserId | None = None


def ask(
    session: AsyncSession,
    purpose: str,
    *,
    now: datetime,
    account_id: UUID | None = None,
    keys: Sequence[Passkey] = (),
    must_verify: bool,
) -> Question:
    """Begin a question in the caller's transaction: to ``keys``, or to whichever one there is.

    ``must_verify``: the device has to make sure of its owner (a finger, a face, a PIN).

    Raises:
        PasskeysImpossible: DreamDot's address is a number.
    """
    wish = UserVerificationRequirement.REQUIRED if must_verify else _IF_EASY
    options = generate_authentication_options(
        rp_id=relying_party().id,
        timeout=_TIMEOUT_MS,
        allow_credentials=[descriptor(key) for key in keys],
        user_verification=wish,
    )
    token = ceremonies.begin(
        session,
        purpose,
        account_id=account_id,
        data={"challenge": bytes_to_base64url(options.challenge)},
        lifetime=ASKED_FOR,
        now=now,
    )
    return Question(token, options_to_json_dict(options))


# The password came before, so that the device is touched is enough.
_IF_EASY = UserVerificationRequirement.PREFERRED


def descriptor(key: Passkey) -> PublicKeyCredentialDescriptor:
    """A passkey as browsers are told of it."""
    known = {one.value: one for one in AuthenticatorTransport}
    transports = [known[name] for name in key.transports.split(",") if name in known]
    return PublicKeyCredentialDescriptor(id=key.credential_id, transports=transports or None)


async def judge(
    session: AsyncSession,
    purpose: str,
    *,
    ceremony: object,
    credential: object,
    account_id: UUID | None = None,
    must_verify: bool,
    now: datetime,
) -> Answered:
    """Judge an answer in the caller's transaction, which uses the question up whatever comes of
    it: commit also what was refused. ``account_id``: it must be this account's.

    Raises:
        CeremonyOver: the question is forged, somebody else's, answered already or too old.
    """
    asked = await ceremonies.look(session, purpose, ceremony, now=now)
    if asked.account_id != account_id:
        return Answered(refusal=PasskeyRefused())
    credential_id = _credential_id(credential)
    found = await repository.passkey_by_credential(session, credential_id)
    if found is None:
        return Answered(refusal=PasskeyUnknown())
    refused = Answered(refusal=PasskeyRefused(), named=UserId(found.account_id))
    # Held before the passkey is looked at again: two answers at once are counted one by one.
    account = await repository.account(session, found.account_id)
    key = await repository.passkey_by_credential(session, credential_id)
    if account is None or key is None or account_id not in (None, account.id):
        return refused
    verified = _verified(key, credential, asked.data["challenge"], must_verify=must_verify)
    if verified is None:
        return refused
    if _counts_backwards(key, verified):
        await _tell_of_copy(session, account, key)
        return refused
    key.sign_count, key.last_used_at = verified.new_sign_count, now
    key.is_backed_up = verified.credential_backed_up
    return Answered(account=account)


def _credential_id(credential: object) -> bytes:
    """What the answer says it is of; nothing when it says nothing readable."""
    given = cast("dict[str, object]", credential) if isinstance(credential, dict) else {}
    named = given.get("id")
    if not isinstance(named, str) or len(named) > _LONGEST_ID:
        return b""
    try:
        return base64url_to_bytes(named)
    except ValueError:
        return b""


def _verified(
    key: Passkey, credential: object, challenge: str, *, must_verify: bool
) -> VerifiedAuthentication | None:
    """What the answer proves; ``None`` when it does not hold."""
    given = cast("dict[str, Any]", credential)
    ours = relying_party()
    try:
        verified = verify_authentication_response(
            credential=given,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=ours.id,
            expected_origin=ours.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=0,  # compared here, where it can be told apart
            require_user_verification=must_verify,
        )
    except UNREADABLE:
        return None
    return verified if _is_of_owner(key, given) else None


def _is_of_owner(key: Passkey, given: dict[str, Any]) -> bool:
    """The account that the passkey was made for, where it says so (7.2, step 6)."""
    handle = given["response"].get("userHandle")
    return handle is None or base64url_to_bytes(handle) == key.account_id.bytes


def _counts_backwards(key: Passkey, verified: VerifiedAuthentication) -> bool:
    """Passkeys that are kept in several places do not count, and stay at 0."""
    counts = key.sign_count > 0 or verified.new_sign_count > 0
    return counts and verified.new_sign_count <= key.sign_count


async def _tell_of_copy(session: AsyncSession, account: Account, key: Passkey) -> None:
    event = PasskeyCopied(account_id=UserId(account.id), passkey_id=key.id)
    await letters.passkey_copied(session, account, key.name, outbox.add(session, event))
