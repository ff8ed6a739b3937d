"""What is sent to the API and what it answers, as far as the views do not say it already."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from dreamdot_app.market.contract import Kind, Price, Progress


class Started(BaseModel):
    """A new draft; ``next`` is the page to write on."""

    id: str
    next: str


class Moved(BaseModel):
    """It was done; ``next`` is the page to go to."""

    next: str


class DraftFields(BaseModel):
    """The fields of a draft; those that are not sent stay as they are.

    ``price`` as one types it (``"1.50"``, empty for free), ``tags`` as a list or with commas
    between, ``cover`` the id of an uploaded picture or empty, ``html`` at most 400,000 characters
    of text in 20,000 paragraphs and formatted pieces, nothing more than 40 tags deep.
    """

    title: str | None = Field(None, max_length=120)
    summary: str | None = Field(None, max_length=500)
    html: str | None = None
    price: str | None = None
    tags: str | list[str] | None = None
    language: str | None = None
    cover: str | None = None


class DraftToSave(DraftFields):
    """A draft's fields, and the revision that the client knows."""

    revision: int = Field(ge=0)


class DraftSaved(BaseModel):
    """A draft's state after it was saved."""

    revision: int
    saved_at: datetime
    words: int


class DraftDiffers(DraftSaved):
    """Somebody saved before: the state and the fields as they are stored."""

    fields: DraftFields


class DraftToPublish(BaseModel):
    """The revision that the writer looked at."""

    revision: int | None = Field(None, ge=0)


class PlaceToKeep(BaseModel):
    """Where somebody stopped reading."""

    block: int = Field(ge=0)
    offset: int = Field(ge=0, le=1_000)
    permille: int = Field(ge=0, le=1_000)


class ToBuy(BaseModel):
    """The price that the buyer was shown, in cents, and a name for this click."""

    price_minor: int = Field(ge=0)
    request_id: str = Field("", max_length=64, pattern=r"^[\x21-\x7e]*$")


class PageAsked(BaseModel):
    """Which page of a list: ``before`` is the ``next`` of the page before it."""

    kind: Kind | None = None
    before: str = Field("", max_length=200)
    limit: int = Field(24, ge=1, le=60)


class WorksAsked(PageAsked):
    """Which works."""

    q: str = Field("", max_length=200)
    price: Price = Price.ANY
    order: Literal["popular", "newest"] = "popular"


class LibraryAsked(PageAsked):
    """Which part of a library."""

    progress: Progress = Progress.ANY


class PersonLink(BaseModel):
    """One of somebody's links elsewhere."""

    label: str
    url: str


class Person(BaseModel):
    """Somebody's public profile. ``bio`` is plain text; addresses that begin with / are ours."""

    id: str
    username: str
    display_name: str
    url: str
    pronouns: str
    bio: str
    location: str
    links: list[PersonLink]
    avatar_url: str
    banner_url: str
    joined_at: datetime
    works: int
