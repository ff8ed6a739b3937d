"""People, as the API shows them: the profile belongs to accounts, what they published is here."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dreamdot_app.accounts import service as accounts
from dreamdot_app.accounts.contract import ProfileView
from dreamdot_app.core import clock, ids
from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.web.documented import refusals
from dreamdot_app.market import service
from dreamdot_app.market.api.schemas import Person, PersonLink

router = APIRouter(tags=["people"])


@router.get("/people/{name}", response_model=Person, responses={308: {}} | refusals(404))
async def person(request: Request, name: str) -> Person | Response:
    """Somebody's public profile. A name that they had until lately leads to the present one."""
    try:
        found = await accounts.by_username(name)
    except NotFound:
        present = await accounts.present_name(name, now=clock.now())
        if present is None:
            raise
        address = request.url_for("person", name=present).path
        return RedirectResponse(address, 308, {"cache-control": "max-age=3600"})
    return _person(found, works=await service.count_of(creator_id=found.id))


def _person(found: ProfileView, *, works: int) -> Person:
    return Person(
        id=ids.short(found.id),
        username=found.username,
        display_name=found.display_name,
        url=found.href,
        pronouns=found.pronouns,
        bio=found.bio,
        location=found.location,
        links=[PersonLink(label=link.label, url=link.url) for link in found.links],
        avatar_url=found.avatar.large,
        banner_url=found.banner.large,
        joined_at=found.joined_at,
        works=works,
    )
