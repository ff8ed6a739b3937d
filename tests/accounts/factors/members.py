"""Members with factors, as tests need them."""

from dataclasses import dataclass, field
from datetime import datetime

from pyotp.totp import TOTP

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import FactorNeeded, SignedIn, Viewer
from dreamdot_app.accounts.factors import service
from dreamdot_app.accounts.factors.contract import Changed
from tests.accounts.factors.device import Device
from tests.clock import NOON
from tests.factories.accounts import ADDRESS, PASSWORD, Somebody, confirmed, joined, somebody


@dataclass
class Member:
    """Somebody with a confirmed address who is signed in and has just proved who they are."""

    person: Somebody
    token: str
    viewer: Viewer
    secret: str = ""
    codes: tuple[str, ...] = ()
    device: Device = field(default_factory=Device)

    async def follow(self, changed: Changed | None, *, now: datetime = NOON) -> None:
        """Go on with the token that a change has given; read the codes that came with it."""
        assert changed is not None
        self.token = changed.token
        viewer = await accounts.viewer_of_token(self.token, now=now)
        assert viewer is not None
        self.viewer = viewer
        if changed.codes:
            self.codes = await service.recovery_codes.read(
                viewer=viewer, token=changed.codes, now=now
            )

    def code(self, at: datetime) -> str:
        """What their app shows at a time."""
        return TOTP(self.secret).at(at)

    async def turn_on_app(self, *, now: datetime = NOON) -> None:
        """Set up an authenticator app."""
        self.secret = (await service.authenticators.begin(viewer=self.viewer, now=now)).secret
        changed = await service.authenticators.confirm(
            viewer=self.viewer, code=self.code(now), now=now
        )
        await self.follow(changed, now=now)

    async def add_passkey(self, *, name: str = "", now: datetime = NOON) -> None:
        """Add the passkey of their device."""
        question = await service.passkeys.begin(viewer=self.viewer, now=now)
        changed = await service.passkeys.add(
            viewer=self.viewer,
            ceremony=question.ceremony,
            credential=self.device.make(question.options),
            name=name,
            now=now,
        )
        await self.follow(changed, now=now)

    async def type_password(
        self,
        *,
        password: str = PASSWORD,
        now: datetime = NOON,
        address: str = ADDRESS,
        device: str | None = None,
    ) -> SignedIn | FactorNeeded:
        """Sign in elsewhere, or in a browser that the account may know."""
        return await accounts.sign_in(
            login=self.person.username,
            password=password,
            address=address,
            user_agent="another browser",
            now=now,
            device=device,
        )

    async def begin_step(self, *, now: datetime = NOON, address: str = ADDRESS) -> str:
        """Sign in elsewhere, and be asked for a factor: the token of that."""
        entered = await self.type_password(now=now, address=address)
        assert isinstance(entered, FactorNeeded)
        return entered.token


async def member(*, now: datetime = NOON, is_confirmed: bool = True) -> Member:
    """A member without factors."""
    person = somebody()
    signed_in = await (confirmed if is_confirmed else joined)(person, now=now)
    return Member(person, signed_in.token, signed_in.viewer)


async def member_with_app(*, now: datetime = NOON) -> Member:
    """A member whose authenticator app was set up at ``now``."""
    made = await member(now=now)
    await made.turn_on_app(now=now)
    return made


async def member_with_passkey(*, now: datetime = NOON) -> Member:
    """A member with a passkey and a password."""
    made = await member(now=now)
    await made.add_passkey(now=now)
    return made
