"""What link previews and search engines are told."""

import json

import pytest

from dreamdot_app.core import ids
from dreamdot_app.core.settings import settings
from dreamdot_app.market import service
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
    assert (data["offers"]["price"], data["offers"]["priceCurrency"]) == ("2.40", "USD")
    assert (data["author"]["name"], data["keywords"]) == ("Ana Duarte", "sea")


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
