"""The pages of limits, codes and earnings in Reflex's own event pipeline: own money only."""

from dreamdot_app.core import clock
from dreamdot_app.wallet.codes.state import PromoCodesState
from dreamdot_app.wallet.earning.shown import Shown
from dreamdot_app.wallet.earning.state import EarningsState
from dreamdot_app.wallet.limits import service as limits
from dreamdot_app.wallet.limits.state import ShownLimit, SpendingState
from dreamdot_app.wallet.withdrawing.state import StandInState
from tests.factories.wallet import buy, somebody
from tests.fakes.stripe import in_use, stripe_fake
from tests.wallet.codes.people import made
from tests.wallet.test_state import Tab, tab

__all__ = ["tab"]


async def test_visitors_are_shown_nothing(tab: Tab) -> None:
    for state in (EarningsState, SpendingState, PromoCodesState):
        await tab.fire(state.load)
        assert tab.shown("seen") in (None, Shown(), ShownLimit())
        assert not tab.shown("rows")
    assert "/signin" in str(tab.told("_redirect"))


async def test_earnings_are_ones_own(tab: Tab) -> None:
    user, fan = await tab.sign_in(), await somebody()
    await buy(fan, user, 240, memo="Mine", now=clock.now())
    await buy(fan, await somebody(), 900, memo="Not mine", now=clock.now())
    await tab.fire(EarningsState.load)
    shown = tab.shown("seen")
    assert (shown.kept, shown.sales, [one.title for one in shown.works]) == (216, 1, ["Mine"])
    assert len(shown.bars) == 30
    assert "the most in" in shown.summary


async def test_a_span_that_is_none_is_refused(tab: Tab) -> None:
    await tab.sign_in()
    await tab.fire(EarningsState.load)
    await tab.fire(EarningsState.show_span, span="7")
    assert len(tab.shown("seen").bars) == 7
    await tab.fire(EarningsState.show_span, span="10000")
    assert tab.shown("span") == "7"


async def test_the_limit_is_ones_own(tab: Tab) -> None:
    user, fan = await tab.sign_in(), await somebody()
    await limits.choose(owner=user, limit_minor=1_000_00, zone="", now=clock.now())
    await limits.choose(owner=user, limit_minor=None, zone="", now=clock.now())
    await buy(user, fan, 250_00, now=clock.now())
    await tab.fire(SpendingState.load)
    shown = tab.shown("seen")
    assert (shown.typed, shown.spent_minor, shown.left_minor) == ("1000.00", 250_00, 750_00)
    assert shown.permille == 250
    assert shown.change.startswith("There will be no limit from ")


async def test_for_members_there_are_no_codes(tab: Tab) -> None:
    await made(now=clock.now())
    await tab.sign_in()
    await tab.fire(PromoCodesState.load)
    assert tab.shown("is_missing") is True
    for handler in (PromoCodesState.show_first, PromoCodesState.load_more):
        await tab.fire(handler)
    await tab.fire(PromoCodesState.look_again, _answer={})
    assert not tab.shown("rows")


async def test_where_money_is_real_nothing_stands_in_for_stripe(tab: Tab) -> None:
    await tab.sign_in()
    await tab.fire(StandInState.load)
    assert not tab.shown("is_missing")
    async with stripe_fake() as fake, in_use(fake):
        await tab.fire(StandInState.load)
        assert tab.shown("is_missing") is True
