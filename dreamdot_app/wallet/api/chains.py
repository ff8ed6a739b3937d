"""The hash chains of one's own accounts, for whoever wants to check them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from dreamdot_app.core.errors import NotFound
from dreamdot_app.core.web.documented import refusals
from dreamdot_app.wallet.api.asking import type_owner
from dreamdot_app.wallet.statements import service

router = APIRouter()
_LARGEST = (1 << 63) - 1


class ChainedAccount(BaseModel):
    """An account as the ledger states it: its chain has ``entries`` and ends in ``head``."""

    id: int
    bucket: str
    colour: str
    currency: str
    balance_minor: int
    entries: int
    head: str


class Chains(BaseModel):
    """A person's accounts. Every chain begins with the SHA-256 of
    ``dreamdot ledger 1|owner|bucket|colour|currency``.
    """

    owner: str
    accounts: list[ChainedAccount]


class ChainLink(BaseModel):
    """An entry. Its ``hash`` is the SHA-256 of 88 bytes: the hash before it (32), the transfer's
    id (16), then the account's id, ``seq``, ``amount``, ``balance_after`` and ``micros`` (since
    1970, UTC), each signed, 8 bytes, the highest byte first.
    """

    seq: int
    transfer: str
    amount: int
    balance_after: int
    micros: int
    hash: str


class LinksAsked(BaseModel):
    """Which entries: those behind the ``after``-th."""

    after: int = Field(0, ge=0, le=_LARGEST)
    limit: int = Field(2_000, ge=1, le=5_000)


class Links(BaseModel):
    """The next entries of a chain, in its order; empty at its end."""

    links: list[ChainLink]


@router.get("/chains", responses=refusals(401))
async def chains(viewer: type_owner) -> Chains:
    """The accounts of the viewer, and where the chain of each ends now."""
    found = await service.chains(user_id=viewer.id)
    accounts = [
        ChainedAccount(
            id=row["id"],
            bucket=row["bucket"],
            colour=row["colour"],
            currency=row["currency"],
            balance_minor=row["balance"],
            entries=row["seq"],
            head=row["head"],
        )
        for row in found
    ]
    return Chains(owner=str(viewer.id), accounts=accounts)


@router.get("/chains/{account}", responses=refusals(401, 404, 422))
async def links(
    account: Annotated[int, Path(ge=0, le=_LARGEST)],
    viewer: type_owner,
    asked: Annotated[LinksAsked, Query()],
) -> Links:
    """Entries of the chain of an account of the viewer's own. Those of others are not found."""
    if account not in {row["id"] for row in await service.chains(user_id=viewer.id)}:
        raise NotFound
    found = await service.links(
        user_id=viewer.id, account=account, after=asked.after, limit=asked.limit
    )
    return Links(
        links=[
            ChainLink(
                seq=row["seq"],
                transfer=str(row["transfer_id"]),
                amount=row["amount"],
                balance_after=row["balance_after"],
                micros=row["micros"],
                hash=row["hash"],
            )
            for row in found
        ]
    )
