"""The ways to prove oneself that the page offers: each package of a factor adds its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import reflex as rx


@dataclass(frozen=True, slots=True)
class Proof:
    """One way, as `/again` offers it.

    ``is_open_to(account_id)`` says whether somebody has it; ``draw(next_page)`` draws the form or
    button, which POSTs to a route of its own. That route checks the proof and answers with
    `entry.prove`. ``next_page`` is a Var: it goes along as ``next``. ``is_factor``: it is a second
    factor.
    """

    key: str
    is_open_to: Callable[[UUID], Awaitable[bool]]
    draw: Callable[[rx.Var[str]], rx.Component]
    is_factor: bool = False


PROOFS: dict[str, Proof] = {}


def offer(proof: Proof) -> None:
    """Let the page offer a way; in the order of their registration, below the password."""
    PROOFS[proof.key] = proof


async def open_to(account_id: UUID) -> list[str]:
    """The keys of the ways that somebody has."""
    return [key for key, proof in PROOFS.items() if await proof.is_open_to(account_id)]
