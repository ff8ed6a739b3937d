"""The test checkout's page. It looks like nothing one pays at, and says so."""

# Reflex declares its components' parameters with type arguments left open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from typing import Any

import reflex as rx

from dreamdot_app.accounts.state import loading, open_page
from dreamdot_app.core import web
from dreamdot_app.ui import buttons, errors, frame, money, skeleton
from dreamdot_app.ui.posting import post_action
from dreamdot_app.wallet.standin import checkouts
from dreamdot_app.wallet.standin.checkouts import CheckoutMissing, Deed

_ROUTE = "/test-checkout/[checkout]"
_BANNER = "bg-accent px-4 py-3 text-center text-sm font-semibold text-accent-content"


class CheckoutState(rx.State):
    """A session of the test checkout; ``state`` is empty when there is none."""

    id: str = ""
    state: str = ""
    amount_minor: int = 0
    was_declined: bool = False
    is_loading: bool = True
    has_failed: bool = False

    @rx.event
    @loading
    async def load(self) -> None:
        """Show the session that the address names."""
        self.id = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.was_declined = "no" in self.router.url.query_parameters
        try:
            found = await checkouts.checkout(self.id)
            self.state, self.amount_minor = found.state, found.amount_minor
        except CheckoutMissing:
            self.state, self.amount_minor = "", 0
        self.is_loading = False


async def _metadata(params: dict[str, str]) -> web.PageMetadata:
    """Nothing that search engines should know. With a key there is no such page at all.

    Raises:
        NotFound: there is no such session.
    """
    await checkouts.checkout(params["checkout"])
    title = "Test checkout · DreamDot"
    return web.PageMetadata(title=title, description="No real money moves.", is_hidden=True)


def _press(label: str, deed: Deed, tone: buttons.Tone = "quiet") -> rx.Component:
    return post_action(
        label,
        action=f"/test-checkout/{CheckoutState.id}/{deed.value}",
        payload={},
        class_name=buttons.look(tone, "md", wide=True),
    )


def _open() -> rx.Component:
    declined = errors.notice("The test card was declined. Nothing was charged.", class_name="mb-4")
    return rx.el.div(
        rx.cond(CheckoutState.was_declined, declined),
        rx.el.div(
            _press("Pay", Deed.PAY, "primary"),
            _press("Decline", Deed.DECLINE),
            _press("Pay later", Deed.LATER),
            _press("Cancel", Deed.CANCEL, "ghost"),
            class_name="space-y-3",
        ),
    )


def _pending() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            "This payment is on its way. At Stripe it would take some days; here you decide.",
            class_name="mb-5 text-muted text-pretty",
        ),
        _press("Let it arrive", Deed.ARRIVE, "primary"),
        _press("Let it fail", Deed.FAIL),
        class_name="space-y-3",
    )


def _over() -> rx.Component:
    return rx.el.div(
        rx.el.p("This payment is settled.", class_name="mb-5 text-muted"),
        buttons.link_button("Your wallet", href="/wallet", tone="primary", wide=True),
    )


def _buttons() -> rx.Component:
    found: Any = rx.match(CheckoutState.state, ("open", _open()), ("pending", _pending()), _over())
    return rx.fragment(found)


def _sheet() -> rx.Component:
    return rx.el.section(
        rx.el.p("Money for your DreamDot wallet", class_name="text-muted"),
        money.figure(CheckoutState.amount_minor, size="lg", class_name="mt-1 mb-7"),
        _buttons(),
        class_name="mx-auto mt-10 w-full max-w-[26rem] rounded-box border border-hair bg-base-100"
        " p-6 md:p-8",
    )


def checkout_page() -> rx.Component:
    """Pay, decline, pay later or cancel, with no money at all."""
    failed = errors.did_not_load(CheckoutState.load)
    there = rx.cond(
        CheckoutState.state != "",
        _sheet(),
        errors.not_found(
            "There is no such payment", "Go back to your wallet and try again.", class_name="mt-6"
        ),
    )
    loaded = rx.cond(
        CheckoutState.is_loading,
        rx.el.div(skeleton.form(2), class_name="mx-auto mt-10 max-w-[26rem]"),
        there,
    )
    banner = rx.el.p("Test checkout: no real money moves here.", class_name=_BANNER)
    return frame.landing_frame(
        rx.el.div(
            rx.cond(CheckoutState.state != "", banner),
            rx.el.h1("Test checkout", class_name="sr-only"),
            rx.el.div(rx.cond(CheckoutState.has_failed, failed, loaded), class_name="px-4"),
            class_name="pb-16",
        )
    )


def add_pages(app: rx.App) -> None:
    """Add the page to the app."""
    web.page_metadata(_ROUTE, _metadata)
    app.add_page(
        checkout_page,
        route=_ROUTE,
        title="Test checkout · DreamDot",
        on_load=open_page(CheckoutState.load),
    )
