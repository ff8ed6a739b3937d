"""People who have everything here that one can have, with words that nobody else would write."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from dreamdot_app.accounts import ceremonies, links, service
from dreamdot_app.accounts.contract import SignedIn, Viewer
from dreamdot_app.accounts.factors.models import Authenticator, Passkey, RecoveryCode
from dreamdot_app.accounts.links import Purpose
from dreamdot_app.accounts.models import Account, FormerUsername, KnownDevice, ProfileLink
from dreamdot_app.accounts.preferences import service as preferences
from dreamdot_app.accounts.providers.models import Identity
from dreamdot_app.core import clock, ids
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.market import service as market
from dreamdot_app.market.contract import WorkId
from dreamdot_app.media import service as media
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody
from tests.factories.market import make_draft, make_work
from tests.pictures import chunks_of

SECRETS = {
    "totp": b"totp-secret-of-quibble",
    "code": b"recovery-hash-of-quibble",
    "key": b"public-key-of-quibble",
    "credential": b"credential-of-quibble",
}


def text_of(marker: str) -> str:
    """A story that says a word of its own, often enough to be published."""
    return "<p>" + f"The {marker} came in with the tide and stayed. " * 20 + "</p>"


def _picture(marker: str) -> bytes:
    said = PngInfo()
    said.add_text("Comment", marker)
    file = BytesIO()
    Image.linear_gradient("L").resize((300, 200)).convert("RGB").save(file, "PNG", pnginfo=said)
    return file.getvalue()


@dataclass
class Marked:
    """Somebody with a history. ``gone`` are words of theirs that nobody may find after they left,
    ``kept`` those of what others bought.
    """

    who: Somebody
    signed_in: SignedIn
    word: str
    gone: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    sold: WorkId | None = None
    unsold: WorkId | None = None
    draft: WorkId | None = None
    pictures: dict[str, UUID] = field(default_factory=dict)

    @property
    def id(self) -> UserId:
        return self.signed_in.viewer.id

    def goes(self, what: str) -> str:
        """A word that has to be gone."""
        marker = f"{self.word}{what}"
        self.gone.append(marker)
        return marker

    def stays(self, what: str) -> str:
        """A word of something that others buy."""
        marker = self.kept_word(what)
        self.kept.append(marker)
        return marker

    def kept_word(self, what: str) -> str:
        """The word that `stays` made."""
        return f"sold{self.word[::-1]}{what}"

    def viewer(self, *, proven_at: datetime) -> Viewer:
        """Them, with a proof of that time."""
        return replace(self.signed_in.viewer, proven_at=proven_at)


async def marked_person(*, has_factors: bool = True) -> Marked:
    """Somebody who has done everything that one can do; perhaps with a second factor."""
    word = f"q{ids.new().hex[-9:]}".replace("0", "x").replace("1", "y")
    who = Somebody(f"{word}name", f"{word}mail@example.com")
    signed_in = await service.join(
        email=who.email,
        username=who.username,
        password=who.password,
        display_name=f"{word}shown",
        accepts_terms=True,
        address=ADDRESS,
        user_agent=f"{word}joiner",
        now=clock.now(),
    )
    person = Marked(who, signed_in, word)
    person.gone += [f"{word}name", f"{word}mail", f"{word}shown", f"{word}joiner"]
    await _tell_of_themselves(person)
    await _come_back(person)
    if has_factors:
        await _guard_themselves(person)
    await _make_things(person)
    return person


async def _tell_of_themselves(person: Marked) -> None:
    now = clock.now()
    async with transaction(Database.USER, actor=person.id) as session:
        account = await session.get_one(Account, person.id)
        account.email_confirmed_at = now
        account.bio, account.location = person.goes("bio"), person.goes("place")
        account.pronouns, account.drawing_key = person.goes("pronouns"), person.goes("drawing")
        session.add(
            ProfileLink(
                account_id=person.id,
                position=0,
                label=person.goes("label"),
                url=f"https://{person.goes('site')}.example",
            )
        )
        former = person.goes("former")
        session.add(
            FormerUsername(
                username_key=former,
                username_look=former,
                account_id=person.id,
                kept_until=now + timedelta(days=90),
            )
        )
        links.issue(
            session,
            Purpose.CHANGE_EMAIL,
            account_id=person.id,
            email=f"{person.goes('other')}@example.com",
            now=now,
        )
        ceremonies.begin(
            session,
            "test",
            data={"name": person.goes("ceremony")},
            lifetime=timedelta(hours=1),
            account_id=person.id,
            now=now,
        )
    await preferences.choose(user_id=person.id, choices={"is_searchable": False})
    await preferences.choose_news(user_id=person.id, kind="sales", way="mail", is_on=False)


async def _guard_themselves(person: Marked) -> None:
    now = clock.now()
    async with transaction(Database.USER, actor=person.id) as session:
        session.add(Authenticator(account_id=person.id, secret=SECRETS["totp"], created_at=now))
        session.add(RecoveryCode(account_id=person.id, code_hash=SECRETS["code"], created_at=now))
        session.add(
            Passkey(
                account_id=person.id,
                credential_id=SECRETS["credential"] + person.word.encode(),
                public_key=SECRETS["key"],
                sign_count=1,
                name=person.goes("passkey"),
                created_at=now,
            )
        )
        session.add(
            Identity(
                provider="github",
                subject=person.goes("subject"),
                account_id=person.id,
                label=person.goes("elsewhere"),
                linked_at=now,
            )
        )
        session.add(
            KnownDevice(
                account_id=person.id,
                token_hash=ids.new().bytes * 2,
                first_seen_at=now,
                last_seen_at=now,
            )
        )


async def _come_back(person: Marked) -> None:
    """Sign in with another browser, before anything besides the password is asked for."""
    await service.sign_in(
        login=person.who.username,
        password=PASSWORD,
        address=ADDRESS,
        user_agent=person.goes("browser"),
        now=clock.now(),
    )


async def _add_picture(person: Marked, alt: str, inside: str) -> UUID:
    stored = await media.store_picture(
        owner_id=person.id, chunks=chunks_of(_picture(inside)), alt=alt, now=clock.now()
    )
    return stored.id


async def _make_things(person: Marked) -> None:
    seen = await _add_picture(person, person.stays("alt"), person.stays("exif"))
    unseen = await _add_picture(person, person.goes("alt"), person.goes("exif"))
    person.pictures = {"seen": seen, "unseen": unseen}
    shown = f'<p><img src="/media/{ids.short(seen)}/150.webp" alt="{person.stays("shown")}"></p>'
    person.sold = await make_work(
        person.id,
        title=person.stays("title"),
        html=text_of(person.stays("text")) + shown,
        summary=person.stays("summary"),
        price_minor=500,
        now=clock.now(),
    )
    person.unsold = await make_work(
        person.id,
        title=person.goes("title"),
        html=text_of(person.goes("text")),
        summary=person.goes("summary"),
        tags=(person.goes("tag"),),
        price_minor=700,
        now=clock.now(),
    )
    person.draft = await make_draft(
        person.id, title=person.goes("drafttitle"), html=text_of(person.goes("drafttext"))
    )
    await _change_sold(person)


async def _change_sold(person: Marked) -> None:
    """A text of the sold work that is only a draft: nobody bought it."""
    assert person.sold is not None
    form = await market.open_draft(work_id=person.sold, creator_id=person.id)
    await market.save_draft(
        work_id=person.sold,
        creator_id=person.id,
        fields={"html": text_of(person.goes("newtext"))},
        revision=form.revision,
        now=clock.now(),
    )
