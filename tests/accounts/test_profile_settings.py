"""One's own profile: what may be written in it, whose pictures it may show, two tabs at once."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dreamdot_app.accounts import avatars, bio, service
from dreamdot_app.accounts.contract import BioPart, LinkView, Viewer
from dreamdot_app.accounts.errors import ProfileRefused
from dreamdot_app.accounts.profile import profile_metadata
from dreamdot_app.accounts.profile_settings import fields
from dreamdot_app.accounts.profile_settings.service import own_profile, save_profile
from dreamdot_app.accounts.routes import auth_routes
from dreamdot_app.core import ids
from dreamdot_app.core.ids import UserId
from dreamdot_app.core.settings import Environment, Settings
from dreamdot_app.core.web.metadata import PageMetadata, with_metadata
from dreamdot_app.core.web.stack import transformers
from dreamdot_app.media import service as media
from tests.clock import NOON
from tests.factories.accounts import joined, somebody
from tests.pictures import chunks_of, drawn

ORIGIN = "https://dreamdot.example"
SETTINGS = Settings.model_validate({"env": Environment.PRODUCTION, "origin": ORIGIN})


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app: ASGIApp = Starlette()
    for layer in transformers(auth_routes(), settings=SETTINGS):
        app = layer(app)
    transport = httpx.ASGITransport(app, client=("203.0.113.201", 1))
    async with httpx.AsyncClient(
        transport=transport, base_url=ORIGIN, headers={"origin": ORIGIN}
    ) as opened:
        yield opened


async def member() -> Viewer:
    return (await joined(somebody())).viewer


async def picture_of(owner: UserId) -> str:
    stored = await media.store_picture(owner_id=owner, chunks=chunks_of(drawn(600, 600)), now=NOON)
    return ids.short(stored.id)


async def save(who: Viewer, *, was: Any = None, **sent: Any) -> tuple[str, ...]:
    return await save_profile(account_id=who.id, sent=sent, was=was or {})


async def refused(who: Viewer, **sent: Any) -> dict[str, str]:
    with pytest.raises(ProfileRefused) as refusal:
        await save(who, **sent)
    return refusal.value.errors


def links(*rows: tuple[str, str]) -> dict[str, str]:
    """Links as the form sends them."""
    return {
        name: value
        for index, row in enumerate(rows)
        for name, value in zip(fields.link_row(index), row, strict=True)
    }


async def test_everything_is_kept_and_shown() -> None:
    who = await member()
    avatar, banner = await picture_of(who.id), await picture_of(who.id)
    sent = {
        "display_name": "  Zofia\u00a0 Wrońska ", "pronouns": "she/her", "location": "Gdańsk",
        "bio": "Draws tides.\r\n\r\n\r\n\r\nAnd salt.", "avatar": avatar, "banner": banner,
        **links(("Shop", "https://example.com/shop"), ("", "www.example.org/a b".replace(" ", ""))),
    }  # fmt: skip
    assert await save(who, **sent) == ()
    shown = await service.by_username(who.username)
    assert (shown.display_name, shown.pronouns, shown.location) == (
        "Zofia Wrońska", "she/her", "Gdańsk",
    )  # fmt: skip
    assert shown.bio == "Draws tides.\n\nAnd salt."
    assert shown.links == (
        LinkView("Shop", "https://example.com/shop"),
        LinkView("example.org", "https://www.example.org/ab"),
    )
    assert shown.avatar.small == f"/media/{avatar}/150.webp"
    assert shown.avatar_url == shown.avatar.small
    assert banner in shown.banner.large
    assert shown.has_banner
    card = (await service.cards([who.id]))[who.id]
    assert (card.display_name, card.avatar_url) == ("Zofia Wrońska", shown.avatar.small)


async def test_what_is_taken_away_is_drawn_again() -> None:
    who = await member()
    drawn_before = (await service.by_username(who.username)).avatar
    await save(who, avatar=await picture_of(who.id), banner=await picture_of(who.id))
    await save(who, avatar="", banner="", links="", display_name="")
    shown = await service.by_username(who.username)
    assert shown.avatar == drawn_before
    assert shown.banner.large.startswith("/drawn/sky/")
    assert (shown.links, shown.display_name) == ((), who.username)


async def test_other_peoples_pictures_and_unfinished_ones_are_refused() -> None:
    who, other = await member(), await member()
    theirs = await picture_of(other.id)
    for wrong in (
        theirs,
        ids.short(ids.new()),
        "x",
        "../../etc",
        "\x00",
        5,
        ["a"],
        "x" * 10_000_000,
    ):
        for field in ("avatar", "banner"):
            assert list(await refused(who, **{field: wrong})) == [field]
    assert await avatars.owned_pictures(who.id, {ids.parse(theirs)}) == set()
    assert not (await service.by_username(who.username)).has_banner


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>", "http://example.com", "ftp://example.com",
        "mailto:a@example.com", "https://", "https://localhost", "https://localhost:3000/x",
        "https://127.0.0.1/", "https://[::1]/", "https://paypal.com@evil.example/",
        "https://a:b@example.com", "https:///evil", "https://exa mple.com",
        "https://example.com/\x00\ud800 x", "https://example.", "x" * 2_001, "x" * 10_000_000,
        "https://example.com/" + "x" * 500, "Shop",
    ],
)  # fmt: skip
async def test_a_link_is_an_https_address(address: str) -> None:
    who = await member()
    assert list(await refused(who, **links(("Shop", address)))) == ["links.0.url"]
    assert (await service.by_username(who.username)).links == ()


async def test_every_link_that_does_not_fit_is_told() -> None:
    who = await member()
    rows = (("Good", "example.com"), ("x" * 41, "example.com"), ("", ""), ("Bad", "javascript:1"))
    errors = await refused(who, **links(*rows))
    assert set(errors) == {"links.1.label", "links.3.url"}
    assert list(await refused(who, **{"links.0.label": 5, "links.0.url": []})) == ["links.0.url"]


async def test_hosts_beyond_ascii_are_links_too() -> None:
    who = await member()
    await save(who, **links(("", "https://bücher.example/ä?q=ö")))
    [link] = (await service.by_username(who.username)).links
    assert link.label == "bücher.example"
    assert link.url == "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"


async def test_there_are_at_most_eight_links() -> None:
    who = await member()
    rows = [(f"Link {index}", f"https://example.com/{index}") for index in range(12)]
    await save(who, **links(*rows))
    assert len((await service.by_username(who.username)).links) == 8


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "x" * 61), ("display_name", "DreamDot team"), ("display_name", 5),
        ("pronouns", "x" * 41), ("location", "x" * 81), ("bio", "x" * 2_001), ("bio", ["x"]),
        ("bio", "x" * 10_000_000), ("location", {"a": 1}), ("pinned", "x"), ("pinned", 5),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_refused_beside_its_field(field: str, value: Any) -> None:
    who = await member()
    errors = await refused(who, **{field: value, "pronouns": "x" * 41})
    assert set(errors) == {field, "pronouns"}
    assert (await service.by_username(who.username)).display_name == who.display_name


async def test_nothing_invisible_or_turned_around_is_kept() -> None:
    who = await member()
    await save(
        who,
        display_name="\u202eanZ\u200b\x00a",
        pronouns="\u200b",
        location="\u2066Oslo\u2069",
        bio="<script>alert(1)</script>\u202e\x07",
        **links(("\u202eShop\u200b", "https://example.com")),
    )
    shown = await service.by_username(who.username)
    assert (shown.display_name, shown.pronouns, shown.location) == ("anZa", "", "Oslo")
    assert shown.bio_parts == (BioPart("<script>alert(1)</script>"),)
    assert shown.links[0].label == "Shop"


async def test_two_tabs_with_different_changes_do_not_disturb_each_other() -> None:
    who = await member()
    was = (await own_profile(account_id=who.id)).as_fields()
    one, other = {**was, "bio": "Of one tab."}, {**was, "location": "Of the other"}
    assert await save(who, was=was, **one) == ()
    assert await save(who, was=was, **other) == ()
    shown = await service.by_username(who.username)
    assert (shown.bio, shown.location) == ("Of one tab.", "Of the other")


async def test_of_one_field_the_last_stays_and_the_answer_says_so() -> None:
    who = await member()
    was = (await own_profile(account_id=who.id)).as_fields()
    await save(who, was=was, bio="First.", **links(("", "https://example.com")))
    assert await save(who, was=was, bio="Second.", links="") == ("bio",)
    assert await save(who, was=was, **links(("", "https://example.org"))) == ("links",)
    assert await save(who, was={**was, "bio": "Second."}, bio="Third.") == ()
    assert (await service.by_username(who.username)).bio == "Third."


async def test_searches_find_works_under_the_new_name(run_outbox: Any) -> None:
    from dreamdot_app.market import service as market
    from tests.factories.market import make_work

    who = await member()
    await make_work(who.id)
    name = f"Quillon{ids.new().hex[-8:]}"
    await save(who, display_name=name)
    await run_outbox()
    assert len((await market.search(q=name)).works) == 1


def read(text: str, **names: str) -> list[tuple[str, str]]:
    return [(part.text, part.href) for part in bio.parts(text, names)]


@pytest.mark.pure
def test_addresses_and_names_in_a_bio_become_links() -> None:
    assert read("See https://a.example/x_(y). Or @mei, @Mei!", mei="Mei") == [
        ("See ", ""),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        (". Or ", ""),
        ("@mei", "/u/Mei"),
        (", ", ""),
        ("@Mei", "/u/Mei"),
        ("!", ""),
    ]


@pytest.mark.pure
@pytest.mark.parametrize(
    "plain",
    [
        "javascript:alert(1)", "data:text/html,x", "www.example.com", "mail@mei.example",
        "//a.example",
        "https://mei@evil.example", "ftp://a.example", "a@mei", "/@mei", "@@mei", "@nobody",
        "<a href=javascript:alert(1)>", "https://", "", "@",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_link_is_none(plain: str) -> None:
    assert "".join(text for text, _ in read(plain, mei="mei")) == plain
    assert all(not href for _, href in read(plain, mei="mei"))


async def test_names_that_nobody_has_are_no_links() -> None:
    who, other = await member(), await member()
    await save(who, bio=f"With @{other.username} and @nobody.has.this, " + "@xyz " * 100)
    shown = await service.by_username(who.username)
    assert [part.href for part in shown.bio_parts if part.href] == [f"/u/{other.username}"]


async def test_previews_tell_where_else_somebody_is() -> None:
    who = await member()
    picture = await picture_of(who.id)
    sent = links(("", "https://example.com/me"))
    await save(who, location="Oslo", avatar=picture, **sent, bio="</script><script>alert(1)")
    told = await profile_metadata({"handle": who.username})
    assert isinstance(told, PageMetadata)
    assert told.json_ld
    entity = told.json_ld["mainEntity"]
    assert entity["sameAs"] == ["https://example.com/me"]
    assert entity["homeLocation"] == {"@type": "Place", "name": "Oslo"}
    assert told.image_url.startswith(f"/media/{picture}/")
    # Other sites that verify a link load the page without running it.
    page = with_metadata("<head></head>", told, origin="https://dreamdot.example", path="/")
    assert '<link rel="me" href="https://example.com/me">' in page


async def sign_in(client: httpx.AsyncClient) -> Viewer:
    signed_in = await joined()
    client.cookies.set("__Host-dreamdot", signed_in.token, domain="dreamdot.example")
    return signed_in.viewer


async def test_the_form_over_http(client: httpx.AsyncClient) -> None:
    assert (await client.post("/auth/profile", json={"bio": "x"})).status_code == 401
    who = await sign_in(client)
    answer = await client.post("/auth/profile", json={"bio": "Hello.", "was": {"bio": ""}})
    assert (answer.status_code, answer.json()) == (200, {"message": "Saved."})
    answer = await client.post("/auth/profile", json={"bio": "Again.", "was": {"bio": ""}})
    assert "had changed your bio" in answer.json()["message"]
    wrong = {"bio": "x" * 3_000, **links(("", "javascript:alert(1)"))}
    answer = await client.post("/auth/profile", json=wrong)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"bio", "links.0.url"}
    for odd in ({"was": []}, {"was": "x"}, {"account_id": "x", "role": "administrator"}, {}):
        assert (await client.post("/auth/profile", json=odd)).status_code == 200
    assert (await service.by_username(who.username)).bio == "Again."


async def test_ten_megabytes_are_refused_unread(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    body = json.dumps({"bio": "x" * 10_000_000})
    answer = await client.post(
        "/auth/profile", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


async def test_a_name_over_http_needs_a_proof(client: httpx.AsyncClient) -> None:
    await sign_in(client)
    answer = await client.post("/auth/username", json={"username": somebody().username})
    assert (answer.status_code, answer.json()["code"]) == (403, "ProofNeeded")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/@Lucia", "/u/Lucia"),
        ("/@lucia/works?page=2&x=%2F", "/u/lucia/works?page=2&x=%2F"),
        ("/@Zo%C3%AB", "/u/Zo%C3%AB"),
        ("/@/evil.example", "/u//evil.example"),
    ],
)
async def test_the_short_address_leads_to_the_page(
    client: httpx.AsyncClient, asked: str, leads_to: str
) -> None:
    answer = await client.get(asked)
    assert (answer.status_code, answer.headers["location"]) == (308, leads_to)
