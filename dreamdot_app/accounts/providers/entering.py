"""Coming in with an account elsewhere: the one place where that begins a session."""

from datetime import datetime

from dreamdot_app.accounts.contract import FactorNeeded, SignedIn
from dreamdot_app.accounts.factors import entering
from dreamdot_app.accounts.providers import repository
from dreamdot_app.accounts.providers.person import Person
from dreamdot_app.core.db import Database, transaction


async def sign_in(
    *, person: Person, user_agent: str, now: datetime
) -> SignedIn | FactorNeeded | None:
    """Let in whoever an account elsewhere belongs to; ``None`` for nobody.

    It stands for a password: where there is a second factor, that is asked for.

    Whose it is, is known by the provider's own name for it and by nothing else: an address can be
    given to somebody new. Whoever is unlinked at that moment is not let in: unlinking ends the
    sessions that there are, and one that began after it would stay.
    """
    async with transaction(Database.USER, actor=None) as session:
        account = await repository.held_owner(session, person.provider, person.subject)
        if account is None:
            return None
        if not await repository.note_use(session, person.provider, person.subject, now=now):
            return None
        return await entering.enter(
            session, account, user_agent=user_agent, now=now, how=person.provider
        )
