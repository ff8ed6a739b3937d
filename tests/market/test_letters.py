"""Letters about a sale: one to each who wants it, whatever is delivered twice."""

from sqlalchemy import text

from dreamdot_app.accounts.preferences import service as preferences
from dreamdot_app.core.db import Database, transaction
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import settings
from dreamdot_app.core.worker import drain
from dreamdot_app.market import service
from tests.clock import NOON
from tests.factories.market import creator_of, make_person, make_work
from tests.mail import letters_to, text_in


async def address_of(user_id: UserId) -> str:
    async with transaction(Database.USER, actor=user_id) as session:
        found = await session.execute(
            text(
                "update account set email_confirmed_at = created_at where id = :id returning email"
            ),
            {"id": user_id},
        )
        return str(found.scalar_one())


async def sold(price_minor: int, *, wants: bool = True) -> tuple[str, str]:
    """The addresses of a buyer and a seller, after everything about a sale was done."""
    buyer = await make_person()
    work_id = await make_work(price_minor=price_minor)
    seller = await creator_of(work_id)
    addresses = await address_of(buyer), await address_of(seller)
    for owner, kind in ((buyer, "purchases"), (seller, "sales")):
        await preferences.choose_news(user_id=owner, kind=kind, way="mail", is_on=wants)
    await service.purchase(
        work_id=work_id,
        buyer_id=buyer,
        expected_price_minor=price_minor,
        now=NOON,
        request_id="click 1",
    )
    await drain()
    return addresses


async def test_buyer_and_seller_are_written_to() -> None:
    buyer, seller = await sold(240)
    (receipt,) = await letters_to(settings().data_dir, buyer)
    (sale,) = await letters_to(settings().data_dir, seller)
    assert "for $2.40" in text_in(receipt)
    assert "You receive $2.16" in text_in(sale)
    assert "Settings, Notifications" in text_in(sale)


async def test_who_does_not_want_letters_gets_none() -> None:
    for address in await sold(240, wants=False):
        assert await letters_to(settings().data_dir, address) == []


async def test_what_is_free_is_no_news() -> None:
    for address in await sold(0):
        assert await letters_to(settings().data_dir, address) == []
