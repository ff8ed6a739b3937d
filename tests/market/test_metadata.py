"""What link previews and search engines are told."""

import json

import pytest
from pydantic import SecretStr

from dreamdot_app.core import ids
from dreamdot_app.core.settings import settings
from dreamdot_app.core.web.metadata import Moved, PageMetadata, describe
from dreamdot_app.market import service
from dreamdot_app.market.pages import describe_pages
from tests.clock import NOON
from tests.factories.market import make_person, make_work


async def test_a_published_work_describes_itself() -> None:
    ana = await make_person("Ana Duarte")
    work_id = await make_work(
        ana,
        title="Salt </script> Cathedral",
        summary="Twice a day.",
        price_minor=240,
        tags=("sea",),
    )

    told = await service.metadata(ref=ids.short(work_id))

    assert told is not None
    assert told.title == "Salt </script> Cathedral by Ana Duarte · DreamDot"
    assert told.description == "Twice a day."
    assert told.path == f"/work/salt-script-cathedral-{ids.short(work_id)}"
    assert told.image_url == "/og.jpg"
    assert told.paragraphs[0] == "Twice a day."
    assert told.paragraphs[1].startswith("The lighthouse keeper")
    data = json.loads(json.dumps(told.json_ld))
    assert data["name"] == "Salt </script> Cathedral"
    assert data["url"] == settings().public_origin + told.path
    assert "offers" not in data, "without a key of Stripe's it is paid with test money"
    assert (data["author"]["name"], data["keywords"]) == ("Ana Duarte", "sea")


async def test_a_price_is_offered_when_money_is_real() -> None:
    work_id = await make_work(price_minor=240)
    real = settings().model_copy(update={"stripe_secret_key": SecretStr("sk_test_1")})

    told = await service.metadata(ref=ids.short(work_id), chosen=real)

    assert told is not None
    offer = json.loads(json.dumps(told.json_ld))["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("2.40", "USD")


async def test_without_a_summary_the_beginning_tells() -> None:
    work_id = await make_work()
    told = await service.metadata(ref=ids.short(work_id))
    assert told is not None
    assert told.description.startswith("The lighthouse keeper")
    assert told.description.endswith("…")
    assert len(told.description) <= 200


async def test_a_paid_work_tells_no_more_than_its_beginning() -> None:
    secret = "".join(f"<p>Paragraph {number} of it.</p>" for number in range(200))
    work_id = await make_work(html=secret, price_minor=500)
    told = await service.metadata(ref=ids.short(work_id))
    assert told is not None
    text = " ".join(told.paragraphs)
    assert "Paragraph 0 " in text
    assert "Paragraph 100 " not in text


@pytest.mark.parametrize("ref", ["", "nothing", "a" * 22, "x" * 9_000])
async def test_where_there_is_no_work_there_is_no_page(ref: str) -> None:
    assert await service.metadata(ref=ref) is None


async def test_a_draft_and_a_withdrawn_work_have_no_page_outside() -> None:
    ana = await make_person()
    draft = await make_work(ana, publish=False)
    withdrawn = await make_work(ana)
    await service.unpublish(work_id=withdrawn, creator_id=ana, now=NOON)
    assert await service.metadata(ref=ids.short(draft)) is None
    assert await service.metadata(ref=ids.short(withdrawn)) is None


async def described(path: str) -> tuple[bool, PageMetadata | None]:
    """What is known of an address, as the server asks for it."""
    describe_pages()
    is_known, told = await describe(path)
    assert not isinstance(told, Moved)
    return is_known, told


async def test_the_reader_of_a_work_points_to_the_works_page() -> None:
    work_id = await make_work(title="Salt Cathedral")
    is_described, told = await described(f"/read/any-title-{ids.short(work_id)}")
    assert is_described
    assert told is not None
    assert told.title.startswith("Salt Cathedral by ")
    assert told.path == f"/work/salt-cathedral-{ids.short(work_id)}"
    assert (told.paragraphs, told.json_ld) == ((), None)


@pytest.mark.parametrize("ref", ["nothing", "a" * 22, "x" * 9_000, "a\x00", "\ud800" * 22])
async def test_where_there_is_no_work_there_is_no_reader(ref: str) -> None:
    assert await described(f"/read/{ref}") == (True, None)


async def test_who_has_a_withdrawn_work_still_opens_it_and_nobody_learns_its_name() -> None:
    ana, bo = await make_person(), await make_person()
    work_id = await make_work(ana, title="Hidden")
    await service.purchase(
        work_id=work_id, buyer_id=bo, expected_price_minor=0, now=NOON, request_id="r"
    )
    await service.unpublish(work_id=work_id, creator_id=ana, now=NOON)

    _, told = await described(f"/read/hidden-{ids.short(work_id)}")

    assert told is not None
    assert "Hidden" not in f"{told.title} {told.description} {told.path}"
    assert "hidden" not in told.path


async def test_what_was_never_out_has_no_reader() -> None:
    draft = await make_work(publish=False, title="Secret")
    assert await described(f"/read/{ids.short(draft)}") == (True, None)
