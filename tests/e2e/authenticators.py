"""What people sign in with besides a password, as Chromium has it: a device with passkeys."""

from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Page, expect
from pyotp.totp import TOTP

from dreamdot_app.core import clock
from tests.e2e.mailbox import path_in
from tests.e2e.people import Person, arrive, somebody
from tests.e2e.running import DreamDot

_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Device:
    """Chromium's virtual authenticator in one page (WebAuthn, 11)."""

    cdp: CDPSession
    id: str

    async def credentials(self) -> list[dict[str, Any]]:
        """What it keeps."""
        kept = await self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return kept["credentials"]

    async def put(self, credential: dict[str, Any]) -> None:
        """Let it have a passkey of another device."""
        named = {"authenticatorId": self.id, "credential": credential}
        await self.cdp.send("WebAuthn.addCredential", named)

    async def say_no(self) -> None:
        """From now on its owner's finger is not known."""
        told = {"authenticatorId": self.id, "isUserVerified": False}
        await self.cdp.send("WebAuthn.setUserVerified", told)


async def with_device(page: Page) -> Device:
    """Give a page a device for passkeys."""
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("WebAuthn.enable")
    made = await cdp.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    return Device(cdp, made["authenticatorId"])


async def arrive_confirmed(
    dreamdot: DreamDot, context: BrowserContext, person: Person | None = None
) -> tuple[Page, Person]:
    """A page of somebody who has just joined and confirmed their address."""
    person = person or somebody()
    page = await arrive(context, person)
    await page.goto(await path_in(dreamdot, person.email, "Confirm your email address"))
    await page.get_by_role("button", name="Confirm the address").click()
    await expect(page.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    return page, person


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an app with this secret shows, now or some steps of 30 seconds away."""
    return TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)
